"""Appraisals: mine, one with its explanation, my team, rating one person, evaluating."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.access import may_evaluate, may_rate, sees_ratings
from terukur.appraisal.basis import decide_change, may_decide
from terukur.appraisal.behavior_survey import result_for
from terukur.appraisal.drafting import held_of
from terukur.appraisal.evaluation import request_evaluation
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal, EvaluationRun
from terukur.appraisal.operations import (
    adopt_policy,
    appraiser_named,
    current_appraiser_name,
    deliver,
    prepared_delivery,
    rate,
)
from terukur.appraisal.queries import (
    appraisals_of,
    members_of,
    others_of_year,
    policies,
    policy_on,
    team_of,
    team_without_appraisal,
    unit_grade_for,
)
from terukur.appraisal.ratable import why_rating_is_shut
from terukur.appraisal.self_assessment import views_of
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW
from terukur.calibration.moves import told_afterwards, waiting_recommendations
from terukur.calibration.round_view import rounds_seated_in
from terukur.calibration.second_opinions import asked_of, second_opinions_on
from terukur.coaching.queries import feedback_on
from terukur.coaching.standing import StandingStatus, behind, standings_of
from terukur.coaching.team_standing import PersonStanding, people_of
from terukur.delivery.closing import last_day_for
from terukur.delivery.recall import may_recall, may_withdraw_acceptance, recall_delivery, withdraw_acceptance
from terukur.delivery.receipt import accept, mark_read
from terukur.ledger.queries import history_of
from terukur.measurement.queries import unverified
from terukur.organization.access import oversees
from terukur.planning.access import is_appraiser, is_owner
from terukur.planning.queries import waiting_to_be_set
from terukur.regulation.parameters import uncertain_parameters
from terukur.regulation.periods import Period
from terukur.web.acts import carry_out
from terukur.web.appraisal.checks import acceptance_check, delivery_check
from terukur.web.appraisal.forms import PolicyForm, RatingForm
from terukur.web.appraisal.lookup import appraisal_or_404, opened_appraisal_or_404
from terukur.web.appraisal.objection_views import objection_context
from terukur.web.appraisal.place_views import place_form
from terukur.web.checking import check_page, is_confirmed
from terukur.web.periods import PeriodForm
from terukur.web.queue import defer_evaluation
from terukur.web.viewer import acting, employee_of, last_period, period_in, running_period, today, user_of


def mine(request: HttpRequest) -> HttpResponse:
    """Show all my appraisals, newest first."""
    found = appraisals_of(employee_of(request).pk)
    return render(request, "web/appraisal/mine.html", {"appraisals": found})


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appraisal with its explanation; opening it is the employee's receipt."""
    user = user_of(request)
    appraisal = opened_appraisal_or_404(request, pk)
    owner = is_owner(user, appraisal.plan)
    if owner and appraisal.delivered_at and appraisal.read_at is None:
        mark_read(appraisal=appraisal, acting=acting(request))
        appraisal = appraisal_or_404(request, pk)
    context = _page(request, appraisal)
    return render(request, "web/appraisal/one.html", context)


def _page(request: HttpRequest, appraisal: Appraisal) -> dict[str, object]:
    user = user_of(request)
    owner = is_owner(user, appraisal.plan)
    appraiser = not owner and is_appraiser(user, appraisal.plan, on=today(request))
    sees = sees_ratings(user, appraisal, on=today(request))
    explanation = explanation_of(appraisal, with_ratings=sees)
    own_view = getattr(appraisal, "seen_self_view", None) if owner or sees else None
    standings = standings_of(appraisal.tree, plan=appraisal.plan, on=today(request))
    is_newest = not appraisal.has_newer and today(request) <= appraisal.plan.last_day  # type: ignore[attr-defined]
    changes = [] if appraisal.is_ratable else list(appraisal.changes.all())
    return {
        "lagging": behind(standings) if is_newest else [],
        "standings": {one.thread: one for one in standings},
        "survey": result_for(user, appraisal, on=today(request)),
        "own_view": views_of(own_view, appraisal.tree),
        "others_of_year": others_of_year(appraisal),
        "afterwards": told_afterwards(appraisal),
        "second_opinions": second_opinions_on(appraisal) if appraiser and appraisal.is_ratable else [],
        "recommendations": waiting_recommendations().filter(row__appraisal=appraisal)
        if appraiser and appraisal.status == Appraisal.Status.RATED
        else [],
        "appraisal": appraisal,
        "steps": APPRAISAL_WORKFLOW.progress(appraisal.status),
        "x": explanation,
        "owner": owner,
        "is_appraiser": appraiser,
        "can_rate": appraiser and appraisal.is_ratable,
        "obstacle": why_rating_is_shut(appraisal, on=today(request)) or explanation["missing"]
        if appraiser and appraisal.is_ratable
        else "",
        "can_mark": appraiser
        and appraisal.is_ratable
        and bool(explanation["to_mark"])
        and not why_rating_is_shut(appraisal, on=today(request)),
        "can_recall": appraiser
        and appraisal.status == Appraisal.Status.DELIVERED
        and appraisal.read_at is None
        and may_recall(appraisal),
        "can_withdraw": owner and may_withdraw_acceptance(appraisal, on=today(request)),
        "last_day": last_day_for(appraisal),
        **objection_context(request, appraisal),
        "changes": changes,
        "may_decide": bool(changes) and may_decide(user, appraisal, on=today(request)),
        "feedback": feedback_on(appraisal.plan_id, reader=user, on=today(request))[:20],
        "holder": current_appraiser_name(appraisal, on=today(request)),
        "appraiser_name": appraiser_named(appraisal, on=today(request)),
    }


# What an appraiser does before delivering; the employee reads it afterwards.
_CLOSED_UNTIL_DELIVERED = [
    "rated",
    "expectations-marked",
    "behavior-survey-asked",
    "second-opinion-asked",
    "second-opinion-given",
]


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every act on this appraisal and its plan."""
    appraisal = opened_appraisal_or_404(request, pk)
    entries = history_of(f"appraisal/{pk}", f"plan/{appraisal.plan_id}")
    if is_owner(user_of(request), appraisal.plan) and appraisal.is_ratable:
        entries = entries.exclude(act__in=_CLOSED_UNTIL_DELIVERED)
    return render(
        request,
        "web/appraisal/history.html",
        {
            "appraisal": appraisal,
            "entries": entries[:200],
            "may_prove": sees_ratings(user_of(request), appraisal, on=today(request)),
        },
    )


@require_POST
def decide_basis(request: HttpRequest, pk: int, change: int) -> HttpResponse:
    """Store the decision on figures that changed under a delivered rating."""
    appraisal = appraisal_or_404(request, pk)
    found = get_object_or_404(appraisal.changes, pk=change)
    carry_out(
        request,
        lambda: decide_change(
            change=found, decision=request.POST.get("decision", ""), acting=acting(request)
        ),
        "Keputusan tersimpan dan dibaca pegawai serta penilainya.",
    )
    return redirect("appraisal", pk)


def accept_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept as the employee, after the page about the right that ends by it."""
    appraisal, user = appraisal_or_404(request, pk), user_of(request)
    ready = is_owner(user, appraisal.plan) and appraisal.status == Appraisal.Status.DELIVERED
    check = acceptance_check(appraisal)
    if ready and appraisal.received_at and not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: accept(appraisal=appraisal, acting=acting(request)),
        "Terima kasih. Hasil diterima; berikutnya dibicarakan dengan pejabat penilai, lalu final.",
    )
    return redirect("appraisal", pk)


@require_POST
def withdraw_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw the acceptance, as the employee."""
    appraisal = appraisal_or_404(request, pk)
    carry_out(
        request,
        lambda: withdraw_acceptance(appraisal=appraisal, acting=acting(request)),
        "Penerimaan ditarik. Anda dapat menerima lagi atau mengajukan keberatan.",
    )
    return redirect("appraisal", pk)


_FILTERS: dict[str, tuple[str, Callable[[PersonStanding], bool]]] = {
    "menunggu": ("Menunggu saya", lambda person: person.member.waits),
    "tertinggal": ("Tertinggal", lambda person: person.status is StandingStatus.BEHIND),
    "di-depan": ("Di depan", lambda person: person.status is StandingStatus.AHEAD),
    "belum-terukur": ("Belum terukur", lambda person: person.status is StandingStatus.UNMEASURED),
}


def team(request: HttpRequest) -> HttpResponse:
    """Show my team in a period: who is ahead, behind, unmeasured, waiting for me."""
    employee = employee_of(request)
    period = period_in(request, default=last_period(request))
    members = members_of(team_of(employee, period=period, on=today(request)), on=today(request))
    people = people_of(members, on=today(request))
    chosen = request.GET.get("saring", "")
    rounds = list(rounds_seated_in(user_of(request), period))
    return render(
        request,
        "web/appraisal/team.html",
        {
            "period": period,
            "people": [p for p in people if chosen not in _FILTERS or _FILTERS[chosen][1](p)],
            "filters": [
                {"key": key, "label": label, "count": sum(map(fits, people))}
                for key, (label, fits) in _FILTERS.items()
            ],
            "chosen": chosen,
            "everybody": len(members),
            "waiting": sum(member.waits for member in members),
            "rounds": rounds,
            "asked": asked_of(employee),
            "recommended": {pk for round_ in rounds for pk in round_.recommended},  # type: ignore[attr-defined]
            "others": team_without_appraisal(employee, period=period, on=today(request)),
            "plans": waiting_to_be_set(employee, on=today(request)).select_related(
                "plan__assignment__employee"
            ),
        },
    )


def rate_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show plan, measured progress, evidence, suggestion, feedback and the form of a rating on one screen."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    if not may_rate(user, appraisal, on=today(request)):
        raise Http404
    context = _page(request, appraisal)
    if context["obstacle"] and request.method == "GET":
        messages.warning(request, str(context["obstacle"]))
        return redirect("appraisal", pk)
    held = held_of(appraisal, getattr(appraisal, "own_draft", None))
    form = RatingForm(request.POST or None, appraisal=appraisal, held=held)
    if request.method == "POST" and form.is_valid():
        refusal: dict[str, Any] = {}
        if carry_out(
            request,
            lambda: rate(appraisal=appraisal, draft=form.draft(), acting=acting(request), seen=form.mark),
            "Rating tersimpan. Periksa, lalu sampaikan.",
            page=refusal,
        ):
            return redirect("appraisal", pk)
        form.show_draft(held)
        # What stands in the way is told at its field, so the page itself only says that it was refused.
        context["refusal"] = refusal["refusal"]
        for found in refusal["findings"]:
            form.add_error(found.code if found.code in form.fields else None, found.told)
    unit = appraisal.plan.assignment.position.unit
    context |= {
        "form": form,
        "held": held,
        "unverified": list(unverified([appraisal.plan_id])),
        "unit_grade": unit_grade_for(unit, appraisal.period),
    }
    return render(request, "web/appraisal/rate.html", context)


def deliver_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Deliver the grade, once the appraiser has seen which grade it is."""
    appraisal = appraisal_or_404(request, pk)
    prepared = carry_out(request, lambda: prepared_delivery(appraisal, acting=acting(request)), "")
    if prepared is None:
        return redirect("appraisal", pk)
    check = delivery_check(appraisal, prepared.result, on=today(request))
    if not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: deliver(appraisal=appraisal, acting=acting(request)),
        "Predikat ditetapkan dan disampaikan kepada pegawai. Selama belum dibuka, Anda dapat menariknya "
        "kembali. Berikutnya: pegawai membaca dan menjawab.",
    )
    return redirect("appraisal", pk)


@require_POST
def recall_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a delivery that was not opened."""
    appraisal = appraisal_or_404(request, pk)
    carry_out(
        request,
        lambda: recall_delivery(
            appraisal=appraisal, reason=request.POST.get("reason", ""), acting=acting(request)
        ),
        "Hasil ditarik kembali. Ubah ratingnya bila perlu, lalu sampaikan lagi.",
    )
    return redirect("appraisal", pk)


def evaluations(request: HttpRequest) -> HttpResponse:
    """Ask for the computation of a period, and watch it."""
    user = user_of(request)
    if not may_evaluate(user, on=today(request)):
        raise Http404
    asked = period_in(request, default=running_period(request))
    form = PeriodForm(request.POST or None, initial={"period": str(asked)})
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        done = "Permintaan diterima; kemajuannya tampil di bawah."
        if carry_out(request, lambda: _ask(request, period), done, form=form, field="period"):
            return redirect("evaluations")
    runs = EvaluationRun.objects.select_related("requested_by")[:20]
    return render(request, "web/appraisal/evaluations.html", {"form": form, "runs": runs})


@transaction.atomic
def _ask(request: HttpRequest, period: Period) -> None:
    defer_evaluation(request_evaluation(period=period, acting=acting(request)).pk)


def policy(request: HttpRequest) -> HttpResponse:
    """Show the versions of the policy; the performance team adopts another."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_adopt = may_evaluate(user, on=today(request))
    versions = policies()
    current = policy_on(today(request))
    form = PolicyForm(request.POST or None, initial=model_to_dict(current) if current else None)
    if request.method == "POST":
        if not may_adopt:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            try:
                adopt_policy(
                    rule=form.rule(),
                    valid_from=data["valid_from"],
                    basis=data["basis"],
                    acting=acting(request),
                )
            except ValueError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Kebijakan ditetapkan. Periode yang berjalan tidak berubah.")
                return redirect("policy")
    return render(
        request,
        "web/appraisal/policy.html",
        {
            "versions": versions,
            "policy_now": current,
            "form": form if may_adopt else None,
            "place_form": place_form() if may_adopt else None,
            "uncertain": uncertain_parameters(on=today(request)),
        },
    )
