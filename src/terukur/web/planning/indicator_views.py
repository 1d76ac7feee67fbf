"""One indicator of a draft: five questions first, from the library or a measure where one was picked."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.measurement.measure_offers import MeasureOffer, measure_offers, promised_by_name
from terukur.planning.access import may_edit
from terukur.planning.indicator_library import LibraryItem, library_item
from terukur.planning.indicator_words import hints_of
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.planning.operations.content import remove_indicator, save_indicator
from terukur.planning.queries import measure_by_key, version_with_content
from terukur.regulation.scales import Combination, Pace
from terukur.web.planning.forms import IndicatorForm
from terukur.web.viewer import today, user_of


@dataclass(frozen=True, slots=True)
class Picked:
    """The values with which a form begins, and the entry of the library they come from."""

    initial: dict[str, Any] = field(default_factory=dict)
    item: LibraryItem | None = None


def edit(request: HttpRequest, pk: int, result: int, indicator: int | None = None) -> HttpResponse:
    """Add or change an indicator."""
    version, parent = _editable(request, pk, result)
    instance = next((item for item in parent.indicators.all() if item.pk == indicator), None)
    if indicator is not None and instance is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST and instance:
        remove_indicator(indicator=instance, by=user_of(request))
        messages.success(request, "Indikator dihapus dari konsep.")
        return redirect("plan", pk)
    offers = measure_offers(version.plan, on=today(request))
    picked = Picked() if instance else _picked(request, offers)
    form = IndicatorForm(
        request.POST or None,
        instance=instance,
        initial=picked.initial,
        ends=version.plan.ends,
        offered={offer.measure.pk for offer in offers},
    )
    if request.method == "POST" and form.is_valid():
        stored = save_indicator(
            result=parent, by=user_of(request), fields=form.cleaned_data, indicator=instance
        )
        _tell(request, stored, version)
        return redirect("plan", pk)
    name = instance.name if instance else str(picked.initial.get("name", ""))
    return render(
        request,
        "web/planning/indicator.html",
        {
            "version": version,
            "result": parent,
            "form": form,
            "instance": instance,
            "offers": offers,
            "picked": picked.item,
            "promised": promised_by_name(name, version.plan, on=today(request)) if name else None,
            "hints": hints_of(instance, version.plan) if instance else [],
        },
    )


def _editable(request: HttpRequest, pk: int, result: int) -> tuple[PlanVersion, PlannedResult]:
    version = version_with_content(pk)
    if version is None or not may_edit(user_of(request), version):
        raise Http404
    parent = next((item for item in version.results.all() if item.pk == result), None)
    if parent is None:
        raise Http404
    return version, parent


def _tell(request: HttpRequest, stored: Indicator, version: PlanVersion) -> None:
    """Tell that it is stored, and gently what is worth a second look."""
    messages.success(request, "Indikator tersimpan. Periksa jumlah bobotnya di bawah.")
    for hint in hints_of(stored, version.plan):
        messages.info(request, f"Layak dilihat lagi: {hint.message} {hint.advice} SKP tetap dapat diajukan.")


def _picked(request: HttpRequest, offers: list[MeasureOffer]) -> Picked:
    key = request.GET.get("pustaka", "")
    item = library_item(key) if key else None
    if item is not None and not item.is_withdrawn:
        return Picked(_from_library(item), item)
    wanted = request.GET.get("ukuran", "")
    offer = next((one for one in offers if one.measure.key == wanted), None)
    return Picked(_from_measure(offer) if offer else {})


def _from_library(item: LibraryItem) -> dict[str, Any]:
    text = item.text
    names = ("name", "aspect", "unit", "direction", "combination", "definition", "formula", "source", "pace")
    # A measure of the catalogue with the same key is the same quantity: the agency named it so.
    return {name: getattr(text, name) for name in names} | {
        "exposure_name": text.exposure,
        "measure": measure_by_key(item.key),
    }


def _from_measure(offer: MeasureOffer) -> dict[str, Any]:
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
