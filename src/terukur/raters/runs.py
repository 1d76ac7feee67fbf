"""Storage of a run: once for the same inputs, with the findings that a panel should look at."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record, record_all
from terukur.notation.stored_records import to_json
from terukur.objectivity.models import ObjectivityRun
from terukur.organization.models import Agency
from terukur.raters.inputs import RunInputs, window
from terukur.raters.models import Finding, FindingNote, RaterResult
from terukur.raters.record import MirrorRecord, RunRecord, ScreenFlag
from terukur.raters.withdrawing import withdraw_uncarried
from terukur.regulation.periods import Period
from terukur.statistics.severity.verdict import SeverityStatus

# An explanation holds for a year: the same question every quarter would be a nuisance, not a control.
_HOLDS = 4
_NUMBERS = range(1000, 10_000)


@dataclass(frozen=True, slots=True)
class RaterOutcome:
    """The computed results of one appraiser; numbers are None where none may be shown."""

    appraiser: int
    status: SeverityStatus
    employees: int
    forms: int
    periods: int
    cases: int
    severity: float | None
    sd: float | None
    reliability: float | None
    chance: float | None
    screens: Mapping[str, ScreenFlag]
    mirror: MirrorRecord | None

    @property
    def kinds(self) -> list[Finding.Kind]:
        """The kinds of findings that a panel should look at."""
        found = []
        if self.status is SeverityStatus.MATERIAL_DIFFERENCE and self.severity is not None:
            found.append(Finding.Kind.SEVERE if self.severity > 0 else Finding.Kind.LENIENT)
        flagged = [Finding.Kind(name) for name, screen in self.screens.items() if screen.flagged]
        return found + flagged


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The computed results of an agency."""

    seed: int
    version: str
    ratees: int
    raters: Sequence[RaterOutcome]
    record: RunRecord
    units: Sequence[Mapping[str, Any]] = ()


def same_run(inputs: RunInputs, *, seed: int, version: str) -> ObjectivityRun | None:
    """Return the newest run of the period, if it came from the same inputs: another would be equal."""
    newest = latest_run(inputs.period)
    if newest and (newest.inputs, newest.seed, newest.version) == (inputs.digest, seed, version):
        return newest
    return None


def latest_run(period: Period) -> ObjectivityRun | None:
    """Return the newest run of a period; its units, many rows, are read only where they are used."""
    return ObjectivityRun.objects.filter(period=period).defer("units").first()


@transaction.atomic
def keep_run(*, inputs: RunInputs, outcome: RunOutcome, acting: Acting[Actor]) -> ObjectivityRun:
    """Store a run with the result of each appraiser, and open findings for a panel.

    Two at once queue up, and the second finds the first one's run.
    """
    list(Agency.objects.select_for_update().values_list("pk"))
    kept = same_run(inputs, seed=outcome.seed, version=outcome.version)
    if kept is not None:
        return kept
    run = ObjectivityRun.objects.create(
        period=inputs.period,
        since=inputs.since,
        inputs=inputs.digest,
        seed=outcome.seed,
        version=outcome.version,
        forms=len(inputs.forms),
        left_out=inputs.left_out,
        raters=len(outcome.raters),
        ratees=outcome.ratees,
        body=to_json(outcome.record),
        units=[dict(unit) for unit in outcome.units],
        at=acting.at,
    )
    results = RaterResult.objects.bulk_create(
        RaterResult(run=run, appraiser_id=one.appraiser, **_columns(one)) for one in outcome.raters
    )
    told = {
        "inputs": run.inputs,
        "seed": run.seed,
        "version": run.version,
        "forms": run.forms,
        "raters": run.raters,
    }
    chain = f"objectivity/{run.period}"
    record(Act(chain, "objectivity-run", after=told, rows=fingerprints(run)), acting)
    withdraw_uncarried(run, acting=acting)
    by_appraiser = {result.appraiser_id: result for result in results}
    found = list(_new_findings(inputs.period, outcome.raters, by_appraiser, at=acting.at))
    Finding.objects.bulk_create(found)
    acts = [
        Act(f"finding/{one.pk}", "finding-opened", after={"kind": one.kind, "run": run.pk}) for one in found
    ]
    record_all(acts, acting)
    return run


def _columns(one: RaterOutcome) -> dict[str, Any]:
    return {
        "status": one.status.value,
        "employees": one.employees,
        "forms": one.forms,
        "periods": one.periods,
        "cases": one.cases,
        "severity": one.severity,
        "sd": one.sd,
        "reliability": one.reliability,
        "chance": one.chance,
        "screens": to_json(one.screens),
        "mirror": to_json(one.mirror) if one.mirror else {},
    }


def _new_findings(
    period: Period, raters: Sequence[RaterOutcome], results: Mapping[int, RaterResult], *, at: datetime
) -> Iterator[Finding]:
    asked = _still_asked(period, [one.appraiser for one in raters if one.kinds])
    taken = set(Finding.objects.values_list("number", flat=True))
    for one in raters:
        for kind in one.kinds:
            if (one.appraiser, kind.value) in asked:
                continue
            number = _drawn(taken)
            taken.add(number)
            yield Finding(
                number=number,
                result=results[one.appraiser],
                appraiser_id=one.appraiser,
                period=period,
                kind=kind,
                opened_at=at,
            )


def _still_asked(period: Period, appraisers: Sequence[int]) -> set[tuple[int, str]]:
    """Return who is not to be asked the same again: a finding is in work, or was explained within a year."""
    since = window(period)[-_HOLDS:][0]
    acting = set(
        Finding.objects.filter(state=Finding.State.ACTION_AGREED)
        .exclude(notes__kind=FindingNote.Kind.DONE)
        .values_list("pk", flat=True)
    )
    return {
        (finding.appraiser_id, finding.kind)
        for finding in Finding.objects.filter(appraiser__in=appraisers)
        if not finding.is_settled
        or finding.pk in acting
        or finding.period == period
        or (finding.state == Finding.State.EXPLAINED and finding.period.starts >= since.starts)
    }


def _drawn(taken: set[int]) -> int:
    """Return a number that reveals neither when a finding was made nor about whom."""
    free = [number for number in _NUMBERS if number not in taken]
    return secrets.choice(free) if free else max(taken) + 1
