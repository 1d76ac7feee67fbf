"""Requests for feedback: to the appraiser with one tap, to a colleague by name."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.coaching.feedback_requests import ask_for_feedback
from terukur.coaching.queries import plan_to_talk_about
from terukur.coaching.subjects import FeedbackSubject, subjects_of
from terukur.organization.models import Employee
from terukur.organization.queries import appraiser_of, near_colleagues
from terukur.planning.access import is_owner
from terukur.planning.models import Plan
from terukur.web.acts import carry_out
from terukur.web.viewer import acting, today, user_of
from terukur.web.written import key_in

_SHOWN = 8


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form of a request; with a subject alone it asks the appraiser at once."""
    user = user_of(request)
    plan = plan_to_talk_about(user, pk, on=today(request))
    if plan is None or not is_owner(user, plan):
        raise Http404
    sent = request.POST or request.GET
    context: dict[str, object] = {"plan": plan, "chosen": sent.get("tentang", "")}
    if request.method == "POST" and "search" not in request.POST:
        # A button beside a figure has no page of its own that could show a refusal.
        is_button = "penilaian" in request.POST
        if _asked(request, plan, page=None if is_button else context) or is_button:
            return _back(request)
    words = sent.get("cari", "")
    fits = Q()
    for word in words.split():
        fits &= Q(employee__name__icontains=word)
    context |= {
        "words": words,
        "subjects": subjects_of(plan, on=today(request)),
        "appraiser": appraiser_of(plan.assignment, on=today(request)),
        "people": near_colleagues(plan.assignment, on=today(request)).filter(fits)[:_SHOWN],
    }
    return render(request, "web/feedback/ask.html", context)


def _asked(request: HttpRequest, plan: Plan, page: dict[str, object] | None) -> bool:
    key = key_in(request.POST.get("kepada"))
    colleague = get_object_or_404(Employee, pk=key) if key is not None else None
    done = carry_out(
        request,
        lambda: ask_for_feedback(
            plan=plan,
            subject=FeedbackSubject.parse(request.POST.get("tentang", "")),
            colleague=colleague,
            acting=acting(request),
        ),
        lambda made: f"Umpan balik tentang “{made.about}” diminta dari {made.asked.name}.",
        page=page,
    )
    return done is not None


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page of the button: an appraisal, or the page of feedback."""
    key = key_in(request.POST.get("penilaian"))
    return redirect("appraisal", key) if key is not None else redirect("feedback")
