"""The angka kredit of one employee: what final grades convert, level by level, and what it leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from terukur.appraisal.models import Appraisal
from terukur.credit.models import RecordedCredit
from terukur.organization.models import Assignment, Employee, Position
from terukur.regulation.credit_course import (
    GradedDays,
    HeldLevel,
    LevelAccount,
    RecordedPoints,
    accounts,
    convert,
)
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import parameter
from terukur.regulation.personnel_words import functional_level
from terukur.regulation.scales import CreditKind, EmploymentKind, FunctionalLevel, Grade, PositionKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CreditReading:
    """All accounts, the present level's last; ``waiting`` names the grades that are given and not final."""

    decision: Decision[tuple[LevelAccount, ...]]
    recorded: tuple[RecordedCredit, ...]
    waiting: tuple[Appraisal, ...]
    proposed_base: Fraction
    is_level_held: bool

    @property
    def present(self) -> LevelAccount | None:
        """Return the account of the level that is held today; None where none is."""
        return self.decision.result[-1] if self.is_level_held else None

    @property
    def former(self) -> tuple[LevelAccount, ...]:
        """Return the accounts of levels that were held before, the newest first."""
        kept = self.decision.result[:-1] if self.is_level_held else self.decision.result
        return tuple(reversed(kept))


def level_of(position: Position) -> FunctionalLevel | None:
    """Return the level of a functional position, from its own words or those of its title."""
    if position.kind != PositionKind.FUNCTIONAL:
        return None
    words = {position.level.casefold(), functional_level(position.title).casefold()}
    return next((level for level in FunctionalLevel if level.label.casefold() in words), None)


def has_credit(employee: Employee, *, on: date) -> bool:
    """Return whether an employee is a PNS who holds, or held, a functional position with a level."""
    if employee.kind != EmploymentKind.PNS:
        return False
    return any(level_of(one.position) for one in _assignments(employee, on=on))


def credit_of(employee: Employee, *, on: date) -> CreditReading:
    """Return the angka kredit of an employee as of a day.

    Only final grades count, and none of a trial. Points of an acting post are none: it is not held.
    """
    assignments = _assignments(employee, on=on)
    held = _held_levels(assignments)
    delivered = list(
        Appraisal.objects.filter(plan__assignment__in=assignments, is_trial=False, delivered_at__isnull=False)
        .exclude(grade="")
        .select_related("plan__assignment__position")
        .order_by("starts", "ends")
    )
    final = [one for one in delivered if one.status == Appraisal.Status.FINAL]
    rows = convert([graded for one in final if (graded := _graded(one)) is not None])
    recorded = tuple(RecordedCredit.objects.valid().filter(employee=employee))
    decision = accounts(
        held=held,
        rows=rows,
        recorded=[
            RecordedPoints(CreditKind(one.kind), FunctionalLevel(one.level), Fraction(one.points))
            for one in recorded
        ],
        rank=employee.rank,
        on=on,
    )
    is_held = bool(held) and (held[-1].ends is None or held[-1].ends >= on)
    return CreditReading(
        decision,
        recorded,
        tuple(one for one in delivered if one not in final and level_of(one.plan.assignment.position)),
        _proposed_base(decision.result[-1], on=on) if is_held else Fraction(0),
        is_held,
    )


def _assignments(employee: Employee, *, on: date) -> list[Assignment]:
    found = Assignment.objects.own().filter(employee=employee, starts__lte=on)
    return list(found.select_related("position").order_by("starts"))


def _held_levels(assignments: Iterable[Assignment]) -> list[HeldLevel]:
    """Return the stretches of one level; a new position of the same level goes on with it."""
    held: list[HeldLevel] = []
    for one in assignments:
        level = level_of(one.position)
        if level is None:
            continue
        last = held[-1] if held else None
        if last and last.level is level and last.ends is not None and last.ends + _DAY >= one.starts:
            held[-1] = HeldLevel(level, last.starts, one.ends)
        else:
            held.append(HeldLevel(level, one.starts, one.ends))
    return held


def _graded(appraisal: Appraisal) -> GradedDays | None:
    level = level_of(appraisal.plan.assignment.position)
    if level is None:
        return None
    ends = min(appraisal.ends, appraisal.plan.last_day)
    return GradedDays(level, Grade(appraisal.grade), appraisal.period, appraisal.starts, ends)


def _proposed_base(account: LevelAccount, *, on: date) -> Fraction:
    """Return the base that the table proposes to record; 0 where earlier points are recorded (UNSURE)."""
    if not account.is_base_missing:
        return Fraction(0)
    table = parameter("credit.base", on=on)
    return Fraction(str(table.value.get(account.held.level.value, {}).get(account.rank, 0)))
