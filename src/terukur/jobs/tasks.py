"""Work done by the worker: what would keep a page waiting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.models import EvaluationRun
from terukur.jobs.address_look import look_at
from terukur.ledger.operations import COMMAND
from terukur.measurement.address_looks import keep_look
from terukur.measurement.models import Evidence
from terukur.oversight.models import PatternRun
from terukur.oversight.patterns import look
from terukur.regulation.periods import Period


@app.task(name="evaluate-period", lock="evaluate")
def evaluate_period(run: int) -> None:
    """Carry out a requested evaluation and keep its progress where the page reads it."""
    request = EvaluationRun.objects.select_related("unit", "requested_by").get(pk=run)

    def progress(done: int, total: int) -> None:
        EvaluationRun.objects.filter(pk=run).update(done=done, total=total)

    error = ""
    try:
        evaluate(
            period=Period.parse(request.period),
            unit=request.unit,
            by=request.requested_by.actor if request.requested_by else COMMAND,
            on=timezone.localdate(),
            at=timezone.now(),
            progress=progress,
        )
    except NothingToEvaluate as refusal:
        error = str(refusal)
    EvaluationRun.objects.filter(pk=run).update(finished_at=timezone.now(), error=error)


@app.task(name="look-for-patterns", lock="patterns")
def look_for_patterns(run: int) -> None:
    """Carry out a requested search through the figures of a period."""
    look(run=PatternRun.objects.get(pk=run), at=timezone.now())


@app.task(name="look-at-address")
def look_at_address(evidence: int) -> None:
    """Keep the hash of what the address of a piece of evidence shows now."""
    found = Evidence.objects.get(pk=evidence)
    keep_look(evidence=found, seen=look_at(found.address), at=timezone.now())
