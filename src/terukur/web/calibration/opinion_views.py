"""A second opinion: asking a colleague, and being asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.appraisal.access import may_rate
from terukur.calibration.evidence import evidence_of
from terukur.calibration.second_opinions import (
    answer_second_opinion,
    ask_second_opinion,
    asked_of,
    colleagues_of,
    second_opinion_for,
)
from terukur.web.acts import carry_out
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import acting, employee_of, today, user_of
from terukur.web.written import key_in

_SHOWN = 20


def asked(request: HttpRequest) -> HttpResponse:
    """Show the requests of colleagues for my opinion."""
    return render(request, "web/calibration/opinions.html", {"asked": asked_of(employee_of(request))})


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appraisal that a colleague asks about; 404 once it is answered."""
    found = second_opinion_for(user_of(request), pk)
    if found is None:
        raise Http404
    context: dict[str, object] = {}
    if request.method == "POST" and carry_out(
        request,
        lambda: answer_second_opinion(asked=found, text=request.POST.get("text", ""), acting=acting(request)),
        "Terima kasih. Penilainya membaca pendapat Anda.",
        page=context,
    ):
        return redirect("opinions")
    evidence = evidence_of(
        found.appraisal,
        examples=found.seen_examples,  # type: ignore[attr-defined]
        feedback=found.seen_feedback,  # type: ignore[attr-defined]
    )
    return render(
        request,
        "web/calibration/opinion.html",
        {
            **context,
            "asked": found,
            "evidence": evidence,
            "period": found.appraisal.period,
            "text": request.POST.get("text", ""),
        },
    )


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Search a colleague by name and ask, as the appraiser."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    if not may_rate(user, appraisal, on=today(request)):
        raise Http404
    context: dict[str, object] = {}
    colleagues = colleagues_of(employee_of(request), appraisal, on=today(request))
    if request.method == "POST":
        colleague = get_object_or_404(colleagues, pk=key_in(request.POST.get("colleague")) or 0)
        if carry_out(
            request,
            lambda: ask_second_opinion(
                appraisal=appraisal,
                colleague=colleague,
                question=request.POST.get("question", ""),
                acting=acting(request),
            ),
            f"Pendapat {colleague.name} diminta.",
            page=context,
        ):
            return redirect("appraisal", pk)
    words = request.GET.get("cari", "")
    for word in words.split():
        colleagues = colleagues.filter(name__icontains=word)
    return render(
        request,
        "web/calibration/opinion_ask.html",
        {
            **context,
            "appraisal": appraisal,
            "words": words,
            "colleagues": colleagues[:_SHOWN],
            "question": request.POST.get("question", ""),
        },
    )
