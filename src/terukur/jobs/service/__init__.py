"""What ``terukur serve`` is made of: its children, their signs of life, and the embedded database."""
