"""The service of the appraisal itself: a public page, and the objections for leaders and auditors."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.objectivity.service import service_of
from terukur.organization.access import leads_agency, oversees, units_overseen
from terukur.organization.queries import subtree, units_led_by
from terukur.oversight.growth import growth_of
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.web.viewer import last_period, period_in, today, user_of


@login_not_required
def service(request: HttpRequest) -> HttpResponse:
    """Show everybody what an employee of each unit may expect of the appraisal."""
    period = _period(request)
    return render(
        request,
        "web/oversight/service.html",
        {
            "period": period,
            "units": service_of(period, on=today(request)),
            "least": at_least(Least.PEOPLE, on=today(request)),
        },
    )


def objections(request: HttpRequest) -> HttpResponse:
    """Show rates and outcomes of objections: all units for oversight, their own for leaders."""
    units = units_in_reach(request)
    period = _period(request)
    return render(
        request,
        "web/raters/objections.html",
        {
            "period": period,
            "units": service_of(period, on=today(request), units=units),
            "least": at_least(Least.PEOPLE, on=today(request)),
        },
    )


def growth(request: HttpRequest) -> HttpResponse:
    """Show feedback, talks and learning: all units for oversight, their own for leaders."""
    return render(
        request,
        "web/oversight/growth.html",
        {
            "units": growth_of(on=today(request), units=units_in_reach(request)),
            "least": at_least(Least.PEOPLE, on=today(request)),
        },
    )


def units_in_reach(request: HttpRequest) -> set[int] | None:
    """Return the units below those that the viewer leads or oversees, None for all; 404 for none."""
    user = user_of(request)
    if oversees(user, on=today(request)) or leads_agency(user, on=today(request)):
        return None
    reach = units_overseen(user, on=today(request))
    if reach:
        return reach
    employee = getattr(user, "employee", None)
    led = units_led_by(employee, on=today(request)) if employee else []
    if not led:
        raise Http404
    return {below for unit in led for below in subtree(unit.pk)}


def _period(request: HttpRequest) -> Period:
    return period_in(request, default=last_period(request))
