"""One indicator of a draft: five questions first, from the library or a measure where one was picked."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.measurement.measure_offers import (
    MeasureOffer,
    NearMeasures,
    measure_offers,
    near_measures,
    promised_by_name,
)
from terukur.planning.access import may_edit
from terukur.planning.indicator_library import LibraryItem, library_item
from terukur.planning.indicator_words import hints_of
from terukur.planning.models import Indicator, Plan, PlannedResult
from terukur.planning.operations.content import remove_indicator, save_indicator
from terukur.regulation.promised_targets import Promised
from terukur.regulation.scales import Combination, Pace
from terukur.web.planning.division_form import DivisionForm
from terukur.web.planning.forms import IndicatorForm
from terukur.web.viewer import today, user_of


def edit(request: HttpRequest, pk: int, result: int, indicator: int | None = None) -> HttpResponse:
    """Add or change an indicator."""
    parent = _editable(request, pk, result)
    plan, on = parent.version.plan, today(request)
    instance = parent.indicators.filter(pk=indicator).first() if indicator else None
    if indicator is not None and instance is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST and instance:
        remove_indicator(indicator=instance, by=user_of(request))
        messages.success(request, "Indikator dihapus dari konsep.")
        return redirect("plan", pk)
    catalogue = near_measures(plan)
    key = request.GET.get("pustaka", "")
    item = library_item(key) if key and instance is None else None
    if item is not None and item.is_withdrawn:
        item = None
    offers = measure_offers(catalogue.near, plan, on=on) if instance is None and item is None else []
    wanted = request.GET.get("ukuran", "")
    offer = next((one for one in offers if one.measure.key == wanted), None)
    initial = _from_library(item, catalogue) if item else _from_measure(offer)
    form = IndicatorForm(
        request.POST or None, instance=instance, initial=initial, ends=plan.ends, catalogue=catalogue
    )
    division = DivisionForm(request.POST or None, instance=instance, plan=plan, beside=form)
    if request.method == "POST" and all([form.is_valid(), division.is_valid()]):
        fields = form.cleaned_data | division.fields_of_indicator()
        stored = save_indicator(result=parent, by=user_of(request), fields=fields, indicator=instance)
        _tell(request, stored, plan)
        return redirect("plan", pk)
    return render(
        request,
        "web/planning/indicator.html",
        {
            "version": parent.version,
            "result": parent,
            "form": form,
            "division": division,
            "instance": instance,
            "offers": [] if offer else offers,
            "offer": offer,
            "picked": item,
            "promised": offer.promised if offer else _promised(instance, item, plan, on=on),
            "hints": hints_of(instance, plan) if instance else [],
        },
    )


def _editable(request: HttpRequest, pk: int, result: int) -> PlannedResult:
    found = (
        PlannedResult.objects.filter(pk=result, version=pk)
        .select_related(
            "version__plan__assignment__employee__user", "version__plan__assignment__position__unit"
        )
        .first()
    )
    if found is None or not may_edit(user_of(request), found.version):
        raise Http404
    return found


def _tell(request: HttpRequest, stored: Indicator, plan: Plan) -> None:
    """Tell that it is stored, and gently what is worth a second look."""
    messages.success(request, "Indikator tersimpan. Periksa jumlah bobotnya di bawah.")
    for hint in hints_of(stored, plan):
        messages.info(request, f"Layak dilihat lagi: {hint.message} {hint.advice} SKP tetap dapat diajukan.")


def _from_library(item: LibraryItem, catalogue: NearMeasures) -> dict[str, Any]:
    text = item.text
    names = ("name", "aspect", "unit", "direction", "combination", "definition", "formula", "source", "pace")
    # A measure of the catalogue with the same key is the same quantity: the agency named it so.
    same = next((one for one in (*catalogue.near, *catalogue.others) if one.key == item.key), None)
    return {name: getattr(text, name) for name in names} | {"exposure_name": text.exposure, "measure": same}


def _promised(
    instance: Indicator | None, item: LibraryItem | None, plan: Plan, *, on: date
) -> Promised | None:
    name = instance.name if instance else item.text.name if item else ""
    return promised_by_name(name, plan, on=on) if name else None


def _from_measure(offer: MeasureOffer | None) -> dict[str, Any]:
    if offer is None:
        return {}
    measure = offer.measure
    is_growing = measure.combination == Combination.SUM
    return {
        "name": measure.name,
        "unit": measure.unit,
        "measure": measure,
        "source": measure.owner,
        "definition": measure.description,
        "last_year_value": offer.last_year,
        "pace": Pace.STEADY if is_growing else Pace.LEVEL,
    }
