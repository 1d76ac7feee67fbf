"""When a talk is due, and its sheet: the figures and open agreements."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals
from terukur.coaching.dialogue import OpenAgreement, open_agreements
from terukur.coaching.models import Dialogue
from terukur.coaching.standing import IndicatorStanding, StandingStatus, last_data, standings_of
from terukur.organization.models import Employee, ReportingLine
from terukur.planning.models import Plan
from terukur.regulation.parameters import number

_WEEK = 7


@dataclass(frozen=True, slots=True)
class SuggestedTalk:
    """A member of the team, and the reasons for a talk now; no reasons: none is due."""

    plan: Plan
    last_held: date | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TalkSheet:
    """The sheet for a talk: the newest data first, then the agreements."""

    as_of: date | None
    off_path: list[IndicatorStanding]
    on_path: list[IndicatorStanding]
    unmeasured: list[IndicatorStanding]
    agreements: list[OpenAgreement]


def running_appraisals(*, on: date) -> QuerySet[Appraisal]:
    """Return the newest computed appraisal of each plan that runs on a day, by plan."""
    return (
        Appraisal.objects.filter(
            plan__starts__lte=on, plan__ends__gte=on, plan__closed_on=None, computation__isnull=False
        )
        .order_by("plan_id", "-ends")
        .distinct("plan_id")
    )


def last_talks(plans: Collection[int]) -> dict[int, date]:
    """Return the day of the newest undisputed talk about each plan."""
    held = (
        Dialogue.objects.filter(plan__in=plans)
        .exclude(confirmation__agrees=False)
        .values_list("plan")
        .annotate(Max("held_on"))
    )
    return dict(held)


def suggested_talk(appraisal: Appraisal, *, last_held: date | None, on: date) -> SuggestedTalk:
    """Return whether a talk is due: an indicator left its path since the last one, or weeks passed."""
    plan = appraisal.plan
    reasons = []
    computation = appraisal.computation
    seen = timezone.localtime(computation.computed_at).date() if computation else None
    if seen is not None and (last_held is None or last_held < seen):
        standings = standings_of(appraisal.tree, plan=plan, on=on)
        reasons += [f"{one.name}: {one.words}" for one in standings if one.is_behind]
    silence = silence_of(plan, last_held, on=on)
    return SuggestedTalk(plan, last_held, (*reasons, *([silence] if silence else [])))


def silence_of(plan: Plan, last_held: date | None, *, on: date) -> str:
    """Return the time without a talk, in words; empty while it is not long (``dialogue.suggest_days``)."""
    days = (on - (last_held or plan.starts)).days
    if days < number("dialogue.suggest_days", on=on):
        return ""
    since = f"Sudah {days // _WEEK} minggu tanpa percakapan"
    return since if last_held else f"{since} sejak rencana berlaku"


def team_talks(appraiser: Employee, *, on: date) -> list[SuggestedTalk]:
    """Return everybody of the team whose plan runs, those first with whom a talk would help now."""
    lines = ReportingLine.objects.on(on).filter(appraiser=appraiser)
    # The keys apart: joined in, the planner reads the whole agency before it narrows to a team.
    assignments = list(lines.values_list("assignment", flat=True))
    talks = _talks(Q(plan__assignment__in=assignments), on)
    return sorted(talks, key=lambda talk: (-len(talk.reasons), talk.plan.assignment.employee.name))


def own_talks(employee: Employee, *, on: date) -> list[SuggestedTalk]:
    """Return the running plans of an employee, each with the reasons for a talk now."""
    return _talks(Q(plan__assignment__employee=employee), on)


def _talks(whose: Q, on: date) -> list[SuggestedTalk]:
    found = list(appraisals().filter(pk__in=running_appraisals(on=on).filter(whose).values("pk")))
    held = last_talks([appraisal.plan_id for appraisal in found])
    return [suggested_talk(appraisal, last_held=held.get(appraisal.plan_id), on=on) for appraisal in found]


def talk_sheet(plan: Plan, *, on: date) -> TalkSheet:
    """Return the sheet for a talk about a plan, from its newest figures."""
    newest = appraisals().filter(plan=plan, computation__isnull=False).order_by("-ends").first()
    standings = standings_of(newest.tree if newest else None, plan=plan, on=on)
    return TalkSheet(
        as_of=last_data(standings),
        off_path=[one for one in standings if one.is_behind],
        on_path=[one for one in standings if one.status in (StandingStatus.ON_TRACK, StandingStatus.AHEAD)],
        unmeasured=[one for one in standings if one.status is StandingStatus.UNMEASURED],
        agreements=open_agreements(plan.assignment.employee_id),
    )
