"""What an appraisal rests on, read from its records: the seven components of the index with their facts.

It looks at how an appraisal came about, never at the person; nothing here is written anywhere. What may not
be recognized outside the panel's room (a finding that is open or was heard) is not read at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import prefetch_related_objects

from terukur.appraisal.behavior_survey import result_of
from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.measurement.models import Evidence as Attached
from terukur.objectivity.expectation import Expectation
from terukur.objectivity.index import (
    Calibration,
    Components,
    Consistency,
    Evidence,
    Index,
    WeightedResult,
    calibration,
    consistency,
    continuity,
    justification,
    measured_share,
    objectivity_index,
    panel_agreement,
    verified_evidence,
)
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.disclosure import UNKNOWN
from terukur.regulation.scales import Origin, Rating

VALID_DAYS = 365
_LATE_TENTHS = 10
_BEST_FIRST = list(Evidence)
_SEEN_FROM_OUTSIDE = (Attached.Origin.COUNTERSIGNED, Attached.Origin.SYSTEM)

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
        EXISTS (SELECT FROM oversight_case WHERE NOT is_retired)
        AND NOT EXISTS (
            SELECT FROM oversight_case c WHERE NOT c.is_retired AND NOT EXISTS (
                SELECT FROM oversight_caseanswer given
                JOIN oversight_caseversion v ON v.id = given.version_id
                WHERE v.case_id = c.id AND given.appraiser_id = r.appraiser_id
                  AND given.attempt = 'first'
                  AND (given.at AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(on)s
        )) AS is_calibrated,
        (SELECT min(agreed.day) FROM oversight_finding f
         JOIN oversight_findingnote agreed ON agreed.finding_id = f.id AND agreed.kind = 'action-agreed'
         WHERE f.appraiser_id = r.appraiser_id AND f.state = 'action-agreed'
           AND (f.settled_at AT TIME ZONE %(zone)s)::date <= %(on)s
           AND NOT EXISTS (
               SELECT FROM oversight_findingnote done WHERE done.finding_id = f.id
                 AND done.kind = 'done' AND (done.at AT TIME ZONE %(zone)s)::date <= %(on)s
        )) AS action_until
    FROM (SELECT DISTINCT appraiser_id FROM wanted) r
)
SELECT w.id, coalesce(noted.days, '{}'), coalesce(raters.is_calibrated, false), raters.action_until,
    EXISTS (
        SELECT FROM oversight_secondopinion asked
        JOIN oversight_secondopinionanswer answer ON answer.asked_id = asked.id
        WHERE asked.appraisal_id = w.id),
    coalesce(looked.realizations, '{}'), coalesce(looked.by, '{}'), coalesce(looked.agrees, '{}')
FROM wanted w LEFT JOIN noted ON noted.id = w.id LEFT JOIN looked ON looked.id = w.id
LEFT JOIN raters ON raters.appraiser_id = w.appraiser_id
"""


@dataclass(frozen=True, slots=True)
class Rested:
    """One indicator that was due: its weight, whether it is measured, and who answers for its figure."""

    name: str
    weight: Fraction
    is_measured: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Noted:
    """What people wrote down while the period ran: months that have an entry, and how many came late."""

    months_with_entry: int
    months: int
    entries: int
    late: int


@dataclass(frozen=True, slots=True)
class Expected:
    """The mean of the seven marks beside the range that is usual for such results."""

    low: float
    high: float
    given: Fraction
    state: Consistency


@dataclass(frozen=True, slots=True)
class Examples:
    """Marks off the middle, and those of them whose example is of a day inside the period."""

    off_center: int
    with_example: int


@dataclass(frozen=True, slots=True)
class Panel:
    """How far the mean of a closed survey is from the mean of the marks, and of how many answers."""

    gap: Fraction
    answers: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The index of one appraisal (None where nothing applies), with the facts under each component.

    ``expected`` is None where no run holds an expectation for the job family and period, or nothing was
    achieved that could be measured.
    """

    index: Index | None
    rested: tuple[Rested, ...]
    noted: Noted
    expected: Expected | None
    examples: Examples
    panel: Panel | None
    calibration: Calibration


class Look(NamedTuple):
    """Who verified a realization, and whether a third person opened its evidence and agreed."""

    by: int
    agrees: bool = False


class _Records(NamedTuple):
    """What one row of ``_RECORDS`` tells."""

    days: list[date]
    is_calibrated: bool
    action_until: date | None
    has_second_reader: bool
    looks: dict[int, Look]


def bases_of(
    appraisals: Iterable[Appraisal], *, expectation: Expectation | None, on: date
) -> dict[int, Basis]:
    """The basis of each delivered appraisal by key, in a fixed number of statements for all of them.

    Trials and what was not delivered are left out: until then the marks are the appraiser's alone.
    """
    delivered = [a for a in appraisals if a.delivered_at is not None and not a.is_trial]
    if not delivered:
        return {}
    prefetch_related_objects(
        delivered, "computation", "appraiser", "plan__assignment__position", "marks",
        "behavior_survey",
    )  # fmt: skip
    records = _records([a.pk for a in delivered], on=on)
    return {a.pk: _basis(a, records[a.pk], expectation, on=on) for a in delivered}


def _records(keys: Sequence[int], *, on: date) -> dict[int, _Records]:
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORDS,
            {
                "keys": list(keys), "on": on, "since": on - timedelta(days=VALID_DAYS),
                "zone": settings.TIME_ZONE,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    found = {}
    for key, days, is_calibrated, until, has_second_reader, *looked in rows:
        looks = {pk: Look(by, agrees) for pk, by, agrees in zip(*looked, strict=True)}
        found[key] = _Records(days, is_calibrated, until, has_second_reader, looks)
    return found


def due_indicators(appraisal: Appraisal) -> Iterator[dict[str, Any]]:
    """The indicators of its stored computation that were due; what is not due weighs nothing."""
    body: dict[str, Any] = appraisal.computation.body if appraisal.computation else {}
    for result in body.get("results", []):
        for indicator in result["indicators"]:
            if indicator["is_due"]:
                yield indicator


def _basis(
    appraisal: Appraisal, records: _Records, expectation: Expectation | None, *, on: date
) -> Basis:  # fmt: skip
    rater = appraisal.appraiser.user_id if appraisal.appraiser else None
    rested = tuple(_rested(item, rater, records.looks) for item in due_indicators(appraisal))
    noted = noted_in(records.days, starts=appraisal.starts, ends=appraisal.ends)
    marks = list(appraisal.marks.all())
    expected = _expected(
        appraisal, marks, _usual(appraisal, expectation), records.has_second_reader
    )
    examples = _examples(appraisal, marks)
    panel = _panel(appraisal, marks, on=on)
    state = _state(records, on=on)
    weighted = [WeightedResult(one.weight, one.is_measured, one.evidence) for one in rested]
    components = Components(
        measured_share=measured_share(weighted),
        verified_evidence=verified_evidence(weighted),
        continuity=continuity(
            months_with_entry=noted.months_with_entry, months=noted.months,
            entries=noted.entries, late_entries=noted.late,
        ),
        consistency=consistency(expected.state if expected else None),
        justification=justification(
            off_center=examples.off_center, with_example=examples.with_example
        ),
        panel_agreement=panel_agreement(panel.gap, raters=panel.answers) if panel else None,
        calibration=calibration(state),
    )  # fmt: skip
    index = objectivity_index(components) if components.known() else None
    return Basis(index, rested, noted, expected, examples, panel, state)


def _rested(indicator: Mapping[str, Any], rater: int | None, looks: Mapping[int, Look]) -> Rested:
    """Measured as the suggestion counts it: number, target, unit and period, and a source not one's own."""
    stands = indicator["origin"] in (Origin.MEASURED, Origin.VERIFIED)
    whole = all(indicator[name] is not None for name in ("realization", "target"))
    return Rested(
        name=indicator["name"],
        weight=Fraction(indicator["weight"]),
        is_measured=stands and whole and bool(indicator["unit"]),
        evidence=evidence_of(indicator, rater, looks),
    )


def evidence_of(
    indicator: Mapping[str, Any], rater: int | None, looks: Mapping[int, Look]
) -> Evidence:
    """Who answers for a figure; of several statements the weakest, as a sum is no better than its parts.

    A loaded file or a connected system is the system of record. A file that the employee loaded and nobody
    confirmed is a declaration with an attachment, and so is what a third person did not agree with.
    """
    origin, sources = indicator["origin"], indicator["sources"]
    if origin == Origin.MEASURED:
        return Evidence.SYSTEM_OF_RECORD
    if origin == Origin.VERIFIED:
        return max(
            (_verified(source, rater, looks) for source in sources),
            key=_BEST_FIRST.index, default=Evidence.NONE,
        )  # fmt: skip
    if origin == Origin.DECLARED and sources:
        attached = all(source.get("evidence") or "import" in source for source in sources)
        return Evidence.ATTACHED if attached else Evidence.NONE
    return Evidence.NONE


def _verified(source: Mapping[str, Any], rater: int | None, looks: Mapping[int, Look]) -> Evidence:
    """A third party where somebody outside the two stands behind the figure.

    That is who verified it, who opened its evidence when it was drawn, or who signed all of the evidence
    (or the system it came from), which the appraiser looked at.
    """
    look = looks.get(source["realization"])
    origins = [item.get("origin") for item in source["evidence"]]
    outside = bool(origins) and all(origin in _SEEN_FROM_OUTSIDE for origin in origins)
    if outside or (look is not None and (look.agrees or look.by != rater)):
        return Evidence.THIRD_PARTY
    return Evidence.APPRAISER


def noted_in(days: Iterable[date], *, starts: date, ends: date) -> Noted:
    """A dated entry is what somebody wrote down about the period, dated by the day of writing.

    Daily progress of the employee, realizations typed by hand, feedback of the appraiser, and talks on the
    way. By the day of writing, because an entry that tells of January and was written in December is
    memory. Late is the last tenth of the period and whatever was written after it. Loaded figures are no
    entries: they count in the two components before, and no person noted anything. Nor is a realization
    that was typed after the period: a figure of all of it can be known no earlier, so it was not put off.
    """
    last_tenth = ends - timedelta(days=((ends - starts).days + 1) // _LATE_TENTHS)
    written = list(days)
    inside = {(day.year, day.month) for day in written if starts <= day <= ends}
    months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    return Noted(len(inside), months, len(written), sum(day > last_tenth for day in written))


def _usual(appraisal: Appraisal, expectation: Expectation | None) -> tuple[float, float] | None:
    """The range of four fifths of the ratings of such results, in the same family and period."""
    achieved = appraisal.computation.achievement if appraisal.computation else None
    if expectation is None or achieved is None:
        return None
    return expectation.interval(
        family=appraisal.plan.assignment.position.kind, period=appraisal.period,
        result=float(achieved) / 100,
    )  # fmt: skip


def _expected(
    appraisal: Appraisal, marks: Sequence[BehaviorMark], usual: tuple[float, float] | None,
    has_second_reader: bool,
) -> Expected | None:  # fmt: skip
    """The mean of seven marks inside that range, or outside it with a written reason and a second opinion."""
    if usual is None or {mark.value for mark in marks} != set(BEHAVIOR_CODES):
        return None
    low, high = usual
    given = Fraction(sum(_score(mark.mark) for mark in marks), len(marks))
    has_reason = bool(appraisal.behavior_reason.strip() or appraisal.result_reason.strip())
    if low <= given <= high:
        state = Consistency.INSIDE
    elif not has_reason:
        state = Consistency.NO_REASON
    else:
        state = Consistency.REASON_AND_SECOND_READER if has_second_reader else Consistency.REASON
    return Expected(low, high, given, state)


def _score(rating: str) -> int:
    return Rating(rating).position + 1


def _examples(appraisal: Appraisal, marks: Iterable[BehaviorMark]) -> Examples:
    """An example after the period's end may be written, and is of another period."""
    off_center = [mark for mark in marks if mark.mark != Rating.MEETS]
    with_example = [
        mark
        for mark in off_center
        if mark.example.strip()
        and mark.example_on is not None
        and appraisal.starts <= mark.example_on <= appraisal.ends
    ]
    return Examples(len(off_center), len(with_example))


def _panel(appraisal: Appraisal, marks: Iterable[BehaviorMark], *, on: date) -> Panel | None:
    """Only what may be read of the survey is compared, and with the same values."""
    survey = getattr(appraisal, "behavior_survey", None)
    result = result_of(survey, on=on) if survey is not None else None
    if result is None or result.counts is None:
        return None
    given = {mark.value: _score(mark.mark) for mark in marks}
    pairs = [
        (_mean(choices), given[code])
        for code, choices in result.counts.items()
        if choices is not None and code in given
    ]
    if not pairs:
        return None
    apart = sum((theirs - own for theirs, own in pairs), Fraction(0))
    return Panel(apart / len(pairs), result.answers)


def _mean(choices: Mapping[str, int]) -> Fraction:
    known = {choice: count for choice, count in choices.items() if choice != UNKNOWN}
    return Fraction(sum(_score(c) * n for c, n in known.items()), sum(known.values()))


def _state(records: _Records, *, on: date) -> Calibration:
    """How far the appraiser's calibration is, as everybody may know it.

    An agreed action tells, until it is done; what was not settled or was explained tells nothing. Without
    one, the standard cases of the last year decide.
    """
    if records.action_until is not None:
        overdue = records.action_until < on
        return Calibration.UNRESOLVED_FINDING if overdue else Calibration.OPEN_REVIEW
    return Calibration.VALID if records.is_calibrated else Calibration.NONE_OR_EXPIRED
