"""Reads of appraisals for the doors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q, QuerySet

from terukur.accounts.models import User
from terukur.appraisal.access import may_read_appraisal
from terukur.appraisal.doable import cannot_be_rated, doable, not_ghosts, rated_by
from terukur.appraisal.models import Appraisal, AppraisalDraft, BehaviorMark, Policy, UnitGrade
from terukur.organization.models import Employee, ReportingLine, Unit
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating

_YEAR = 12


def appraisals() -> QuerySet[Appraisal]:
    """Appraisals with whose they are and what they rest on."""
    return Appraisal.objects.select_related(
        "plan__assignment__employee",
        "plan__assignment__position__unit",
        "appraiser",
        "computation__policy",
        "computation__plan_version",
        "unit_grade",
    )


def has_newer() -> Exists:
    """Whether a later period of the same plan has been computed: what is to be done today stands there."""
    later = Appraisal.objects.filter(
        plan=OuterRef("plan"), ends__gt=OuterRef("ends"), computation__isnull=False
    )
    return Exists(later)


def appraisal_for(user: User, pk: int, *, on: date) -> Appraisal | None:
    """One appraisal, if the user may read it; otherwise as if there were none.

    ``own_draft`` on it is the reader's own draft of its rating, and never somebody else's;
    ``seen_self_view`` what the employee wrote, for others only once the appraiser has rated.
    """
    own = FilteredRelation("draft", condition=Q(draft__author=getattr(user, "employee", None)))
    seen = FilteredRelation(
        "self_view", condition=Q(self_view__by=user.pk) | Q(self_view__shown_at__isnull=False)
    )
    appraisal = (
        appraisals()
        .annotate(
            own_draft=own,
            seen_self_view=seen,
            has_newer=has_newer(),
            is_shut=ExpressionWrapper(cannot_be_rated(on=on), output_field=BooleanField()),
        )
        .select_related("own_draft", "seen_self_view", "behavior_survey")  # type: ignore[misc]
        .prefetch_related("marks")
        .filter(pk=pk)
        .first()
    )
    if appraisal is None or not may_read_appraisal(user, appraisal, on=on):
        return None
    return appraisal


def appraisals_of(employee_id: int) -> QuerySet[Appraisal]:
    """Everything about one person, newest period first."""
    return appraisals().filter(plan__assignment__employee_id=employee_id)


def appraisal_of_period(employee: Employee, period: Period) -> list[Appraisal]:
    """The appraisals of one person and period: two where a transfer split it."""
    return list(appraisals_of(employee.pk).filter(period=str(period)))


def others_of_year(appraisal: Appraisal) -> list[Appraisal]:
    """The other annual appraisals of the same person and year, where a transfer split it."""
    if Period.parse(appraisal.period).months < _YEAR:
        return []
    employee = appraisal.plan.assignment.employee_id
    return list(appraisals_of(employee).filter(period=appraisal.period).exclude(pk=appraisal.pk))


def latest_appraisal(employee_id: int) -> Appraisal | None:
    """The newest one that has been computed."""
    return appraisals_of(employee_id).filter(computation__isnull=False).first()


class WrittenExample(NamedTuple):
    """An example of behavior, and about whom it was written."""

    employee_id: int
    name: str
    example: str


def examples_by(appraiser: Employee, *, limit: int = 300) -> list[WrittenExample]:
    """What an appraiser has written as examples of behavior, newest first."""
    marks = BehaviorMark.objects.filter(appraisal__appraiser=appraiser).exclude(example="")
    person = "appraisal__plan__assignment__employee"
    rows = marks.order_by("-pk").values_list(person, f"{person}__name", "example")[:limit]
    return [WrittenExample(*row) for row in rows]


def team_of(appraiser: Employee, *, period: Period, on: date) -> list[Appraisal]:
    """The appraisals of a period that this person gives: by the line in force on the day, or,
    for an assignment that has ended, the line that was its last; and what the person has delivered,
    whoever appraises since.
    """
    # The keys apart: joined in, the planner reads the whole agency before it narrows to a team.
    assignments = list(rated_by(appraiser.pk, on=on).values_list("assignment", flat=True))
    return list(
        appraisals()
        .annotate(
            doable_now=Exists(doable(Appraisal.objects.filter(pk=OuterRef("pk")), on=on)),
            is_shut=ExpressionWrapper(cannot_be_rated(on=on), output_field=BooleanField()),
        )
        .filter(
            Q(not_ghosts(), plan__assignment__in=assignments)
            | Q(appraiser=appraiser, delivered_at__isnull=False),
            period=str(period),
        )
        .order_by("plan__assignment__employee__name")
    )


@dataclass(frozen=True, slots=True)
class Member:
    """One appraisal of a team; ``place`` is where the period's average stands in the policy's band.

    ``achievement`` is the exact average; its stored column is rounded, and rounding moves no verdict.
    """

    appraisal: Appraisal
    achievement: Fraction | None
    place: Rating | None
    waits: bool


def members_of(team: Iterable[Appraisal], *, on: date) -> list[Member]:
    """A team with what an appraiser looks for first: who waits, then who is furthest behind."""
    members = [
        Member(
            appraisal,
            achievement_in(appraisal),
            _place(appraisal),
            bool(getattr(appraisal, "doable_now", False)),
        )
        for appraisal in team
    ]

    def urgency(member: Member) -> tuple[bool, bool, Fraction]:
        return not member.waits, member.achievement is None, member.achievement or Fraction(0)

    return sorted(members, key=urgency)


def achievement_in(appraisal: Appraisal) -> Fraction | None:
    """Return the exact average of an appraisal's computation; None where nothing is measured."""
    return appraisal.tree.achievement if appraisal.tree else None


def _place(appraisal: Appraisal) -> Rating | None:
    return appraisal.tree.policy.place(appraisal.tree.achievement) if appraisal.tree else None


def team_without_appraisal(appraiser: Employee, *, period: Period, on: date) -> QuerySet[ReportingLine]:
    """People of the team for whom the period has not been computed (no set plan, as a rule)."""
    return (
        ReportingLine.objects.on(on)
        .filter(appraiser=appraiser)
        .exclude(assignment__plans__appraisals__period=str(period))
        .select_related("assignment__employee", "assignment__position__unit")
        .order_by("assignment__employee__name")
    )


def own_drafts(author: Employee, appraisals: Iterable[Appraisal]) -> dict[int, AppraisalDraft]:
    """The drafts that this appraiser wrote, by appraisal; nobody else's, whoever asks."""
    found = AppraisalDraft.objects.filter(author=author, appraisal__in=list(appraisals))
    return {draft.appraisal_id: draft for draft in found}


def has_team(employee_id: int, *, on: date) -> bool:
    """Whether somebody appraises anybody."""
    return ReportingLine.objects.on(on).filter(appraiser_id=employee_id).exists()


def waiting_for(appraiser: Employee, *, on: date) -> QuerySet[Appraisal]:
    """Return what this appraiser can rate or deliver now; what cannot be done is nobody's duty.

    That stands in what is stuck (``appraisal.doable``), which the performance team sees.
    """
    lines = rated_by(appraiser.pk, on=on)
    return doable(appraisals().filter(plan__assignment__in=lines.values("assignment")), on=on)


def policy_on(day: date) -> Policy | None:
    """The policy in force on a day."""
    return Policy.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()


def policies() -> QuerySet[Policy]:
    """All versions of the policy, newest first."""
    return Policy.objects.order_by("-valid_from", "-version")


def unit_grades(units: Iterable[int], period: Period) -> dict[int, UnitGrade]:
    """The newest organization grade of each unit for a period."""
    found = (
        UnitGrade.objects.filter(unit__in=list(units), starts=period.starts, ends=period.ends)
        .select_related("set_by")
        .order_by("unit_id", "-version")
        .distinct("unit_id")
    )
    return {grade.unit_id: grade for grade in found}


def unit_grade_for(unit: Unit, period: Period) -> UnitGrade | None:
    """The newest organization grade of one unit for a period."""
    return unit_grades([unit.pk], period).get(unit.pk)
