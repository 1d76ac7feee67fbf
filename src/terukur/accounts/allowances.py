"""Limits on repeated acts, counted in the database, so that they hold for all processes together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from terukur.accounts.models import Allowance

# One statement, so that two processes never count the same as first.
_TAKE = """
    INSERT INTO accounts_allowance AS known (key, taken, last_at, ends_at)
    VALUES (%(key)s, 1, %(at)s, %(ends)s)
    ON CONFLICT (key) DO UPDATE SET
        taken = CASE WHEN known.ends_at <= %(at)s THEN 1 ELSE known.taken + 1 END,
        ends_at = CASE WHEN known.ends_at <= %(at)s OR %(slides)s THEN %(ends)s ELSE known.ends_at END,
        last_at = %(at)s
    RETURNING taken, last_at, ends_at
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """The count of an act, the time of the last one, and the time when the count is forgotten."""

    times: int
    last_at: datetime
    ends_at: datetime


def take(key: str, *, at: datetime, within: timedelta, slides: bool = False) -> Taken:
    """Count one more under a key and return the count; with ``slides`` each one prolongs the span."""
    values: dict[str, str | datetime | bool] = {
        "key": _digest(key),
        "at": at,
        "ends": at + within,
        "slides": slides,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return Taken(*cursor.fetchone())


def taken(keys: list[str], *, at: datetime) -> dict[str, Taken]:
    """Return the counts under those of the keys that are not forgotten yet."""
    names = {_digest(key): key for key in keys}
    rows = Allowance.objects.filter(key__in=names, ends_at__gt=at)
    return {names[row.key]: Taken(row.taken, row.last_at, row.ends_at) for row in rows}


def forget(key: str) -> None:
    """Reset the count under a key."""
    Allowance.objects.filter(key=_digest(key)).delete()


def forget_ended(*, at: datetime) -> None:
    """Delete all counts whose span is over."""
    Allowance.objects.filter(ends_at__lte=at).delete()


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()
