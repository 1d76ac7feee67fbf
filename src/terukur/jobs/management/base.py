"""Shared parts of all commands: exit codes, JSON, and messages that name line and column."""

import io
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from terukur.jobs.clock import server_acting
from terukur.jobs.management.folder import packed_folder
from terukur.ledger.acting import Acting, Server
from terukur.ledger.importing import Importer
from terukur.ledger.operations import ImportCounts
from terukur.planning.models import Measure
from terukur.planning.operations.versions import PlanRefused
from terukur.planning.queries import measure_by_key, measures
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import Confirmed, Question
from terukur.tables.reading import SheetLine, UnreadableTable
from terukur.tables.understanding import Understood

_CHANGES_SHOWN = 50
_ALL = "all"


class TerukurCommand(BaseCommand):
    """A command with ``--json``; refusals exit with 1, wrong usage with 2."""

    def add_json(self, parser: Any) -> None:
        """Add the option that makes the output machine-readable."""
        parser.add_argument("--json", action="store_true", help="machine-readable output")

    def emit(self, data: Any) -> None:
        """Print data as JSON on stdout."""
        self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))

    @cached_property
    def acting(self) -> Acting[Server]:
        """The server with the day and the moment of the call."""
        return server_acting()

    def refuse(self, error: Exception, *, as_json: bool) -> None:
        """Print the errors on stderr, line by line, and end with exit code 1."""
        errors = _as_rows(error)
        asked = error.questions if isinstance(error, Unanswered) else []
        if as_json:
            questions = [_question(question) for question in asked]
            self.emit({"created": 0, "updated": 0, "unchanged": 0, "errors": errors, "questions": questions})
        outcome = "Tidak ada yang disimpan."
        if asked:
            outcome += (
                f" {len(asked)} hal ditanyakan: periksa satu per satu, lalu jalankan lagi dengan --confirm "
                "(semuanya) atau --confirm KUNCI untuk masing-masing."
            )
        self._end(errors, outcome)

    def refuse_file(self, error: Exception, *, as_json: bool) -> None:
        """Print the errors of a file that is only read, and end with exit code 1."""
        errors = _as_rows(error)
        if as_json:
            self.emit({"errors": errors})
        self._end(errors, "Berkas tidak dapat dianalisis.")

    def _tell(self, understood: Understood, *, dry_run: bool) -> None:
        """Print what is left out of a file, and before it is loaded what its first rows mean."""
        for meaning in understood.meanings if dry_run else ():
            self.stdout.write(f"baris {meaning.line}: {meaning.subject}, {meaning.period}: {meaning.value}")
        for sentence in understood.sums[:_CHANGES_SHOWN]:
            self.stdout.write(sentence)
        for left in understood.left_out[:_CHANGES_SHOWN]:
            place = f"baris {left.line}, " if left.line else ""
            self.stdout.write(f"tidak dibaca: {place}{left.reason.value}: {left.words}")
        if understood.unused:
            self.stdout.write(f"kolom yang tidak dipakai: {', '.join(understood.unused)}")

    def _end(self, errors: list[dict[str, Any]], outcome: str) -> None:
        for entry in errors:
            place = f"baris {entry['line']}, {entry['column']}: " if entry["line"] else ""
            self.stderr.write(f"{place}{entry['message']}")
        raise CommandError(outcome, returncode=1)


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "line": _line(question.line),
        "column": question.column,
        "value": question.value,
        "message": question.message,
    }


def _understood(understood: Understood) -> dict[str, Any]:
    return {
        "meanings": [{**asdict(one), "line": _line(one.line)} for one in understood.meanings],
        "left_out": [
            {"line": _line(left.line), "reason": left.reason.value, "words": left.words}
            for left in understood.left_out
        ],
        "unused": understood.unused,
        "sums": understood.sums,
    }


def _line(line: int) -> int | str:
    """Return the line as it is printed; one of several sheets or files says which it stands in."""
    return str(line) if isinstance(line, SheetLine) else line


def _as_rows(error: Exception) -> list[dict[str, Any]]:
    if isinstance(error, ImportRefused):
        return [
            {"line": _line(e.line), "column": e.column, "value": e.value, "message": e.message}
            for e in error.errors
        ]
    message = str(error)
    if isinstance(error, FileNotFoundError):
        message = f"Berkas “{error.filename}” tidak ada."
    return [{"line": None, "column": None, "value": None, "message": message}]


class ImportCommand(TerukurCommand):
    """A command that loads one table file; all rows or none."""

    def add_file(self, parser: Any) -> None:
        """Add the options that all importers share."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        self.add_confirm(parser)
        self.add_json(parser)

    def add_confirm(self, parser: Any) -> None:
        """Add the option by which a person settles the questions on a file."""
        parser.add_argument(
            "--confirm",
            action="append",
            nargs="?",
            const=_ALL,
            default=[],
            metavar="KEY",
            help="settle a question by its key; without a key all that were shown",
        )

    def confirmed(self, keys: list[str]) -> Confirmed:
        """Return the confirmations of the person at the command."""
        return Confirmed(frozenset(keys), everything=_ALL in keys)

    def measure_named(self, key: str, *others: str) -> Measure:
        """Return a measure of the catalogue; ``others`` are further words that are allowed."""
        measure = measure_by_key(key)
        if measure is None:
            known = ", ".join([*others, *measures().values_list("key", flat=True)])
            raise CommandError(f"Ukuran “{key}” tidak ada. Katalog: {known}.", returncode=1)
        return measure

    def aliases(self, pairs: list[str]) -> dict[str, str]:
        """Return the unit of each DHIS2 key, from words like ``OU=CODE``."""
        if any("=" not in pair for pair in pairs):
            raise CommandError("Tulis --alias OU=KODE, misalnya OuPlaju=PKM-PLAJU.", returncode=2)
        return dict(pair.split("=", 1) for pair in pairs)

    def load(self, importer: Importer[Any], *, file: Path, as_json: bool, **how: Any) -> None:
        """Run an importer on a file and print its counts, or refuse the file."""

        def run() -> ImportCounts:
            if importer.takes_folders and file.is_dir():
                content = packed_folder(file)
                return importer(content=content, filename=f"{file.name}.zip", acting=self.acting, **how)
            with file.open("rb") as opened:
                # What is read whole is kept as it was read, whatever happens to the file meanwhile.
                stream = opened if importer.reads_in_pieces else io.BytesIO(opened.read())
                return importer(stream=stream, filename=file.name, acting=self.acting, **how)

        self.report(run, as_json=as_json, dry_run=how["dry_run"])

    def report(self, run: Callable[[], ImportCounts], *, as_json: bool, dry_run: bool) -> None:
        """Run an import and print its counts, or refuse its input."""
        try:
            counts = run()
        except (ImportRefused, UnreadableTable, PlanRefused, OSError) as error:
            self.refuse(error, as_json=as_json)
            return
        if as_json:
            self.emit(
                {
                    "created": counts.created,
                    "updated": counts.updated,
                    "unchanged": counts.unchanged,
                    "changes": counts.changes,
                    "errors": [],
                    "questions": [_question(question) for question in counts.asked],
                    "understood": _understood(counts.understood),
                }
            )
            return
        self._tell(counts.understood, dry_run=dry_run)
        for question in counts.asked if dry_run else ():
            place = f"baris {question.line}, {question.column}: " if question.line else ""
            self.stdout.write(f"TANYA {question.key}: {place}{question.message}")
        for change in counts.changes[:_CHANGES_SHOWN]:
            self.stdout.write(change)
        self.stdout.write(
            f"{'Akan ada' if dry_run else 'Selesai:'} {counts.created} baru, "
            f"{counts.updated} berubah, {counts.unchanged} tetap dari {counts.rows} baris."
        )
