"""Periods as people say and write them: ``Triwulan III 2026``, ``TW 3``, ``November 2026``."""

import re

from terukur.regulation.periods import FIRST_YEAR, InvalidPeriod, Period

_PARTS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER = re.compile(
    r"(?:triwulan|tri wulan|tw|kuartal|q)[ -]*(?P<part>[1-4]|i{1,3}|iv)(?:[ /-]+(?P<year>20\d\d))?"
)
_HALF = re.compile(r"(?:semester|smt|s)[ -]*(?P<part>[12]|i{1,2})(?:[ /-]+(?P<year>20\d\d))?")
_YEAR = re.compile(r"tahun (?P<year>20\d\d)")
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
    if found := _YEAR.fullmatch(plain):
        return _period(written, int(found["year"]), 1, 12)
    for pattern, months in ((_QUARTER, 3), (_HALF, 6)):
        if found := pattern.fullmatch(plain):
            last = months * (_PARTS.get(found["part"]) or int(found["part"]))
            return _period(written, int(found["year"] or year), last - months + 1, last)
    if found := _YEAR_MONTH.fullmatch(plain):
        plain = f"{found['month']} {found['year']}"
    return Period.read(plain, year=year)


def _period(written: str, year: int, first: int, last: int) -> Period:
    if year < FIRST_YEAR:
        raise InvalidPeriod(written)
    return Period(year, first, last)
