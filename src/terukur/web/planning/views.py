"""Plans: mine, one version, drafting, submitting, setting, returning, revising."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from terukur.employment.agreements import agreement_for
from terukur.measurement.difficulty import difficulties_in, with_references
from terukur.organization.acting_posts import acting_posts_of
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.planning.access import is_appraiser, is_owner, may_edit, may_read_plan
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.planning.operations.content import (
    even_weights_of,
    former_weights,
    indicators_in,
    link_result,
    remove_indicator,
    remove_result,
    restore_weights,
    save_annex,
    save_expectations,
    save_indicator,
    save_result,
    share_weights_evenly,
)
from terukur.planning.operations.versions import (
    return_plan,
    revise_plan,
    set_plan,
    start_from_last_year,
    start_plan,
    submit_plan,
)
from terukur.planning.queries import leader_results, plans_of, snapshot, version_with_content
from terukur.planning.workflow import PLAN_WORKFLOW
from terukur.regulation.plan import check_submittable
from terukur.regulation.scales import AnnexList
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.planning.division_form import DivisionForm
from terukur.web.planning.forms import AnnexForm, ExpectationForm, IndicatorForm, ReasonForm, ResultForm
from terukur.web.templatetags.terukur import quantity, tanggal
from terukur.web.viewer import acting, employee_of, today, user_of
from terukur.web.written import key_in


def plans(request: HttpRequest) -> HttpResponse:
    """Show all my plans with their versions, and the form of a new one."""
    employee = employee_of(request)
    assignment = assignment_on(employee.pk, today(request))
    plans = list(plans_of(employee.pk))
    year = today(request).year
    current = [plan for plan in plans if plan.year == year]
    return render(
        request,
        "web/planning/mine.html",
        {
            "plans": plans,
            "has_last_year": any(plan.year == year - 1 for plan in plans),
            "assignment": assignment,
            "may_start": assignment is not None
            and all(plan.assignment_id != assignment.pk for plan in current),
            "has_moved": any(not plan.assignment.is_acting for plan in current),
            "appraiser": appraiser_of(assignment, on=today(request)) if assignment else None,
            "year": year,
            "acting": [
                post
                for post in acting_posts_of(employee.pk, on=today(request))
                if not post.plans.filter(year=year).exists()
            ],
        },
    )


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start this year's plan, empty or from last year's; of an acting post where one is named."""
    employee = employee_of(request)
    posts = {str(post.pk): post for post in acting_posts_of(employee.pk, on=today(request))}
    named = request.POST.get("jabatan", "")
    assignment = posts.get(named) if named else assignment_on(employee.pk, today(request))
    if assignment is None:
        raise Http404
    begin = start_from_last_year if request.POST.get("from") == "last-year" else start_plan
    begun = carry_out(
        request, lambda: begin(assignment=assignment, year=today(request).year, acting=acting(request)), ""
    )
    return redirect("plan", begun.result.pk) if begun else redirect("plans")


def _version(request: HttpRequest, pk: int) -> PlanVersion:
    user = user_of(request)
    version = version_with_content(pk, read=with_references)
    if version is None:
        raise Http404
    if not is_appraiser(user, version.plan, on=today(request)) and not may_read_plan(
        user, version.plan, on=today(request)
    ):
        raise Http404
    return version


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version, with the acts that are possible now."""
    version = _version(request, pk)
    return render(request, "web/planning/one.html", _page(request, version))


def _page(request: HttpRequest, version: PlanVersion) -> dict[str, object]:
    user = user_of(request)
    appraiser = appraiser_of(version.plan.assignment, on=today(request))
    editable = may_edit(user, version)
    findings = (
        check_submittable(snapshot(version, has_appraiser=appraiser is not None))
        if version.is_editable
        else []
    )
    is_mine = is_owner(user, version.plan)
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
        "owner": is_mine,
        "missing": findings,
        "former_weights": bool(former_weights(version)) if editable else False,
        "annexes": [
            (AnnexList(item["list"]).label, item["text"])
            for item in version.annexes  # type: ignore[attr-defined]
        ],
        "difficulties": difficulties_in(
            [one for result in version.results.all() for one in result.indicators.all()],
            version.plan,
            on=version.plan.starts,
        ),
        "can_set": version.status == PlanVersion.Status.SUBMITTED
        and is_appraiser(user, version.plan, on=today(request)),
        "reason_form": ReasonForm(),
        "leader_results": leader_results(version.plan, on=today(request))
        if is_mine
        and version.status == PlanVersion.Status.SET
        and not all(result.supports_id for result in version.results.all())
        else [],
    }


def _act(request: HttpRequest, pk: int, act: Callable[[PlanVersion], object], done: str) -> HttpResponse:
    version = _version(request, pk)
    refusal: dict[str, object] = {}
    if carry_out(request, lambda: act(version), done, page=refusal):
        return redirect("plan", pk)
    context = _page(request, _version(request, pk)) | refusal
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
    version = _version(request, pk)
    revised = carry_out(
        request,
        lambda: revise_plan(plan=version.plan, reason=request.POST.get("reason", ""), acting=acting(request)),
        "",
    )
    return redirect("plan", revised.result.pk if revised else pk)


@require_POST
def even_weights(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the weights evenly, after a page with the old and new ones."""
    version = _version(request, pk)
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
    """Link a result of a set plan to the leader's that came later."""
    version = _version(request, pk)
    own = next((item for item in version.results.all() if item.pk == result), None)
    choices = {item.pk: item for item in leader_results(version.plan, on=today(request))}
    wanted = request.POST.get("leader", "")
    leader = choices.get(key_in(wanted) or 0)
    if own is None or leader is None:
        raise Http404
    return _act(
        request,
        pk,
        lambda _version: link_result(result=own, leader_result=leader, acting=acting(request)),
        "Hasil kerja ditautkan.",
    )


def _editable(request: HttpRequest, pk: int) -> PlanVersion:
    version = _version(request, pk)
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
        stored = save_result(version=version, by=user_of(request), fields=form.cleaned_data, result=instance)
        if stored.indicators.exists():
            messages.success(request, "Rencana hasil kerja tersimpan.")
            return redirect("plan", pk)
        messages.success(request, "Rencana hasil kerja tersimpan. Berikutnya indikatornya.")
        return redirect("indicator-new", pk, stored.pk)
    return _form(request, version, form, "Rencana hasil kerja", instance)


def edit_indicator(request: HttpRequest, pk: int, result: int, indicator: int | None = None) -> HttpResponse:
    """Add or change an indicator."""
    version = _editable(request, pk)
    parent = next((item for item in version.results.all() if item.pk == result), None)
    if parent is None:
        raise Http404
    instance = next((item for item in parent.indicators.all() if item.pk == indicator), None)
    if indicator is not None and instance is None:
        raise Http404
    form = IndicatorForm(request.POST or None, instance=instance)
    division = DivisionForm(request.POST or None, instance=instance, plan=version.plan, beside=form)
    if request.method == "POST" and "remove" in request.POST and instance:
        remove_indicator(indicator=instance, by=user_of(request))
        messages.success(request, "Indikator dihapus dari konsep.")
        return redirect("plan", pk)
    if request.method == "POST" and all([form.is_valid(), division.is_valid()]):
        fields = form.cleaned_data | division.fields_of_indicator()
        save_indicator(result=parent, by=user_of(request), fields=fields, indicator=instance)
        messages.success(request, "Indikator tersimpan. Periksa jumlah bobotnya di bawah.")
        return redirect("plan", pk)
    return _form(request, version, form, f"Indikator untuk “{parent.title}”", instance, division)


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
    version = _version(request, pk)
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
    request: HttpRequest,
    version: PlanVersion,
    form: object,
    title: str,
    instance: PlannedResult | Indicator | None,
    division: DivisionForm | None = None,
) -> HttpResponse:
    return render(
        request,
        "web/planning/form.html",
        {"version": version, "form": form, "title": title, "instance": instance, "division": division},
    )
