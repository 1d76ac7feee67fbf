"""The page of one employee, and the history of the person's data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.appraisal.queries import appraisals_of
from terukur.measurement.queries import freezes_of
from terukur.organization.access import is_performance_team, may_read, oversees, serves_person
from terukur.organization.models import Employee
from terukur.organization.placements import move_in
from terukur.organization.position_ends import ASSIGNMENTS_UNDONE
from terukur.organization.structure import placements_of, with_former_ranks
from terukur.organization.succession import without_serving_appraiser
from terukur.regulation.ranks import rank_name
from terukur.web.organization.data_history import history_of_person
from terukur.web.viewer import acting, today, user_of


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one employee: assignments, appraisers, appraisals, ranks, and the acts that are possible now."""
    user = user_of(request)
    employee = with_former_ranks(pk)
    if employee is None or not may_read(user, employee.pk, on=today(request)):
        raise Http404
    if not employee.is_asn and oversees(user, on=today(request)):
        return redirect("outside-appraiser", pk)
    may_edit = is_performance_team(user, on=today(request))
    placements = placements_of(employee)
    own = [one for one in placements if not one.is_acting]
    move = move_in(own) if may_edit else None
    former = employee.held_before  # type: ignore[attr-defined]
    return render(
        request,
        "web/organization/person.html",
        {
            "person": employee,
            "assignments": placements,
            "without_appraiser": without_serving_appraiser(placements, on=today(request)),
            "appraisals": appraisals_of(employee.pk),
            "freezes": freezes_of(employee.pk),
            "former_ranks": [{**held, "label": rank_name(held["rank"])} for held in former],
            "may_edit": may_edit,
            "serves": serves_person(user, employee.pk, on=today(request)),
            "oversees": oversees(user, on=today(request)),
            "is_placed": bool(own) and own[0].ends is None,
            "can_move_back": move is not None and not ASSIGNMENTS_UNDONE.refusal(move.after, acting(request)),
        },
    )


def person_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was done to a person's data, by whom and why."""
    employee = get_object_or_404(Employee, pk=pk)
    if not oversees(user_of(request), on=today(request)):
        raise Http404
    return render(
        request,
        "web/organization/person_history.html",
        {"person": employee, "history": history_of_person(employee)},
    )
