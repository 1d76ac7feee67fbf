"""One version of a plan: drafting, submitting, setting, returning, revising."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.appraisal.closed_years import why_closed
from terukur.appraisal.models import in_closed_year
from terukur.employment.agreements import agreement_for
from terukur.measurement.difficulty import difficulties_in, with_references
from terukur.organization.queries import appraiser_of
from terukur.planning.access import is_appraiser, is_owner, may_edit, may_read_plan
from terukur.planning.indicator_words import hints_in
from terukur.planning.models import PlannedResult, PlanVersion, ResultSupport
from terukur.planning.operations.content import (
    even_weights_of,
    former_weights,
    indicators_in,
    link_result,
    remove_result,
    restore_weights,
    save_annex,
    save_expectations,
    save_result,
    share_weights_evenly,
    unlink_result,
)
from terukur.planning.operations.versions import return_plan, revise_plan, set_plan, submit_plan
from terukur.planning.queries import leader_results, results_of_leader, snapshot, version_with_content
from terukur.planning.workflow import PLAN_WORKFLOW
from terukur.regulation.plan import check_submittable
from terukur.regulation.qualitative import approach_of
from terukur.regulation.scales import AnnexList
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.planning.forms import AnnexForm, ExpectationForm, ReasonForm, ResultForm
from terukur.web.templatetags.terukur import quantity, tanggal
from terukur.web.viewer import acting, today, user_of
from terukur.web.written import key_in


def version_to_read(request: HttpRequest, pk: int) -> PlanVersion:
    """Return a version with its content, where the user may read it.

    :raises Http404: for a stranger.
    """
    user = user_of(request)
    version = version_with_content(pk, read=with_references, marks={"is_closed": in_closed_year()})
    if version is None:
        raise Http404
    if not is_appraiser(user, version.plan, on=today(request)) and not may_read_plan(
        user, version.plan, on=today(request)
    ):
        raise Http404
    return version


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version, with the acts that are possible now."""
    version = version_to_read(request, pk)
    return render(request, "web/planning/one.html", _page(request, version))


def _page(request: HttpRequest, version: PlanVersion) -> dict[str, object]:
    user = user_of(request)
    appraiser = appraiser_of(version.plan.assignment, on=today(request))
    is_closed = version.is_closed  # type: ignore[attr-defined]
    editable = may_edit(user, version) and not is_closed
    findings = (
        check_submittable(snapshot(version, has_appraiser=appraiser is not None))
        if version.is_editable
        else []
    )
    is_mine = is_owner(user, version.plan)
    indicators = [one for result in version.results.all() for one in result.indicators.all()]
    return {
        "version": version,
        "plan": version.plan,
        "steps": PLAN_WORKFLOW.progress(
            version.status,
            version.plan.assignment.employee.name,
            appraiser.name if appraiser else "pejabat penilai",
            f"sejak {tanggal(version.in_force_from)}" if version.in_force_from else "",
        ),
        "appraiser": appraiser,
        "agreement": agreement_for(
            version.plan.assignment.employee, starts=version.plan.starts, ends=version.plan.ends
        ),
        "editable": editable,
        "approach": approach_of(
            has_numbers=bool(indicators), has_words=any(one.expectation for one in version.results.all())
        ),
        "closed": why_closed(version.plan.year) if is_closed else "",
        "owner": is_mine,
        "missing": findings,
        "former_weights": bool(former_weights(version)) if editable else False,
        "annexes": [
            (AnnexList(item["list"]).label, item["text"])
            for item in version.annexes  # type: ignore[attr-defined]
        ],
        "difficulties": difficulties_in(indicators, version.plan, on=version.plan.starts),
        # What is agreed already is not questioned again.
        "hints": hints_in(indicators, version.plan) if version.set_at is None else {},
        "carried": sum(one.is_carried for one in indicators) if editable else 0,
        "can_set": not is_closed
        and version.status == PlanVersion.Status.SUBMITTED
        and is_appraiser(user, version.plan, on=today(request)),
        "reason_form": ReasonForm(),
        "leader_results": results_of_leader(appraiser, version.plan.year)
        if is_mine and not is_closed and version.status == PlanVersion.Status.SET
        else [],
    }


def _act(request: HttpRequest, pk: int, act: Callable[[PlanVersion], object], done: str) -> HttpResponse:
    version = version_to_read(request, pk)
    refusal: dict[str, object] = {}
    if carry_out(request, lambda: act(version), done, page=refusal):
        return redirect("plan", pk)
    context = _page(request, version_to_read(request, pk)) | refusal
    return render(request, "web/planning/one.html", context, status=409)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit the version, signed by the employee."""
    return _act(
        request,
        pk,
        lambda version: submit_plan(version=version, acting=acting(request)),
        "SKP diajukan. Langkah berikutnya ada pada pejabat penilai.",
    )


@require_POST
def set_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the version, as the appraiser."""
    return _act(
        request, pk, lambda version: set_plan(version=version, acting=acting(request)), "SKP ditetapkan."
    )


@require_POST
def return_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the version to the employee, with the appraiser's reason."""
    reason = request.POST.get("reason", "")
    return _act(
        request,
        pk,
        lambda version: return_plan(version=version, reason=reason, acting=acting(request)),
        "SKP dikembalikan dengan alasan Anda.",
    )


@require_POST
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the next version."""
    version = version_to_read(request, pk)
    revised = carry_out(
        request,
        lambda: revise_plan(plan=version.plan, reason=request.POST.get("reason", ""), acting=acting(request)),
        "",
    )
    return redirect("plan", revised.result.pk if revised else pk)


@require_POST
def even_weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the weights evenly, after a page with the old and new ones."""
    version = version_to_read(request, pk)
    check = _weights_check(version)
    if may_edit(user_of(request), version) and not is_confirmed(request, check):
        return check_page(request, check)
    return _act(
        request,
        pk,
        lambda version: share_weights_evenly(version=version, acting=acting(request)),
        "Bobot dibagi rata. Bobot semula dapat dikembalikan di bawah ini.",
    )


@require_POST
def former_weights_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore the weights that equal ones replaced."""
    return _act(
        request,
        pk,
        lambda version: restore_weights(version=version, acting=acting(request)),
        "Bobot semula dikembalikan.",
    )


def _weights_check(version: PlanVersion) -> Check:
    indicators = indicators_in(version)
    return Check(
        "Periksa sebelum membagi rata bobot",
        [
            (one.name, f"{quantity(one.weight)} % menjadi {quantity(share)} %")
            for one, share in zip(indicators, even_weights_of(indicators), strict=True)
        ],
        "Bobot yang sudah diisi diganti untuk semua indikator.",
        "Bobot semula dapat dikembalikan selama SKP ini masih konsep.",
        "Bagi rata bobot",
        reverse("plan", args=[version.pk]),
    )


@require_POST
def link(request: HttpRequest, pk: int, result: int) -> HttpResponse:
    """Link a result of a set plan to the leader's that came later, or remove such a link."""
    version = version_to_read(request, pk)
    own = next((item for item in version.results.all() if item.pk == result), None)
    linked = own.supports.filter(leader_result__isnull=False) if own else ResultSupport.objects.none()
    if support := linked.filter(pk=key_in(request.POST.get("unlink", "")) or 0).first():
        return _act(
            request,
            pk,
            lambda _other: unlink_result(support=support, acting=acting(request)),
            "Tautan dilepas. Hasil kerja itu dapat ditautkan lagi.",
        )
    choices = {item.pk: item for item in leader_results(version.plan, on=today(request))}
    wanted = request.POST.get("leader", "")
    leader = choices.get(key_in(wanted) or 0)
    if own is None or leader is None:
        raise Http404
    return _act(
        request,
        pk,
        lambda _other: link_result(result=own, leader_result=leader, acting=acting(request)),
        "Hasil kerja ditautkan.",
    )


def _editable(request: HttpRequest, pk: int) -> PlanVersion:
    version = version_to_read(request, pk)
    if not may_edit(user_of(request), version):
        raise Http404
    return version


def edit_result(request: HttpRequest, pk: int, result: int | None = None) -> HttpResponse:
    """Add or change a planned result."""
    version = _editable(request, pk)
    instance = next((item for item in version.results.all() if item.pk == result), None)
    if result is not None and instance is None:
        raise Http404
    form = ResultForm(request.POST or None, instance=instance, version=version, on=today(request))
    if request.method == "POST" and "remove" in request.POST and instance:
        remove_result(result=instance, acting=acting(request))
        messages.success(request, "Rencana hasil kerja dihapus dari konsep.")
        return redirect("plan", pk)
    if request.method == "POST" and form.is_valid():
        stored = save_result(
            version=version, by=user_of(request), fields=form.columns, supports=form.chosen, result=instance
        )
        if stored.expectation or stored.indicators.exists():
            messages.success(request, "Rencana hasil kerja tersimpan.")
            return redirect("plan", pk)
        messages.success(request, "Rencana hasil kerja tersimpan. Berikutnya indikatornya.")
        return redirect("indicator-new", pk, stored.pk)
    return _form(request, version, form, "Rencana hasil kerja", instance)


def edit_annex(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the three lists of the annex."""
    version = _editable(request, pk)
    form = AnnexForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        save_annex(version=version, by=user_of(request), lists=form.lists(), reasons=form.reasons())
        messages.success(request, "Lampiran tersimpan.")
        return redirect("plan", pk)
    return _form(request, version, form, "Lampiran SKP", None)


def edit_expectations(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit special expectations, as the employee in the draft or the appraiser before setting."""
    version = version_to_read(request, pk)
    user = user_of(request)
    by_appraiser = version.status == PlanVersion.Status.SUBMITTED and is_appraiser(
        user, version.plan, on=today(request)
    )
    if not by_appraiser and not may_edit(user, version):
        raise Http404
    form = ExpectationForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        save_expectations(version=version, acting=acting(request), texts=form.cleaned_data)
        messages.success(request, "Ekspektasi khusus tersimpan.")
        return redirect("plan", pk)
    return _form(request, version, form, "Ekspektasi khusus pimpinan", None)


def _form(
    request: HttpRequest, version: PlanVersion, form: object, title: str, instance: PlannedResult | None
) -> HttpResponse:
    return render(
        request,
        "web/planning/form.html",
        {"version": version, "form": form, "title": title, "instance": instance},
    )
