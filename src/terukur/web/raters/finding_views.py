"""Findings about how appraisers rate: the panel's room, and the views for superiors and oversight."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.organization.access import oversees, sits_in_panel
from terukur.raters.finding_view import (
    UNSEEN,
    FindingView,
    finding_view,
    overseen,
    panel_findings,
    settled_below,
)
from terukur.raters.findings import (
    agree_action,
    explain,
    finish_action,
    hear,
    not_concludable,
    open_name,
    state_own,
)
from terukur.raters.models import Finding
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.raters.finding_forms import ActionForm, HearingForm
from terukur.web.raters.objectivity_plots import finding_plots
from terukur.web.templatetags.terukur import tanggal
from terukur.web.viewer import acting, standing, today, user_of


def findings(request: HttpRequest) -> HttpResponse:
    """Show what waits for the panel; settled findings for a superior; the progress for oversight."""
    user = user_of(request)
    in_panel = sits_in_panel(user, on=today(request))
    own, below = panel_findings(user, on=today(request)), settled_below(user, on=today(request))
    seen = overseen(user, on=today(request))
    oversees_all = oversees(user, on=today(request))
    if not (in_panel or standing(request).has_team or oversees_all):
        raise Http404
    return render(
        request,
        "web/raters/findings.html",
        {
            "panel_findings": own,
            "below": below,
            "overseen": seen,
            "in_panel": in_panel,
            "oversees_all": oversees_all,
            "waiting": sum(not one.is_settled for one in own),
        },
    )


def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one finding: evidence, its comparison, its limits, and the next step."""
    view = _view(request, pk)
    return _page(request, view, HearingForm(people=view.hearable), ActionForm(people=view.hearable))


def _page(request: HttpRequest, view: FindingView, hearing: HearingForm, action: ActionForm) -> HttpResponse:
    return render(
        request,
        "web/raters/finding.html",
        {
            "view": view,
            "hearing": hearing,
            "action": action,
            "unseen": UNSEEN,
            "blocked": not_concludable(view.finding, acting(request))
            if view.may_work and view.is_heard
            else "",
            "plots": finding_plots(view),
        },
    )


def _view(request: HttpRequest, pk: int, *, working: bool = False) -> FindingView:
    view = finding_view(user_of(request), pk, on=today(request))
    if view is None or (working and not view.may_work):
        raise Http404
    return view


def _worded(request: HttpRequest, pk: int, act: Callable[..., object], done: str) -> HttpResponse:
    """Do an act of the panel that takes only words."""
    how = _how(request, _view(request, pk, working=True))
    carry_out(request, lambda: act(**how, text=request.POST.get("text", "")), done)
    return redirect("finding", pk)


@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the name, for a reason."""
    return _worded(request, pk, open_name, "Nama dibuka; alasannya tercatat.")


@require_POST
def heard(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a hearing of the panel."""
    view = _view(request, pk, working=True)
    form = HearingForm(request.POST, people=view.hearable)
    if carry_out(request, lambda: hear(**_how(request, view), step=form.step()), "Tercatat.", form=form):
        return redirect("finding", pk)
    return _page(request, view, form, ActionForm(people=view.hearable))


def _how(request: HttpRequest, view: FindingView) -> dict[str, Any]:
    return {"finding": view.finding, "acting": acting(request)}


def _conclusion(view: FindingView, how: str, text: str) -> Check:
    return Check(
        "Periksa sebelum menyimpulkan",
        [("Temuan", f"nomor {view.finding.number}"), ("Kesimpulan", how), ("Kata-kata", text)],
        "Temuan keluar dari ruang panel. Penilai membaca kesimpulan ini; rating siapa pun tidak berubah.",
        "Kesimpulan tidak dapat diubah lagi.",
        "Simpulkan",
        reverse("finding", args=[view.finding.pk]),
    )


@require_POST
def explained(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the finding as explained."""
    view = _view(request, pk, working=True)
    text = request.POST.get("text", "").strip()
    check = _conclusion(view, "Ada penjelasannya", text)
    refusal = not_concludable(view.finding, acting(request))
    if text and not refusal and not is_confirmed(request, check):
        return check_page(request, check)
    return _worded(request, pk, explain, "Temuan selesai: dijelaskan.")


@require_POST
def agreed(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the finding with an action."""
    view = _view(request, pk, working=True)
    form = ActionForm(request.POST, people=view.hearable)
    if form.is_valid() and not not_concludable(view.finding, acting(request)):
        step = form.step()
        told_as = f"{step.text} ({step.person}, sampai {tanggal(step.day)})"
        check = _conclusion(view, "Langkah disepakati", told_as)
        if not is_confirmed(request, check):
            return check_page(request, check)
    if carry_out(
        request,
        lambda: agree_action(**_how(request, view), step=form.step()),
        "Temuan selesai: langkah disepakati.",
        form=form,
    ):
        return redirect("finding", pk)
    return _page(request, view, HearingForm(people=view.hearable), form)


@require_POST
def finished(request: HttpRequest, pk: int) -> HttpResponse:
    """Store that the agreed action was done."""
    return _worded(request, pk, finish_action, "Langkah selesai.")


@require_POST
def stated(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the appraiser's own words about a finding of theirs."""
    user = user_of(request)
    found = get_object_or_404(Finding, pk=pk, appraiser__user=user.pk)
    carry_out(
        request,
        lambda: state_own(finding=found, text=request.POST.get("text", ""), acting=acting(request)),
        "Kata-kata Anda tersimpan; panel membacanya apa adanya.",
    )
    return redirect("mirror")
