"""The basis of an appraisal, read from its records: the seven components of the index with their facts.

It describes the process of an appraisal, never the person; nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import prefetch_related_objects

from terukur.appraisal.behavior_survey import result_of
from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.appraisal.tree import ComputedIndicator, FileSource, StatedSource
from terukur.measurement.models import Evidence as Attached
from terukur.objectivity.basis_records import EvidenceLook, Records, records_of
from terukur.objectivity.index import (
    Calibration,
    Consistency,
    EvidenceQuality,
    Index,
    IndexComponents,
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
from terukur.statistics.expectation import Expectation

_LATE_TENTHS = 10
_BEST_FIRST = list(EvidenceQuality)
_SEEN_FROM_OUTSIDE = (Attached.Origin.COUNTERSIGNED, Attached.Origin.SYSTEM)


@dataclass(frozen=True, slots=True)
class Rested:
    """One indicator that was due: its weight, whether it is measured, and the quality of its evidence."""

    name: str
    weight: Fraction
    is_measured: bool
    evidence: EvidenceQuality


@dataclass(frozen=True, slots=True)
class Noted:
    """Dated entries during the period: months that have one, and how many came late."""

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
    """The distance of the mean of a closed survey from the mean of the marks, and its number of answers."""

    gap: Fraction
    answers: int


@dataclass(frozen=True, slots=True)
class Basis:
    """The index of one appraisal (None where nothing applies), with the facts under each component.

    ``expected`` is None where no run holds an expectation for the job family and period, or there was no
    measured achievement.
    """

    index: Index | None
    rested: tuple[Rested, ...]
    noted: Noted
    expected: Expected | None
    examples: Examples
    panel: Panel | None
    calibration: Calibration


def bases_of(
    appraisals: Iterable[Appraisal], *, expectation: Expectation | None, on: date
) -> dict[int, Basis]:
    """Return the basis of each delivered appraisal by key, in a fixed number of statements for all of them.

    Trials and undelivered appraisals are left out: until the delivery the marks are the appraiser's alone.
    """
    delivered = [a for a in appraisals if a.delivered_at is not None and not a.is_trial]
    if not delivered:
        return {}
    prefetch_related_objects(
        delivered, "computation", "appraiser", "plan__assignment__position", "marks", "behavior_survey"
    )
    records = records_of([a.pk for a in delivered], on=on)
    return {a.pk: _basis(a, records[a.pk], expectation, on=on) for a in delivered}


def due_indicators(appraisal: Appraisal) -> list[ComputedIndicator]:
    """Return the indicators of its stored computation that were due; what is not due weighs nothing."""
    return [indicator for indicator in appraisal.indicators() if indicator.is_due]


def _basis(appraisal: Appraisal, records: Records, expectation: Expectation | None, *, on: date) -> Basis:
    rater = appraisal.appraiser.user_id if appraisal.appraiser else None
    rested = tuple(_rested(item, rater, records.looks) for item in due_indicators(appraisal))
    noted = noted_in(records.days, starts=appraisal.starts, ends=appraisal.ends)
    marks = list(appraisal.marks.all())
    expected = _expected(appraisal, marks, _usual(appraisal, expectation), records.has_second_reader)
    examples = _examples(appraisal, marks)
    panel = _panel(appraisal, marks, on=on)
    state = _state(records, on=on)
    weighted = [WeightedResult(one.weight, one.is_measured, one.evidence) for one in rested]
    components = IndexComponents(
        measured_share=measured_share(weighted),
        verified_evidence=verified_evidence(weighted),
        continuity=continuity(
            months_with_entry=noted.months_with_entry,
            months=noted.months,
            entries=noted.entries,
            late_entries=noted.late,
        ),
        consistency=consistency(expected.state if expected else None),
        justification=justification(off_center=examples.off_center, with_example=examples.with_example),
        panel_agreement=panel_agreement(panel.gap, raters=panel.answers) if panel else None,
        calibration=calibration(state),
    )
    index = objectivity_index(components) if components.known() else None
    return Basis(index, rested, noted, expected, examples, panel, state)


def _rested(indicator: ComputedIndicator, rater: int | None, looks: Mapping[int, EvidenceLook]) -> Rested:
    """Return an indicator, measured as the suggestion counts it: number, target, unit and other's source."""
    stands = indicator.origin in (Origin.MEASURED, Origin.VERIFIED)
    return Rested(
        name=indicator.name,
        weight=indicator.weight,
        is_measured=stands and indicator.realization is not None and bool(indicator.unit),
        evidence=evidence_of(indicator, rater, looks),
    )


def evidence_of(
    indicator: ComputedIndicator, rater: int | None, looks: Mapping[int, EvidenceLook]
) -> EvidenceQuality:
    """Return the evidence of a figure; of several statements the weakest: a sum is no better than its parts.

    A loaded file or a connected system is the system of record. A file that the employee loaded and no other
    person confirmed is a declaration with an attachment, and so is one that a third person did not agree
    with.
    """
    origin, sources = indicator.origin, indicator.sources
    if origin is Origin.MEASURED:
        return EvidenceQuality.SYSTEM_OF_RECORD
    if origin is Origin.VERIFIED:
        return max(
            (_verified(source, rater, looks) for source in sources if isinstance(source, StatedSource)),
            key=_BEST_FIRST.index,
            default=EvidenceQuality.NONE,
        )
    if origin is Origin.DECLARED and sources:
        attached = all(isinstance(source, FileSource) or source.evidence for source in sources)
        return EvidenceQuality.ATTACHED if attached else EvidenceQuality.NONE
    return EvidenceQuality.NONE


def _verified(source: StatedSource, rater: int | None, looks: Mapping[int, EvidenceLook]) -> EvidenceQuality:
    """Return third party where a person outside the two vouches for the figure.

    That is who verified it, who opened its evidence when it was drawn, or who signed all of the evidence (or
    the system it came from), which the appraiser looked at.
    """
    look = looks.get(source.realization)
    origins = [item.origin for item in source.evidence]
    outside = bool(origins) and all(origin in _SEEN_FROM_OUTSIDE for origin in origins)
    if outside or (look is not None and (look.agrees or look.by != rater)):
        return EvidenceQuality.THIRD_PARTY
    return EvidenceQuality.APPRAISER


def noted_in(days: Iterable[date], *, starts: date, ends: date) -> Noted:
    """Return the months with a dated entry about the period, by the day of writing, and the late entries.

    Daily progress of the employee, realizations typed by hand, feedback of the appraiser, and talks in the
    period. By the day of writing, because an entry about January written in December is memory. Late is the
    last tenth of the period and anything written after it. Loaded figures are no entries: they count in the
    two components before, and no person noted anything. Nor is a realization that was typed after the period:
    a figure of all of it cannot be known earlier, so it was not late.
    """
    last_tenth = ends - timedelta(days=((ends - starts).days + 1) // _LATE_TENTHS)
    written = list(days)
    inside = {(day.year, day.month) for day in written if starts <= day <= ends}
    months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
    return Noted(len(inside), months, len(written), sum(day > last_tenth for day in written))


def _usual(appraisal: Appraisal, expectation: Expectation | None) -> tuple[float, float] | None:
    """Return the range of four fifths of the ratings of such results, in the same family and period."""
    achieved = appraisal.computation.achievement if appraisal.computation else None
    if expectation is None or achieved is None:
        return None
    return expectation.interval(
        family=appraisal.plan.assignment.position.kind,
        period=str(appraisal.period),
        result=float(achieved) / 100,
    )


def _expected(
    appraisal: Appraisal,
    marks: Sequence[BehaviorMark],
    usual: tuple[float, float] | None,
    has_second_reader: bool,
) -> Expected | None:
    """Return the mean of seven marks inside that range, or outside with a reason and a second opinion."""
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
    """Return the marks off the middle and their examples; one dated after the period does not count."""
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
    """Return the distance between survey and marks, over the values of the survey that may be read."""
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


def _state(records: Records, *, on: date) -> Calibration:
    """Return the state of the appraiser's calibration, as everybody may know it.

    An agreed action counts until it is done; an open or explained finding does not. Without one, the standard
    cases of the last year decide.
    """
    if records.action_until is not None:
        overdue = records.action_until < on
        return Calibration.UNRESOLVED_FINDING if overdue else Calibration.OPEN_REVIEW
    return Calibration.VALID if records.is_calibrated else Calibration.NONE_OR_EXPIRED
