"""Work done by the worker: what would keep a page waiting."""

from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.models import EvaluationRun
from terukur.ledger.operations import COMMAND
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
