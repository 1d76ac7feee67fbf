"""Objecting, explaining, deciding; and the part of an appraisal's page about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.models import Appraisal
from terukur.delivery.closing import last_day_for
from terukur.objections.access import may_answer, may_decide_objection
from terukur.objections.decider import deciding
from terukur.objections.hearing import (
    DecisionDraft,
    answer_objection,
    appraiser_left,
    clock_of,
    decide_objection,
    objection_on,
    turn_of,
)
from terukur.objections.models import ObjectionEvidence
from terukur.objections.operations import file_objection, parts_of
from terukur.objections.withdrawal import may_withdraw, withdraw_objection
from terukur.objections.workflow import ObjectionState
from terukur.planning.access import is_owner
from terukur.regulation.workflow import Party
from terukur.web.acts import carry_out
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.appraisal.objection_forms import DecisionForm, ObjectionAnswerForm, ObjectionForm
from terukur.web.measurement.download import as_download
from terukur.web.sent_back import send_back, sent_back
from terukur.web.viewer import acting, today, user_of


def objection_context(request: HttpRequest, appraisal: Appraisal) -> dict[str, object]:
    """Return the objection with its clock, and the form of the person with the next step."""
    user = user_of(request)
    if appraisal.answered_at is None or appraisal.is_ratable:
        return {}
    objection = objection_on(appraisal)
    if objection is None:
        return {}
    is_open = appraisal.status == Appraisal.Status.OBJECTED
    clock = clock_of(objection)
    answered = objection.state != ObjectionState.FILED
    now_decidable = is_open and turn_of(objection, on=today(request)).who is Party.SUPERIOR
    decides = now_decidable and may_decide_objection(user, objection, on=today(request))
    given = {"results": appraisal.result_rating, "behavior": appraisal.behavior_rating}
    return {
        "objection": objection,
        "clock": clock,
        "deciding": deciding(objection, on=today(request)) if is_open else None,
        "appraiser_left": is_open and not answered and appraiser_left(objection, on=today(request)),
        "can_withdraw_objection": objection.filed_by_id == user.pk and may_withdraw(objection),
        "answer_form": ObjectionAnswerForm()
        if is_open and not answered and may_answer(user, objection)
        else None,
        "decision_form": sent_back(request, DecisionForm, initial=given) if decides else None,
    }


def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the employee's objection to named parts."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    last_day = last_day_for(appraisal)
    if not is_owner(user, appraisal.plan) or last_day is None:
        raise Http404
    form = ObjectionForm(request.POST or None, request.FILES or None, parts=parts_of(appraisal))
    if carry_out(
        request,
        lambda: file_objection(appraisal=appraisal, draft=form.draft(), acting=acting(request)),
        "Keberatan tercatat. Penilaian ini sementara sampai atasan pejabat penilai memutuskan.",
        form=form,
    ):
        return redirect("appraisal", pk)
    return render(
        request, "web/appraisal/object.html", {"appraisal": appraisal, "form": form, "last_day": last_day}
    )


def objection_file(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Return a file of an objection, for readers of the appraisal."""
    appraisal = appraisal_or_404(request, pk)
    found = get_object_or_404(
        ObjectionEvidence.objects.select_related("file"), pk=evidence, objection__appraisal=appraisal
    )
    if found.file is None:
        raise Http404
    return as_download(found.file.content(), found.file_name)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an objection that is not answered, as the employee."""
    appraisal, user = appraisal_or_404(request, pk), user_of(request)
    objection = objection_on(appraisal)
    if objection is None or not is_owner(user, appraisal.plan):
        raise Http404
    carry_out(
        request,
        lambda: withdraw_objection(objection=objection, acting=acting(request)),
        "Keberatan ditarik. Selama waktunya masih ada, Anda dapat menerima atau mengajukannya lagi.",
    )
    return redirect("appraisal", pk)


@require_POST
def answer_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the appraiser's explanation."""
    objection = objection_on(appraisal_or_404(request, pk))
    if objection is None or not may_answer(user_of(request), objection):
        raise Http404
    carry_out(
        request,
        lambda: answer_objection(
            objection=objection, text=request.POST.get("text", ""), acting=acting(request)
        ),
        "Penjelasan tersimpan; atasan Anda memutuskan.",
    )
    return redirect("appraisal", pk)


@require_POST
def decide_on_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the decision of the appraiser's superior."""
    objection = objection_on(appraisal_or_404(request, pk))
    if objection is None or not may_decide_objection(user_of(request), objection, on=today(request)):
        raise Http404
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "appraisal", pk)
    carry_out(
        request,
        lambda: decide_objection(
            objection=objection, draft=DecisionDraft(**form.cleaned_data), acting=acting(request)
        ),
        lambda decision: (
            "Keberatan dikabulkan." if decision.is_granted else "Rating tetap; keputusan tersimpan."
        ),
    )
    return redirect("appraisal", pk)
