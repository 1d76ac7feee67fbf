"""Pages of the satisfaction survey: the public one, and those of the office."""
