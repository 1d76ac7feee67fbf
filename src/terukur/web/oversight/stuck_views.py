"""Stuck cases with their reason and remedy; and naming the person who decides an objection."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from terukur.appraisal.doable import ungraded_units
from terukur.objections.decider import deciding
from terukur.objections.deciders import hanging_objections, name_decider
from terukur.objections.models import Objection
from terukur.organization.access import is_performance_team, oversees
from terukur.oversight.stuck import stuck_appraisals
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.forms import DeciderForm
from terukur.web.viewer import acting, today, user_of


def stuck(request: HttpRequest) -> HttpResponse:
    """Show all cases that nobody can continue, by period and reason."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    return render(
        request,
        "web/oversight/stuck.html",
        {
            "stuck": stuck_appraisals(on=today(request)),
            "units": ungraded_units(on=today(request))[:100],
            "hanging": hanging_objections(on=today(request)),
            "may_solve": is_performance_team(user, on=today(request)),
        },
    )


def decider(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the person who decides an objection that nobody else can decide."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    objection = get_object_or_404(
        Objection.objects.select_related("appraisal__plan__assignment__employee"), pk=pk
    )
    form = DeciderForm(request.POST or None)
    person = objection.appraisal.plan.assignment.employee
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        check = Check(
            "Periksa sebelum menunjuk",
            [("Keberatan", person.name), ("Diputus oleh", data["employee"].name), ("Dasar", data["basis"])],
            "Ia membaca penilaian ini dengan semua alasannya, mendengar keduanya, dan keputusannya akhir.",
            "Penunjukan tidak diubah lagi, kecuali ia berhenti sebelum memutus.",
            "Tunjuk",
            reverse("stuck"),
        )
        if not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(
            request,
            lambda: name_decider(objection=objection, acting=acting(request), **data),
            "Tercatat. Keberatan ini sekarang ada di berandanya.",
            form=form,
        ):
            return redirect("stuck")
    return render(
        request,
        "web/organization/form.html",
        {
            "form": form,
            "title": f"Pemutus keberatan {person.name}",
            "lead": f"{deciding(objection, on=today(request)).reason} Yang memutus pejabat yang ditunjuk "
            "pimpinan dengan surat (PP 30/2019 Pasal 59).",
        },
    )
