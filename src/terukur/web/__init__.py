"""A door: the pages, by area. Views fetch through queries, act through operations."""
