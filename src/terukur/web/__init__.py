"""A door: the pages, cut by area. Views fetch through queries, act through operations."""
