"""Settings, root addresses, the database in use, and the ``terukur`` command."""
