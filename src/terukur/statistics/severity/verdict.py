"""What is said about one rater: a status, a number where there is one, and the sentence that may be said.

This module loads no numpy, so that pages may use it.
"""

from dataclasses import dataclass
from enum import StrEnum

from terukur.statistics.carrying import CANNOT_SHOW

# How far 80 and 95 percent of a normal distribution reach, in standard deviations.
Z80, Z95 = 1.2815515655446004, 1.959963984540054


class Status(StrEnum):
    """What may be said about an appraiser's severity."""

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
    Status.SCALE_SHOWS_NOTHING: CANNOT_SHOW,
    Status.NOT_ENOUGH_DATA: "data belum cukup",
    Status.NOT_IDENTIFIED: "penilai dan tim tidak dapat dipisahkan",
    Status.NO_MATERIAL_DIFFERENCE: "tidak ada perbedaan berarti",
    Status.UNCERTAIN: "belum pasti",
    Status.MATERIAL_DIFFERENCE: "perbedaan berarti, untuk ditinjau",
}


@dataclass(frozen=True, slots=True)
class RaterEstimate:
    """One rater. Numbers are None where rater and team were never apart, or below 5 employees or 10 forms.

    Severity is in units of the score, positive where ratings are lower. ``chance_material`` is the
    probability that it is beyond the material limit, ``is_showable`` whether there is a number at all.
    """

    rater: str
    status: Status
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
        """``severe`` or ``lenient`` where the difference is material, to be looked at by people."""
        if self.status is not Status.MATERIAL_DIFFERENCE or self.severity is None:
            return []
        return ["severe" if self.severity > 0 else "lenient"]


def sentence(estimate: RaterEstimate, *, given_results: bool = True) -> str:
    """What may be said: what ratings are compared with, the interval, how much it rests on.

    Never that somebody is unfair, biased or objective; and no number where rater and team were never apart.
    ``given_results`` is whether measured results were in the model.
    """
    if estimate.status is Status.SCALE_SHOWS_NOTHING:
        return f"{CANNOT_SHOW.capitalize()}: hampir semua nilai sama."
    if estimate.status is Status.NOT_IDENTIFIED:
        return "Sistem tidak dapat memisahkan pengaruh penilai dari timnya di sini."
    if estimate.severity is None or estimate.interval80 is None or not estimate.is_showable:
        return f"Data belum cukup: {_basis(estimate)}."
    size = abs(estimate.severity)
    low, high = sorted(estimate.interval80 if estimate.severity >= 0 else _mirrored(estimate))
    direction = "rendah" if estimate.severity >= 0 else "tinggi"
    others = "orang dengan hasil terukur yang sama" if given_results else "orang lain yang sebanding"
    compared = (
        f"Nilai di sini {decimal(size)} tingkat lebih {direction} (rentang 80% {decimal(low)} sampai "
        f"{decimal(high)}) daripada nilai {others}; {_basis(estimate)}."
    )
    match estimate.status:
        case Status.NO_MATERIAL_DIFFERENCE:
            return f"Tidak ditemukan perbedaan berarti. {compared}"
        case Status.MATERIAL_DIFFERENCE:
            return f"{compared} Mohon ditinjau bersama."
        case _:
            return f"{compared} Belum dapat dipastikan."


def _mirrored(estimate: RaterEstimate) -> tuple[float, float]:
    low, high = estimate.interval80 or (0.0, 0.0)
    return -high, -low


def _basis(estimate: RaterEstimate) -> str:
    known = [f"{estimate.employees} pegawai", f"{estimate.forms} penilaian"]
    if estimate.periods is not None:
        known.append(f"{estimate.periods} periode")
    if estimate.cases:
        known.append(f"{estimate.cases} kasus standar")
    return ", ".join(known)


def decimal(value: float, places: int = 2) -> str:
    """A number in Indonesian notation."""
    return f"{value:.{places}f}".replace("-", "−").replace(".", ",")
