"""Computing again what a change of counted days touches: every quarter of this year that has begun."""

from datetime import date

from django.http import HttpRequest

from terukur.appraisal.evaluation import request_evaluation
from terukur.regulation.periods import Period
from terukur.web.queue import defer_evaluation
from terukur.web.viewer import acting, today


def recount_since(first: date, request: HttpRequest) -> None:
    """Ask the worker for new computations of the quarters of this year from a day on."""
    if first.year > today(request).year:
        return
    for quarter in Period.quarter_of(max(first, date(today(request).year, 1, 1))).quarters_until(
        today(request)
    ):
        run = request_evaluation(period=quarter, acting=acting(request))
        defer_evaluation(run.pk)
