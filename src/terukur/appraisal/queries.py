"""Reads of appraisals for the doors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q, QuerySet

from terukur.accounts.models import User
from terukur.appraisal.access import may_read_appraisal
from terukur.appraisal.doable import cannot_be_rated, doable, not_ghosts, nothing_to_rate, rated_by, was_held
from terukur.appraisal.models import Appraisal, AppraisalDraft, BehaviorMark, Policy, UnitGrade
from terukur.organization.models import Employee, ReportingLine, Unit
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating

_YEAR = 12


def appraisals() -> QuerySet[Appraisal]:
    """Return appraisals with their person, plan and computation."""
    return Appraisal.objects.select_related(
        "plan__assignment__employee",
        "plan__assignment__position__unit",
        "appraiser",
        "computation__policy",
        "computation__plan_version",
        "unit_grade",
    )


def has_newer() -> Exists:
    """Return whether a later period of the same plan has been computed: today's duties are in that one."""
    later = Appraisal.objects.filter(
        plan=OuterRef("plan"), ends__gt=OuterRef("ends"), computation__isnull=False
    )
    return Exists(later)


def appraisal_for(user: User, pk: int, *, on: date) -> Appraisal | None:
    """Return one appraisal, if the user may read it; otherwise None.

    ``own_draft`` on it is the reader's own draft of its rating, never another's; ``seen_self_view`` is the
    employee's own view, for others only once the appraiser has rated.
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
    """Return all appraisals of one person, newest period first; none that a transfer came before."""
    counts = not_ghosts() | Q(delivered_at__isnull=False)
    return appraisals().filter(counts, plan__assignment__employee_id=employee_id)


def latest_of_plans(employee_id: int, year: int) -> list[Appraisal]:
    """Return the newest computed appraisal of each of a person's plans of a year, the newest first."""
    found = appraisals_of(employee_id).filter(computation__isnull=False, plan__year=year)
    by_plan: dict[int, Appraisal] = {}
    for appraisal in found.order_by("-ends", "starts"):
        by_plan.setdefault(appraisal.plan_id, appraisal)
    return list(by_plan.values())


def appraisal_of_period(employee: Employee, period: Period) -> list[Appraisal]:
    """Return the appraisals of one person and period: two where a transfer split it."""
    return list(appraisals_of(employee.pk).filter(period=period))


def others_of_year(appraisal: Appraisal) -> list[Appraisal]:
    """Return the other annual appraisals of the same person and year, where a transfer split it."""
    if appraisal.period.months < _YEAR:
        return []
    employee = appraisal.plan.assignment.employee_id
    return list(appraisals_of(employee).filter(period=appraisal.period).exclude(pk=appraisal.pk))


def latest_appraisal(employee_id: int) -> Appraisal | None:
    """Return the newest appraisal that has been computed."""
    return appraisals_of(employee_id).filter(computation__isnull=False).first()


class WrittenExample(NamedTuple):
    """An example of behavior, and the person it is about."""

    employee_id: int
    name: str
    example: str


def examples_by(appraiser: Employee, *, limit: int = 300) -> list[WrittenExample]:
    """Return an appraiser's examples of behavior, newest first."""
    marks = BehaviorMark.objects.filter(appraisal__appraiser=appraiser).exclude(example="")
    person = "appraisal__plan__assignment__employee"
    rows = marks.order_by("-pk").values_list(person, f"{person}__name", "example")[:limit]
    return [WrittenExample(*row) for row in rows]


def team_of(appraiser: Employee, *, period: Period, on: date) -> list[Appraisal]:
    """Return the appraisals of a period that this person gives: by the line in force on the day, or, for an
    ended assignment, its last line; and those that the person has delivered, whoever appraises since.
    ``is_excused`` on each is true where there is nothing to rate.
    """
    # The keys apart: joined in, the planner reads the whole agency before it narrows to a team.
    assignments = list(rated_by(appraiser.pk, on=on).values_list("assignment", flat=True))
    return list(
        appraisals()
        .annotate(
            doable_now=Exists(doable(Appraisal.objects.filter(pk=OuterRef("pk")), on=on)),
            is_shut=ExpressionWrapper(cannot_be_rated(on=on), output_field=BooleanField()),
            is_excused=ExpressionWrapper(nothing_to_rate(), output_field=BooleanField()),
        )
        .filter(
            Q(was_held(), plan__assignment__in=assignments)
            | Q(appraiser=appraiser, delivered_at__isnull=False),
            period=period,
        )
        .order_by("plan__assignment__employee__name")
    )


@dataclass(frozen=True, slots=True)
class Member:
    """One appraisal of a team; ``place`` is the place of the period's average in the policy's band.

    ``achievement`` is the exact average; its stored column is rounded, and rounding never changes a verdict.
    """

    appraisal: Appraisal
    achievement: Fraction | None
    place: Rating | None
    waits: bool


def members_of(team: Iterable[Appraisal], *, on: date) -> list[Member]:
    """Return a team in the order of need: those who wait, then those furthest behind."""
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
    """Return the people of the team for whom the period has not been computed (no set plan, as a rule)."""
    return (
        ReportingLine.objects.on(on)
        .filter(appraiser=appraiser)
        .exclude(assignment__plans__appraisals__period=period)
        .select_related("assignment__employee", "assignment__position__unit")
        .order_by("assignment__employee__name")
    )


def own_drafts(author: Employee, appraisals: Iterable[Appraisal]) -> dict[int, AppraisalDraft]:
    """Return the drafts that this appraiser wrote, by appraisal; never those of others."""
    found = AppraisalDraft.objects.filter(author=author, appraisal__in=list(appraisals))
    return {draft.appraisal_id: draft for draft in found}


def has_team(employee_id: int, *, on: date) -> bool:
    """Return whether the employee appraises anybody."""
    return ReportingLine.objects.on(on).filter(appraiser_id=employee_id).exists()


def waiting_for(appraiser: Employee, *, on: date) -> QuerySet[Appraisal]:
    """Return what this appraiser can rate or deliver now; an impossible step is no duty.

    Such a step is among the stuck ones (``appraisal.doable``), which the performance team sees.
    """
    lines = rated_by(appraiser.pk, on=on)
    return doable(appraisals().filter(plan__assignment__in=lines.values("assignment")), on=on)


def policy_on(day: date) -> Policy | None:
    """Return the policy in force on a day."""
    return Policy.objects.filter(valid_from__lte=day).order_by("-valid_from", "-version").first()


def policies() -> QuerySet[Policy]:
    """Return all versions of the policy, newest first."""
    return Policy.objects.order_by("-valid_from", "-version")


def unit_grades(units: Iterable[int], period: Period) -> dict[int, UnitGrade]:
    """Return the newest organization grade of each unit for a period."""
    found = (
        UnitGrade.objects.filter(unit__in=list(units), starts=period.starts, ends=period.ends)
        .select_related("set_by")
        .order_by("unit_id", "-version")
        .distinct("unit_id")
    )
    return {grade.unit_id: grade for grade in found}


def unit_grade_for(unit: Unit, period: Period) -> UnitGrade | None:
    """Return the newest organization grade of one unit for a period."""
    return unit_grades([unit.pk], period).get(unit.pk)
