"""The cadence of evaluation: which one holds from which year on, and the choice of another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from terukur.appraisal.access import may_evaluate
from terukur.appraisal.cadence_setting import set_cadence
from terukur.organization.access import oversees
from terukur.organization.models import CadenceChoice
from terukur.regulation.cadence import Cadence
from terukur.regulation.citations import cite
from terukur.web.acts import carry_out
from terukur.web.appraisal.period_forms import CadenceForm
from terukur.web.checking import Check, check_page, is_confirmed, is_possible
from terukur.web.viewer import acting, cadence_on, today, user_of


def cadence(request: HttpRequest) -> HttpResponse:
    """Show how often the agency evaluates from which year on; the performance team chooses another."""
    user, on = user_of(request), today(request)
    if not oversees(user, on=on):
        raise Http404
    may_edit = may_evaluate(user, on=on)
    if request.method == "POST" and not may_edit:
        raise Http404
    form = CadenceForm(request.POST or None, initial={"since_year": on.year + 1})
    if request.method == "POST" and form.is_valid():
        chosen = {
            "since_year": form.cleaned_data["since_year"],
            "cadence": form.cleaned_data["cadence"],
            "basis": form.cleaned_data["basis"],
            "acting": acting(request),
        }
        check = _check(chosen["since_year"], chosen["cadence"], chosen["basis"])
        if is_possible(lambda: set_cadence(**chosen)) and not is_confirmed(request, check):
            return check_page(request, check)
        if carry_out(request, lambda: set_cadence(**chosen), "Irama penilaian tersimpan.", form=form):
            return redirect("cadence")
    return render(
        request,
        "web/appraisal/cadence.html",
        {
            "year": on.year,
            "now": cadence_on(request),
            "periods": cadence_on(request).periods(on.year),
            "choices": CadenceChoice.objects.all(),
            "form": form if may_edit else None,
            "article": cite("evaluation-cadence")[0],
        },
    )


def _check(year: int, chosen: Cadence, basis: str) -> Check:
    periods = chosen.periods(year)
    return Check(
        f"Periksa irama mulai {year}",
        [
            ("Mulai", f"1 Januari {year}"),
            ("Dinilai", chosen.label.lower()),
            ("Periode", f"{len(periods)} setahun, dari {periods[0].label} sampai {periods[-1].label}"),
            ("Dasar", basis),
        ],
        "Semua halaman, tugas, dan pengingat tahun itu mengikuti irama ini; penilaian tahunannya bertumpu "
        "pada periode-periode itu. Tahun sebelumnya tidak berubah.",
        "Pilih irama lain untuk tahun yang sama, selama belum ada periodenya yang dibuka atau dihitung.",
        "Tetapkan",
        reverse("cadence"),
    )
