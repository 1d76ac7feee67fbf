"""Growth by unit: feedback, talks, learning hours, and the effects of learning.

Counts of at least ``Least.PEOPLE`` people. Units below that are put together, and left out where
even together they are too few; there is no total, so nothing follows by subtraction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection

from terukur.development.effects import UnitEffects, effects_by_unit
from terukur.objectivity.service import SMALL_UNITS
from terukur.organization.models import Unit
from terukur.regulation.disclosure import Least, at_least

_LATELY = timedelta(days=30)

_FIGURES = """
WITH held AS (
    SELECT DISTINCT ON (s.employee_id) s.employee_id, e.user_id, p.unit_id
    FROM organization_assignment s
    JOIN organization_position p ON p.id = s.position_id
    JOIN organization_employee e ON e.id = s.employee_id
    WHERE %(on)s BETWEEN s.starts AND coalesce(s.ends, 'infinity') AND NOT s.is_acting
      AND (e.left_on IS NULL OR e.left_on > %(on)s)
    ORDER BY s.employee_id, s.starts DESC
), placed AS (
    SELECT held.*, CASE WHEN count(*) OVER (PARTITION BY unit_id) >= %(least)s THEN unit_id ELSE 0 END
        AS place FROM held
), told AS (
    SELECT DISTINCT s.employee_id FROM coaching_feedback f
    JOIN planning_plan plan ON plan.id = f.plan_id
    JOIN organization_assignment s ON s.id = plan.assignment_id
    JOIN organization_employee e ON e.id = s.employee_id
    WHERE f.author_id <> e.user_id
      AND (f.at AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(on)s
), talked AS (
    SELECT s.employee_id, count(*) AS talks FROM coaching_dialogue d
    JOIN planning_plan plan ON plan.id = d.plan_id
    JOIN organization_assignment s ON s.id = plan.assignment_id
    LEFT JOIN coaching_dialogueconfirmation c ON c.dialogue_id = d.id
    WHERE d.held_on BETWEEN %(since)s AND %(on)s AND coalesce(c.agrees, true)
    GROUP BY s.employee_id
), learned AS (
    SELECT i.employee_id, sum(c.hours) AS hours FROM development_certificate c
    JOIN development_planitem i ON i.id = c.plan_item_id
    WHERE i.year = extract(year FROM %(on)s::date) AND c.accepted GROUP BY i.employee_id
)
SELECT place, count(*), count(told.employee_id), count(talked.employee_id),
    coalesce(sum(talked.talks), 0),
    count(*) FILTER (WHERE learned.hours > 0),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY coalesce(learned.hours, 0))
FROM placed
LEFT JOIN told USING (employee_id) LEFT JOIN talked USING (employee_id)
LEFT JOIN learned USING (employee_id)
GROUP BY place HAVING count(*) >= %(least)s
"""


@dataclass(frozen=True, slots=True)
class UnitGrowth:
    """One unit: how many people got feedback and had a talk in the last 30 days, and their learning.

    ``hours`` is the median of learning hours this year; ``effect`` is None where it is known of too few.
    """

    name: str
    people: int
    with_feedback: int
    with_talk: int
    talks: int
    learning: int
    hours: Decimal
    effect: UnitEffects | None

    @property
    def feedback_share(self) -> float:
        """The people with feedback in percent."""
        return 100 * self.with_feedback / self.people

    @property
    def talk_share(self) -> float:
        """The people with a talk in percent."""
        return 100 * self.with_talk / self.people


def growth_of(*, on: date, units: Iterable[int] | None = None) -> list[UnitGrowth]:
    """Return the figures of a day by unit, the small ones together and last; of some units only."""
    with connection.cursor() as cursor:
        cursor.execute(
            _FIGURES,
            {
                "on": on,
                "since": on - _LATELY,
                "zone": settings.TIME_ZONE,
                "least": at_least(Least.PEOPLE, on=on),
            },
        )
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    names = dict(Unit.objects.filter(pk__in=list(rows)).values_list("pk", "name"))
    wanted = [pk for pk in names if units is None or pk in set(units)]
    effects = {effect.unit: effect for effect in effects_by_unit(wanted, on=on)}
    found = [_growth(names[pk], rows[pk], effects.get(names[pk])) for pk in wanted]
    found.sort(key=lambda growth: growth.name)
    together = [_growth(SMALL_UNITS, rows[0], None)] if units is None and 0 in rows else []
    return found + together


def _growth(name: str, row: tuple[int, int, int, int, int, float], effect: UnitEffects | None) -> UnitGrowth:
    people, told, talked, talks, learning, hours = row
    return UnitGrowth(name, people, told, talked, int(talks), learning, Decimal(str(hours)), effect)
