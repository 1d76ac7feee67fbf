"""The cadence of periodic evaluation: every month, every quarter, or every half-year, as the agency chooses.

The annex of PermenPANRB 6/2022 prints quarters, so these are the default; some agencies evaluate monthly, and
the record for the national system takes any months (``evaluation-cadence``, UNSURE).
"""

from collections.abc import Iterable, Iterator
from datetime import date

from terukur.regulation.periods import Period
from terukur.regulation.scales import Scale

YEAR = 12


class Cadence(Scale):
    """How often results are evaluated within a year."""

    MONTHLY = "monthly", "Setiap bulan"
    QUARTERLY = "quarterly", "Setiap triwulan"
    HALF_YEARLY = "half-yearly", "Setiap semester"

    @property
    def months(self) -> int:
        """The number of months of one period."""
        return _MONTHS[self]

    @property
    def word(self) -> str:
        """The word for one period: ``triwulan``."""
        return _WORDS[self]

    def period_of(self, day: date) -> Period:
        """Return the period in which a day lies."""
        last = self.months * ((day.month + self.months - 1) // self.months)
        return Period(day.year, last - self.months + 1, last)

    def periods(self, year: int) -> list[Period]:
        """Return the periods of a year, without the year itself."""
        lasts = range(self.months, YEAR + 1, self.months)
        return [Period(year, last - self.months + 1, last) for last in lasts]

    def has(self, period: Period) -> bool:
        """Return whether a period is one of this cadence, or a whole year."""
        return period.months == YEAR or period in self.periods(period.year)

    def begun(self, since: date, *, on: date) -> Iterator[Period]:
        """Yield the period of a day and the later ones of its year that have begun on another day."""
        yield from (one for one in self.periods(since.year) if one.ends >= since and one.starts <= on)


_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}
_WORDS = {Cadence.MONTHLY: "bulan", Cadence.QUARTERLY: "triwulan", Cadence.HALF_YEARLY: "semester"}


def cadence_of(year: int, chosen: Iterable[tuple[int, str]]) -> Cadence:
    """Return the cadence of a year, from the years since which each was chosen; quarters before any was."""
    since = [(first, cadence) for first, cadence in chosen if first <= year]
    return Cadence(max(since)[1]) if since else Cadence.QUARTERLY
