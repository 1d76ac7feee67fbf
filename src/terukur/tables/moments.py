"""Moments as queue machines and clerks write them: ISO, day first, month names, 12 or 24 hours."""

import re
from datetime import datetime, time

from terukur.tables.cells import parse_day

_DAY_ALONE = len("2026-12-31")
# Its pattern tries every way to part a text; what is longer is no moment.
_LONGEST = 80
_WRITTEN = re.compile(
    r"(?P<day>.+?)[ T,]+(?:pukul |jam )?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})"
    r"(?:[.:](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*(?:wib|wita|wit)?"
)


def parse_moment(written: str) -> datetime | None:
    """The moment without a time zone, or None where it is none or does not exist.

    >>> parse_moment("2 Maret 2026 03.45 PM")
    datetime.datetime(2026, 3, 2, 15, 45)
    """
    if len(written) > _LONGEST:
        return None
    if len(written) > _DAY_ALONE:
        try:
            moment = datetime.fromisoformat(written)
            return moment if moment.tzinfo is None else moment.replace(tzinfo=None)
        except ValueError:
            pass
    match = _WRITTEN.fullmatch(" ".join(written.split()).lower())
    day = parse_day(match["day"].strip()) if match else None
    if match is None or day is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    try:
        return datetime.combine(day, time(hour, int(match["minute"]), int(match["second"] or 0)))
    except ValueError:
        return None
