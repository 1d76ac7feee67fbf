"""A door: commands for the shell and jobs of the worker."""
