"""Measurements: mine, realizations with evidence, exposure, the catalogue."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.accounts.models import User
from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.queries import latest_appraisal
from terukur.coaching.standing import standings_of
from terukur.measurement.access import may_change_exposure, may_check, may_declare, may_import, may_verify
from terukur.measurement.address_looks import has_changed
from terukur.measurement.daily_sums import month_sums, sum_now
from terukur.measurement.models import Realization
from terukur.measurement.operations import change_exposure, declare_realization, verify_realization
from terukur.measurement.queries import evidence, other_uses, realization_of, to_confirm_by
from terukur.organization.access import may_read, oversees
from terukur.planning.access import is_owner
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.catalogue import save_measure
from terukur.planning.queries import indicator_on, indicators_of, measures, qualitative_results_of
from terukur.regulation.periods import Period
from terukur.web.acts import carry_out
from terukur.web.measurement.download import as_download
from terukur.web.measurement.forms import (
    CheckForm,
    ExposureForm,
    MeasureForm,
    RealizationForm,
    VerificationForm,
)
from terukur.web.queue import defer_look
from terukur.web.sent_back import sent_back
from terukur.web.viewer import acting, cadence_on, employee_of, today, user_of


def mine(request: HttpRequest) -> HttpResponse:
    """Show each of my indicators with its values, their sources, and what I can add."""
    employee = employee_of(request)
    appraisal = latest_appraisal(employee.pk)
    standings = standings_of(appraisal.tree, plan=appraisal.plan, on=today(request)) if appraisal else []
    waiting = to_confirm_by(employee.pk)
    names = indicators_of(waiting) if waiting else {}
    return render(
        request,
        "web/measurement/mine.html",
        {
            "appraisal": appraisal,
            "x": explanation_of(appraisal, figures_only=True) if appraisal else None,
            "standings": {one.thread: one for one in standings},
            "owner": True,
            "waiting": [(found, names.get((found.plan_id, found.thread))) for found in waiting],
            # What waits for the owner stands first.
            "sums": sorted(month_sums(employee, on=today(request)), key=lambda one: not one.can_be_confirmed),
        },
    )


def declare(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Store a realization of one of my indicators, with evidence."""
    user = user_of(request)
    last_month = Period.month_of(today(request).replace(day=1) - timedelta(days=1))
    indicator = _indicator_to_declare(user, thread, last_month.ends, on=today(request))
    plan = indicator.result.version.plan
    owns = is_owner(user, plan)
    form = RealizationForm(request.POST or None, request.FILES or None, initial={"period": str(last_month)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        # The plan of the period that is stated, which need not be the one of the page.
        plan = _indicator_to_declare(user, thread, data["period"].ends, on=today(request)).result.version.plan
        done = carry_out(
            request,
            lambda: declare_realization(
                plan=plan,
                thread=thread,
                period=data["period"],
                value=data["value"],
                note=data["note"],
                acting=acting(request),
                evidence=form.evidence(),
            ),
            "Realisasi tersimpan sebagai pernyataan sendiri sampai buktinya diperiksa."
            if owns
            else "Tersimpan; dihitung setelah pegawainya mengesahkan.",
            form=form,
        )
        if done:
            look_at_addresses(done.result)
            recompute(request, plan.pk, data["period"])
            return redirect("measurements" if owns else "helping")
    return render(
        request,
        "web/measurement/form.html",
        {
            "form": form,
            "sums": [
                one
                for one in month_sums(plan.assignment.employee, on=today(request))
                if one.can_be_confirmed and one.indicator.thread == thread
            ]
            if owns
            else [],
            "back": "measurements" if owns else "helping",
            "title": f"Realisasi: {indicator.name}"
            if owns
            else f"Realisasi {plan.assignment.employee.name}: {indicator.name}",
        },
    )


def _indicator_to_declare(user: User, thread: UUID, day: date, *, on: date) -> Indicator:
    indicator = indicator_on(thread, day=day)
    if indicator is None or not may_declare(user, indicator.result.version.plan, on=on):
        raise Http404
    return indicator


def look_at_addresses(realization: Realization) -> None:
    """Let the worker look at the addresses among the evidence of a realization."""
    for item in realization.evidence.exclude(address=""):
        defer_look(item.pk)


def recompute(request: HttpRequest, plan: int, period: Period) -> None:
    """Compute the open appraisals with this value again, at once."""
    for begun in cadence_on(request, period.starts).begun(period.starts, on=today(request)):
        try:
            evaluate(period=begun, plans=[plan], acting=acting(request))
        except NothingToEvaluate:
            break


def look_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one realization with its evidence, to be verified by another person, or checked by a third."""
    found = realization_of(pk)
    user = user_of(request)
    if found is None or not may_read(user, found.plan.assignment.employee_id, on=today(request)):
        raise Http404
    form = VerificationForm(request.POST or None)
    can_verify = may_verify(user, found, on=today(request)) and not hasattr(found, "verification")
    if carry_out(
        request,
        lambda: verify_realization(
            realization=found,
            accepted=form.cleaned_data["accepted"],
            note=form.cleaned_data["note"],
            acting=acting(request),
        ),
        "Hasil pemeriksaan tersimpan.",
        form=form,
    ):
        recompute(request, found.plan_id, span_of(found))
        return redirect("team")
    draw = getattr(found, "draw", None)
    to_check = draw is not None and not hasattr(draw, "finding")
    return render(
        request,
        "web/measurement/realization.html",
        {
            "realization": found,
            "form": form,
            "indicator": indicators_of([found]).get((found.plan_id, found.thread)),
            "result": qualitative_results_of([found] if found.account else []).get(
                (found.plan_id, found.thread)
            ),
            "can_verify": can_verify,
            "draw": draw,
            "other_uses": other_uses(found)[:5],
            "daily_sum": sum_now(found),
            "evidence": [(item, has_changed(item)) for item in found.evidence.all()],
            "check_form": sent_back(request, CheckForm, auto_id="uji_%s")
            if to_check and may_check(user, found, on=today(request))
            else None,
        },
    )


def span_of(found: Realization) -> Period:
    """Return the months of a realization."""
    return Period(found.ends.year, found.starts.month, found.ends.month)


def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the kept bytes of a piece of evidence, always as a download."""
    found = evidence(pk)
    if (
        found is None
        or found.file is None
        or not may_read(user_of(request), found.realization.plan.assignment.employee_id, on=today(request))
    ):
        raise Http404
    return as_download(found.file.content(), found.file_name)


def exposure(request: HttpRequest, version: int, thread: UUID) -> HttpResponse:
    """Change the exposure of an indicator, as the appraiser, with a reason."""
    found = PlanVersion.objects.select_related("plan__assignment__employee").filter(pk=version).first()
    user = user_of(request)
    if found is None or not may_change_exposure(user, found.plan, on=today(request)):
        raise Http404
    form = ExposureForm(request.POST or None)
    if carry_out(
        request,
        lambda: change_exposure(plan=found.plan, thread=thread, acting=acting(request), **form.cleaned_data),
        "Paparan diubah; target menyesuaikan.",
        form=form,
    ):
        recompute(request, found.plan_id, Period.month_of(form.cleaned_data["since"]))
        return redirect("team")
    return render(
        request, "web/measurement/form.html", {"form": form, "title": "Ubah paparan", "back": "team"}
    )


def catalogue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show the catalogue of measures; the performance team adds and changes."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    instance = measures().filter(pk=pk).first() if pk else Measure()
    if instance is None:
        raise Http404
    form = MeasureForm(request.POST or None, instance=instance)
    if request.method == "POST":
        if not may_import(user, on=today(request)):
            raise Http404
        if form.is_valid() and carry_out(
            request,
            lambda: save_measure(measure=form.save(commit=False), acting=acting(request)),
            "Ukuran tersimpan.",
            form=form,
        ):
            return redirect("catalogue")
    return render(
        request,
        "web/measurement/catalogue.html",
        {"measures": measures(), "form": form, "may_edit": may_import(user, on=today(request))},
    )
