"""Achievement of an indicator in percent, and how far the target is due at a date.

No regulation fixes these formulas for the model of 2022; they are the agency's policy, the same
for everybody, and shown beside every number (``policy`` in the register of citations).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.numbers import display, percent_beside, percent_display, places_apart
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.dividing import EVEN, TargetDivision, point_due, share_due
from terukur.regulation.plan_time import Span
from terukur.regulation.scales import Direction, Pace

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Target:
    """The target of a whole plan, in the indicator's unit.

    ``high`` is the upper end of a range and belongs to ``Direction.RANGE`` only. ``due`` belongs to
    ``Pace.ONCE``. ``exposure`` and ``planned_exposure`` scale the target where the amount of work differs
    from the plan (children due, days open). ``division`` says how the target grows over the year.
    """

    value: Fraction
    direction: Direction
    pace: Pace
    high: Fraction | None = None
    due: date | None = None
    planned_exposure: Fraction | None = None
    exposure: Fraction | None = None
    division: TargetDivision = EVEN

    def __post_init__(self) -> None:
        if self.direction is Direction.RANGE:
            if self.high is None or self.high < self.value:
                raise ValueError("Rentang target memerlukan batas atas yang tidak di bawah batas.")
            if self.pace is Pace.STEADY:
                raise ValueError("Target rentang berlaku sama setiap periode atau satu kali.")
        elif self.high is not None:
            raise ValueError("Batas atas hanya untuk target rentang.")
        if self.direction is not Direction.RANGE and self.value <= 0:
            raise ValueError(too_low_target(self.value, self.direction))
        if self.pace is Pace.ONCE and self.due is None:
            raise ValueError("Target satu kali memerlukan tanggal jatuh tempo.")


def too_low_target(value: Fraction, direction: Direction) -> str:
    """Return why a target that is not above zero cannot be used, and how to write it instead."""
    if value == 0 and direction is Direction.LOWER:
        return (
            "Target nol tidak dapat dibandingkan. Untuk “tidak boleh ada satu pun”, pakai arah Rentang "
            "dengan target 0 dan batas atas 0."
        )
    if value < 0:
        return "Target harus lebih besar dari nol; untuk nilai di bawah nol pakai arah Rentang."
    return "Target harus lebih besar dari nol."


@dataclass(frozen=True, slots=True)
class DueTarget:
    """The target as it stands at a date: ``low`` (and ``high`` for a range), with its working."""

    low: Fraction
    high: Fraction | None
    share: Fraction
    steps: tuple[str, ...]


def target_due(
    target: Target,
    *,
    starts: date,
    ends: date,
    on: date,
    share: Fraction | None = None,
    uncounted: Sequence[Span] = (),
) -> DueTarget | None:
    """Return the part of the target that is due at the end of ``on`` in a plan from ``starts`` to ``ends``.

    Steady targets grow with the months gone by, level ones stand all the time, one-time ones are
    due from their date on. None where nothing is due yet, or no work was there to be done: not
    measured, never zero. ``share`` is the part of the plan's time that has data, where that is not all
    of the time gone by: like is compared with like. ``uncounted`` days are taken off (``plan_time``).
    """
    if target.exposure == 0:
        return None
    if target.pace is Pace.ONCE and target.due is not None and on < target.due:
        return None
    if target.division.is_points:
        point = point_due(target.division, starts=starts, ends=ends, on=on)
        if point is None:
            return None
        part, steps = point / target.value, [_divided(target, point, "Target sampai tanggal ini")]
    elif target.pace is Pace.STEADY:
        elapsed = share_due(target.division, starts=starts, ends=ends, on=on, uncounted=uncounted)
        part = elapsed if share is None else share
        if part == 0:
            return None
        gone = "Target sampai tanggal ini" if part == elapsed else "Target bulan yang ada datanya"
        steps = [_grown(target, part, gone)]
    else:
        part, steps = Fraction(1), []
    low = target.value * part
    if target.planned_exposure and target.exposure is not None:
        adjusted = low * target.exposure / target.planned_exposure
        steps.append(
            f"Disesuaikan dengan paparan: {display(low)} × {display(target.exposure)} ÷ "
            f"{display(target.planned_exposure)} = {display(adjusted)}"
        )
        low = adjusted
    return DueTarget(low, target.high, part, tuple(steps))


def _grown(target: Target, part: Fraction, gone: str) -> str:
    amount = target.value * part
    if not target.division.is_even:
        return _divided(target, amount, gone)
    share = f"{display(target.value)} × {percent_display(part * 100)} waktu rencana"
    return f"{gone}: {share} = {display(amount)}"


def _divided(target: Target, amount: Fraction, gone: str) -> str:
    return f"{gone}: {display(amount)} dari {display(target.value)}, karena {target.division.reason}"


def achievement_of(
    *,
    realization: Fraction,
    low: Fraction,
    direction: Direction,
    high: Fraction | None = None,
    beside: Sequence[Fraction] = (),
) -> Decision[Fraction]:
    """Return the achievement in percent of the due target; never clipped above 100 %.

    Higher is better: r ÷ t. Lower is better: 2 − r ÷ t, not below 0. Inside a range: 100; outside,
    the distance to the nearer end is taken off in the same way (r ÷ low below, 2 − r ÷ high above), and
    mirrored where that end is below zero. A value below zero counts as zero against a target above it.
    Legal basis: none fixes it (PermenPANRB 6/2022 speaks of expectation, not percent): POLICY.
    ``beside`` are the limits of the policy: the working shows the decimals that explain the verdict.

    :raises ValueError: where the due target is zero, so that no share of it exists.
    """
    if direction is Direction.RANGE:
        return _range_achievement(realization, low, high if high is not None else low, beside)
    if low == 0:
        raise ValueError("Target yang jatuh tempo nol tidak dapat dibandingkan.")
    counted = max(Fraction(0), realization) if low > 0 else realization
    ratio = counted / low
    higher = direction is Direction.HIGHER
    percent = (ratio if higher else max(Fraction(0), 2 - ratio)) * HUNDRED
    places = _places(percent, beside)
    shown = f"{display(counted, places)} ÷ {display(low, places)}"
    formula = shown if higher else f"2 − {shown}"
    below = f" ({display(realization)} di bawah nol, dihitung nol)" if counted != realization else ""
    step = f"Capaian: {formula} = {percent_beside(percent, beside)}{below}"
    return Decision(percent, (step,), cite("policy"))


def _range_achievement(
    r: Fraction, low: Fraction, high: Fraction, beside: Sequence[Fraction]
) -> Decision[Fraction]:
    shown = display(r, max(places_apart(r, [low]), places_apart(r, [high]), 2))
    if low <= r <= high:
        percent = HUNDRED
        step = f"Capaian: {shown} berada di dalam {display(low)}–{display(high)} = 100 %"
        return Decision(percent, (step,), cite("policy"))
    end, name = (low, "batas bawah") if r < low else (high, "batas atas")
    side = "di bawah" if r < low else "di atas"
    if end == 0:
        return Decision(Fraction(0), (f"Capaian: {side} batas 0 = 0 %",), cite("policy"))
    # Away from zero the distance is beyond the end, towards zero it is the part that was reached.
    is_beyond = (r < low) == (end < 0)
    ratio = 2 - r / end if is_beyond else r / end
    percent = max(Fraction(0), ratio) * HUNDRED
    formula = f"{'2 − ' if is_beyond else ''}{shown} ÷ {name} {display(end)}"
    step = f"Capaian: {formula} = {percent_beside(percent, [*beside, HUNDRED])}"
    return Decision(percent, (step,), cite("policy"))


def _places(percent: Fraction, beside: Sequence[Fraction]) -> int:
    """Return how many decimals the parts of a quotient need to explain its verdict, two at least."""
    places = places_apart(percent, beside)
    return 2 if places == 1 else places + 2
