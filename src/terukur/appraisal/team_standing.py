"""Where the people of a team stand: one status each, by the same test as on their own home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func

from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import Member, appraisals
from terukur.appraisal.standing import Standing, Status, behind, standings_of, status_of
from terukur.appraisal.talks import running_appraisals
from terukur.organization.models import Employee, ReportingLine


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """One member of a team, with what lags and what has no data.

    ``status`` is of today where the period is the newest computed one, else of the period alone.
    """

    member: Member
    status: Status
    behind: Sequence[Standing]
    missing: str


@dataclass(frozen=True, slots=True)
class Lagging:
    """Somebody of whom an indicator lags today."""

    appraisal: Appraisal
    behind: Sequence[Standing]


def people_of(members: Iterable[Member], *, on: date) -> list[PersonStanding]:
    """Return each member of a team with where they stand."""
    return [_person(member, on) for member in members]


def lagging_of(appraiser: Employee, *, on: date) -> list[Lagging]:
    """Return the people of a team of whom an indicator lags today, by name, in one statement."""
    lines = ReportingLine.objects.on(on).filter(appraiser=appraiser)
    # As an array the team is read first: joined in, the planner reads the whole agency before it narrows.
    team = Func(ArraySubquery(lines.values("assignment")), template="(%(expressions)s)")
    of_team = Func(
        F("plan__assignment"), team, template="%(expressions)s", arg_joiner=" = ANY",
        output_field=BooleanField(),
    )  # fmt: skip
    newest = running_appraisals(on=on).filter(of_team)
    found = appraisals().filter(pk__in=newest.values("pk"))
    people = [Lagging(one, behind(_standings(one, on))) for one in found]
    return sorted(
        (one for one in people if one.behind),
        key=lambda one: one.appraisal.plan.assignment.employee.name,
    )


def _person(member: Member, on: date) -> PersonStanding:
    standings = _standings(member.appraisal, on)
    is_newest = not getattr(member.appraisal, "has_newer", False)
    lagging = behind(standings) if is_newest else []
    status = status_of(standings if is_newest else [], member.place)
    if member.place is None and not lagging:
        status = Status.UNMEASURED
    return PersonStanding(member, status, lagging, _missing(standings))


def _standings(appraisal: Appraisal, on: date) -> list[Standing]:
    explanation = explanation_of(appraisal, figures_only=True)
    return standings_of(explanation, plan=appraisal.plan, on=on)


def _missing(standings: Iterable[Standing]) -> str:
    """The months of the period without data, where an indicator that is due lacks some."""
    labels = dict.fromkeys(
        one.item["months"]["missing_label"] for one in standings if one.item["is_due"]
    )
    return "; ".join(label for label in labels if label)
