"""``terukur dbshell``: psql on the database in use, the embedded one included."""

import os
import shutil
import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from terukur.jobs.service.embedded import binaries


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
    found = binaries() / "psql"
    return str(found) if found.exists() else None
