"""Computation of one appraisal from rows: a tree that can be shown, kept and repeated."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from terukur.appraisal.counting import counted_part, counting_lines, counting_of, excuse_of, spans_of
from terukur.appraisal.exposure import Exposed, exposed
from terukur.appraisal.models import Policy as PolicyRow
from terukur.appraisal.period_figures import (
    PAST,
    compared_until,
    data_months,
    due_of,
    is_of_the_past,
    month_steps,
    months_of,
    own_figure,
    total_reached,
)
from terukur.appraisal.realizing import (
    PlanInputs,
    Realized,
    expectation_of,
    realized_of,
    season_of,
    sources_of,
)
from terukur.appraisal.replaying import suggestion_from
from terukur.appraisal.tree import (
    AppliedPolicy,
    ComputationTree,
    ComputedIndicator,
    ComputedResult,
    ExposureFigure,
)
from terukur.appraisal.tree_json import to_json
from terukur.planning.models import Indicator, PlannedResult
from terukur.regulation.achievement import DueTarget, Target, achievement_of, target_due
from terukur.regulation.scales import Direction, Origin, Pace, ResultKind

# 2026.2: months without data are missing, neither zero nor done; 2026.1 counted them as zero. Days that are
# not counted, and the division of a target, came later; without any of them nothing differs, so the number
# stayed.
RULES = "2026.2"


@dataclass(frozen=True, slots=True)
class Computed:
    """The tree, the JSON that is stored of it, and the digest of this."""

    tree: ComputationTree
    body: dict[str, Any]
    digest: str


def policy_of(row: PolicyRow) -> AppliedPolicy:
    """Return the stored policy as the rules read it."""
    return AppliedPolicy(
        version=row.version,
        cap=Fraction(row.cap),
        meets_low=Fraction(row.meets_low),
        meets_high=Fraction(row.meets_high),
        minimum_evidence=Fraction(row.minimum_evidence),
        basis=row.basis,
    )


def compute(inputs: PlanInputs) -> Computed:
    """Return realizations, achievements and the suggestion for one plan as of a day."""
    policy = policy_of(inputs.policy)
    excuse = excuse_of(inputs)
    results = [_result(result, inputs, excuse) for result in inputs.version.results.all()]
    decision = suggestion_from(results, policy)
    suggestion = decision.result
    words = _words_on_expectations(results)
    tree = ComputationTree(
        rules=RULES,
        as_of=inputs.as_of,
        plan_version=inputs.version.number,
        policy=policy,
        results=tuple(
            replace(result, suggested=average.rating, achievement=average.achievement)
            for result, average in zip(results, suggestion.results, strict=True)
        ),
        suggested=suggestion.rating,
        achievement=suggestion.achievement,
        coverage=suggestion.coverage,
        refusal=excuse or (words if words and not _has_numbers(results) else suggestion.refusal),
        steps=(
            *counting_lines(inputs),
            *((excuse,) if excuse else decision.steps if _has_numbers(results) or not words else ()),
            *([words] if words else []),
        ),
        citations=(
            *(citation.key for citation in decision.citations),
            *(["counted-time"] if inputs.uncounted else []),
            *(["plan-form-qualitative"] if words else []),
        ),
        heads_unit=inputs.is_head,
        uncounted=tuple(inputs.uncounted),
    )
    body = to_json(tree)
    return Computed(tree, body, seal_of(body))


def _has_numbers(results: Sequence[ComputedResult]) -> bool:
    return any(result.indicators for result in results)


def _words_on_expectations(results: Sequence[ComputedResult]) -> str:
    """Return what the suggestion leaves to the appraiser; empty for a plan of numbers alone."""
    count = sum(result.expectation is not None for result in results)
    if not count:
        return ""
    if _has_numbers(results):
        return (
            f"{count} dari {len(results)} hasil kerja memakai uraian: tidak masuk ke saran ini; pejabat "
            "penilai menilainya satu per satu."
        )
    return "SKP ini kualitatif: tidak ada angka yang disarankan; pejabat penilai menilai tiap ekspektasi."


def seal_of(body: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical form of a computation's tree."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _result(result: PlannedResult, inputs: PlanInputs, excuse: str) -> ComputedResult:
    indicators = tuple(_indicator(indicator, inputs, excuse) for indicator in result.indicators.all())
    return ComputedResult(
        thread=str(result.thread),
        title=result.title,
        kind=ResultKind(result.kind),
        weight=sum((one.weight for one in indicators), Fraction(0)),
        indicators=indicators,
        expectation=expectation_of(result, inputs),
    )


def _indicator(indicator: Indicator, inputs: PlanInputs, excuse: str) -> ComputedIndicator:
    plan = inputs.version.plan
    exposure = exposed(
        indicator,
        change=inputs.exposures.get(indicator.thread),
        observations=inputs.observations,
        plan=plan,
        as_of=inputs.as_of,
        uncounted=spans_of([one for one in inputs.uncounted if not one.is_away]),
    )
    counting = counting_of(indicator, exposure, inputs)
    target = _target(indicator, exposure)
    realized = realized_of(indicator, inputs)
    months = months_of(realized, inputs, counting)
    until = compared_until(realized, inputs)
    is_past = is_of_the_past(target, realized, inputs)
    due = None if is_past or excuse else due_of(target, realized, inputs, until, counting)
    whole = target_due(
        target, starts=plan.starts, ends=plan.ends, on=inputs.as_of, uncounted=counting.target_spans
    )
    achievement, steps = (None, (excuse,)) if excuse else _achievement(target, due, realized, inputs)
    share = Fraction(1) if target.pace is Pace.ONCE else months.share
    is_measured = achievement is not None and share > 0
    return ComputedIndicator(
        thread=str(indicator.thread),
        name=indicator.name,
        aspect=indicator.aspect or None,
        unit=indicator.unit,
        direction=target.direction,
        pace=target.pace,
        weight=Fraction(indicator.weight or 0),
        target=target.value,
        target_high=target.high,
        due_target=due.low if due else None,
        due_target_high=due.high if due else None,
        due_by_calendar=whole.low if whole else None,
        compared_until=until,
        is_due=due is not None,
        due_on=indicator.due,
        last_year=_fraction(indicator.last_year_value),
        measure=indicator.measure.name if indicator.measure else None,
        realization=realized.value,
        achievement=achievement if is_measured else None,
        origin=realized.origin if is_measured or due is None else Origin.NONE,
        reached=total_reached(achievement, realized, until),
        own=own_figure(realized, target, inputs, counting),
        months=data_months(months, share, realized),
        exposure=_exposure(indicator, exposure),
        sources=realized.sources,
        series=realized.series,
        season=season_of(indicator, inputs),
        uncounted=counting.months,
        counted=counted_part(counting, inputs, target.division),
        division=None if target.division.is_even else target.division,
        steps=(
            *realized.steps,
            *exposure.steps,
            *counting.steps,
            *(due.steps if due else ()),
            *steps,
            *(PAST if is_past else month_steps(months, realized, is_measured, due)),
        ),
    )


def _target(indicator: Indicator, exposure: Exposed) -> Target:
    return Target(
        value=Fraction(indicator.target or 0),
        direction=Direction(indicator.direction),
        pace=Pace(indicator.pace),
        high=None if indicator.target_high is None else Fraction(indicator.target_high),
        due=indicator.due,
        planned_exposure=_fraction(indicator.exposure_planned),
        exposure=exposure.value,
        division=indicator.divided,
    )


def _achievement(
    target: Target, due: DueTarget | None, realized: Realized, inputs: PlanInputs
) -> tuple[Fraction | None, tuple[str, ...]]:
    if due is None and target.exposure == 0:
        return None, ("Paparan nol: tidak ada yang dapat dicapai, jadi tidak dihitung.",)
    if due is None:
        return None, ("Belum jatuh tempo: tidak dihitung, bukan nol.",)
    if realized.value is None:
        return None, ("Belum ada realisasi.",)
    decision = achievement_of(
        realization=realized.value,
        low=due.low,
        high=due.high,
        direction=target.direction,
        beside=policy_of(inputs.policy).limits,
    )
    return decision.result, decision.steps


def _exposure(indicator: Indicator, exposure: Exposed) -> ExposureFigure | None:
    if indicator.exposure_planned is None:
        return None
    planned = Fraction(indicator.exposure_planned)
    return ExposureFigure(
        name=indicator.exposure_name,
        planned=planned,
        actual=planned if exposure.value is None else exposure.value,
        reason=exposure.reason,
        since=exposure.since,
        sources=sources_of(exposure.rows),
    )


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
