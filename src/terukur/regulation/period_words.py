"""Periods as people say and write them: ``Triwulan III 2026``, ``TW 3``, ``November 2026``."""

import re

from terukur.regulation.periods import Period

_YEAR_FIRST = re.compile(r"(?P<year>20\d\d)[ /-]+(?P<rest>\D.*)")
_YEAR_MONTH = re.compile(r"(?P<year>20\d\d)[/-](?P<month>\d{1,2})")


def read_period(written: str, *, year: int) -> Period:
    """Return the period that is written; a quarter or month without a year is one of ``year``.

    >>> str(read_period("TW 3", year=2026)), str(read_period("November 2025", year=2026))
    ('2026-Q3', '2025-11')

    :raises InvalidPeriod: for anything else.
    """
    plain = " ".join(written.lower().replace(".", " ").split())
    if turned := _YEAR_FIRST.fullmatch(plain):
        plain = f"{turned['rest']} {turned['year']}"
    if found := _YEAR_MONTH.fullmatch(plain):
        plain = f"{found['month']} {found['year']}"
    return Period.read(plain, year=year)
