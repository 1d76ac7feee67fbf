"""Pages about the basis of ratings."""
