"""The rating of a year beside those of its quarters: a house rule, because no text combines four."""

from collections.abc import Sequence
from dataclasses import dataclass

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Rating


@dataclass(frozen=True, slots=True)
class QuarterRatings:
    """The two ratings of one quarter, with its name."""

    label: str
    results: Rating
    behavior: Rating


def is_outside(rating: Rating, given: Sequence[Rating]) -> bool:
    """Return whether a year's rating is better or worse than each of its quarters'.

    The quarters are no formula for the year (how the annual evaluation combines them was not found in
    PermenPANRB 6/2022), but a year that none of its quarters looked like needs a written reason.
    """
    positions = [quarter.position for quarter in given]
    return bool(positions) and not min(positions) <= rating.position <= max(positions)


@dataclass(frozen=True, slots=True)
class QuarterState:
    """One quarter of a year: delivered or not, and in ``excuse`` why the year need not wait for it."""

    label: str
    is_given: bool
    excuse: str = ""


def year_rests_on(quarters: Sequence[QuarterState]) -> Decision[str]:
    """Return what a year still waits for before it is rated; empty where it can be.

    A year rests on the quarters that were delivered. One that was not is waited for, unless there was nothing
    to rate in it (away, or not measured yet) or the performance team wrote why it does not count. At least
    one must have been delivered. No text says how incomplete years are rated (PermenPANRB 6/2022): POLICY.
    """
    steps = tuple(
        f"{one.label} tidak ditunggu: {one.excuse}" for one in quarters if not one.is_given and one.excuse
    )
    late = [one.label for one in quarters if not one.is_given and not one.excuse]
    missing = ""
    if late:
        missing = (
            f"Penilaian {late[0]} belum disampaikan; tahun dinilai setelah semua periodenya. Periode yang "
            "memang tidak ada ditulis alasannya oleh pengelola kinerja di “Tahun tidak penuh”."
        )
    elif quarters and not any(one.is_given for one in quarters):
        missing = "Belum ada satu periode pun yang disampaikan, jadi tahun ini belum punya dasar."
    return Decision(missing, steps, cite("incomplete-year"))
