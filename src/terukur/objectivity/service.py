"""The service of the appraisal itself, by unit: punctuality, talks, corrections, objections, durations.

Counts and medians of at least ``Least.PEOPLE`` people. Units below that are put together, and
left out where even together they are too few; there is no total, so nothing follows by subtraction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from terukur.appraisal.schedule import proposal_for, schedule_of
from terukur.organization.models import Unit
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step

SMALL_UNITS = "Unit kecil, digabung"

_FIGURES = """
WITH scoped AS (
    SELECT a.*, p.unit_id, count(*) OVER (PARTITION BY p.unit_id) AS size
    FROM appraisal_appraisal a
    JOIN planning_plan plan ON plan.id = a.plan_id
    JOIN organization_assignment s ON s.id = plan.assignment_id
    JOIN organization_position p ON p.id = s.position_id
    WHERE a.period = %(period)s AND NOT a.is_trial AND a.ends < %(on)s
), placed AS (
    SELECT scoped.*, CASE WHEN size >= %(least)s THEN unit_id ELSE 0 END AS place FROM scoped
), reports AS (
    SELECT placed.id, count(r.id) AS filed, count(*) FILTER (WHERE answer.is_corrected) AS corrected
    FROM placed JOIN appraisal_figurereport r ON r.appraisal_id = placed.id
    LEFT JOIN appraisal_figureanswer answer ON answer.report_id = r.id GROUP BY placed.id
), objections AS (
    SELECT placed.id,
        count(*) FILTER (WHERE NOT o.is_late) AS filed,
        count(*) FILTER (WHERE o.is_late) AS late,
        count(d.id) AS decided,
        count(*) FILTER (WHERE (d.result_before, d.behavior_before)
                         IS DISTINCT FROM (d.result_after, d.behavior_after)) AS granted,
        min(extract(epoch FROM d.at - o.filed_at)) AS taken
    FROM placed JOIN objections_objection o ON o.appraisal_id = placed.id
    LEFT JOIN objections_objectiondecision d ON d.objection_id = o.id GROUP BY placed.id
)
SELECT place, count(*),
    count(*) FILTER (WHERE (first_rated_at AT TIME ZONE %(zone)s)::date <= %(due)s),
    count(*) FILTER (WHERE first_rated_at IS NOT NULL),
    count(*) FILTER (WHERE delivered_at IS NOT NULL),
    count(*) FILTER (WHERE status = 'final'),
    coalesce(sum(reports.filed), 0), coalesce(sum(reports.corrected), 0),
    coalesce(sum(objections.filed), 0), coalesce(sum(objections.late), 0),
    coalesce(sum(objections.decided), 0), coalesce(sum(objections.granted), 0),
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY (first_rated_at AT TIME ZONE %(zone)s)::date - placed.ends),
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM delivered_at - first_rated_at) / 86400),
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM final_at - delivered_at) / 86400),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY objections.taken / 86400)
FROM placed LEFT JOIN reports ON reports.id = placed.id
LEFT JOIN objections ON objections.id = placed.id
GROUP BY place HAVING count(*) >= %(least)s
"""


@dataclass(frozen=True, slots=True)
class UnitService:
    """The figures of one unit and period; the days are medians, None where no case got that far."""

    name: str
    unit: int | None
    people: int
    on_time: int
    rated: int
    delivered: int
    final: int
    reports: int
    corrected: int
    objections: int
    late: int
    decided: int
    granted: int
    days_to_rate: float | None
    days_to_deliver: float | None
    days_to_final: float | None
    days_to_decide: float | None

    @property
    def rejected(self) -> int:
        """The number of objections that were decided without a change of rating."""
        return self.decided - self.granted

    @property
    def running(self) -> int:
        """The number of objections that wait for their decision."""
        return self.objections - self.decided

    @property
    def objection_share(self) -> float:
        """The objections in percent of the delivered results."""
        return 100 * self.objections / self.delivered if self.delivered else 0


def service_of(period: Period, *, on: date, units: Iterable[int] | None = None) -> list[UnitService]:
    """Return the service of a finished period by unit, the small ones together and last; of some units only.

    Trials are left out. On time is by the opened schedule, or by the dates it would have had.
    """
    schedule = schedule_of(period) or proposal_for(period, on=period.ends)
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES,
            {
                "period": str(period),
                "on": on,
                "zone": settings.TIME_ZONE,
                "due": schedule[Step.RATING].due,
                "least": at_least(Least.PEOPLE, on=period.ends),
            },
        )
        rows = cursor.fetchall()
    wanted = None if units is None else set(units)
    names = dict(Unit.objects.filter(pk__in=[row[0] for row in rows]).values_list("pk", "name"))
    found = [
        UnitService(names[row[0]], row[0], *row[1:])
        for row in rows
        if row[0] in names and (wanted is None or row[0] in wanted)
    ]
    found.sort(key=lambda service: service.name)
    together = [UnitService(SMALL_UNITS, None, *row[1:]) for row in rows if row[0] not in names]
    return found + (together if wanted is None else [])
