"""Proposed heads and appraisers on one page, confirmed in one act."""

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.organization.access import is_performance_team
from terukur.organization.head_proposal import UnitProposal
from terukur.organization.models import Employee
from terukur.organization.proposing import Confirmed, confirm_proposals, mark_of, needs_letter, proposals_on
from terukur.web.acts import carry_out
from terukur.web.home.start import has_opened_a_period
from terukur.web.organization.proposal_forms import ProposalForm
from terukur.web.viewer import acting, today, user_of

_UNITS_SHOWN = 100
_UNCLEAR_SHOWN = 100
_NAMES_SHOWN = 40
_TICKED = ("heads", "appraised")


def proposals(request: HttpRequest) -> HttpResponse:
    """Show who leads which unit and appraises whom by titles and the tree; store what is confirmed."""
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    found = proposals_on(today(request))
    shown = found.units[:_UNITS_SHOWN]
    if request.method == "POST" and request.POST.get("mark") != mark_of(shown):
        messages.error(request, "Data pegawai berubah sejak halaman ini dibuka. Periksa usulannya lagi.")
        return redirect("head-proposals")
    form = _form(request, shown)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if carry_out(
            request,
            lambda: confirm_proposals(
                shown=shown,
                heads=data["heads"],
                appraised=data["appraised"],
                basis=data.get("basis", ""),
                since=data["since"],
                acting=acting(request),
            ),
            _told,
            form=form,
        ):
            return redirect("head-proposals" if has_opened_a_period() else "start-here")
    unclear = sorted(found.unclear, key=lambda one: one.holder is not None)
    return render(
        request,
        "web/organization/proposals.html",
        {
            "form": form,
            "rows": _rows(shown, form),
            "more": len(found.units) - len(shown),
            "unclear": unclear[:_UNCLEAR_SHOWN],
            "unclear_more": max(0, len(unclear) - _UNCLEAR_SHOWN),
        },
    )


def _form(request: HttpRequest, shown: Collection[UnitProposal]) -> ProposalForm:
    heads = [one.place.unit for one in shown if one.head]
    appraised = [one.place.unit for one in shown if one.appraised]
    return ProposalForm(
        request.POST or None,
        heads=heads,
        appraised=appraised,
        asks_basis=any(needs_letter(one) for one in shown),
        initial={
            "heads": heads,
            "appraised": appraised,
            "since": today(request).replace(month=1, day=1),
            "mark": mark_of(shown),
        },
    )


def _rows(shown: Collection[UnitProposal], form: ProposalForm) -> list[dict[str, object]]:
    names = Employee.objects.in_bulk({one.leader for one in shown})
    chosen = {
        name: {int(unit) for unit in form[name].value() or () if str(unit).isdecimal()} for name in _TICKED
    }
    return [
        {
            "unit": one.place,
            "head": one.head,
            "leader": names[one.leader],
            "needs_letter": needs_letter(one),
            "names": [held.name for held in one.appraised[:_NAMES_SHOWN]],
            "number": len(one.appraised),
            "more": max(0, len(one.appraised) - _NAMES_SHOWN),
            "head_is_chosen": one.place.unit in chosen["heads"],
            "appraised_are_chosen": one.place.unit in chosen["appraised"],
        }
        for one in shown
    ]


def _told(done: Confirmed) -> str:
    return f"Tersimpan: {done.heads} kepala unit, dan penilai bagi {done.appraisers} orang."
