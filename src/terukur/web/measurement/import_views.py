"""Imports: history, one file with its rows, preview and loading, confirmation by a second person."""

from collections.abc import Sequence
from pathlib import PurePath

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.evaluation import request_evaluation
from terukur.appraisal.queries import appraisal_for
from terukur.employment.time_away_import import import_time_away
from terukur.ledger.importing import importer_named
from terukur.ledger.importing import importers as registered_importers
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import ImportCounts
from terukur.ledger.queries import confirmed_in
from terukur.ledger.queries import imports as all_imports
from terukur.measurement.access import may_confirm_import, may_import
from terukur.measurement.immunization_import import SUBJECT as IMMUNIZATION
from terukur.measurement.models import Observation
from terukur.measurement.observations import MEASURED
from terukur.measurement.operations import confirm_import
from terukur.measurement.queries import imports_to_confirm, is_confirmed, measures_its_loader
from terukur.organization.access import oversees
from terukur.organization.models import Assignment
from terukur.organization.queries import units_led_by
from terukur.planning.operations.versions import PlanRefused
from terukur.regulation.periods import Period
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.marking import marked_table
from terukur.tables.questions import NOTHING, Confirmed
from terukur.tables.reading import UnreadableTable, read_table
from terukur.tables.templates import template_of
from terukur.web.acts import carry_out
from terukur.web.home.start import has_opened_a_period
from terukur.web.measurement.download import as_download
from terukur.web.measurement.forms import UploadForm
from terukur.web.measurement.holding import HeldUpload, forget, held_by, hold
from terukur.web.queue import defer_evaluation
from terukur.web.recount import recount_since
from terukur.web.viewer import acting, cadence_on, employee_of, today, user_of
from terukur.web.written import key_in

_UPLOAD = "web/measurement/upload.html"
_PREVIEW_ROWS = 8
_ERRORS_SHOWN = 100


def imports(request: HttpRequest) -> HttpResponse:
    """Show the history of loaded files, and the way to load another."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    return render(
        request,
        "web/measurement/imports.html",
        {
            "imports": all_imports()[:50],
            "to_confirm": imports_to_confirm()[:20],
            "may_load": may_import(user, on=today(request)),
        },
    )


def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a loaded file: by whom, when, hash, and the rows that concern the viewer."""
    record = all_imports().filter(pk=pk).first()
    user = user_of(request)
    if record is None:
        raise Http404
    sees_all = oversees(user, on=today(request))
    rows = _visible_rows(request, record, sees_all)
    if not sees_all and not rows:
        raise Http404
    return render(
        request,
        "web/measurement/import.html",
        {
            "record": record,
            "rows": rows,
            "sees_all": sees_all,
            "confirmed": confirmed_in(record) if sees_all else [],
            "is_own": measures_its_loader(record),
            "is_confirmed": is_confirmed(record),
            "may_confirm": may_confirm_import(user, record, on=today(request)),
            "shows_coverage": record.subject == IMMUNIZATION
            and (sees_all or bool(units_led_by(employee_of(request), on=today(request)))),
        },
    )


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm, as a second person, a file that measures its loader."""
    source = get_object_or_404(all_imports(), pk=pk)
    carry_out(
        request,
        lambda: confirm_import(source=source, acting=acting(request)),
        "Terkonfirmasi. Nilainya dihitung terukur pada hitungan berikutnya.",
    )
    return redirect("import", pk)


def _visible_rows(request: HttpRequest, record: ImportRecord, sees_all: bool) -> list[Observation]:
    found = Observation.objects.filter(source=record).select_related("employee", "unit", "measure")
    if sees_all:
        return list(found.order_by("line")[:200])
    viewer = employee_of(request)
    subject = viewer.pk
    wanted = key_in(request.GET.get("penilaian"))
    if wanted is not None:
        appraisal = appraisal_for(user_of(request), wanted, on=today(request))
        subject = appraisal.plan.assignment.employee_id if appraisal else subject
    units = Assignment.objects.filter(employee=subject).values("position__unit")
    return list(found.filter(Q(employee=subject) | Q(unit__in=units)).order_by("line"))


def download_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the untouched file, for those who may see everybody's rows."""
    record = all_imports().filter(pk=pk).first()
    if record is None or not oversees(user_of(request), on=today(request)):
        raise Http404
    return as_download(record.file.content(), record.file_name)


def upload(request: HttpRequest) -> HttpResponse:
    """Look at a file as it would be understood; load it only when confirmed.

    The file is kept from the first look on, so that nobody has to pick it again to correct a choice.
    """
    user = user_of(request)
    if not may_import(user, on=today(request)):
        raise Http404
    form = UploadForm(request.POST or None, request.FILES or None, initial=_asked(request))
    if request.method != "POST":
        return render(request, _UPLOAD, {"form": form, "templates": _templates()})
    held = _kept(request)
    token = held.token if held else ""
    context: dict[str, object] = {"form": form, "token": token, "kept_file": held, "templates": _templates()}
    if not form.is_valid():
        return render(request, _UPLOAD, context)
    if "confirm" in request.POST:
        return _load_confirmed(request, form)
    if held is None:
        form.add_error("file", "Pilih berkasnya.")
        return render(request, _UPLOAD, context)
    try:
        counts = _load(request, form, held.content, held.name, dry_run=True)
    except ImportRefused as error:
        context |= {"errors": error.errors[:_ERRORS_SHOWN], "count": len(error.errors)}
    except (UnreadableTable, PlanRefused) as error:
        form.add_error("file", str(error))
    else:
        context |= {"counts": counts, "preview": _preview(form, held.content, held.name)}
    return render(request, _UPLOAD, context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return the kind and the period that a link to this page names."""
    named = {"kind": request.GET.get("isi"), "period": request.GET.get("periode")}
    return {field: value[:40] for field, value in named.items() if value}


def _templates() -> list[tuple[str, str]]:
    """Return key and label of the importers that have one; templates of pages would call an importer."""
    return [(importer.key, importer.label) for importer in registered_importers() if importer.template]


def _kept(request: HttpRequest) -> HeldUpload | None:
    """Return the file that was sent now, which is kept for an hour, or the one that was kept before."""
    sent = request.FILES.get("file")
    if sent is not None:
        return hold(content=sent.read(), name=sent.name or "", acting=acting(request))
    return held_by(user_of(request), request.POST.get("token", ""))


@require_POST
def marked_upload(request: HttpRequest) -> HttpResponse:
    """Return the file that was refused as a workbook with its faulty cells marked."""
    user = user_of(request)
    form = UploadForm(request.POST)
    held = held_by(user, request.POST.get("token", ""))
    if not may_import(user, on=today(request)):
        raise Http404
    if held is None or not form.is_valid():
        messages.error(request, "Pemeriksaan berkas ini lebih dari satu jam yang lalu; pilih lagi berkasnya.")
        return redirect("upload")
    if held.name.casefold().endswith(".zip"):
        messages.error(
            request,
            "Arsip tidak dapat ditandai. Perbaiki di berkas yang disebut pada setiap baris, lalu buat ulang "
            "arsipnya.",
        )
        return redirect("upload")
    try:
        _load(request, form, held.content, held.name, dry_run=True)
        errors: Sequence[CellError] = ()
    except ImportRefused as refusal:
        errors = refusal.errors
    except (UnreadableTable, PlanRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("upload")
    try:
        content = marked_table(
            held.content, filename=held.name, known_headers=form.importer.columns, errors=errors
        )
    except UnreadableTable as refusal:
        messages.error(request, str(refusal))
        return redirect("upload")
    return as_download(content, f"bertanda-{PurePath(held.name).stem}.xlsx")


def template(request: HttpRequest, key: str) -> HttpResponse:
    """Return an empty table for an importer, with the office's own units and people to choose from."""
    if not may_import(user_of(request), on=today(request)):
        raise Http404
    if key not in dict(_templates()):
        raise Http404
    return as_download(template_of(importer_named(key).template), f"templat-{key}.xlsx")


def _load_confirmed(request: HttpRequest, form: UploadForm) -> HttpResponse:
    """Load the previewed file. The data may have changed since, so it is checked again."""
    held = held_by(user_of(request), request.POST.get("token", ""))
    if held is None:
        messages.error(
            request,
            "Berkas ini sudah dimuat, atau pemeriksaannya lebih dari satu jam yang lalu. "
            "Lihat riwayat di bawah; bila belum ada, muat berkasnya sekali lagi.",
        )
        return redirect("imports")
    confirmed = Confirmed(frozenset(request.POST.getlist("answer")))
    try:
        counts = _load(request, form, held.content, held.name, confirmed=confirmed)
    except Unanswered:
        return _ask_again(request, form, held, confirmed)
    except ImportRefused as error:
        context = {"form": form, "errors": error.errors[:_ERRORS_SHOWN], "count": len(error.errors)}
        return render(request, _UPLOAD, context)
    except (UnreadableTable, PlanRefused) as error:
        messages.error(request, str(error))
        return redirect("upload")
    forget(held)
    _evaluate_after(request, form)
    messages.success(
        request, f"Termuat: {counts.created} baru, {counts.updated} versi baru, {counts.unchanged} tetap."
    )
    return redirect("imports" if has_opened_a_period() else "start-here")


def _ask_again(
    request: HttpRequest, form: UploadForm, held: HeldUpload, confirmed: Confirmed
) -> HttpResponse:
    """Show the preview once more, because questions wait; answered ones stay answered."""
    counts = _load(request, form, held.content, held.name, dry_run=True)
    context = {
        "form": form,
        "counts": counts,
        "token": held.token,
        "answered": confirmed.keys,
        "left": True,
        "preview": _preview(form, held.content, held.name),
    }
    return render(request, _UPLOAD, context)


def _load(
    request: HttpRequest,
    form: UploadForm,
    content: bytes,
    name: str,
    *,
    dry_run: bool = False,
    confirmed: Confirmed = NOTHING,
) -> ImportCounts:
    return form.importer(
        content=content,
        filename=name,
        acting=acting(request),
        dry_run=dry_run,
        confirmed=confirmed,
        **form.told,
    )


def _evaluate_after(request: HttpRequest, form: UploadForm) -> None:
    """Ask the worker for new evaluations, so that new figures reach all open appraisals."""
    if form.importer.key == import_time_away.key:
        recount_since(today(request).replace(month=1, day=1), request)
    if form.importer.kind != MEASURED:
        return
    period: Period = form.cleaned_data["period"]
    for begun in cadence_on(request, period.starts).begun(period.starts, on=today(request)):
        run = request_evaluation(period=begun, acting=acting(request))
        defer_evaluation(run.pk)


def _preview(form: UploadForm, content: bytes, name: str) -> dict[str, object]:
    try:
        table = read_table(content, filename=name, known_headers=form.importer.columns)
    except UnreadableTable:
        # A log of any length is loaded piece by piece; its beginning is not worth refusing it.
        return {}
    return {
        "headers": table.headers,
        "rows": [(row.line, list(row.cells.values())) for row in table.rows[:_PREVIEW_ROWS]],
    }
