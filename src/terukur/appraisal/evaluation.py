"""Evaluation of a period: for every plan in force, the computation of its appraisal.

Work is done in batches of plans with a fixed number of statements each, so it is linear in people. A
delivered rating keeps its computation; where its figures have changed since, the change is noted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.basis import note_change
from terukur.appraisal.cadence_setting import why_other_period
from terukur.appraisal.closed_years import why_closed
from terukur.appraisal.computing import RULES, Computed, compute
from terukur.appraisal.counting import counted_from
from terukur.appraisal.models import Appraisal, Computation, EvaluationRun, Policy
from terukur.appraisal.operations import ensure_policy
from terukur.appraisal.queries import policy_on
from terukur.appraisal.realizing import PlanInputs
from terukur.appraisal.tree import UncountedDays
from terukur.appraisal.trial import trial_units
from terukur.employment.uncounted import uncounted_spans
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints_of
from terukur.ledger.operations import Act, record_all
from terukur.measurement.models import ExposureChange, Observation, Realization
from terukur.measurement.queries import exposures_for, observations_for, realizations_for
from terukur.notation.numbers import rounded
from terukur.organization.models import Agency, Unit
from terukur.organization.queries import appraisers_of, heads_on, subtree
from terukur.planning.models import Measure, PlanVersion
from terukur.planning.operations.closing import close_ended_plans
from terukur.planning.queries import versions_with_content
from terukur.regulation.decision import Refused
from terukur.regulation.periods import Period

BATCH = 500


class NothingToEvaluate(ValueError):
    """There is no plan in force for this period, or its year is closed; the message says what to do."""


class EvaluationRefused(Refused):
    """The computation is not possible; the message says why."""


def request_evaluation(*, period: Period, acting: Acting[User]) -> EvaluationRun:
    """Ask for the computation of a period, which the worker carries out.

    :raises EvaluationRefused: from outside the performance team, or for a period that is none of its year's.
    """
    if not may_evaluate(acting.by, on=acting.on):
        raise EvaluationRefused("Perhitungan diminta oleh pengelola kinerja.")
    if why := why_other_period(period):
        raise EvaluationRefused(why)
    return EvaluationRun.objects.create(period=period, requested_by=acting.by, requested_at=acting.at)


@dataclass(slots=True)
class Evaluated:
    """The counts of an evaluation, in appraisals."""

    people: int = 0
    changed: int = 0
    suggested: int = 0


def evaluate(
    *,
    period: Period,
    acting: Acting[Actor],
    unit: Unit | None = None,
    plans: Sequence[int] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluated:
    """Compute every appraisal of a period, or of one unit and all below it, or of some plans.

    The policy is the one in force when the period began, so that nobody is measured by numbers
    that came later, and an appraisal that was computed before keeps its version. A
    running period is computed as of today, a past one as of its last day.

    In a closed year only appraisals of named plans that are there already are computed, so that an objection
    and a correction of figures are heard.

    :raises NothingToEvaluate: where no plan is in force, for all plans of a closed year, or for a period that
        is none of its year's.
    """
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        raise NothingToEvaluate("Belum ada instansi. Dirikan dahulu dengan “terukur agency”.")
    closed = why_closed(period.year)
    if closed and plans is None:
        raise NothingToEvaluate(closed)
    if closed:
        plans = list(
            Appraisal.objects.filter(plan__in=plans or (), period=period).values_list("plan", flat=True)
        )
    if why := why_other_period(period):
        raise NothingToEvaluate(why)
    close_ended_plans(acting=acting)
    as_of = min(period.ends, max(acting.on, period.starts))
    policy = policy_on(period.starts) or ensure_policy(agency=agency, on=as_of, acting=acting)
    keys = _versions_in_force(period, as_of, unit, plans)
    if not keys and plans is None:
        raise NothingToEvaluate(f"Tidak ada SKP yang berlaku pada {period.label}. Tetapkan SKP lebih dahulu.")
    done = Evaluated()
    for start in range(0, len(keys), BATCH):
        _evaluate_batch(keys[start : start + BATCH], period, as_of, policy, acting, done)
        if progress:
            progress(done.people, len(keys))
    return done


def _versions_in_force(
    period: Period, as_of: date, unit: Unit | None, plans: Sequence[int] | None
) -> list[int]:
    found = PlanVersion.objects.in_force(on=as_of).filter(
        Q(plan__closed_on__isnull=True) | Q(plan__closed_on__gte=period.starts),
        # A plan whose position ended before it began never counts.
        Q(plan__assignment__ends__isnull=True) | Q(plan__assignment__ends__gte=F("plan__starts")),
        plan__starts__lte=period.ends,
        plan__ends__gte=period.starts,
        plan__year=period.year,
    )
    if unit is not None:
        found = found.filter(plan__assignment__position__unit__in=subtree(unit.pk))
    if plans is not None:
        found = found.filter(plan__in=plans)
    return list(found.order_by("plan_id").values_list("pk", flat=True))


@transaction.atomic
def _evaluate_batch(
    keys: list[int], period: Period, as_of: date, policy: Policy, acting: Acting[Actor], done: Evaluated
) -> None:
    versions = list(versions_with_content().filter(pk__in=keys).order_by("plan_id"))
    appraisals = _appraisals(versions, period)
    appraisers = appraisers_of([version.plan.assignment for version in versions], on=acting.on)
    fresh: list[Computation] = []
    touched: list[Appraisal] = []
    acts: list[Act] = []
    policies = {
        plan: appraisal.computation.policy if appraisal.computation else policy
        for plan, appraisal in appraisals.items()
    }
    for version, inputs in zip(versions, _inputs(versions, period, as_of, policies), strict=True):
        appraisal = appraisals[version.plan_id]
        done.people += 1
        if not appraisal.is_ratable:
            computed = compute(inputs)
            noted = note_change(appraisal=appraisal, computed=computed, at=acting.at)
            acts.extend([noted] if noted else [])
            continue
        appraiser = appraisers.get(version.plan.assignment_id)
        has_other_appraiser = appraisal.appraiser_id != appraiser
        appraisal.appraiser_id = appraiser
        computed = compute(inputs)
        done.suggested += computed.tree.suggested is not None
        is_same = appraisal.computation is not None and appraisal.computation.inputs == computed.digest
        if has_other_appraiser or not is_same:
            touched.append(appraisal)
        if is_same:
            if has_other_appraiser:
                acts.append(Act(f"appraisal/{appraisal.pk}", "appraiser-followed"))
            continue
        done.changed += 1
        fresh.append(_computation(appraisal, version, inputs.policy, computed, as_of, acting.at))
        acts.append(
            Act(
                f"appraisal/{appraisal.pk}",
                "computed",
                before={"inputs": appraisal.computation.inputs} if appraisal.computation else None,
                after={"inputs": computed.digest, "suggested": computed.tree.suggested},
            )
        )
    Computation.objects.bulk_create(fresh, batch_size=500)
    for computation in fresh:
        computation.appraisal.computation = computation
    Appraisal.objects.bulk_update(touched, ["computation", "appraiser"], batch_size=500)
    if acts:
        rows = _computed_rows(fresh)
        record_all([replace(act, rows=rows[act.chain]) if act.chain in rows else act for act in acts], acting)


def _computed_rows(fresh: Sequence[Computation]) -> dict[str, dict[str, str]]:
    """Return the fingerprint of each fresh computation, by the chain of its appraisal."""
    found = dict(fingerprints_of(Computation, [computation.pk for computation in fresh]))
    return {
        f"appraisal/{computation.appraisal_id}": {
            f"{Computation._meta.label_lower}:{computation.pk}": found[computation.pk]
        }
        for computation in fresh
    }


def _appraisals(versions: Sequence[PlanVersion], period: Period) -> dict[int, Appraisal]:
    plans = {version.plan_id: version.plan for version in versions}
    trials = trial_units(period)
    Appraisal.objects.bulk_create(
        [
            Appraisal(
                plan=plan,
                period=period,
                is_trial=plan.assignment.position.unit_id in trials,
                starts=max(period.starts, plan.starts),
                ends=min(period.ends, plan.last_day),
            )
            for plan in plans.values()
        ],
        ignore_conflicts=True,
    )
    stored = (
        Appraisal.objects.select_for_update(of=("self",))
        .select_related("computation__policy")
        .filter(plan__in=plans, period=period)
        .order_by("pk")
    )
    return {appraisal.plan_id: appraisal for appraisal in stored}


def _inputs(
    versions: Sequence[PlanVersion], period: Period, as_of: date, policies: dict[int, Policy]
) -> Iterator[PlanInputs]:
    """Yield for each version the observations, statements and changes from the plan's beginning on.

    Figures of the running month or quarter that are there already count: they are compared with
    the target of today.
    """
    plans = [version.plan_id for version in versions]
    away = uncounted_spans(
        {version.plan.assignment.employee_id for version in versions},
        starts=date(period.year, 1, 1),
        ends=date(period.year, 12, 31),
    )
    heads = heads_on({version.plan.assignment.position.unit_id for version in versions}, on=as_of)
    observed = _observations(versions, period)
    stated: dict[int, dict[UUID, list[Realization]]] = defaultdict(lambda: defaultdict(list))
    for realization in realizations_for(plans, ends=period.ends):
        stated[realization.plan_id][realization.thread].append(realization)
    changed: dict[int, dict[UUID, ExposureChange]] = defaultdict(dict)
    for change in exposures_for(plans, on=as_of):
        changed[change.plan_id][change.thread] = change
    for version in versions:
        plan = version.plan
        uncounted = [
            UncountedDays(one.starts, one.ends, one.why, one.is_away)
            for one in away.get(plan.assignment.employee_id, ())
            if one.starts <= plan.last_day and one.ends >= plan.starts
        ]
        first = counted_from(uncounted, starts=plan.starts)
        rows = observed[Measure.Subject.EMPLOYEE].get(plan.assignment.employee_id, []) + observed[
            Measure.Subject.UNIT
        ].get(plan.assignment.position.unit_id, [])
        yield PlanInputs(
            version=version,
            policy=policies[plan.pk],
            as_of=min(as_of, plan.last_day),
            starts=max(period.starts, plan.starts),
            ends=min(period.ends, plan.last_day),
            is_head=(plan.assignment.position.unit_id, plan.assignment.employee_id) in heads,
            observations=[row for row in rows if row.starts >= first and row.ends <= plan.last_day],
            last_year=[row for row in rows if row.ends.year == plan.year - 1],
            realizations={
                thread: [row for row in found if row.starts >= first]
                for thread, found in stated[plan.pk].items()
            },
            exposures=changed[plan.pk],
            uncounted=uncounted,
        )


def _observations(versions: Sequence[PlanVersion], period: Period) -> dict[str, dict[int, list[Observation]]]:
    found: dict[str, dict[int, list[Observation]]] = {
        Measure.Subject.EMPLOYEE: defaultdict(list),
        Measure.Subject.UNIT: defaultdict(list),
    }
    measures = {
        measure
        for version in versions
        for result in version.results.all()
        for indicator in result.indicators.all()
        for measure in (indicator.measure_id, indicator.exposure_measure_id)
        if measure is not None
    }
    if not measures:
        return found
    rows = observations_for(
        measures=measures,
        employees={version.plan.assignment.employee_id for version in versions},
        units={version.plan.assignment.position.unit_id for version in versions},
        starts=date(period.year - 1, 1, 1),
        ends=period.ends,
    )
    for row in rows:
        if row.employee_id is not None:
            found[Measure.Subject.EMPLOYEE][row.employee_id].append(row)
        elif row.unit_id is not None:
            found[Measure.Subject.UNIT][row.unit_id].append(row)
    return found


def _computation(
    appraisal: Appraisal, version: PlanVersion, policy: Policy, computed: Computed, as_of: date, at: datetime
) -> Computation:
    tree = computed.tree
    return Computation(
        appraisal=appraisal,
        plan_version=version,
        policy=policy,
        rules=RULES,
        computed_at=at,
        as_of=min(as_of, version.plan.last_day),
        suggested=tree.suggested or "",
        achievement=None if tree.achievement is None else rounded(tree.achievement, 4),
        coverage=rounded(tree.coverage, 4),
        inputs=computed.digest,
        body=computed.body,
    )
