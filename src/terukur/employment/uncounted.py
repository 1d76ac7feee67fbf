"""Days of people that are not counted, each with its reason, for the computation of appraisals."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from terukur.employment.models import MeasuringStart, TimeAway
from terukur.regulation.time_away import AwayKind

LAST = date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class UncountedSpan:
    """Days that are not counted; ``is_away`` is false for those before the start of measuring."""

    starts: date
    ends: date
    why: str
    is_away: bool


def uncounted_spans(
    employees: Collection[int], *, starts: date, ends: date
) -> dict[int, list[UncountedSpan]]:
    """Return the days between two that are not counted, by employee, in two statements.

    An absence without an end goes on; leave that lowers no target is not among them.
    """
    found: dict[int, list[UncountedSpan]] = defaultdict(list)
    for start in MeasuringStart.objects.filter(
        Q(employee__in=employees) | Q(employee__isnull=True), year=starts.year
    ):
        first = date(start.year, 1, 1)
        if start.starts == first:
            continue
        before = UncountedSpan(first, start.starts - timedelta(days=1), start.reason, False)
        for employee in employees if start.employee_id is None else (start.employee_id,):
            found[employee].append(before)
    lowering = [kind for kind in AwayKind if kind.lowers_target]
    away = (
        TimeAway.objects.valid()
        .filter(Q(ends__isnull=True) | Q(ends__gte=starts), employee__in=employees, starts__lte=ends)
        .filter(kind__in=lowering)
        .order_by("starts")
    )
    for row in away:
        why = f"{AwayKind(row.kind).label.lower()}; {row.basis}"
        found[row.employee_id].append(UncountedSpan(row.starts, row.ends or LAST, why, True))
    return found
