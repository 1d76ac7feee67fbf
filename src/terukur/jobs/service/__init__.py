"""Parts of ``terukur serve``: its children, their signs of life, and the embedded database."""
