"""Standing of the people of a team: one status each, by the same test as on their own home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import Member, appraisals
from terukur.coaching.standing import IndicatorStanding, StandingStatus, behind, standings_of, status_of
from terukur.coaching.talks import running_appraisals
from terukur.organization.models import Employee, ReportingLine


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """One member of a team by the figures of a period, with lagging indicators and those without data.

    Every figure has its months: with newer data the same person may have another status today.
    """

    member: Member
    status: StandingStatus
    behind: Sequence[IndicatorStanding]
    missing: str


@dataclass(frozen=True, slots=True)
class Lagging:
    """A member with an indicator that lags today."""

    appraisal: Appraisal
    behind: Sequence[IndicatorStanding]


def people_of(members: Iterable[Member], *, on: date) -> list[PersonStanding]:
    """Return each member of a team with where they stand."""
    return [_person(member, on) for member in members]


def lagging_of(appraiser: Employee, *, on: date) -> list[Lagging]:
    """Return the people of a team of whom an indicator lags today, by name, in one statement."""
    lines = ReportingLine.objects.on(on).filter(appraiser=appraiser)
    # As an array the team is read first: joined in, the planner reads the whole agency before it narrows.
    team = Func(ArraySubquery(lines.values("assignment")), template="(%(expressions)s)")
    of_team = Func(
        F("plan__assignment"),
        team,
        template="%(expressions)s",
        arg_joiner=" = ANY",
        output_field=BooleanField(),
    )
    newest = running_appraisals(on=on).filter(of_team)
    found = appraisals().filter(pk__in=newest.values("pk"))
    people = [Lagging(one, behind(_standings(one, on))) for one in found]
    return sorted(
        (one for one in people if one.behind), key=lambda one: one.appraisal.plan.assignment.employee.name
    )


def _person(member: Member, on: date) -> PersonStanding:
    standings = _standings(member.appraisal, on)
    lagging = behind(standings)
    # What is measured in an earlier period alone says nothing of this one, unless it lags.
    unmeasured = member.place is None and not lagging
    status = StandingStatus.UNMEASURED if unmeasured else status_of(standings, member.place)
    return PersonStanding(member, status, lagging, _missing(standings))


def _standings(appraisal: Appraisal, on: date) -> list[IndicatorStanding]:
    return standings_of(appraisal.tree, plan=appraisal.plan, on=on)


def _missing(standings: Iterable[IndicatorStanding]) -> str:
    """Return the indicators that are due and lack data of the period, each with the months."""
    return "; ".join(
        f"{one.name}: {label}" for one in standings if one.item.is_due and (label := one.item.missing_label)
    )
