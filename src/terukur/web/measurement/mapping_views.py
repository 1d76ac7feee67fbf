"""Reading a table of unknown form: assign its columns, preview, save, load."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from terukur.measurement.access import may_import
from terukur.measurement.dhis2_readings import data_of
from terukur.measurement.mappings import Target
from terukur.measurement.models import SourceMapping
from terukur.measurement.observations import UnknownSubjects
from terukur.measurement.sources import source_named
from terukur.measurement.table_mapping import Role, TableMapping, mapping_of
from terukur.planning.queries import measures
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.cells import ImportRefused
from terukur.tables.dhis2 import is_dhis2
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import Confirmed
from terukur.tables.reading import Table, UnreadableTable, read_table, sheet_names
from terukur.web.measurement.holding import HeldUpload, forget, held_by, hold
from terukur.web.measurement.mapping_forms import ColumnsForm, StartForm
from terukur.web.viewer import acting, today, user_of
from terukur.web.written import json_in, key_in

_ROWS_SHOWN = 6
_UNKNOWN_ASKED = 30
_DATA = Role("dhis2", "Data DHIS2", required=True)
_TEMPLATE = "web/measurement/mapping.html"


def map_table(request: HttpRequest) -> HttpResponse:
    """Show the steps from the file to its columns, unknown names, the preview and the load."""
    user = user_of(request)
    if not may_import(user, on=today(request)):
        raise Http404
    if request.method == "POST" and "token" in request.POST:
        return _read(request)
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, _TEMPLATE, {"start": form})
    sent = form.cleaned_data["file"]
    content = sent.read()
    known: SourceMapping | None = form.cleaned_data["known"]
    try:
        _readable(content, sent.name)
    except UnreadableTable as error:
        form.add_error("file", str(error))
        return render(request, _TEMPLATE, {"start": form})
    held = hold(content=content, name=sent.name, acting=acting(request))
    return _show(
        request,
        held,
        form.target,
        form.cleaned_data["period"],
        mapping_of(known) if known else None,
        known.name if known else "",
    )


def _read(request: HttpRequest) -> HttpResponse:
    """Show what the columns give, or the next question."""
    held = held_by(user_of(request), request.POST.get("token", ""))
    if held is None:
        messages.error(request, "Berkas ini sudah dimuat atau terlalu lama menunggu; pilih lagi.")
        return redirect("map-table")
    source = source_named(request.POST.get("source", ""))
    measure = None
    if source is None:
        measure = get_object_or_404(measures(), pk=key_in(request.POST.get("measure")) or 0)
    try:
        period = Period.parse(request.POST.get("period", ""))
        said = json_in(request.POST.get("aliases", "{}"))
        aliases = {str(name): str(meant) for name, meant in said.items()}
        unknown = [str(name) for name in json_in(request.POST.get("unknown", "[]"))]
    except (InvalidPeriod, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise Http404 from error
    return _show(
        request,
        held,
        Target(measure, source),
        period,
        None,
        request.POST.get("name", "").strip()[:100],
        aliases=aliases,
        unknown=unknown[:_UNKNOWN_ASKED],
    )


def _show(
    request: HttpRequest,
    held: HeldUpload,
    target: Target,
    period: Period,
    mapping: TableMapping | None,
    name: str,
    *,
    aliases: dict[str, str] | None = None,
    unknown: list[str] | None = None,
) -> HttpResponse:
    """Try the known mapping; the page asks for the next missing part."""
    context: dict[str, Any] = {
        "token": held.token,
        "file_name": held.name,
        "target": target,
        "period": period,
        "name": name,
    }
    table, error = _table(held, target, mapping, request)
    answer = is_dhis2(held.content)
    headers = tuple(data_of(held.content)) if answer and error is None else table.headers if table else ()
    roles = (_DATA,) if answer else target.roles
    sheets = [] if answer else sheet_names(held.content, held.name)

    def form_with(asked: list[str], *, bound: bool) -> ColumnsForm:
        initial = _initial(mapping) if mapping else {}
        if mapping is None and table is not None and table.sheet in sheets:
            initial["sheet"] = sheets.index(table.sheet)
        return ColumnsForm(
            request.POST if bound else None,
            headers=headers,
            sheets=sheets,
            roles=roles,
            unknown=asked,
            for_whole=target.source.for_whole if target.source else "",
            initial=initial,
        )

    form = form_with(unknown or [], bound=any(f"column_{role.key}" in request.POST for role in roles))
    said = dict(aliases or (mapping.aliases if mapping else {}))
    if form.is_bound and form.is_valid():
        said |= form.said()
        mapping = form.mapping(said)
    asked: list[str] = []
    if mapping is not None and error is None:
        try:
            if "confirm" in request.POST and name:
                try:
                    return _load(request, held, target, period, mapping, name)
                except Unanswered:
                    context |= _answered(request)
            counts = target.look(
                mapping, content=held.content, filename=held.name, period=period, acting=acting(request)
            )
            context["counts"] = counts
            context["questions"] = counts.asked
        except UnknownSubjects as refusal:
            # A name that was assigned an unknown number is asked about again, by the name itself.
            written = {meant: name for name, meant in said.items()}
            asked = [written.get(name, name) for name in refusal.subjects[:_UNKNOWN_ASKED]]
            said = {name: meant for name, meant in said.items() if name not in asked}
            form = form_with(asked, bound=form.is_bound)
        except ImportRefused as refusal:
            context["errors"] = refusal.errors[:_UNKNOWN_ASKED]
        except UnreadableTable as refusal:
            error = str(refusal)
    context |= {
        "form": form,
        "error": error,
        "asked": asked,
        "aliases": json.dumps(said),
        "unknown": json.dumps(asked),
        "headers": headers,
        "rows": [(row.line, list(row.cells.values())) for row in table.rows[:_ROWS_SHOWN]] if table else [],
    }
    return render(request, _TEMPLATE, context)


def _answered(request: HttpRequest) -> dict[str, Any]:
    """Return the answers so far; the page asks for the rest."""
    keys = frozenset(request.POST.getlist("answer"))
    return {"answered": keys, "waits": True}


def _load(
    request: HttpRequest, held: HeldUpload, target: Target, period: Period, mapping: TableMapping, name: str
) -> HttpResponse:
    counts = target.load(
        mapping,
        name=name,
        content=held.content,
        filename=held.name,
        period=period,
        acting=acting(request),
        confirmed=Confirmed(frozenset(request.POST.getlist("answer"))),
    )
    forget(held)
    messages.success(
        request,
        f"Termuat: {counts.created} baru, {counts.updated} versi baru. Pemetaan “{name}” dapat dipakai "
        "lagi bulan depan.",
    )
    return redirect("imports")


def _table(
    held: HeldUpload, target: Target, mapping: TableMapping | None, request: HttpRequest
) -> tuple[Table | None, str | None]:
    """Return the table as far as it can be read, with the chosen sheet and header row."""
    if is_dhis2(held.content):
        return None, None
    sheet, line = key_in(request.POST.get("sheet")), key_in(request.POST.get("header_line"))
    if sheet is None and mapping is not None:
        sheet = mapping.sheet
    if line is None and mapping is not None:
        line = mapping.header_line
    usual = [name for role in target.roles for name in role.names]
    known = list(mapping.columns.values()) if mapping else usual
    try:
        return read_table(
            held.content, filename=held.name, known_headers=known, sheet=sheet, header_line=line
        ), None
    except UnreadableTable as error:
        return None, str(error)


def _initial(mapping: TableMapping) -> dict[str, Any]:
    columns = {f"column_{role}": header for role, header in mapping.columns.items()}
    return {**columns, "sheet": mapping.sheet, "header_line": mapping.header_line}


def _readable(content: bytes, name: str) -> None:
    """Refuse what is no table and no answer of DHIS2.

    :raises UnreadableTable: for such a file.
    """
    if is_dhis2(content):
        data_of(content)
    else:
        read_table(content, filename=name)
