"""The talk about a result, its confirmation, and notices to employees who have not opened it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.models import Appraisal
from terukur.coaching.dialogue import is_party, open_agreements, record_dialogue, talks_of
from terukur.coaching.models import Dialogue
from terukur.delivery.closing import confirm_talk, talk_counts_from
from terukur.delivery.models import DeliveryNotice
from terukur.delivery.receipt import give_notice, may_give_notice, second_notice_from
from terukur.web.acts import carry_out
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.appraisal.talk_forms import NoticeForm, TalkForm
from terukur.web.viewer import acting, today, user_of


def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the talks of a period with their agreements; either of the two records another."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    party = is_party(user, appraisal.plan, on=today(request))
    open_now = open_agreements(appraisal.plan.assignment.employee_id)
    form = TalkForm(request.POST or None, open_now=open_now, initial={"held_on": today(request)})
    context: dict[str, object] = {}
    if carry_out(
        request,
        lambda: record_dialogue(
            plan=appraisal.plan,
            acting=acting(request),
            draft=form.draft(Dialogue.Kind.CLOSING, appraisal.period),
        ),
        "Percakapan tercatat; pihak lain membenarkannya.",
        page=context,
        form=form,
    ):
        return redirect("talk", pk)
    return render(
        request,
        "web/appraisal/talk.html",
        {
            **context,
            "appraisal": appraisal,
            "form": form if party and appraisal.delivered_at else None,
            "talks": [
                {"talk": found, "asks_me": party and found.awaits(user.pk)}
                for found in talks_of(appraisal.plan, period=appraisal.period)
            ],
            "open_now": open_now,
            "counts_from": talk_counts_from(appraisal),
            **_notices(request, appraisal),
        },
    )


def _notices(request: HttpRequest, appraisal: Appraisal) -> dict[str, object]:
    notices = list(appraisal.notices.all())
    is_open = appraisal.status == Appraisal.Status.DELIVERED and appraisal.received_at is None
    may = is_open and may_give_notice(user_of(request), appraisal, on=today(request))
    return {
        "notices": notices,
        "notice_form": NoticeForm() if may else None,
        "second_from": second_notice_from(notices[0]) if is_open and notices else None,
    }


@require_POST
def answer_talk(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """Store whether the other side confirms or disputes."""
    appraisal = appraisal_or_404(request, pk)
    found = get_object_or_404(Dialogue, pk=talk, plan=appraisal.plan_id, period=appraisal.period)
    if not is_party(user_of(request), appraisal.plan, on=today(request)):
        raise Http404
    carry_out(
        request,
        lambda: confirm_talk(
            dialogue=found,
            agrees=request.POST.get("agrees") == "ya",
            note=request.POST.get("note", "")[:1000],
            acting=acting(request),
        ),
        "Jawaban Anda tersimpan.",
    )
    return redirect("talk", pk)


@require_POST
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Store that the employee was told in person."""
    appraisal = appraisal_or_404(request, pk)
    form = NoticeForm(request.POST)
    carry_out(
        request,
        lambda: give_notice(
            appraisal=appraisal,
            way=DeliveryNotice.Way.IN_PERSON,
            acting=acting(request),
            note=form.cleaned_data["note"] if form.is_valid() else "",
        ),
        "Pemberitahuan tercatat.",
    )
    return redirect("talk", pk)
