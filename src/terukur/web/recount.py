"""Computing again what a change of counted days touches: every period of this year that has begun."""

from datetime import date

from django.http import HttpRequest

from terukur.appraisal.evaluation import request_evaluation
from terukur.web.queue import defer_evaluation
from terukur.web.viewer import acting, cadence_on, today


def recount_since(first: date, request: HttpRequest) -> None:
    """Ask the worker for new computations of the periods of this year from a day on."""
    on = today(request)
    if first.year > on.year:
        return
    for period in cadence_on(request).begun(max(first, date(on.year, 1, 1)), on=on):
        run = request_evaluation(period=period, acting=acting(request))
        defer_evaluation(run.pk)
