"""Talks: the people with whom one would help now, the prepared sheet, recording one, confirming one."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.coaching.dialogue import TalkPlan, open_agreements, record_dialogue, talk_plan, talks_of
from terukur.coaching.models import Dialogue
from terukur.coaching.queries import unanswered_on
from terukur.coaching.talks import own_talks, talk_sheet, team_talks
from terukur.delivery.closing import confirm_talk
from terukur.web.acts import carry_out
from terukur.web.dialogue.forms import PlanTalkForm
from terukur.web.viewer import acting, employee_of, running_period, standing, today, user_of


def dialogues(request: HttpRequest) -> HttpResponse:
    """Show my own talks and agreements, and the team members with whom a talk would help now."""
    employee = employee_of(request)
    team = team_talks(employee, on=today(request)) if standing(request).has_team else []
    return render(
        request,
        "web/dialogue/all.html",
        {
            "mine": own_talks(employee, on=today(request)),
            "agreements": open_agreements(employee.pk),
            "due": [talk for talk in team if talk.reasons],
            "others": [talk for talk in team if not talk.reasons],
            "today": today(request),
        },
    )


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the talks about a plan with the sheet for the next; either of the two records it."""
    user, found = user_of(request), _plan(request, pk)
    plan, party = found.plan, found.is_party
    sheet = talk_sheet(plan, on=today(request))
    form = PlanTalkForm(
        request.POST or None,
        open_now=sheet.agreements,
        initial={"held_on": today(request), "kind": Dialogue.Kind.MIDDLE},
    )
    context: dict[str, object] = {}
    period_of = partial(running_period, request)
    if party and carry_out(
        request,
        lambda: record_dialogue(plan=plan, draft=form.talk(period_of), acting=acting(request)),
        "Percakapan tercatat; pihak lain membenarkannya.",
        form=form,
        page=context,
    ):
        return redirect("dialogue", pk)
    return render(
        request,
        "web/dialogue/one.html",
        {
            **context,
            "plan": plan,
            "sheet": sheet,
            "form": form if party else None,
            "open_feedback": unanswered_on(plan, reader=user, on=today(request)),
            "talks": [{"talk": talk, "asks_me": party and talk.awaits(user.pk)} for talk in talks_of(plan)],
            "today": today(request),
        },
    )


def _plan(request: HttpRequest, pk: int) -> TalkPlan:
    found = talk_plan(user_of(request), pk, on=today(request))
    if found is None:
        raise Http404
    return found


@require_POST
def answer(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """Store whether the other side confirms or disputes."""
    found = _plan(request, pk)
    if not found.is_party:
        raise Http404
    carry_out(
        request,
        lambda: confirm_talk(
            dialogue=get_object_or_404(Dialogue, pk=talk, plan=found.plan),
            agrees=request.POST.get("agrees") == "ya",
            note=request.POST.get("note", "")[:1000],
            acting=acting(request),
        ),
        "Jawaban Anda tersimpan.",
    )
    return redirect("dialogue", pk)
