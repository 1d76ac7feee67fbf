"""The ``terukur`` command: one door to the commands of ``terukur.jobs``."""

import os
import re
import sys
from importlib.metadata import version
from itertools import takewhile
from typing import NoReturn

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, ManagementUtility
from django.db.utils import InterfaceError, OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from terukur.config.database import DatabaseUnavailable, ensure_database, may_work_as
from terukur.config.reaching import check_reachable
from terukur.ledger.database_role import ROLE

COMMANDS = {
    "serve": "the web application and its worker",
    "demo": "load the sample agency “Plaju” and serve it",
    "agency": "found an agency and its first performance team member",
    "access": "a higher role or a new code, where the performance team is one person",
    "import measurements": "load measured values from CSV or XLSX",
    "import dhis2": "ask a DHIS2 server for the values of units",
    "evaluate": "compute achievements and suggestions of a period for everybody",
    "objectivity": "look at how appraisers rated up to a quarter; changes no rating",
    "explain": "print the whole computation of one person's rating",
    "recommend": "print what somebody needs to learn and what fits, with the reasons",
    "analyse reliability": "how far several raters agree, from CSV or XLSX",
    "analyse rater-effects": "how severe each rater is, from CSV or XLSX",
    "analyse integrity": "whether achievements look like measured ones, from CSV or XLSX",
    "analyse group-gap": "whether two groups of an agency are rated otherwise, from CSV or XLSX",
    "verify": "compute everything again from what was kept, and check every seal",
    "seal": "seal every finished day that has no seal yet",
    "rule": "ask one rule of law, with its working and citation",
    "dbshell": "psql on the database in use",
}
# Import commands that are more than one importer, with their places among those of the importers.
_IMPORT_PLACES = {"import measurements": 3, "import dhis2": 4}
WITHOUT_DATABASE = {"rule", *(name for name in COMMANDS if name.startswith("analyse "))}
_WITH_TWO_WORDS = {"import", "analyse"}
# They begin as the owner of the database: to migrate it, or to look at all of it.
AS_OWNER = {"serve", "demo", "agency", "dbshell"}
_LOST = (
    "terukur: hubungan dengan basis data terputus ({error}). Langkah yang belum selesai tidak "
    "disimpan. Periksa apakah PostgreSQL berjalan dan diskanya tidak penuh, lalu jalankan lagi."
)
_OUTDATED = (
    "terukur: the database is older than this version of the program, or empty. Start “terukur serve” "
    "once: it brings the database up to date."
)


def main() -> None:
    """Run ``terukur NAME …``; exit 0 done, 1 refused because of the input, 2 wrong usage."""
    words = sys.argv[1:]
    if not words or words[0] in ("-h", "--help"):
        print(_overview())
        return
    if words[0] == "--version":
        print(f"terukur {version('terukur')}")
        return
    name, rest = _split(words)
    # Which importers there are is known once Django runs, and that needs the address of the database.
    if name not in COMMANDS and not name.startswith("import "):
        _refuse_unknown(name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
    if name not in WITHOUT_DATABASE and not {"-h", "--help"} & set(rest):
        try:
            ensure_database()
            check_reachable(os.environ["DATABASE_URL"])
            _choose_role(name)
        except DatabaseUnavailable as error:
            print(f"terukur: {error}", file=sys.stderr)
            sys.exit(1)
    if name not in COMMANDS and name not in all_commands():
        _refuse_unknown(name)
    try:
        _WithImporters(["terukur", re.sub("[ -]", "_", name), *rest]).execute()
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        print(_OUTDATED, file=sys.stderr)
        sys.exit(1)
    except (OperationalError, InterfaceError) as error:
        print(_LOST.format(error=str(error).strip().splitlines()[0]), file=sys.stderr)
        sys.exit(1)


def _choose_role(name: str) -> None:
    os.environ.pop("TERUKUR_ROLE", None)
    if name not in AS_OWNER and may_work_as(ROLE):
        os.environ["TERUKUR_ROLE"] = ROLE


def _split(words: list[str]) -> tuple[str, list[str]]:
    if words[0] in _WITH_TWO_WORDS and len(words) > 1:
        return " ".join(words[:2]), words[2:]
    return words[0], words[1:]


def _refuse_unknown(name: str) -> NoReturn:
    print(f"terukur: there is no command “{name}”\n\n{_overview()}", file=sys.stderr)
    sys.exit(2)


class _WithImporters(ManagementUtility):
    """Django's commands, and one for each registered importer."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Return a command by its name in one word."""
        from terukur.jobs.management import import_commands  # noqa: PLC0415 - needs models

        importer = import_commands.with_command().get(subcommand)
        return import_commands.FileImportCommand(importer) if importer else super().fetch_command(subcommand)


def all_commands() -> dict[str, str]:
    """Return what each command does: ``COMMANDS``, and among them those of the registered importers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terukur.config.settings")
    django.setup()
    from terukur.jobs.management.import_commands import with_command  # noqa: PLC0415 - needs models

    imports = [(one.command_place, f"import {one.key}", one.summary) for one in with_command().values()]
    imports += [(place, name, COMMANDS[name]) for name, place in _IMPORT_PLACES.items()]
    before = takewhile(lambda entry: entry[0] not in _IMPORT_PLACES, COMMANDS.items())
    return {**dict(before), **{name: text for _, name, text in sorted(imports)}, **COMMANDS}


def _overview() -> str:
    try:
        commands = all_commands()
    except ImproperlyConfigured:
        # What is wrong is told by the command that needs it; the list is there all the same.
        commands = COMMANDS
    width = max(len(name) for name in commands)
    lines = [f"  {name.ljust(width)}  {text}" for name, text in commands.items()]
    return "\n".join(["Usage: terukur COMMAND …  (each has --help; terukur --version)", "", *lines])
