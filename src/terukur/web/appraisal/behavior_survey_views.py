"""The closed survey of behavior: asking a few people, and answering without a name."""

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.appraisal.access import may_rate
from terukur.appraisal.behavior_survey import (
    CHOICES,
    answer_survey,
    ask_for_survey,
    candidates,
    decline_survey,
    limits,
    waiting_surveys,
)
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.disclosure import UNKNOWN
from terukur.regulation.scales import Rating
from terukur.web.acts import carry_out
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import acting, employee_of, today, user_of
from terukur.web.written import key_in

_SHOWN = 40
_LABELS = {**{rating.value: rating.label for rating in Rating}, UNKNOWN: "Tidak tahu"}


def surveys(request: HttpRequest) -> HttpResponse:
    """Show the surveys that wait for me."""
    found = list(waiting_surveys(employee_of(request), on=today(request)))
    return render(request, "web/appraisal/behavior_surveys.html", {"surveys": found})


def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one survey, or decline it; 404 for a user who was not asked."""
    found = get_object_or_404(waiting_surveys(employee_of(request), on=today(request)), pk=pk)
    chosen = {value.code: request.POST.get(value.code, "") for value in BEHAVIOR_VALUES}
    context: dict[str, object] = {}
    if request.method == "POST":
        act = (
            partial(decline_survey, survey=found, acting=acting(request))
            if "decline" in request.POST
            else partial(answer_survey, survey=found, answers=chosen, acting=acting(request))
        )
        # The same words for both: whoever looks over the shoulder learns nothing.
        if carry_out(request, act, "Terima kasih. Permintaan ini selesai.", page=context):
            return redirect("behavior-surveys")
    context |= {
        "survey": found,
        "least": limits(on=found.asked_at.date()).least,
        "choices": [(choice, _LABELS[choice]) for choice in reversed(CHOICES[:-1])]
        + [(UNKNOWN, _LABELS[UNKNOWN])],
        "values": [(value, chosen[value.code]) for value in BEHAVIOR_VALUES],
    }
    return render(request, "web/appraisal/behavior_survey.html", context)


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whom to ask, as the appraiser; a search narrows the list, which never shows everybody."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    if not may_rate(user, appraisal, on=today(request)):
        raise Http404
    if getattr(appraisal, "behavior_survey", None) is not None:
        messages.info(request, "Survei untuk penilaian ini sudah diminta.")
        return redirect("appraisal", pk)
    words = request.POST.get("cari", "")
    chosen = {key for one in request.POST.getlist("people") if (key := key_in(one)) is not None}
    context: dict[str, object] = {}
    if (
        request.method == "POST"
        and "search" not in request.POST
        and carry_out(
            request,
            lambda: ask_for_survey(appraisal=appraisal, people=chosen, acting=acting(request)),
            "Survei diminta. Hasilnya tampil setelah ditutup.",
            page=context,
        )
    ):
        return redirect("appraisal", pk)
    fits = Q()
    for word in words.split():
        fits &= Q(employee__name__icontains=word)
    # Those ticked already stay in sight whatever is searched for.
    found = candidates(appraisal, on=today(request)).filter(fits | Q(employee__in=chosen) if words else fits)
    context |= {
        "appraisal": appraisal,
        "limits": limits(on=today(request)),
        "people": [(one, one.employee_id in chosen) for one in found[: _SHOWN + len(chosen)]],
        "words": words,
    }
    return render(request, "web/appraisal/behavior_survey_ask.html", context)
