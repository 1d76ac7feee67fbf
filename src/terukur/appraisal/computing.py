"""From rows to the computation of one appraisal: a tree that can be shown, kept and repeated."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from terukur.appraisal.exposure import Exposed, exposed
from terukur.appraisal.models import Policy as PolicyRow
from terukur.measurement.models import ExposureChange, Observation, Realization
from terukur.measurement.queries import awaits_owner, awaits_second_person, is_disputed
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.regulation.achievement import DueTarget, Target, achievement_of, target_due
from terukur.regulation.numbers import display
from terukur.regulation.scales import Combination, Direction, Origin, Pace, Rating, ResultKind
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    Policy,
    ResultOutcome,
    suggest_results_rating,
)

RULES = "2026.1"


@dataclass(slots=True)
class Inputs:
    """Everything that the computation of one plan rests on."""

    version: PlanVersion
    policy: PolicyRow
    as_of: date
    is_running: bool = False
    is_head: bool = False
    observations: Sequence[Observation] = ()
    last_year: Sequence[Observation] = ()
    realizations: Mapping[UUID, Sequence[Realization]] = field(default_factory=dict)
    exposures: Mapping[UUID, ExposureChange] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Computed:
    """What is stored: the tree, its digest, and the figures that lists need."""

    body: dict[str, Any]
    digest: str
    suggested: Rating | None
    achievement: Fraction | None
    coverage: Fraction


@dataclass(frozen=True, slots=True)
class Realized:
    """The realization of one indicator with its origin, sources and working."""

    value: Fraction | None
    origin: Origin
    sources: list[dict[str, Any]]
    steps: tuple[str, ...]
    series: list[dict[str, str]]


def policy_of(row: PolicyRow) -> Policy:
    """The stored policy as the rules read it."""
    return Policy(
        version=row.version,
        cap=Fraction(row.cap),
        meets_low=Fraction(row.meets_low),
        meets_high=Fraction(row.meets_high),
        minimum_evidence=Fraction(row.minimum_evidence),
    )


def compute(inputs: Inputs) -> Computed:
    """Realizations, achievements and the suggestion for one plan as of a day."""
    policy = policy_of(inputs.policy)
    outcomes, bodies = [], []
    for result in inputs.version.results.all():
        outcome, body = _result(result, inputs)
        outcomes.append(outcome)
        bodies.append(body)
    decision = suggest_results_rating(outcomes, policy)
    suggestion = decision.result
    for body, average in zip(bodies, suggestion.results, strict=True):
        body["suggested"] = average.rating
        body["achievement"] = _text(average.achievement)
    tree = {
        "rules": RULES,
        "as_of": inputs.as_of.isoformat(),
        "plan_version": inputs.version.number,
        "policy": {
            "version": policy.version,
            "cap": _text(policy.cap),
            "meets_low": _text(policy.meets_low),
            "meets_high": _text(policy.meets_high),
            "minimum_evidence": _text(policy.minimum_evidence),
            "basis": inputs.policy.basis,
        },
        "results": bodies,
        "suggested": suggestion.rating,
        "achievement": _text(suggestion.achievement),
        "coverage": _text(suggestion.coverage),
        "refusal": suggestion.refusal,
        "steps": list(decision.steps),
        "citations": [citation.key for citation in decision.citations],
        **({"heads_unit": True} if inputs.is_head else {}),
    }
    return Computed(
        body=tree,
        digest=seal_of(tree),
        suggested=suggestion.rating,
        achievement=suggestion.achievement,
        coverage=suggestion.coverage,
    )


def seal_of(body: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical form of a computation's tree."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _result(result: PlannedResult, inputs: Inputs) -> tuple[ResultOutcome, dict[str, Any]]:
    outcomes, bodies = [], []
    for indicator in result.indicators.all():
        outcome, body = _indicator(indicator, inputs)
        outcomes.append(outcome)
        bodies.append(body)
    weight = sum((item.weight for item in outcomes), Fraction(0))
    outcome_of_result = ResultOutcome(result.title, ResultKind(result.kind), tuple(outcomes))
    return outcome_of_result, {
        "thread": str(result.thread),
        "title": result.title,
        "kind": result.kind,
        "weight": _text(weight),
        "indicators": bodies,
    }


def _indicator(indicator: Indicator, inputs: Inputs) -> tuple[IndicatorOutcome, dict[str, Any]]:
    plan = inputs.version.plan
    exposure = exposed(
        indicator, change=inputs.exposures.get(indicator.thread),
        observations=inputs.observations, plan=plan, as_of=inputs.as_of,
    )  # fmt: skip
    target = _target(indicator, exposure)
    realized = _realized(indicator, inputs)
    until = _compared_until(realized, inputs)
    due = target_due(target, starts=plan.starts, ends=plan.ends, on=until)
    achievement, steps = _achievement(target, due, realized)
    steps = (*exposure.steps, *(due.steps if due else ()), *steps)
    weight = Fraction(indicator.weight or 0)
    origin = realized.origin
    body = {
        "thread": str(indicator.thread),
        "name": indicator.name,
        "aspect": indicator.aspect or None,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "pace": indicator.pace,
        "weight": _text(weight),
        "target": _text(target.value),
        "target_high": _text(target.high),
        "due_target": _text(due.low) if due else None,
        "due_target_high": _text(due.high) if due else None,
        "compared_until": until.isoformat(),
        "is_due": due is not None,
        "due_on": indicator.due.isoformat() if indicator.due else None,
        "last_year": _text(indicator.last_year_value),
        "measure": indicator.measure.name if indicator.measure else None,
        "realization": _text(realized.value),
        "achievement": _text(achievement),
        "origin": origin,
        "exposure": _exposure(indicator, exposure),
        "sources": realized.sources,
        "series": realized.series,
        "season": _season(indicator, inputs),
        "steps": [*realized.steps, *steps],
    }
    return IndicatorOutcome(weight, achievement, origin, due is not None), body


def _compared_until(realized: Realized, inputs: Inputs) -> date:
    """The day up to which realization and target are compared.

    While a period runs, months whose data have not come in are not measured, never zero: the
    target is taken as of the last data. Once it is over, the whole period counts.
    """
    if not inputs.is_running or not realized.series:
        return inputs.as_of
    return min(inputs.as_of, date.fromisoformat(realized.series[-1]["ends"]))


def _target(indicator: Indicator, exposure: Exposed) -> Target:
    return Target(
        value=Fraction(indicator.target or 0),
        direction=Direction(indicator.direction),
        pace=Pace(indicator.pace),
        high=None if indicator.target_high is None else Fraction(indicator.target_high),
        due=indicator.due,
        planned_exposure=_fraction(indicator.exposure_planned),
        exposure=exposure.value,
    )


def _achievement(
    target: Target, due: DueTarget | None, realized: Realized
) -> tuple[Fraction | None, tuple[str, ...]]:
    if due is None and target.exposure == 0:
        return None, ("Paparan nol: tidak ada yang dapat dicapai, jadi tidak dihitung.",)
    if due is None:
        return None, ("Belum jatuh tempo: tidak dihitung, bukan nol.",)
    if realized.value is None:
        return None, ("Belum ada realisasi.",)
    decision = achievement_of(
        realization=realized.value, low=due.low, high=due.high, direction=target.direction
    )
    return decision.result, decision.steps


def _exposure(indicator: Indicator, exposure: Exposed) -> dict[str, Any] | None:
    if indicator.exposure_planned is None:
        return None
    return {
        "name": indicator.exposure_name,
        "planned": _text(indicator.exposure_planned),
        "actual": _text(indicator.exposure_planned if exposure.value is None else exposure.value),
        "reason": exposure.reason,
        "since": exposure.since.isoformat() if exposure.since else None,
        "sources": _sources(exposure.rows),
    }


def _realized(indicator: Indicator, inputs: Inputs) -> Realized:
    if indicator.measure is not None:
        return _from_data(indicator, inputs)
    return _by_hand(indicator, inputs)


def _from_data(indicator: Indicator, inputs: Inputs) -> Realized:
    measure = indicator.measure
    rows = [row for row in inputs.observations if row.measure_id == indicator.measure_id]
    if measure is None or not rows:
        return Realized(None, Origin.NONE, [], (), [])
    combination = Combination(measure.combination)
    if combination is Combination.RATIO:
        top = sum((Fraction(row.numerator or 0) for row in rows), Fraction(0))
        bottom = sum((Fraction(row.denominator or 1) for row in rows), Fraction(0))
        value = top / bottom * measure.per
        per = f" × {measure.per}" if measure.per != 1 else ""
        step = f"Realisasi: {display(top)} ÷ {display(bottom)}{per} = {display(value)}"
    else:
        amounts = [Fraction(row.value or 0) for row in rows]
        value, step = combine(amounts, combination)
    series = [_entry(row, _observed(row, measure.per)) for row in rows]
    owner = inputs.version.plan.assignment.employee.user_id
    if awaits_second_person(rows, measured=owner):
        steps = (
            step,
            "Berkasnya dimuat oleh yang diukur sendiri dan belum dikonfirmasi orang lain",
        )
        return Realized(value, Origin.DECLARED, _sources(rows), steps, series)
    return Realized(value, Origin.MEASURED, _sources(rows), (step,), series)


def _season(indicator: Indicator, inputs: Inputs) -> list[dict[str, str]]:
    """Last year's course of a measure that adds up, for the forecast; it moves no figure."""
    measure = indicator.measure
    if measure is None or measure.combination != Combination.SUM:
        return []
    return [
        _entry(row, Fraction(row.value or 0))
        for row in inputs.last_year
        if row.measure_id == measure.pk
    ]


def _entry(row: Observation | Realization, value: Fraction) -> dict[str, str]:
    return {
        "starts": row.starts.isoformat(), "ends": row.ends.isoformat(), "value": _text(value) or "",
    }  # fmt: skip


def _observed(row: Observation, per: int) -> Fraction:
    return row.amount if row.value is not None else row.amount * per


def combine(amounts: Sequence[Fraction], combination: Combination) -> tuple[Fraction, str]:
    """One realization from several months, with the working; amounts in the order of time."""
    if combination is Combination.LATEST:
        return amounts[-1], f"Realisasi: nilai terakhir {display(amounts[-1])}"
    total = sum(amounts, Fraction(0))
    shown = " + ".join(display(amount) for amount in amounts)
    if combination is Combination.MEAN:
        mean = total / len(amounts)
        return mean, f"Realisasi: ({shown}) ÷ {len(amounts)} = {display(mean)}"
    return total, f"Realisasi: {shown} = {display(total)}"


def _sources(rows: Sequence[Observation]) -> list[dict[str, Any]]:
    """The files that the rows came from, each with its lines and newest version."""
    files: dict[int, dict[str, Any]] = {}
    for row in rows:
        entry = files.setdefault(
            row.source_id,
            {
                "import": row.source_id,
                "file": row.source.file_name,
                "sha256": row.source.file.sha256,
                "loaded_by": row.source.by_name,
                "loaded_at": row.source.at.isoformat(),
                "rows": [],
                "counted_rows": 0,
                "versions": [],
            },
        )
        entry["rows"].append(row.line)
        entry["counted_rows"] += row.rows
        entry["versions"].append(row.version)
    return list(files.values())


def _by_hand(indicator: Indicator, inputs: Inputs) -> Realized:
    stated = [row for row in inputs.realizations.get(indicator.thread, ()) if not _is_refused(row)]
    rows = [row for row in stated if not awaits_owner(row)]
    if not rows:
        waiting = ("Diketik pembantu; menunggu pengesahan pegawai",) if stated else ()
        return Realized(None, Origin.NONE, [], waiting, [])
    disputed = any(is_disputed(row) for row in rows)
    verified = all(_is_accepted(row) for row in rows) and not disputed
    value, step = combine([Fraction(row.value) for row in rows], indicator.combined_by)
    sources = [
        {
            "realization": row.pk,
            "declared_by": row.declared_by.name,
            "declared_at": row.declared_at.isoformat(),
            "verified_by": row.verification.by.name if _is_accepted(row) else None,
            "evidence": [
                {
                    "id": item.pk,
                    "file": item.file_name or None,
                    "sha256": item.file.sha256 if item.file else None,
                    "address": item.address or None,
                    "origin": item.origin,
                }
                for item in row.evidence.all()
            ],
        }
        for row in rows
    ]
    series = [_entry(row, Fraction(row.value)) for row in rows]
    origin = Origin.VERIFIED if verified else Origin.DECLARED
    steps = (step, "Uji petik: pemeriksa ketiga tidak sependapat dengan buktinya")
    return Realized(value, origin, sources, steps if disputed else (step,), series)


def _is_accepted(row: Realization) -> bool:
    verification = getattr(row, "verification", None)
    return verification is not None and verification.accepted


def _is_refused(row: Realization) -> bool:
    verification = getattr(row, "verification", None)
    return verification is not None and not verification.accepted


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _text(value: Fraction | Decimal | None) -> str | None:
    return None if value is None else str(Fraction(value))
