"""From rows to the computation of one appraisal: a tree that can be shown, kept and repeated."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from terukur.appraisal.exposure import Exposed, exposed
from terukur.appraisal.models import Policy as PolicyRow
from terukur.appraisal.period_figures import (
    PAST,
    compared_until,
    due_of,
    is_of_the_past,
    month_body,
    month_steps,
    months_of,
    own_body,
    reached_body,
)
from terukur.appraisal.realizing import Inputs, Realized, exact_text, realized_of, season_of, sources_of
from terukur.planning.models import Indicator, PlannedResult
from terukur.regulation.achievement import DueTarget, Target, achievement_of, target_due
from terukur.regulation.scales import Direction, Origin, Pace, Rating, ResultKind
from terukur.regulation.suggestion import IndicatorOutcome, Policy, ResultOutcome, suggest_results_rating

# 2026.2: months without data are missing, neither zero nor done; 2026.1 counted them as zero.
RULES = "2026.2"


@dataclass(frozen=True, slots=True)
class Computed:
    """What is stored: the tree, its digest, and the figures that lists need."""

    body: dict[str, Any]
    digest: str
    suggested: Rating | None
    achievement: Fraction | None
    coverage: Fraction


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
        body["achievement"] = exact_text(average.achievement)
    tree = {
        "rules": RULES,
        "as_of": inputs.as_of.isoformat(),
        "plan_version": inputs.version.number,
        "policy": {
            "version": policy.version,
            "cap": exact_text(policy.cap),
            "meets_low": exact_text(policy.meets_low),
            "meets_high": exact_text(policy.meets_high),
            "minimum_evidence": exact_text(policy.minimum_evidence),
            "basis": inputs.policy.basis,
        },
        "results": bodies,
        "suggested": suggestion.rating,
        "achievement": exact_text(suggestion.achievement),
        "coverage": exact_text(suggestion.coverage),
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
        "weight": exact_text(weight),
        "indicators": bodies,
    }


def _indicator(indicator: Indicator, inputs: Inputs) -> tuple[IndicatorOutcome, dict[str, Any]]:
    plan = inputs.version.plan
    exposure = exposed(
        indicator,
        change=inputs.exposures.get(indicator.thread),
        observations=inputs.observations,
        plan=plan,
        as_of=inputs.as_of,
    )
    target = _target(indicator, exposure)
    realized = realized_of(indicator, inputs)
    months = months_of(realized, inputs)
    until = compared_until(realized, inputs)
    is_past = is_of_the_past(target, realized, inputs)
    due = None if is_past else due_of(target, realized, inputs, until)
    whole = target_due(target, starts=plan.starts, ends=plan.ends, on=inputs.as_of)
    achievement, steps = _achievement(target, due, realized, inputs)
    share = Fraction(1) if target.pace is Pace.ONCE else months.share
    is_measured = achievement is not None and share > 0
    weight = Fraction(indicator.weight or 0)
    origin = realized.origin if is_measured or due is None else Origin.NONE
    body = {
        "thread": str(indicator.thread),
        "name": indicator.name,
        "aspect": indicator.aspect or None,
        "unit": indicator.unit,
        "direction": indicator.direction,
        "pace": indicator.pace,
        "weight": exact_text(weight),
        "target": exact_text(target.value),
        "target_high": exact_text(target.high),
        "due_target": exact_text(due.low) if due else None,
        "due_target_high": exact_text(due.high) if due else None,
        "due_by_calendar": exact_text(whole.low) if whole else None,
        "compared_until": until.isoformat(),
        "is_due": due is not None,
        "due_on": indicator.due.isoformat() if indicator.due else None,
        "last_year": exact_text(indicator.last_year_value),
        "measure": indicator.measure.name if indicator.measure else None,
        "realization": exact_text(realized.value),
        "achievement": exact_text(achievement) if is_measured else None,
        "origin": origin,
        "reached": reached_body(achievement, realized, until),
        "own": own_body(realized, target, inputs),
        "months": month_body(months, share, realized),
        "exposure": _exposure(indicator, exposure),
        "sources": realized.sources,
        "series": realized.series,
        "season": season_of(indicator, inputs),
        "steps": [
            *realized.steps,
            *exposure.steps,
            *(due.steps if due else ()),
            *steps,
            *(PAST if is_past else month_steps(months, realized, is_measured, due)),
        ],
    }
    counted = achievement if is_measured else None
    return IndicatorOutcome(weight, counted, origin, due is not None, share), body


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
    target: Target, due: DueTarget | None, realized: Realized, inputs: Inputs
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


def _exposure(indicator: Indicator, exposure: Exposed) -> dict[str, Any] | None:
    if indicator.exposure_planned is None:
        return None
    return {
        "name": indicator.exposure_name,
        "planned": exact_text(indicator.exposure_planned),
        "actual": exact_text(indicator.exposure_planned if exposure.value is None else exposure.value),
        "reason": exposure.reason,
        "since": exposure.since.isoformat() if exposure.since else None,
        "sources": sources_of(exposure.rows),
    }


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)
