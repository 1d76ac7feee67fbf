"""What ``terukur analyse`` reads and shows. Needs numpy, so only commands import it."""
