"""Days in a draft of a rating: kept as 2026-08-15, shown and typed as in every form."""

from collections.abc import Callable, Mapping
from datetime import date

from terukur.appraisal.drafting import DAYS
from terukur.notation.dates import written_day
from terukur.tables.cells import parse_day


def kept_days(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with their days as drafts keep them; text that is no day stays as typed."""
    return _with_days(fields, lambda day: day.isoformat())


def shown_days(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with their days as forms show them; text that is no day stays as typed."""
    return _with_days(fields, written_day)


def unread_days(fields: Mapping[str, str]) -> list[str]:
    """Return the names of the fields with a text that is no day."""
    return [name for name in DAYS if fields.get(name, "").strip() and not _day(fields[name])]


def _with_days(fields: Mapping[str, str], write: Callable[[date], str]) -> dict[str, str]:
    days = {name: day for name in DAYS if (day := _day(fields.get(name, "")))}
    return {**fields, **{name: write(day) for name, day in days.items()}}


def _day(typed: str) -> date | None:
    return parse_day(" ".join(typed.split()))
