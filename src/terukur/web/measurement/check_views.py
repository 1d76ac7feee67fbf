"""Random checks of evidence by a third person, looking at an address again, opening frozen months."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.measurement.access import may_check, may_import, may_verify
from terukur.measurement.evidence_checks import check_evidence, checks_of, draw_checks
from terukur.measurement.operations import reopen_evidence
from terukur.measurement.queries import evidence, realization_of
from terukur.organization.access import oversees
from terukur.planning.models import Plan
from terukur.planning.queries import indicators_of
from terukur.web.acts import carry_out
from terukur.web.measurement.forms import CheckForm
from terukur.web.measurement.views import recompute, span_of
from terukur.web.periods import PeriodForm
from terukur.web.queue import defer_look
from terukur.web.sent_back import send_back
from terukur.web.viewer import acting, last_period, period_in, today, user_of


def checks(request: HttpRequest) -> HttpResponse:
    """Show the draws and findings of a period; the performance team draws."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_draw = may_import(user, on=today(request))
    form = PeriodForm(request.POST or None)
    if request.method == "POST":
        if not may_draw:
            raise Http404
        if form.is_valid():
            period = form.cleaned_data["period"]
            if carry_out(
                request,
                lambda: draw_checks(period=period, acting=acting(request)),
                lambda drawn: f"{drawn} realisasi diundi untuk dibuka orang ketiga.",
                form=form,
            ):
                return redirect(f"{request.path}?periode={period}")
    period = period_in(request, default=last_period(request))
    draws = list(checks_of(period))
    indicators = indicators_of([draw.realization for draw in draws])
    return render(
        request,
        "web/measurement/checks.html",
        {
            "period": period,
            "draws": [
                (draw, indicators.get((draw.realization.plan_id, draw.realization.thread))) for draw in draws
            ],
            "open": sum(not hasattr(draw, "finding") for draw in draws),
            "form": (form if form.is_bound else PeriodForm(initial={"period": str(period)}))
            if may_draw
            else None,
        },
    )


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Store a third person's finding on one realization."""
    found = realization_of(pk)
    user = user_of(request)
    if found is None or not may_check(user, found, on=today(request)):
        raise Http404
    form = CheckForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "realization", pk)
    if not carry_out(
        request,
        lambda: check_evidence(realization=found, acting=acting(request), **form.cleaned_data),
        "Hasil uji petik tersimpan.",
    ):
        return redirect("realization", pk)
    recompute(request, found.plan_id, span_of(found))
    return redirect("checks")


@require_POST
def look_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker to look at the address of a piece of evidence now."""
    found, user = evidence(pk), user_of(request)
    if found is None or not found.address:
        raise Http404
    realization = found.realization
    if not (
        may_verify(user, realization, on=today(request)) or may_check(user, realization, on=today(request))
    ):
        raise Http404
    defer_look(found.pk)
    messages.success(request, "Alamat sedang dilihat lagi; muat ulang halaman ini sebentar lagi.")
    return redirect("realization", realization.pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open frozen evidence of a plan again, with a reason."""
    plan = get_object_or_404(Plan.objects.select_related("assignment__employee"), pk=pk)
    user = user_of(request)
    if not may_import(user, on=today(request)):
        raise Http404
    carry_out(
        request,
        lambda: reopen_evidence(plan=plan, reason=request.POST.get("reason", ""), acting=acting(request)),
        "Bukti dibuka lagi; pegawai dapat memperbaikinya.",
    )
    return redirect("person", plan.assignment.employee_id)
