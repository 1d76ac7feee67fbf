"""Mulai di sini: the steps until the agency's first period runs."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.organization.access import is_performance_team
from terukur.web.home.start import first_period, start_for
from terukur.web.viewer import cadence_on, now, period_in, today, user_of


def start_here(request: HttpRequest) -> HttpResponse:
    """Show what is done, what is next and what is missing until a period runs."""
    on = today(request)
    if not is_performance_team(user_of(request), on=on):
        raise Http404
    cadence = cadence_on(request)
    period = period_in(request, default=first_period(on=on, cadence=cadence))
    others = [one for one in cadence.begun(date(on.year, 1, 1), on=on) if one != period]
    start = start_for(user_of(request), period, on=on, at=now(request))
    return render(request, "web/home/start.html", {"start": start, "next": start.next, "others": others})
