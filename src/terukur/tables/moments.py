"""Moments as queue machines and clerks write them: ISO, day first, month names, 12 or 24 hours.

A moment written with its zone (``Z``, ``+07:00``, ``WITA``) keeps it; one without is the wall clock of the
office that wrote it.
"""

import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

from terukur.tables.cells import day_of_serial, parse_day

ZONES: dict[str, tzinfo] = {
    "WIB": timezone(timedelta(hours=7), "WIB"),
    "WITA": timezone(timedelta(hours=8), "WITA"),
    "WIT": timezone(timedelta(hours=9), "WIT"),
}
_DAY_ALONE = len("2026-12-31")
# Its pattern tries every way to part a text; what is longer is no moment.
_LONGEST = 80
_WRITTEN = re.compile(
    r"(?P<day>.+?)[ T,]+(?:pukul |jam )?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})"
    r"(?:[.:](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?:(?P<zone>wib|wita|wit|z|utc|gmt)|(?:utc|gmt)?(?P<sign>[+-])(?P<ahead>\d{1,2}):?(?P<beside>\d{2})?)?",
    re.IGNORECASE,
)


def parse_moment(written: str) -> datetime | None:
    """Return the moment, with its zone where one is written, or None where it does not exist.

    >>> parse_moment("2 Maret 2026 03.45 PM")
    datetime.datetime(2026, 3, 2, 15, 45)
    >>> parse_moment("2026-10-31T17:30:00Z").isoformat()
    '2026-10-31T17:30:00+00:00'
    """
    if len(written) > _LONGEST:
        return None
    if len(written) > _DAY_ALONE:
        try:
            return datetime.fromisoformat(written)
        except ValueError:
            pass
    match = _WRITTEN.fullmatch(" ".join(written.split()).lower())
    day = parse_day(match["day"].strip()) or day_of_serial(match["day"].strip()) if match else None
    if match is None or day is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    try:
        zone = _zone(match)
        return datetime.combine(day, time(hour, int(match["minute"]), int(match["second"] or 0)), zone)
    except ValueError:
        return None


_CLOCK = re.compile(
    r"(?:pukul |jam )?(?P<hour>\d{1,2})(?:[.:,](?P<minute>\d{2}))?(?:[.:]\d{2})?(?: ?(?:wib|wita|wit))?"
)


def parse_clock(written: str) -> time | None:
    """Return a time of day written with 24 hours, or None: ``08.30``, ``8:30``, ``0830``, ``8``.

    >>> parse_clock("pukul 13.05")
    datetime.time(13, 5)
    """
    plain = " ".join(written.lower().split())
    if re.fullmatch(r"\d{3,4}", plain):
        plain = f"{plain[:-2]}.{plain[-2:]}"
    match = _CLOCK.fullmatch(plain)
    try:
        return time(int(match["hour"]), int(match["minute"] or 0)) if match else None
    except ValueError:
        return None


_DURATION = re.compile(r"(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,]\d{1,6})?")
_SPELLED = re.compile(r"(\d{1,6}) ?(jam|j|menit|mnt|min|m|detik|dtk|sec|d|s)\b\.? ?")
_UNITS = {"j": "hours", "m": "minutes", "d": "seconds", "s": "seconds"}


def parse_duration(written: str) -> timedelta | None:
    """Return how long something took, or None: ``00:12:30``, ``12:30`` (minutes), ``1 jam 5 menit``.

    A bare number says no unit and is none.
    """
    plain = " ".join(written.lower().split())
    if len(plain) > _LONGEST:
        return None
    if match := _DURATION.fullmatch(plain):
        hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    parts = _SPELLED.findall(plain)
    if not parts or _SPELLED.sub("", plain):
        return None
    return sum((timedelta(**{_UNITS[unit[0]]: int(amount)}) for amount, unit in parts), timedelta())


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["sign"]:
        ahead = timedelta(hours=int(match["ahead"]), minutes=int(match["beside"] or 0))
        return timezone(-ahead if match["sign"] == "-" else ahead)
    if match["zone"]:
        return ZONES.get(match["zone"].upper(), UTC)
    return None


def on_the_wall(moment: datetime, zone: tzinfo) -> datetime:
    """Return the time on the wall clock of an office in a zone at a moment, without its zone."""
    return moment if moment.tzinfo is None else moment.astimezone(zone).replace(tzinfo=None)
