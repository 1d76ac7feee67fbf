"""Realizations: the value of one indicator from the rows of files, or from statements by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeVar
from uuid import UUID

from terukur.appraisal.models import Policy as PolicyRow
from terukur.appraisal.tree import (
    AttachedEvidence,
    ComputedExpectation,
    FileSource,
    PeriodValue,
    Source,
    StatedAccount,
    StatedSource,
    UncountedDays,
)
from terukur.measurement.models import ExposureChange, Observation, Realization
from terukur.measurement.queries import awaits_owner, awaits_second_person, is_disputed
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.regulation.combining import SpanPart, combined
from terukur.regulation.plan_time import Span
from terukur.regulation.qualitative import AccountState, evidence_class
from terukur.regulation.scales import Combination, Origin

_UNCONFIRMED = "Berkasnya dimuat oleh yang diukur sendiri dan belum dikonfirmasi orang lain"
_Row = TypeVar("_Row", Observation, Realization)


@dataclass(slots=True)
class PlanInputs:
    """All inputs of the computation of one plan; ``starts`` to ``ends`` is the period.

    ``uncounted`` are the days of the plan that are not counted (``appraisal.counting``).
    """

    version: PlanVersion
    policy: PolicyRow
    starts: date
    ends: date
    as_of: date
    is_head: bool = False
    observations: Sequence[Observation] = ()
    last_year: Sequence[Observation] = ()
    realizations: Mapping[UUID, Sequence[Realization]] = field(default_factory=dict)
    exposures: Mapping[UUID, ExposureChange] = field(default_factory=dict)
    uncounted: Sequence[UncountedDays] = ()


@dataclass(frozen=True, slots=True)
class OwnValue:
    """The value of the rows inside the period alone, and these rows."""

    value: Fraction
    step: str
    spans: Sequence[Span]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Realized:
    """The realization of one indicator with its origin, sources and working.

    ``own`` is the period's own value, from the rows that lie inside of it. ``fills_back`` is true where a
    value stands for the months before it as well, and ``is_state`` where the newest one alone counts.
    """

    value: Fraction | None
    origin: Origin
    sources: tuple[Source, ...]
    steps: tuple[str, ...]
    series: tuple[PeriodValue, ...]
    own: OwnValue | None = None
    fills_back: bool = False
    is_state: bool = False

    @property
    def spans(self) -> list[Span]:
        """The days of each value."""
        return [(one.starts, one.ends) for one in self.series]


def realized_of(indicator: Indicator, inputs: PlanInputs) -> Realized:
    """Return the realization of an indicator from its measure, or as it was stated by hand."""
    if indicator.measure is not None:
        return _from_data(indicator, inputs)
    return _by_hand(indicator, inputs)


def _from_data(indicator: Indicator, inputs: PlanInputs) -> Realized:
    measure = indicator.measure
    rows = [row for row in inputs.observations if row.measure_id == indicator.measure_id]
    if measure is None or not rows:
        return Realized(None, Origin.NONE, (), (), ())
    combination = Combination(measure.combination)
    value, step = combined([_part(row, combination) for row in rows], combination, per=measure.per)
    series = tuple(PeriodValue(row.starts, row.ends, _observed(row, measure.per)) for row in rows)
    is_state = combination is Combination.LATEST
    inside = _inside(rows, inputs)
    own = None
    if inside:
        parts = [_part(row, combination) for row in inside]
        amount, own_step = combined(parts, combination, per=measure.per)
        # A state at a time comes from the newest row alone, so only its file is named.
        own = OwnValue(amount, own_step, _spans(inside), sources_of(inside[-1:] if is_state else inside))
    owner = inputs.version.plan.assignment.employee.user_id
    awaits = awaits_second_person(rows, measured=owner)
    origin = Origin.DECLARED if awaits else Origin.MEASURED
    steps = (step, _UNCONFIRMED) if awaits else (step,)
    sources = sources_of(rows[-1:] if is_state else rows)
    return Realized(value, origin, sources, steps, series, own, fills_back=is_state, is_state=is_state)


def _part(row: Observation, combination: Combination) -> SpanPart:
    if combination is Combination.RATIO:
        return SpanPart(Fraction(row.numerator or 0), Fraction(row.denominator or 1))
    return SpanPart(Fraction(row.value or 0))


def _inside(rows: Sequence[_Row], inputs: PlanInputs) -> list[_Row]:
    return [row for row in rows if row.starts >= inputs.starts and row.ends <= inputs.ends]


def _spans(rows: Sequence[Observation] | Sequence[Realization]) -> list[Span]:
    return [(row.starts, row.ends) for row in rows]


def season_of(indicator: Indicator, inputs: PlanInputs) -> tuple[PeriodValue, ...]:
    """Return last year's values of a measure that adds up, for the forecast; they change no figure."""
    measure = indicator.measure
    if measure is None or measure.combination != Combination.SUM:
        return ()
    return tuple(
        PeriodValue(row.starts, row.ends, Fraction(row.value or 0))
        for row in inputs.last_year
        if row.measure_id == measure.pk
    )


def _observed(row: Observation, per: int) -> Fraction:
    return row.amount if row.value is not None else row.amount * per


def sources_of(rows: Sequence[Observation]) -> tuple[FileSource, ...]:
    """Return the files that the rows came from, each with its lines and their versions."""
    by_file: dict[int, list[Observation]] = {}
    for row in rows:
        by_file.setdefault(row.source_id, []).append(row)
    return tuple(
        FileSource(
            import_id=key,
            file=found[0].source.file_name,
            sha256=found[0].source.file.sha256,
            loaded_by=found[0].source.by_name,
            loaded_at=found[0].source.at,
            rows=tuple(row.line for row in found),
            counted_rows=sum(row.rows for row in found),
            versions=tuple(row.version for row in found),
        )
        for key, found in by_file.items()
    )


def _by_hand(indicator: Indicator, inputs: PlanInputs) -> Realized:
    stated = [row for row in inputs.realizations.get(indicator.thread, ()) if not _is_refused(row)]
    rows = [row for row in stated if not awaits_owner(row)]
    if not rows:
        waiting = ("Diketik pembantu; menunggu pengesahan pegawai",) if stated else ()
        return Realized(None, Origin.NONE, (), waiting, ())
    disputed = any(is_disputed(row) for row in rows)
    verified = all(_is_accepted(row) for row in rows) and not disputed
    value, step = _stated(rows, indicator.combined_by)
    inside = _inside(rows, inputs)
    own = None
    if inside:
        amount, own_step = _stated(inside, indicator.combined_by)
        own = OwnValue(amount, own_step, _spans(inside), _statements(inside))
    series = tuple(PeriodValue(row.starts, row.ends, Fraction(row.number)) for row in rows)
    origin = Origin.VERIFIED if verified else Origin.DECLARED
    steps = (step, "Uji petik: pemeriksa ketiga tidak sependapat dengan buktinya")
    return Realized(
        value,
        origin,
        _statements(rows),
        steps if disputed else (step,),
        series,
        own,
        fills_back=True,
        is_state=indicator.combined_by is Combination.LATEST,
    )


def expectation_of(result: PlannedResult, inputs: PlanInputs) -> ComputedExpectation | None:
    """Return the expectation of a result in words with the period's accounts; None for other results."""
    if not result.expectation:
        return None
    stated = [
        row
        for row in _inside(inputs.realizations.get(result.thread, ()), inputs)
        if row.account and not _is_refused(row)
    ]
    rows = [row for row in stated if not awaits_owner(row)]
    origin = evidence_class([AccountState(_is_accepted(row), is_disputed(row)) for row in rows])
    steps = [f"{len(rows)} uraian pada periode ini; dinilai pejabat penilai, tidak dihitung menjadi angka"]
    if len(stated) > len(rows):
        steps.append("Diketik pembantu; menunggu pengesahan pegawai")
    if any(is_disputed(row) for row in rows):
        steps.append("Uji petik: pemeriksa ketiga tidak sependapat dengan buktinya")
    accounts = tuple(
        StatedAccount(row.starts, row.ends, row.account_on, row.account, source)
        for row, source in zip(rows, _statements(rows), strict=True)
    )
    return ComputedExpectation(result.expectation, origin, accounts, tuple(steps))


def _stated(rows: Sequence[Realization], combination: Combination) -> tuple[Fraction, str]:
    return combined([SpanPart(Fraction(row.number)) for row in rows], combination)


def _statements(rows: Sequence[Realization]) -> tuple[StatedSource, ...]:
    """Return who stated each value, who verified it, and the evidence beside it."""
    return tuple(
        StatedSource(
            realization=row.pk,
            declared_by=row.declared_by.name,
            declared_at=row.declared_at,
            verified_by=row.verification.by.name if _is_accepted(row) else None,
            evidence=tuple(
                AttachedEvidence(
                    id=item.pk,
                    file=item.file_name or None,
                    sha256=item.file.sha256 if item.file else None,
                    address=item.address or None,
                    origin=item.origin,
                )
                for item in row.evidence.all()
            ),
        )
        for row in rows
    )


def _is_accepted(row: Realization) -> bool:
    verification = getattr(row, "verification", None)
    return verification is not None and verification.accepted


def _is_refused(row: Realization) -> bool:
    verification = getattr(row, "verification", None)
    return verification is not None and not verification.accepted
