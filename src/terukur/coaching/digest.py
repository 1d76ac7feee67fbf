"""One summary a week: the parts of my own plan and of my team's that are behind, weeks before the end."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals
from terukur.coaching.models import WeeklyDigest
from terukur.coaching.standing import behind, standings_of
from terukur.coaching.talks import last_talks, running_appraisals, silence_of
from terukur.organization.models import Employee
from terukur.organization.queries import appraisers_of
from terukur.regulation.periods import monday_of

_BATCH = 500


def make_digests(*, on: date, at: datetime) -> int:
    """Write the digests of a week for everybody with a line in theirs; return how many.

    A person with a digest for the week gets no second one.
    """
    monday = monday_of(on)
    own: dict[int, list[dict[str, str]]] = {}
    team: dict[int, list[dict[str, str]]] = defaultdict(list)
    for batch in _batches(on):
        appraisers = appraisers_of([a.plan.assignment for a in batch], on=on)
        talked = last_talks([a.plan_id for a in batch])
        for appraisal in batch:
            lines = _lines(appraisal, on=on)
            employee = appraisal.plan.assignment.employee
            if lines:
                own[employee.pk] = [*own.get(employee.pk, []), *lines]
            above = appraisers.get(appraisal.plan.assignment_id)
            if above is not None:
                silence = silence_of(appraisal.plan, talked.get(appraisal.plan_id), on=on)
                told = [*lines, *([{"talk": silence}] if silence else [])]
                team[above] += [{"person": employee.name, **line} for line in told]
    fresh = [
        WeeklyDigest(employee_id=who, monday=monday, own=own.get(who, []), team=team.get(who, []), made_at=at)
        for who in sorted({*own, *(above for above, lines in team.items() if lines)})
    ]
    before = WeeklyDigest.objects.filter(monday=monday).count()
    WeeklyDigest.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    return WeeklyDigest.objects.filter(monday=monday).count() - before


def _batches(on: date) -> Iterator[list[Appraisal]]:
    """Yield the newest computed appraisal of every plan that still runs, in batches."""
    keys = list(running_appraisals(on=on).values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield list(appraisals().prefetch_related("marks").filter(pk__in=keys[start : start + _BATCH]))


def _lines(appraisal: Appraisal, *, on: date) -> list[dict[str, str]]:
    """Return the indicators of one plan that lag today, in the words of every other page."""
    lagging = behind(standings_of(appraisal.tree, plan=appraisal.plan, on=on))
    return [{"name": one.name, "words": one.words} for one in lagging]


def latest_digest(employee: Employee, *, on: date) -> WeeklyDigest | None:
    """Return the digest of the week of a day, or None."""
    monday = monday_of(on)
    return WeeklyDigest.objects.filter(employee=employee, monday=monday).first()


def unsent(*, on: date) -> QuerySet[WeeklyDigest]:
    """Return the digests of the week that go to people who gave an address, and have not gone yet."""
    monday = monday_of(on)
    return (
        WeeklyDigest.objects.filter(monday=monday, sent_at=None, employee__user__is_active=True)
        .exclude(employee__user__email="")
        .select_related("employee__user")
    )
