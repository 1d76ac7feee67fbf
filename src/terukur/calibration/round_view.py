"""The view of a round for one reader: nothing that others gave before the reader's own opinion.

The page gets these values and no records, so hidden facts cannot reach it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.queries import unit_grades
from terukur.calibration.models import Calibrator, Opinion, Remark, Round, RoundRow
from terukur.calibration.moves import moves_since, waiting_recommendations
from terukur.calibration.opinions import rows_to_judge, visible_rows
from terukur.calibration.round_lines import (
    SOMEBODY,
    Curtain,
    RoundLine,
    Said,
    Seated,
    add_judgement,
    add_talk,
    line_of,
    move_of,
    said_of,
    thought_of,
)
from terukur.calibration.rounds import may_lead
from terukur.organization.access import oversees
from terukur.organization.queries import subtree, units_led_by
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.distribution import Distribution, check_distribution
from terukur.regulation.parameters import parameter
from terukur.regulation.periods import Period
from terukur.regulation.scales import Grade, OrganizationGrade, Rating
from terukur.statistics.likeness import Rated, unlike_pairs


@dataclass(frozen=True, slots=True)
class AppraiserColumn:
    """One appraiser beside the others; figures of too few people are None."""

    name: str
    ratings: int
    counts: dict[Rating, int] | None
    mean: Fraction | None
    differing: Fraction | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people whose work measures alike and whose ratings differ."""

    lower: RoundLine
    higher: RoundLine
    apart: Fraction
    steps: int


@dataclass(slots=True)
class RoundView:
    """A round for one reader. ``is_revealed``: their own opinions are in, or they give none."""

    round: Round
    period: Period
    own: Calibrator | None
    leads: bool
    names_shown: bool
    is_revealed: bool
    seats: list[Seated]
    lines: list[RoundLine]
    organization: UnitGrade | None = None
    distribution: Distribution | None = None
    counts: dict[Grade, int] = field(default_factory=dict)
    columns: list[AppraiserColumn] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    justifications: list[Said] = field(default_factory=list)
    silent: int = 0

    @property
    def rated(self) -> int:
        """The number of people who have been rated."""
        return sum(line.results is not None for line in self.lines)

    @property
    def waiting(self) -> list[RoundLine]:
        """The people who wait for this reader's opinion."""
        return [line for line in self.lines if line.waits_for_me]

    @property
    def far(self) -> list[RoundLine]:
        """The ratings that differ from the expected ones, the furthest first."""
        return sorted((line for line in self.lines if line.distance), key=lambda x: -x.distance)

    @property
    def talked(self) -> list[RoundLine]:
        """The people with a remark or a changed rating."""
        return [line for line in self.lines if line.moves or line.recommended or line.discussed]

    @property
    def without_reason(self) -> list[RoundLine]:
        """The ratings whose reason is required and not written."""
        return [line for line in self.lines if line.owes_reason]

    @property
    def is_open(self) -> bool:
        """Return whether anything can still be written."""
        return self.round.closed_at is None


@dataclass(frozen=True, slots=True)
class Seat:
    """A round with all its members; ``own`` is the reader's seat, None for a reader without one."""

    round: Round
    calibrators: Sequence[Calibrator]
    own: Calibrator | None


def seat_in(user: User, pk: int, *, on: date) -> Seat | None:
    """Return the round with all its members, for a user who may read it; in one statement."""
    found = list(
        Calibrator.objects.filter(round=pk)
        .select_related("round__unit", "employee")
        .annotate(has_spoken=Exists(Opinion.objects.filter(by=OuterRef("pk"))))
    )
    own = next((one for one in found if one.employee.user_id == user.pk), None)
    if not found or (own is None and not _reads(user, found[0].round, on)):
        return None
    round_ = found[0].round
    for one in found:
        one.round = round_
    return Seat(round_, found, own)


def _reads(user: User, round_: Round, on: date) -> bool:
    return oversees(user, on=on) or round_.opened_by_id == user.pk


def rounds_of(user: User, *, on: date) -> list[Round]:
    """Return the rounds that a user may read, newest first."""
    found = Round.objects.select_related("unit")
    if not oversees(user, on=on):
        found = found.filter(Q(opened_by=user.pk) | Exists(_seats(user)))
    return list(found[:100])


def rounds_seated_in(user: User, period: Period) -> QuerySet[Round]:
    """Return the rounds of a period in which a user sits; ``recommended`` names their own appraisals for
    which a recommendation waits.
    """
    waiting = waiting_recommendations().filter(round=OuterRef("pk"), row__appraiser__user=user.pk)
    return (
        Round.objects.filter(Exists(_seats(user)), period=period)
        .select_related("unit")
        .annotate(recommended=ArraySubquery(waiting.values("row__appraisal")))
    )


def _seats(user: User) -> QuerySet[Calibrator]:
    return Calibrator.objects.filter(round=OuterRef("pk"), employee__user=user.pk)


def units_to_open(user: User, *, on: date) -> list[int]:
    """Return the keys of the units below those that a user leads: whose rounds they may open."""
    employee = getattr(user, "employee", None)
    led = units_led_by(employee, on=on) if employee else []
    return [below for unit in led for below in subtree(unit.pk) if below != unit.pk]


def round_view(user: User, pk: int, *, on: date) -> RoundView | None:
    """Return the whole round for one reader; None where they may not read it."""
    seat = seat_in(user, pk, on=on)
    if seat is None:
        return None
    rows = list(_with_appraisals(visible_rows(seat.round, user, as_calibrator=seat.own is not None, on=on)))
    opinions = opinions_for(seat, user, rows, on=on)
    waiting = _waiting(seat.own, rows, opinions)
    period = seat.round.period
    revealed = not waiting
    names_shown = revealed and not seat.round.names_hidden
    others = {} if names_shown or seat.own is None else dict.fromkeys(_rated_in(seat.round), SOMEBODY)
    curtain = Curtain(seat.calibrators, rows, shown=names_shown, others=others)
    view = RoundView(
        round=seat.round,
        period=period,
        own=seat.own,
        names_shown=names_shown,
        is_revealed=revealed,
        leads=may_lead(user, seat.round, on=on),
        seats=_seats_by_name(seat.calibrators, curtain),
        silent=sum(not one.has_spoken for one in seat.calibrators),  # type: ignore[attr-defined]
        lines=[line_of(row, curtain, seat.own, opinions[row.pk], row.pk in waiting) for row in rows],
    )
    if revealed:
        _reveal(view, rows, opinions, curtain)
    return view


def _rated_in(round_: Round) -> QuerySet[RoundRow, str]:
    """Return the names of all in the round: texts may name a person whose row this reader does not see."""
    return round_.rows.values_list("appraisal__plan__assignment__employee__name", flat=True)


def _seats_by_name(calibrators: Sequence[Calibrator], curtain: Curtain) -> list[Seated]:
    """Return the members in the order of names: that of the numbers would tell whose label is whose."""
    return sorted((curtain.seat(one) for one in calibrators), key=lambda seated: seated.name)


def _with_appraisals(rows: Any) -> Any:
    return (
        rows.select_related(
            "appraiser",
            "appraisal__computation",
            "appraisal__unit_grade",
            "appraisal__plan__assignment__employee",
            "appraisal__plan__assignment__position__unit",
        )
        .defer("appraisal__computation__body")
        .annotate(heads_unit=KeyTextTransform("heads_unit", "appraisal__computation__body"))
        .order_by("number")
    )


def opinions_for(seat: Seat, user: User, rows: Iterable[RoundRow], *, on: date) -> dict[int, list[Opinion]]:
    """Return the opinions by row: all of them, or only one's own until all of one's own are given."""
    found: dict[int, list[Opinion]] = defaultdict(list)
    opinions = Opinion.objects.filter(row__in=list(rows))
    if seat.own is not None:
        opinions = opinions.filter(Q(by=seat.own) | ~Exists(rows_to_judge(seat.own, user, on=on)))
    for opinion in opinions:
        found[opinion.row_id].append(opinion)
    return found


def _waiting(
    own: Calibrator | None, rows: Sequence[RoundRow], opinions: dict[int, list[Opinion]]
) -> set[int]:
    """Return the rows for which this reader's own opinion is missing."""
    if own is None:
        return set()
    return {
        row.pk
        for row in rows
        if row.appraiser_id != own.employee_id
        and all(opinion.by_id != own.pk for opinion in opinions[row.pk])
    }


def _reveal(
    view: RoundView, rows: Sequence[RoundRow], opinions: dict[int, list[Opinion]], curtain: Curtain
) -> None:
    heads = {row.appraisal.plan.assignment.position.unit_id for row in rows if row.heads_unit}  # type: ignore[attr-defined]
    grades = unit_grades({view.round.unit_id, *heads}, view.period)
    moved = [row for row in rows if row.appraisal.rated_at != row.appraisal.first_rated_at]
    moves = moves_since({row.appraisal_id: view.round.opened_at for row in moved}) if moved else {}
    said = _remarks(view.round)
    view.organization = grades.get(view.round.unit_id)
    view.justifications = [said_of(one, curtain) for one in said[None] if one.kind == Remark.Kind.JUSTIFIED]
    for row, line in zip(rows, view.lines, strict=True):
        unit = row.appraisal.plan.assignment.position.unit_id
        add_judgement(line, row, grades[unit].grade if unit in grades else None, curtain)
        line.can_recommend = (
            view.is_open
            and view.own is not None
            and not line.is_mine
            and row.appraisal.status == Appraisal.Status.RATED
        )
        line.thoughts = [
            thought_of(opinion, curtain)
            for opinion in opinions[row.pk]
            if view.own is None or opinion.by_id != view.own.pk
        ]
        line.moves = [move_of(move, curtain) for move in moves.get(row.appraisal_id, [])]
        add_talk(line, row, said[row.pk], curtain)
    _summary(view, rows)


def _remarks(round_: Round) -> dict[int | None, list[Remark]]:
    found: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in Remark.objects.filter(round=round_).select_related("by", "answer"):
        found[remark.row_id].append(remark)
    return found


def _summary(view: RoundView, rows: Sequence[RoundRow]) -> None:
    """Add the distribution, the appraisers side by side, and the pairs, from the rows of this reader."""
    day = view.period.ends
    rated = [line for line in view.lines if line.grade is not None]
    counts = Counter(line.grade for line in rated if line.grade is not None)
    view.counts = {grade: counts[grade] for grade in Grade}
    if rated and view.organization is not None:
        view.distribution = check_distribution(
            organization=OrganizationGrade(view.organization.grade), counts=counts, on=day
        ).result
    view.columns = _columns(view.lines, rows, at_least(Least.PEOPLE, on=day))
    by_number = {line.number: line for line in rated}
    measured = [
        Rated(line.number, line.achievement, line.results.position)
        for line in rated
        if line.achievement is not None and line.results is not None
    ]
    band = parameter("calibration.like_band", on=day).amount
    view.pairs = [
        Pair(by_number[pair.lower], by_number[pair.higher], pair.apart, pair.steps)
        for pair in unlike_pairs(measured, band=band)
    ]


def _columns(lines: Sequence[RoundLine], rows: Sequence[RoundRow], least: int) -> list[AppraiserColumn]:
    """Return the appraisers by how many ratings they gave; figures from ``least`` people on."""
    groups: dict[int, list[RoundLine]] = defaultdict(list)
    for row, line in zip(rows, lines, strict=True):
        if line.results is not None:
            groups[row.appraiser_id].append(line)
    columns = []
    for given in groups.values():
        measured = [line.achievement for line in given if line.achievement is not None]
        held = [line for line in given if line.expected is not None]
        counts = Counter(line.results for line in given)
        columns.append(
            AppraiserColumn(
                given[0].appraiser,
                len(given),
                {rating: counts[rating] for rating in Rating} if len(given) >= least else None,
                sum(measured, Fraction(0)) / len(measured) if len(measured) >= least else None,
                Fraction(100 * sum(line.distance > 0 for line in held), len(held))
                if len(held) >= least
                else None,
            )
        )
    return sorted(columns, key=lambda column: -column.ratings)
