"""Feedback between two: received, given and requested; writing, answering, sharing."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.accounts.models import User
from terukur.coaching.feedback import (
    FeedbackRefused,
    answer_feedback,
    mark_read,
    receiver_of,
    share_feedback,
    write_feedback,
)
from terukur.coaching.feedback_requests import decline_request, requests_waiting_for
from terukur.coaching.hints import Hint, Written, hints_for
from terukur.coaching.models import Feedback, FeedbackRequest
from terukur.coaching.queries import (
    answers_to,
    feedback_for,
    given,
    own_plan,
    own_texts,
    plan_to_talk_about,
    received,
    shared_from_below,
)
from terukur.coaching.subjects import FeedbackSubject, UnknownSubject, name_of, subjects_of
from terukur.planning.models import Plan
from terukur.web.acts import carry_out
from terukur.web.feedback.forms import FeedbackAnswerForm, FeedbackForm
from terukur.web.viewer import acting, standing, today, user_of


def inbox(request: HttpRequest) -> HttpResponse:
    """Show first what waits for me, then what I received and what I gave."""
    user = user_of(request)
    mine = received(user)
    return render(
        request,
        "web/feedback/inbox.html",
        {
            "requests": requests_waiting_for(user),
            "received": mine,
            "unread": sum(one.read_at is None for one in mine),
            "given": given(user),
            "shared": shared_from_below(user, on=today(request)) if standing(request).has_team else [],
            "plan": own_plan(user, on=today(request)),
        },
    )


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; its receiver answers here, and either of the two may share it."""
    user = user_of(request)
    feedback = _feedback_or_404(request, pk)
    mark_read(feedback=feedback, acting=acting(request))
    is_author = feedback.author_id == user.pk
    receiver = _receiver_of(feedback)
    is_receiver = not is_author and receiver == user.pk
    form = FeedbackAnswerForm(request.POST or None)
    context: dict[str, object] = {}
    if carry_out(
        request,
        lambda: answer_feedback(
            feedback=feedback,
            outcome=form.cleaned_data["outcome"],
            text=form.cleaned_data["text"],
            acting=acting(request),
        ),
        "Jawaban tersimpan.",
        page=context,
        form=form,
    ):
        return redirect("feedback-one", pk)
    context |= {
        "f": feedback,
        "answers": answers_to(feedback, reader=user),
        "form": form if is_receiver else None,
        "may_share": (is_author or is_receiver) and not hasattr(feedback, "share"),
        "is_author": is_author,
        "is_receiver": is_receiver,
    }
    return render(request, "web/feedback/one.html", context)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a message upwards, for good."""
    carry_out(
        request,
        lambda: share_feedback(feedback=_feedback_or_404(request, pk), acting=acting(request)),
        "Dibagikan. Atasan di garis penilaian sekarang dapat membacanya.",
    )
    return redirect("feedback-one", pk)


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Store feedback to the employee of a plan, or from the employee to the appraiser."""
    plan = _plan_or_404(request, pk)
    try:
        receiver = receiver_of(plan, user_of(request), on=today(request))
    except FeedbackRefused as error:
        if plan.assignment.employee.user_id != user_of(request).pk:
            raise Http404 from error
        messages.error(request, str(error))
        return redirect("feedback")
    code = request.GET.get("tentang", "")
    form = FeedbackForm(
        request.POST or None, initial={"about": code}, subjects=_subjects(plan, code, today(request))
    )
    return _composer(request, form, plan, receiver, None)


def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the feedback that was asked for."""
    asked = get_object_or_404(requests_waiting_for(user_of(request)), pk=pk)
    plan = _plan_or_404(request, asked.plan_id)
    form = FeedbackForm(request.POST or None, subjects=[])
    return _composer(request, form, plan, plan.assignment.employee.user, asked)


def _composer(
    request: HttpRequest, form: FeedbackForm, plan: Plan, receiver: User, asked: FeedbackRequest | None
) -> HttpResponse:
    user = user_of(request)
    context: dict[str, object] = {"form": form, "plan": plan, "receiver": receiver, "asked": asked}
    if request.method == "POST" and form.is_valid():
        hints = _hints(user, receiver, form.texts())
        if not {hint.kind.value for hint in hints} <= form.kinds_seen():
            shown = {**form.data.dict(), "seen_hints": " ".join(hint.kind for hint in hints)}  # type: ignore[attr-defined]
            form.data = shown
            return render(request, "web/feedback/write.html", context | {"hints": hints})
        subject = FeedbackSubject(asked.thread, asked.value, asked.day) if asked else None
        if carry_out(
            request,
            lambda: write_feedback(
                plan=plan, draft=form.draft(subject), acting=acting(request), request=asked
            ),
            f"Terkirim kepada {receiver.name}. Hanya kalian berdua yang membacanya.",
            page=context,
        ):
            return redirect("feedback")
    return render(request, "web/feedback/write.html", context)


@require_POST
def hints(request: HttpRequest, pk: int) -> JsonResponse:
    """Return hints on the text being written, for the writer only; nothing is kept."""
    plan = _plan_or_404(request, pk)
    try:
        receiver = receiver_of(
            plan,
            user_of(request),
            on=today(request),
            is_asked=plan.asks_me,  # type: ignore[attr-defined]
        )
    except FeedbackRefused as error:
        raise Http404 from error
    texts = FeedbackForm(request.POST, subjects=[]).texts()
    found = _hints(user_of(request), receiver, {name: text[:2000] for name, text in texts.items()})
    return JsonResponse(
        {"hints": [{"kind": h.kind, "words": h.words, "why": h.why, "at": h.at} for h in found]}
    )


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline with one tap."""
    asked = get_object_or_404(requests_waiting_for(user_of(request)), pk=pk)
    carry_out(
        request,
        lambda: decline_request(request=asked, acting=acting(request)),
        "Permintaan ditutup. Alasannya tidak ditanyakan.",
    )
    return redirect("feedback")


def _hints(author: User, receiver: User, texts: dict[str, str]) -> list[Hint]:
    before = list(own_texts(author))
    others = [Written(_receiver_of(one), one.words) for one in before]
    names = {one.plan.assignment.employee.name for one in before}
    names |= {one.receiver.name for one in before if one.receiver}
    return hints_for(texts, others, person=receiver.pk, names=[*names, receiver.name, author.name])


def _receiver_of(feedback: Feedback) -> int | None:
    """Return the receiver; feedback of employees older than this field went to an appraiser."""
    if feedback.receiver_id is not None:
        return feedback.receiver_id
    employee = feedback.plan.assignment.employee.user_id
    return employee if employee != feedback.author_id else None


def _subjects(plan: Plan, code: str, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the subjects to choose from, with that of the address where it is older than the list."""
    groups = subjects_of(plan, on=on)
    if code and code not in {key for _title, choices in groups for key, _name in choices}:
        try:
            groups.append(("Lainnya", [(code, name_of(plan, FeedbackSubject.parse(code)))]))
        except UnknownSubject:
            return groups
    return groups


def _feedback_or_404(request: HttpRequest, pk: int) -> Feedback:
    found = feedback_for(user_of(request), pk, on=today(request))
    if found is None:
        raise Http404
    return found


def _plan_or_404(request: HttpRequest, pk: int) -> Plan:
    plan = plan_to_talk_about(user_of(request), pk, on=today(request))
    if plan is None:
        raise Http404
    return plan
