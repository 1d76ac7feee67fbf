#!/usr/bin/env python3
"""Django's own commands (makemigrations and the like) with the database that is in use."""

import os
import sys

from django.core.management import execute_from_command_line

from terukur.config.database import ensure_database

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
    ensure_database()
    execute_from_command_line(sys.argv)
