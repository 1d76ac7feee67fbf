"""Immunization of a health centre by a month, for its head and oversight."""

from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.measurement.immunization_overview import latest_month, overview, units_with_figures
from terukur.organization.access import oversees
from terukur.organization.models import Unit
from terukur.organization.queries import units_led_by
from terukur.regulation.periods import Period
from terukur.web.viewer import period_in, today, user_of


def immunization(request: HttpRequest) -> HttpResponse:
    """Show coverage by antigen against the expected position, drop-out, left-out, villages."""
    units = _units(request)
    wanted = request.GET.get("unit", "")
    unit = next((unit for unit in units if str(unit.pk) == wanted), units[0] if units else None)
    if wanted and str(unit.pk if unit else "") != wanted:
        raise Http404
    month = _month(request, unit)
    context: dict[str, object] = {"units": units, "unit": unit, "month": month}
    if unit is not None and month is not None:
        context |= {
            "x": overview(unit, month),
            "before": month.previous,
            "expected": Fraction(month.last * 100, 12),
        }
    return render(request, "web/immunization/overview.html", context)


def _units(request: HttpRequest) -> list[Unit]:
    """Return the units with figures that the viewer may see: all of them, or those below one's own."""
    user = user_of(request)
    units = units_with_figures()
    if oversees(user, on=today(request)):
        return units
    employee = getattr(user, "employee", None)
    led = units_led_by(employee, on=today(request)) if employee else []
    if not led:
        raise Http404
    return [unit for unit in units if unit in led]


def _month(request: HttpRequest, unit: Unit | None) -> Period | None:
    latest = latest_month(unit) if unit else None
    month = period_in(request, default=latest or Period.month_of(today(request)), name="bulan")
    if month.months != 1:
        raise Http404
    return month if unit else None
