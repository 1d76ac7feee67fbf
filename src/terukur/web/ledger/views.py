"""Daily seals for everybody, and the proof that one appraisal is under them."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.appraisal.access import sees_ratings
from terukur.ledger.queries import seals
from terukur.ledger.sealing import proof_of, stated
from terukur.web.appraisal.lookup import opened_appraisal_or_404
from terukur.web.viewer import today, user_of

_A_PAGE = 60
_JSON = {"ensure_ascii": False, "indent": 1}


@login_not_required
def sealed_days(request: HttpRequest) -> HttpResponse:
    """Show days, roots and the number of chains of each; it names nobody."""
    page = Paginator(seals(), _A_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "web/ledger/seals.html", {"page": page})


@login_not_required
def sealed_day(_request: HttpRequest, day: str) -> HttpResponse:
    """Return one seal as JSON, as ``docs/check_proof.py`` reads it."""
    return JsonResponse(stated(get_object_or_404(seals(), day=_day(day))), json_dumps_params=_JSON)


def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the entries of an appraisal and the path to the newest seal's root, or to a named day's."""
    appraisal = opened_appraisal_or_404(request, pk)
    # Its entries hold the ratings, drafts among them until they are delivered.
    if not sees_ratings(user_of(request), appraisal, on=today(request)):
        messages.info(request, "Bukti segel dapat diunduh setelah penilaian ini disampaikan.")
        return redirect("history", pk)
    found = seals().defer(None)
    named = request.GET.get("hari")
    seal = get_object_or_404(found, day=_day(named)) if named else found.first()
    content = None if seal is None else proof_of(f"appraisal/{pk}", seal=seal)
    if seal is None or content is None:
        messages.info(
            request, "Penilaian ini belum tersegel pada hari itu; segel dibuat setiap tengah malam."
        )
        return redirect("history", pk)
    return JsonResponse(
        content,
        json_dumps_params=_JSON,
        headers={"Content-Disposition": f'attachment; filename="bukti-segel-{pk}-{seal.day}.json"'},
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error
