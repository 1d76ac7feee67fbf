"""What all commands share: exit codes, JSON, and messages that name line and column."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable


class TerukurCommand(BaseCommand):
    """A command with ``--json``; refusals exit with 1, wrong usage with 2."""

    def add_json(self, parser: Any) -> None:
        """The option that makes the output machine-readable."""
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def emit(self, data: Any) -> None:
        """Print data as JSON on stdout."""
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    @property
    def now(self) -> Any:
        """The moment of the call, with its time zone."""
        return timezone.now()

    @property
    def today(self) -> Any:
        """The day of the call where the offices are."""
        return timezone.localdate()

    def refuse(self, error: Exception, *, as_json: bool) -> None:
        """Say on stderr what was wrong, line by line, and end with exit code 1."""
        errors = (
            [
                {"line": e.line, "column": e.column, "value": e.value, "message": e.message}
                for e in error.errors
            ]
            if isinstance(error, ImportRefused)
            else [{"line": None, "column": None, "value": None, "message": str(error)}]
        )
        if as_json:
            self.emit({"created": 0, "updated": 0, "unchanged": 0, "errors": errors})
        for entry in errors:
            place = f"baris {entry['line']}, {entry['column']}: " if entry["line"] else ""
            self.stderr.write(f"{place}{entry['message']}")
        raise CommandError("Tidak ada yang disimpan.", returncode=1)


REFUSALS = (ImportRefused, UnreadableTable)
