"""Pages of development and of the talent box."""
