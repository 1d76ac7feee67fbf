"""Delivered quarterly results as the model of rater effects reads them, and a digest of all inputs."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject
from django.utils import timezone

from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.appraisal.yardstick import expected_result
from terukur.calibration.cases import CaseRating, first_answers
from terukur.ledger.canonical import canonical
from terukur.objectivity.unit_basis import target_scores
from terukur.organization.models import Assignment
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.employee_number import InvalidEmployeeNumber, parse_employee_number
from terukur.regulation.grade import grade_of
from terukur.regulation.periods import FIRST_YEAR, Period
from terukur.regulation.scales import EmploymentKind, PositionKind, Rating
from terukur.statistics.indicators import EASY

QUARTERS = 12
_A_YEAR = 4
_OLDER = 45
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """One delivered result of a quarter: rater, ratee, unit, ratings, and measured results.

    ``marks`` are the seven behavior values as 1 to 3, ``result`` is the measured achievement with 1 for the
    target reached. ``seen_to_mark`` counts for each example the days from the observation to the rating,
    ``end_to_mark`` those from the end of the period. ``expected`` is the grade that results alone would give
    beside the behavior as rated: it is only ever counted over many people.
    """

    appraisal: int
    appraiser: int
    employee: int
    team: int
    family: str
    period: str
    marks: tuple[int, ...]
    result: float
    off_center: int
    with_example: int
    seen_to_mark: tuple[int, ...]
    end_to_mark: int | None
    given: str
    expected: str | None
    groups: tuple[str, ...]

    @property
    def score(self) -> float:
        """The mean of the seven behavior values."""
        return sum(self.marks) / len(self.marks)


@dataclass(frozen=True)
class RunInputs:
    """All inputs of a run; ``like`` is the kind of position that an appraiser holds.

    ``targets`` counts for each appraiser the comparable targets of the team, and the easy and hard ones of
    them; ``units`` holds the figures of units.
    """

    period: Period
    since: Period
    forms: list[Form]
    left_out: int
    answers: list[CaseRating]
    like: dict[int, str]
    targets: dict[int, dict[str, int]] = field(default_factory=dict)
    units: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all inputs, the same in whatever order the database gave its rows."""
        total = hashlib.sha256()
        for form in sorted(self.forms, key=lambda form: form.appraisal):
            total.update(canonical(astuple(form)) + b"\n")
        for answer in sorted(self.answers, key=lambda answer: (answer.rater, answer.case)):
            total.update(canonical([answer.rater, answer.case, str(answer.score)]) + b"\n")
        total.update(canonical([str(self.period), str(self.since), self.left_out]))
        total.update(canonical({str(rater): kind for rater, kind in self.like.items()}))
        total.update(canonical({str(rater): counts for rater, counts in self.targets.items()}))
        total.update(canonical(self.units))
        return total.hexdigest()


def window(period: Period) -> list[Period]:
    """Return the quarters of a run: the given one and the eleven before it, oldest first."""
    found = [period]
    while len(found) < QUARTERS and found[-1].previous.year >= FIRST_YEAR:
        found.append(found[-1].previous)
    return found[::-1]


def read_inputs(period: Period, *, on: date) -> RunInputs:
    """Return all delivered results of the window, first answers to standard cases, and kinds of positions.

    A result without measured achievement or without all seven marks is left out and counted: it cannot be
    compared with people of the same results.
    """
    found, left_out = [], 0
    for row in _delivered(period):
        form = _form(row)
        if form is None:
            left_out += 1
        else:
            found.append(form)
    raters = {form.appraiser for form in found}
    since = min((Period.parse(form.period) for form in found), default=period)
    answers = [answer for answer in first_answers(until=on) if answer.rater in raters]
    return RunInputs(period, since, found, left_out, answers, _kinds(raters, on=on), _targets(period, raters))


def _targets(period: Period, raters: set[int]) -> dict[int, dict[str, int]]:
    """Return counts by appraiser, each from the newest of four quarters with comparable targets."""
    found: dict[int, dict[str, int]] = {}
    for quarter in reversed(window(period)[-_A_YEAR:]):
        here: dict[int, dict[str, int]] = {}
        for target in target_scores(quarter):
            counts = here.setdefault(target.appraiser, {"compared": 0, "easy": 0, "hard": 0})
            counts["compared"] += 1
            counts["easy"] += target.z < EASY
            counts["hard"] += target.z > -EASY
        found = {rater: counts for rater, counts in here.items() if rater in raters} | found
    return found


def _delivered(period: Period) -> Iterator[dict[str, Any]]:
    marks = BehaviorMark.objects.filter(appraisal=OuterRef("pk")).order_by("pk")
    place = "plan__assignment__position"
    rows: Iterator[dict[str, Any]] = (
        Appraisal.objects.filter(
            period__in=window(period), delivered_at__isnull=False, is_trial=False, appraiser__isnull=False
        )
        .order_by("pk")
        .values(
            "pk",
            "appraiser_id",
            "period",
            "ends",
            "first_rated_at",
            "rated_at",
            "grade",
            "behavior_rating",
            "computation__achievement",
            "computation__suggested",
            "unit_grade__grade",
            f"{place}__unit_id",
            f"{place}__unit__parent_id",
            f"{place}__kind",
            "plan__assignment__employee_id",
            "plan__assignment__employee__number",
            "plan__assignment__employee__kind",
            heads_unit=KeyTextTransform("heads_unit", "computation__body"),
            given_marks=ArraySubquery(
                marks.values(json=JSONObject(value="value", mark="mark", seen="example_on"))
            ),
        )
        .iterator(_BATCH)
    )
    return rows


def _form(row: dict[str, Any]) -> Form | None:
    marks = {mark["value"]: mark for mark in row["given_marks"]}
    if row["computation__achievement"] is None or set(marks) != set(BEHAVIOR_CODES):
        return None
    off = [mark for mark in marks.values() if mark["mark"] != Rating.MEETS]
    rated = _day(row["rated_at"])
    seen = sorted(
        (rated - date.fromisoformat(mark["seen"])).days for mark in off if mark["seen"] and rated is not None
    )
    first = _day(row["first_rated_at"])
    return Form(
        appraisal=row["pk"],
        appraiser=row["appraiser_id"],
        employee=row["plan__assignment__employee_id"],
        team=_team(row),
        family=row["plan__assignment__position__kind"],
        period=str(row["period"]),
        marks=tuple(Rating(marks[code]["mark"]).position + 1 for code in BEHAVIOR_CODES),
        result=float(row["computation__achievement"]) / 100,
        off_center=len(off),
        with_example=sum(mark["seen"] is not None for mark in off),
        seen_to_mark=tuple(seen),
        end_to_mark=None if first is None else (first - row["ends"]).days,
        given=row["grade"],
        expected=_expected(row),
        groups=_groups(row),
    )


def _team(row: dict[str, Any]) -> int:
    """Return the unit of an employee; for its head, who is rated beside other heads, the unit above.

    With their own unit, each head would seem to connect the unit's appraiser with the superior.
    """
    place = "plan__assignment__position__unit"
    above: int | None = row[f"{place}__parent_id"] if row["heads_unit"] else None
    return above or int(row[f"{place}_id"])


def _expected(row: dict[str, Any]) -> str | None:
    results = expected_result(
        row["computation__suggested"],
        heads_unit=bool(row["heads_unit"]),
        organization=row["unit_grade__grade"],
        on=row["ends"],
    )
    if results is None:
        return None
    return grade_of(results=results, behavior=Rating(row["behavior_rating"])).result.value


def _groups(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the groups for agency-wide gaps: sex, age, employment. Nothing that is not in the file."""
    contract = row["plan__assignment__employee__kind"] != EmploymentKind.PNS
    found = ["contract"] if contract else []
    try:
        number = parse_employee_number(row["plan__assignment__employee__number"])
    except InvalidEmployeeNumber:
        return tuple(found)
    if number.sex == "female":
        found.append("women")
    if row["ends"].year - number.birth_date.year >= _OLDER:
        found.append("older")
    return tuple(found)


def _kinds(appraisers: Iterable[int], *, on: date) -> dict[int, str]:
    rows = (
        Assignment.objects.on(on)
        .filter(employee__in=list(appraisers))
        .order_by("employee", "-starts", "pk")
        .values_list("employee", "position__kind")
    )
    found: dict[int, str] = {}
    for employee, kind in rows:
        found.setdefault(employee, PositionKind(kind).label)
    return found


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localtime(moment).date()
