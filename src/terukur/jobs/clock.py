"""The clock of commands and jobs: this door reads it here and nowhere else."""

from datetime import date, datetime

from django.utils import timezone

from terukur.ledger.acting import COMMAND, Acting, Server


def now() -> datetime:
    """Return this moment."""
    return timezone.now()


def today() -> date:
    """Return the day where the offices are."""
    return timezone.localdate()


def server_acting(*, on: date | None = None) -> Acting[Server]:
    """Return the server with this moment and its day, or the day for which a job was due."""
    at = now()
    return Acting(COMMAND, on or timezone.localdate(at), at)
