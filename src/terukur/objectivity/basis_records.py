"""Records about appraisals besides their computations: entries, looks, cases, actions.

A finding that is open or only heard stays in the panel's room: it is not read here at all.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection

VALID_DAYS = 365

_RECORDS = """
WITH wanted AS (
    SELECT a.id, a.plan_id, a.starts, a.ends, a.appraiser_id, e.user_id AS rater
    FROM appraisal_appraisal a LEFT JOIN organization_employee e ON e.id = a.appraiser_id
    WHERE a.id = ANY(%(keys)s)
), written AS (
    SELECT w.id, (SELECT min(first.at) FROM measurement_dailyprogress first WHERE first.key = d.key) AS at
    FROM wanted w JOIN measurement_dailyprogress d
      ON d.plan_id = w.plan_id AND d.day BETWEEN w.starts AND w.ends AND NOT d.is_withdrawn
    WHERE NOT EXISTS (
        SELECT FROM measurement_dailyprogress newer WHERE newer.key = d.key AND newer.version > d.version)
  UNION ALL
    SELECT w.id, r.declared_at FROM wanted w JOIN measurement_realization r
      ON r.plan_id = w.plan_id AND r.starts >= w.starts AND r.ends <= w.ends AND r.version = 1
      AND (r.declared_at AT TIME ZONE %(zone)s)::date <= w.ends
  UNION ALL
    SELECT w.id, f.at FROM wanted w JOIN coaching_feedback f
      ON f.plan_id = w.plan_id AND f.author_id = w.rater
      AND (f.at AT TIME ZONE %(zone)s)::date BETWEEN w.starts AND w.ends
  UNION ALL
    SELECT w.id, t.recorded_at FROM wanted w JOIN coaching_dialogue t
      ON t.plan_id = w.plan_id AND t.held_on BETWEEN w.starts AND w.ends AND t.kind <> 'closing'
    LEFT JOIN coaching_dialogueconfirmation c ON c.dialogue_id = t.id
    WHERE coalesce(c.agrees, true)
), noted AS (
    SELECT id, array_agg((at AT TIME ZONE %(zone)s)::date) AS days FROM written GROUP BY id
), looked AS (
    SELECT w.id, array_agg(r.id) AS realizations, array_agg(v.by_id) AS by,
        array_agg(coalesce(c.agrees, false)) AS agrees
    FROM wanted w JOIN measurement_realization r ON r.plan_id = w.plan_id
    JOIN measurement_verification v ON v.realization_id = r.id
    LEFT JOIN measurement_evidencedraw d ON d.realization_id = r.id
    LEFT JOIN measurement_evidencecheck c ON c.draw_id = d.id
    GROUP BY w.id
), raters AS (
    SELECT r.appraiser_id,
        EXISTS (SELECT FROM calibration_case WHERE NOT is_retired)
        AND NOT EXISTS (
            SELECT FROM calibration_case c WHERE NOT c.is_retired AND NOT EXISTS (
                SELECT FROM calibration_caseanswer given
                JOIN calibration_caseversion v ON v.id = given.version_id
                WHERE v.case_id = c.id AND given.appraiser_id = r.appraiser_id
                  AND given.attempt = 'first'
                  AND (given.at AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(on)s
        )) AS is_calibrated,
        (SELECT min(agreed.day) FROM raters_finding f
         JOIN raters_findingnote agreed ON agreed.finding_id = f.id AND agreed.kind = 'action-agreed'
         WHERE f.appraiser_id = r.appraiser_id AND f.state = 'action-agreed'
           AND (f.settled_at AT TIME ZONE %(zone)s)::date <= %(on)s
           AND NOT EXISTS (
               SELECT FROM raters_findingnote done WHERE done.finding_id = f.id
                 AND done.kind = 'done' AND (done.at AT TIME ZONE %(zone)s)::date <= %(on)s
        )) AS action_until
    FROM (SELECT DISTINCT appraiser_id FROM wanted) r
)
SELECT w.id, coalesce(noted.days, '{}'), coalesce(raters.is_calibrated, false), raters.action_until,
    EXISTS (
        SELECT FROM calibration_secondopinion asked
        JOIN calibration_secondopinionanswer answer ON answer.asked_id = asked.id
        WHERE asked.appraisal_id = w.id),
    coalesce(looked.realizations, '{}'), coalesce(looked.by, '{}'), coalesce(looked.agrees, '{}')
FROM wanted w LEFT JOIN noted ON noted.id = w.id LEFT JOIN looked ON looked.id = w.id
LEFT JOIN raters ON raters.appraiser_id = w.appraiser_id
"""


class EvidenceLook(NamedTuple):
    """The verifier of a realization, and whether a third person opened its evidence and agreed."""

    by: int
    agrees: bool = False


class Records(NamedTuple):
    """The records about one appraisal and its appraiser."""

    days: list[date]
    is_calibrated: bool
    action_until: date | None
    has_second_reader: bool
    looks: dict[int, EvidenceLook]


def records_of(keys: Sequence[int], *, on: date) -> dict[int, Records]:
    """Return the records of appraisals by key, in one statement for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORDS,
            {
                "keys": list(keys),
                "on": on,
                "since": on - timedelta(days=VALID_DAYS),
                "zone": settings.TIME_ZONE,
            },
        )
        rows = cursor.fetchall()
    found = {}
    for key, days, is_calibrated, until, has_second_reader, *looked in rows:
        looks = {pk: EvidenceLook(by, agrees) for pk, by, agrees in zip(*looked, strict=True)}
        found[key] = Records(days, is_calibrated, until, has_second_reader, looks)
    return found
