"""The talent box: shown to the person with its inputs, objected to, answered."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.development.access import DevelopmentSubject, may_answer_box
from terukur.development.models import TalentObjection
from terukur.development.talent import (
    answer_box,
    box_objections,
    object_to_box,
    talent_of,
    waiting_box_objections,
)
from terukur.organization.access import oversees
from terukur.organization.models import RoleGrant
from terukur.regulation.citations import cite
from terukur.regulation.scales import Potential, Rating
from terukur.regulation.talent import talent_box
from terukur.web.acts import carry_out
from terukur.web.development.views import subject_or_404
from terukur.web.viewer import acting, employee_of, standing, today, user_of

# In own words; the official wording of the nine boxes was not found.
MEANINGS = {
    1: "perlu rencana perbaikan",
    2: "dikembangkan di jabatan sekarang",
    3: "dikembangkan lebih dahulu",
    4: "kinerja kuat; dipakai sebagai ahli",
    5: "penopang yang andal",
    6: "potensi tinggi yang kinerjanya tertahan; cari sebabnya",
    7: "calon kelompok rencana suksesi",
    8: "calon kelompok rencana suksesi",
    9: "siap untuk peran strategis",
}


def mine(request: HttpRequest) -> HttpResponse:
    """Show my box."""
    return _page(request, subject_or_404(request, employee_of(request).pk))


def of_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's box, for those above and oversight."""
    return _page(request, subject_or_404(request, pk))


def _page(request: HttpRequest, subject: DevelopmentSubject) -> HttpResponse:
    view = talent_of(subject.employee, on=today(request))
    grid = [
        [
            {
                "number": (number := talent_box(performance=performance, potential=potential).result),
                "is_own": view.decision is not None and view.decision.result == number,
            }
            for potential in Potential
        ]
        for performance in reversed(Rating)
    ]
    objections = list(box_objections(subject.employee.pk))
    waits = any(not hasattr(objection, "answer") for objection in objections)
    return render(
        request,
        "web/development/talent.html",
        {
            "subject": subject,
            "view": view,
            "rows": list(zip([rating.label for rating in reversed(Rating)], grid, strict=True)),
            "columns": [potential.label for potential in Potential],
            "meaning": MEANINGS[view.decision.result] if view.decision else "",
            "objections": objections,
            "citations": cite("talent-box"),
            "may_object": subject.is_own and view.decision is not None and not waits,
        },
    )


@require_POST
def object_to(request: HttpRequest) -> HttpResponse:
    """Store my objection to my box."""
    carry_out(
        request,
        lambda: object_to_box(
            employee=employee_of(request), text=request.POST.get("text", "")[:2000], acting=acting(request)
        ),
        "Keberatan sampai pada pengelola kinerja.",
    )
    return redirect("talent")


def waiting(request: HttpRequest) -> HttpResponse:
    """Show the objections to boxes that wait for the performance team."""
    if not oversees(user_of(request), on=today(request)):
        raise Http404
    is_team = RoleGrant.Role.PERFORMANCE_TEAM in standing(request).roles
    return render(
        request,
        "web/development/talent_objections.html",
        {"objections": waiting_box_objections()[:100], "is_team": is_team},
    )


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the answer of the performance team."""
    objection = get_object_or_404(TalentObjection.objects.select_related("employee"), pk=pk)
    if not may_answer_box(user_of(request), objection, on=today(request)):
        raise Http404
    carry_out(
        request,
        lambda: answer_box(
            objection=objection,
            is_granted=request.POST.get("outcome") == "granted",
            text=request.POST.get("text", "")[:2000],
            acting=acting(request),
        ),
        "Jawaban sampai pada pegawai.",
    )
    return redirect("talent-objections")
