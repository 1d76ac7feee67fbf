"""The strength of the basis of an appraisal, and of a unit's. Neither page changes anything."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.appraisal.models import Appraisal
from terukur.appraisal.visits import note_view
from terukur.objectivity.strength import strength_of
from terukur.objectivity.unit_view import unit_strengths
from terukur.planning.access import is_owner
from terukur.raters.sentences import yardstick_sentence
from terukur.regulation.disclosure import Least, at_least
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.oversight.service_views import units_in_reach
from terukur.web.viewer import acting, last_period, period_in, standing, today, user_of


def appraisal_basis(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one delivered appraisal: the band first, then every component with its fact."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    strength = strength_of(appraisal, reader=user, on=today(request))
    if strength is None:
        raise Http404
    owner = is_owner(user, appraisal.plan)
    # Only the employee and the appraiser see the sentence about findings; a superior has a page of their own.
    concerned = owner or _holds(request, appraisal)
    note_view(appraisal=appraisal, acting=acting(request))
    return render(
        request,
        "web/objectivity/basis.html",
        {
            "appraisal": appraisal,
            "strength": strength,
            "owner": owner,
            "period": appraisal.period,
            "yardstick_sentence": yardstick_sentence(appraisal) if concerned else "",
        },
    )


def _holds(request: HttpRequest, appraisal: Appraisal) -> bool:
    employee = standing(request).employee
    return employee is not None and employee.pk == appraisal.appraiser_id


def unit_bases(request: HttpRequest) -> HttpResponse:
    """Show units beside themselves a period before: all for oversight, their own for leaders."""
    units = units_in_reach(request)
    period = period_in(request, default=last_period(request))
    return render(
        request,
        "web/objectivity/unit_bases.html",
        {
            "period": period,
            "found": unit_strengths(period, units=units),
            "least": at_least(Least.IN_UNIT, on=today(request)),
            "least_people": at_least(Least.PEOPLE, on=today(request)),
        },
    )
