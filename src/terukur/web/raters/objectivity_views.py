"""Ratings in the whole agency: the newest run without a name, and the members of the panel."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.accounts.models import User
from terukur.organization.access import is_performance_team, oversees, sits_in_panel
from terukur.raters.overview import overview_of
from terukur.raters.panel import ask_for_member, members, release_member
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.web.acts import carry_out
from terukur.web.queue import defer_look_at_ratings
from terukur.web.raters.finding_forms import MemberForm
from terukur.web.raters.objectivity_plots import agency_plots
from terukur.web.viewer import acting, cadence_on, period_in, today, user_of

_QUARTER = 3


def objectivity(request: HttpRequest) -> HttpResponse:
    """Show what can be said about ratings here, and what cannot; the performance team asks for a new run."""
    user = user_of(request)
    if not (oversees(user, on=today(request)) or sits_in_panel(user, on=today(request))):
        raise Http404
    period = period_in(request, default=Period.quarter_of(today(request)).previous)
    if period.months != _QUARTER:
        raise Http404
    may_ask = is_performance_team(user, on=today(request))
    if request.method == "POST":
        if not may_ask:
            raise Http404
        defer_look_at_ratings(str(period))
        messages.success(request, "Permintaan diterima; hasilnya tampil di sini sebentar lagi.")
        return redirect(f"{request.path}?periode={period}")
    overview = overview_of(period)
    return render(
        request,
        "web/raters/objectivity.html",
        {
            "period": period,
            "overview": overview,
            "cadence": cadence_on(request, period.starts),
            "is_quarterly": cadence_on(request, period.starts) is Cadence.QUARTERLY,
            "may_ask": may_ask,
            "plots": agency_plots(overview) if overview else None,
            "oversees_all": oversees(user, on=today(request)),
        },
    )


def panel(request: HttpRequest) -> HttpResponse:
    """Show the members of the calibration panel; two of the performance team name each."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_name = is_performance_team(user, on=today(request))
    form = MemberForm(request.POST or None)
    if request.method == "POST":
        if not may_name:
            raise Http404
        if carry_out(
            request,
            lambda: ask_for_member(**form.cleaned_data, acting=acting(request)),
            lambda asked: (
                f"{asked.subject.name} duduk dalam panel setelah pengelola kinerja lain menyetujui."
            ),
            form=form,
        ):
            return redirect("panel")
    return render(
        request,
        "web/raters/panel.html",
        {"members": members(on=today(request)), "form": form if may_name else None},
    )


@require_POST
def panel_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a member from the panel."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    found = get_object_or_404(User, pk=pk)
    carry_out(
        request,
        lambda: release_member(user=found, acting=acting(request)),
        f"{found.name} keluar dari panel. Catatannya tetap.",
    )
    return redirect("panel")
