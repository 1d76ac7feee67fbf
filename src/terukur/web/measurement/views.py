"""Measurements: mine, realizations with evidence, imports with preview and history, catalogue."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import EvaluationRun
from terukur.appraisal.queries import appraisal_for, latest_appraisal
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import ImportCounts
from terukur.ledger.queries import imports as all_imports
from terukur.measurement.access import may_change_exposure, may_declare, may_import, may_verify
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Observation
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    change_exposure,
    declare_realization,
    verify_realization,
)
from terukur.measurement.queries import evidence, realization
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.standards_import import import_standards
from terukur.organization.access import may_read, oversees
from terukur.organization.models import Assignment
from terukur.organization.people_import import import_people
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.catalogue import save_measure
from terukur.planning.operations.versions import PlanRefused
from terukur.planning.plans_import import import_plans
from terukur.planning.queries import measures
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable, read_table
from terukur.web.measurement.forms import (
    ExposureForm,
    MeasureForm,
    RealizationForm,
    UploadForm,
    VerificationForm,
)
from terukur.web.measurement.holding import forget, held_by, hold
from terukur.web.queue import defer_evaluation
from terukur.web.viewer import employee_of, now, today, user_of

_PREVIEW_ROWS = 8
_ERRORS_SHOWN = 100


def mine(request: HttpRequest) -> HttpResponse:
    """Each of my indicators with its values, where they came from, and what I can add."""
    appraisal = latest_appraisal(employee_of(request).pk)
    return render(
        request, "web/measurement/mine.html",
        {"appraisal": appraisal, "x": explanation_of(appraisal, with_ratings=False) if appraisal else None,
         "owner": True},
    )  # fmt: skip


def declare(request: HttpRequest, thread: UUID) -> HttpResponse:
    """State a realization of one of my indicators, with evidence."""
    employee = employee_of(request)
    indicator = (
        Indicator.objects.filter(
            thread=thread, result__version__status=PlanVersion.Status.SET,
            result__version__plan__assignment__employee=employee,
        )
        .select_related("result__version__plan__assignment__employee__user", "measure")
        .first()
    )  # fmt: skip
    if indicator is None:
        raise Http404
    plan = indicator.result.version.plan
    user = user_of(request)
    if not may_declare(user, plan):
        raise Http404
    form = RealizationForm(
        request.POST or None, request.FILES or None,
        initial={"period": str(Period.month_of(today().replace(day=1) - timedelta(days=1)))},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upload = data["file"]
        try:
            declare_realization(
                plan=plan, thread=thread, period=data["period"], value=data["value"],
                note=data["note"], by=user, at=now(),
                evidence=EvidenceDraft(
                    upload.name if upload else "", upload.read() if upload else b"", data["address"]
                ),
            )  # fmt: skip
        except MeasurementRefused as error:
            form.add_error(None, str(error))
        else:
            _recompute(request, plan.pk, data["period"])
            messages.success(
                request, "Realisasi tersimpan sebagai pernyataan sendiri sampai buktinya diperiksa."
            )
            return redirect("measurements")
    return render(
        request, "web/measurement/form.html",
        {"form": form, "title": f"Realisasi: {indicator.name}", "back": "measurements"},
    )  # fmt: skip


def _recompute(request: HttpRequest, plan: int, period: Period) -> None:
    """Bring the open appraisals that this value touches up to date, at once."""
    for last in range(3 * ((period.last + 2) // 3), 13, 3):
        quarter = Period(period.year, last - 2, last)
        if quarter.starts > today():
            break
        try:
            evaluate(period=quarter, plans=[plan], by=user_of(request).actor, on=today(), at=now())
        except NothingToEvaluate:
            break


def look_at(request: HttpRequest, pk: int) -> HttpResponse:
    """One realization with its evidence, to be verified by somebody else."""
    found = realization(pk)
    user = user_of(request)
    if found is None or not may_read(user, found.plan.assignment.employee_id, on=today()):
        raise Http404
    form = VerificationForm(request.POST or None)
    can_verify = may_verify(user, found, on=today()) and not hasattr(found, "verification")
    if request.method == "POST" and form.is_valid():
        try:
            verify_realization(
                realization=found, accepted=form.cleaned_data["accepted"],
                note=form.cleaned_data["note"], by=user, on=today(), at=now(),
            )  # fmt: skip
        except MeasurementRefused as error:
            form.add_error(None, str(error))
        else:
            _recompute(
                request,
                found.plan_id,
                Period(found.ends.year, found.starts.month, found.ends.month),
            )
            messages.success(request, "Hasil pemeriksaan tersimpan.")
            return redirect("team")
    return render(
        request, "web/measurement/realization.html",
        {"realization": found, "form": form, "can_verify": can_verify},
    )  # fmt: skip


def evidence_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept bytes of a piece of evidence, always as a download."""
    found = evidence(pk)
    if (
        found is None
        or found.file is None
        or not may_read(user_of(request), found.realization.plan.assignment.employee_id, on=today())
    ):
        raise Http404
    return _download(found.file.content(), found.file_name)


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    safe = "".join(char if char.isalnum() or char in "._-" else "_" for char in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def exposure(request: HttpRequest, version: int, thread: UUID) -> HttpResponse:
    """The appraiser changes the exposure of an indicator, with a reason."""
    found = (
        PlanVersion.objects.select_related("plan__assignment__employee").filter(pk=version).first()
    )
    user = user_of(request)
    if found is None or not may_change_exposure(user, found.plan, on=today()):
        raise Http404
    form = ExposureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_exposure(
                plan=found.plan, thread=thread, by=user, on=today(), at=now(), **form.cleaned_data
            )
        except MeasurementRefused as error:
            form.add_error(None, str(error))
        else:
            _recompute(request, found.plan_id, Period.month_of(form.cleaned_data["since"]))
            messages.success(request, "Paparan diubah; target menyesuaikan.")
            return redirect("team")
    return render(
        request, "web/measurement/form.html",
        {"form": form, "title": "Ubah paparan", "back": "team"},
    )  # fmt: skip


def imports(request: HttpRequest) -> HttpResponse:
    """History of loaded files, and the way to load another."""
    user = user_of(request)
    if not oversees(user, on=today()):
        raise Http404
    return render(
        request, "web/measurement/imports.html",
        {"imports": all_imports()[:50], "form": UploadForm(), "may_load": may_import(user, on=today())},
    )  # fmt: skip


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """A loaded file: who, when, hash, and the rows that concern the viewer."""
    record = all_imports().filter(pk=pk).first()
    user = user_of(request)
    if record is None:
        raise Http404
    sees_all = oversees(user, on=today())
    rows = _visible_rows(request, record, sees_all)
    if not sees_all and not rows:
        raise Http404
    return render(
        request, "web/measurement/import.html",
        {"record": record, "rows": rows, "sees_all": sees_all},
    )  # fmt: skip


def _visible_rows(request: HttpRequest, record: ImportRecord, sees_all: bool) -> list[Observation]:
    found = Observation.objects.filter(source=record).select_related("employee", "unit", "measure")
    if sees_all:
        return list(found.order_by("line")[:200])
    viewer = employee_of(request)
    subject = viewer.pk
    wanted = request.GET.get("penilaian", "")
    if wanted.isdigit():
        appraisal = appraisal_for(user_of(request), int(wanted), on=today())
        subject = appraisal.plan.assignment.employee_id if appraisal else subject
    units = Assignment.objects.filter(employee=subject).values("position__unit")
    return list(found.filter(Q(employee=subject) | Q(unit__in=units)).order_by("line"))


def download_import(request: HttpRequest, pk: int) -> HttpResponse:
    """The untouched file, for those who may see everybody's rows."""
    record = all_imports().filter(pk=pk).first()
    if record is None or not oversees(user_of(request), on=today()):
        raise Http404
    return _download(record.file.content(), record.file_name)


def upload(request: HttpRequest) -> HttpResponse:
    """Look at a file as it would be understood; load it only when confirmed."""
    user = user_of(request)
    if not may_import(user, on=today()):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            return _load_confirmed(request, form)
        sent = form.cleaned_data["file"]
        if sent is None:
            form.add_error("file", "Pilih berkasnya.")
            return render(request, "web/measurement/upload.html", context)
        content = sent.read()
        try:
            counts = _loader(form, request)(content, sent.name, True)
        except ImportRefused as error:
            context |= {"errors": error.errors[:_ERRORS_SHOWN], "count": len(error.errors)}
        except UnreadableTable as error:
            form.add_error("file", str(error))
        else:
            held = hold(content=content, name=sent.name, by=user, at=now())
            context |= {
                "counts": counts, "token": held.token, "preview": _preview(content, sent.name),
            }  # fmt: skip
    return render(request, "web/measurement/upload.html", context)


def _load_confirmed(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """Load what was looked at. The data may have changed since, so it is checked again."""
    held = held_by(user_of(request), request.POST.get("token", ""))
    if held is None:
        messages.error(
            request,
            "Berkas ini sudah dimuat, atau pemeriksaannya lebih dari satu jam yang lalu. "
            "Lihat riwayat di bawah; bila belum ada, muat berkasnya sekali lagi.",
        )
        return redirect("imports")
    try:
        counts = _loader(form, request)(held.content, held.name, False)
    except ImportRefused as error:
        context = {"form": form, "errors": error.errors[:_ERRORS_SHOWN], "count": len(error.errors)}
        return render(request, "web/measurement/upload.html", context)
    forget(held)
    _evaluate_after(request, form)
    messages.success(
        request,
        f"Termuat: {counts.created} baru, {counts.updated} versi baru, {counts.unchanged} tetap.",
    )
    return redirect("imports")


def _loader(form: UploadForm, request: HttpRequest) -> Callable[[bytes, str, bool], ImportCounts]:
    by, at, data = user_of(request).actor, now(), form.cleaned_data

    def people(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_people(content=content, filename=name, by=by, on=today(), at=at, dry_run=dry)

    def plans(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_plans(content=content, filename=name, by=by, on=today(), at=at, dry_run=dry)

    def measurements(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_measurements(
            content=content, filename=name, measure=data["measure"], period=data["period"],
            by=by, at=at, dry_run=dry,
        )  # fmt: skip

    def service_log(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_service_log(
            stream=io.BytesIO(content), filename=name, period=data["period"],
            by=by, at=at, dry_run=dry,
        )  # fmt: skip

    def survey(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_satisfaction(
            content=content, filename=name, period=data["period"], by=by, at=at, dry_run=dry
        )

    def standards(content: bytes, name: str, dry: bool) -> ImportCounts:
        return import_standards(content=content, filename=name, by=by, at=at, dry_run=dry)

    return {
        "people": people, "plans": plans, "measurements": measurements,
        "service-log": service_log, "satisfaction": survey, "standards": standards,
    }[data["kind"]]  # fmt: skip


def _evaluate_after(request: HttpRequest, form: UploadForm) -> None:
    """New figures reach everybody's open appraisals through the worker."""
    if form.cleaned_data["kind"] not in ("measurements", "service-log", "satisfaction"):
        return
    period: Period = form.cleaned_data["period"]
    for last in range(3 * ((period.last + 2) // 3), 13, 3):
        quarter = Period(period.year, last - 2, last)
        if quarter.starts > today():
            break
        run = EvaluationRun.objects.create(
            period=str(quarter), requested_by=user_of(request), requested_at=now()
        )
        defer_evaluation(run.pk)


def _preview(content: bytes, name: str) -> dict[str, object]:
    table = read_table(content, filename=name, known_headers=("NIP", "KODE UNIT", "NILAI", "NAMA"))
    return {
        "headers": table.headers,
        "rows": [(row.line, list(row.cells.values())) for row in table.rows[:_PREVIEW_ROWS]],
    }


def catalogue(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The catalogue of measures; the performance team adds and changes."""
    user = user_of(request)
    if not oversees(user, on=today()):
        raise Http404
    instance = measures().filter(pk=pk).first() if pk else Measure()
    if instance is None:
        raise Http404
    form = MeasureForm(request.POST or None, instance=instance)
    if request.method == "POST":
        if not may_import(user, on=today()):
            raise Http404
        if form.is_valid():
            try:
                save_measure(measure=form.save(commit=False), by=user.actor, at=now())
            except PlanRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Ukuran tersimpan.")
                return redirect("catalogue")
    return render(
        request, "web/measurement/catalogue.html",
        {"measures": measures(), "form": form, "may_edit": may_import(user, on=today())},
    )  # fmt: skip
