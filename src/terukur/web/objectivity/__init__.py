"""Pages about what ratings rest on."""
