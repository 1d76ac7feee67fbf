"""The library of indicators: found by words and field, taken into a plan, written by the performance team."""

from collections.abc import Callable, Mapping
from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.measurement.access import may_import
from terukur.organization.queries import assignment_on
from terukur.planning.access import may_edit
from terukur.planning.indicator_library import LibraryItem, fitting_first, found_in, library, library_item
from terukur.planning.models import PlannedResult
from terukur.planning.operations.library import (
    offer_library_entry,
    restore_shipped_entry,
    save_library_entry,
    withdraw_library_entry,
)
from terukur.regulation.fields_of_work import FieldOfWork
from terukur.web.acts import carry_out
from terukur.web.planning.library_forms import LibraryEntryForm
from terukur.web.viewer import acting, today, user_of
from terukur.web.written import key_in

_ACTS: Mapping[str, tuple[Callable[..., None], str]] = {
    "withdraw": (
        withdraw_library_entry,
        "Entri ditarik dari pustaka. SKP yang sudah memakainya tidak berubah.",
    ),
    "offer": (offer_library_entry, "Entri ditawarkan lagi."),
    "restore": (restore_shipped_entry, "Isi bawaan ditampilkan lagi."),
}


def shelf(request: HttpRequest) -> HttpResponse:
    """Show the entries that hold the sought words; where a result is named, each can be taken for it."""
    user = user_of(request)
    writes = may_import(user, on=today(request))
    field = request.GET.get("bidang", "")
    words = request.GET.get("cari", "")[:100]
    shown = library()
    found = [
        item
        for item in found_in(shown, words, field if field in set(FieldOfWork) else "")
        if writes or not item.is_withdrawn
    ]
    employee = getattr(user, "employee", None)
    assignment = assignment_on(employee.pk, today(request)) if employee else None
    fitting = 0
    if assignment is not None:
        position = assignment.position
        found, fitting = fitting_first(found, title=position.title, unit=position.unit.name)
    return render(
        request,
        "web/planning/library.html",
        {
            "fitting": found[:fitting],
            "others": found[fitting:],
            "count": len(found),
            "fields": [one for one in FieldOfWork if any(item.text.field is one for item in shown)],
            "field": field,
            "words": words,
            "result": _result(request),
            "writes": writes,
        },
    )


def _result(request: HttpRequest) -> PlannedResult | None:
    """Return the result of an own draft for which an entry is looked for; None where none is named."""
    key = key_in(request.GET.get("untuk"))
    found = (
        PlannedResult.objects.select_related("version__plan__assignment__employee")
        .filter(pk=key or 0)
        .first()
    )
    return found if found is not None and may_edit(user_of(request), found.version) else None


def write(request: HttpRequest, key: str = "") -> HttpResponse:
    """Add an entry, or change, withdraw, offer or restore one, as the performance team."""
    if not may_import(user_of(request), on=today(request)):
        raise Http404
    item = library_item(key) if key else None
    if key and item is None:
        raise Http404
    named = next((name for name in _ACTS if name in request.POST), "")
    if item is not None and named:
        act, words = _ACTS[named]
        carry_out(request, lambda: act(key=item.key, acting=acting(request)), words)
        return redirect("library")
    form = LibraryEntryForm(request.POST or None, initial=_initial(item))
    if item is not None:
        form.fields["key"].disabled = True
    if carry_out(
        request,
        lambda: save_library_entry(
            key=form.cleaned_data["key"], text=form.text(), is_new=item is None, acting=acting(request)
        ),
        "Entri pustaka tersimpan.",
        form=form,
    ):
        return redirect("library")
    return render(request, "web/planning/library_entry.html", {"form": form, "item": item})


def _initial(item: LibraryItem | None) -> dict[str, object]:
    return asdict(item.text) | {"key": item.key} if item else {}
