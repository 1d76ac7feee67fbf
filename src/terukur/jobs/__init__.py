"""A door: commands for the shell and work done by the worker. No rules live here."""
