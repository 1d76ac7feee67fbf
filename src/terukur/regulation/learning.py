"""Learning hours (jam pelajaran) a year: a floor for PNS, a ceiling for PPPK."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.numbers import display
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import EmploymentKind, Scale


class LimitKind(Scale):
    """The kind of limit: a minimum that is owed or a maximum that is granted."""

    FLOOR = "floor", "Paling sedikit"
    CEILING = "ceiling", "Paling banyak"


@dataclass(frozen=True, slots=True)
class LearningHours:
    """``remaining`` hours are still owed under a floor, or still free under a ceiling."""

    limit_kind: LimitKind
    limit: int
    hours: Fraction
    remaining: Fraction
    is_met: bool


def learning_hours(*, kind: EmploymentKind, hours: Fraction, on: date) -> Decision[LearningHours]:
    """Return the hours of a year against the floor or ceiling of the kind of employment.

    PP 11/2017 jo. PP 17/2020 (20 hours at least for PNS: CONFIRMED; article UNSURE); PP 49/2018 and
    PerLAN 15/2020 (24 hours at most for PPPK: UNSURE). Both are the parameter ``learning.hours``.

    :raises InputRefused: for negative hours.
    """
    if hours < 0:
        raise InputRefused("hours", "jam pelajaran tidak boleh di bawah nol.")
    table = parameter("learning.hours", on=on)
    entry = table.value[kind.value]
    limit_kind, limit = LimitKind(entry["kind"]), int(entry["hours"])
    is_met = hours >= limit if limit_kind is LimitKind.FLOOR else hours <= limit
    remaining = max(Fraction(0), limit - hours)
    steps = (
        f"{kind.label}: {limit_kind.label.lower()} {limit} JP setahun",
        f"Sudah {display(hours)} JP, sisa {display(remaining)} JP",
    )
    return Decision(
        LearningHours(limit_kind, limit, hours, remaining, is_met),
        steps,
        (*cite("learning-hours"), table.citation),
    )
