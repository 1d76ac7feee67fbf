"""What is known of one rater: a status, a number where there is one, and how it may be compared.

This module loads no numpy, so that pages may use it.
"""

from dataclasses import dataclass
from enum import StrEnum

# How far 80 and 95 percent of a normal distribution reach, in standard deviations.
Z80, Z95 = 1.2815515655446004, 1.959963984540054


class SeverityStatus(StrEnum):
    """The status of the statement about an appraiser's severity."""

    SCALE_SHOWS_NOTHING = "SCALE_SHOWS_NOTHING"
    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"
    NOT_IDENTIFIED = "NOT_IDENTIFIED"
    NO_MATERIAL_DIFFERENCE = "NO_MATERIAL_DIFFERENCE"
    UNCERTAIN = "UNCERTAIN"
    MATERIAL_DIFFERENCE = "MATERIAL_DIFFERENCE"

    @property
    def label(self) -> str:
        """The words on a screen."""
        return _LABELS[self]


_LABELS = {
    SeverityStatus.SCALE_SHOWS_NOTHING: "skala ini tidak dapat menunjukkan perbedaan",
    SeverityStatus.NOT_ENOUGH_DATA: "data belum cukup",
    SeverityStatus.NOT_IDENTIFIED: "penilai dan tim tidak dapat dipisahkan",
    SeverityStatus.NO_MATERIAL_DIFFERENCE: "tidak ada perbedaan berarti",
    SeverityStatus.UNCERTAIN: "belum pasti",
    SeverityStatus.MATERIAL_DIFFERENCE: "perbedaan berarti, untuk ditinjau",
}


@dataclass(frozen=True, slots=True)
class SeverityRange:
    """How far ratings are from others and the ends of 80 %, seen in their own direction."""

    size: float
    low: float
    high: float
    is_lower: bool


@dataclass(frozen=True, slots=True)
class RaterEstimate:
    """One rater. Numbers are None where rater and team were never apart, or below 5 employees or 10 forms.

    Severity is in units of the score, positive where ratings are lower. ``chance_material`` is the
    probability that it is beyond the material limit, ``is_showable`` whether there is a number at all.
    """

    rater: str
    status: SeverityStatus
    employees: int
    forms: int
    periods: int | None
    component: int
    cases: int
    severity: float | None
    se: float | None
    interval80: tuple[float, float] | None
    interval95: tuple[float, float] | None
    reliability: float | None
    chance_material: float | None
    is_showable: bool

    @property
    def flags(self) -> list[str]:
        """The flag ``severe`` or ``lenient`` where the difference is material, to be examined by people."""
        if self.status is not SeverityStatus.MATERIAL_DIFFERENCE or self.severity is None:
            return []
        return ["severe" if self.severity > 0 else "lenient"]

    @property
    def range80(self) -> SeverityRange | None:
        """The size of the difference with its range; None where there is no number to be shown."""
        if self.severity is None or self.interval80 is None or not self.is_showable:
            return None
        is_lower = self.severity >= 0
        low, high = self.interval80 if is_lower else (-self.interval80[1], -self.interval80[0])
        return SeverityRange(abs(self.severity), min(low, high), max(low, high), is_lower)
