"""Organization grades of all units on one screen: which are there or missing, and setting many at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.unit_grade_sheet import MOST_UNITS, SheetRow, periods_of, set_unit_grades, sheet_of
from terukur.organization.access import oversees
from terukur.organization.models import Unit
from terukur.regulation.periods import Period
from terukur.regulation.scales import OrganizationGrade
from terukur.web.acts import carry_out
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.organization.grade_forms import UnitGradesForm
from terukur.web.viewer import acting, cadence_on, last_period, period_in, today, user_of


def unit_grades(request: HttpRequest) -> HttpResponse:
    """Show the grades of a year for all units, and set those of one period by one decision."""
    user = user_of(request)
    chosen = period_in(request, default=last_period(request))
    periods = periods_of(chosen.year, cadence_on(request, chosen.starts))
    if chosen not in periods:
        raise Http404
    rows = sheet_of(user, periods, on=today(request))
    if not rows and not oversees(user, on=today(request)):
        raise Http404
    form = _form(request, user, rows)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            grades = form.chosen()
            check = _check(rows, grades, chosen, form.cleaned_data["reason"])
            if grades and not is_confirmed(request, check):
                return check_page(request, check)
            if carry_out(
                request,
                lambda: set_unit_grades(
                    grades=grades, period=chosen, reason=form.cleaned_data["reason"], acting=acting(request)
                ),
                f"{len(grades)} capaian {chosen.label} ditetapkan.",
                form=form,
            ):
                return redirect(f"{reverse('unit-grades')}?periode={chosen}")
    missing = [row for row in rows if row.grade_of(chosen) is None]
    only_missing = request.GET.get("hanya") == "belum"
    return render(
        request,
        "web/organization/unit_grades.html",
        {
            "chosen": chosen,
            "periods": periods,
            "rows": [_shown(row, periods, form) for row in (missing if only_missing else rows)],
            "missing": len(missing),
            "total": len(rows),
            "only_missing": only_missing,
            "is_cut": len(rows) >= MOST_UNITS,
            "form": form,
            "may_load": may_evaluate(user, on=today(request)),
        },
    )


def _form(request: HttpRequest, user: User, rows: list[SheetRow]) -> UnitGradesForm | None:
    """Return the form of who may set these grades: the team, or the leader above, whose units are shown."""
    may = may_evaluate(user, on=today(request)) or not oversees(user, on=today(request))
    return UnitGradesForm(request.POST or None, units=[row.unit for row in rows]) if may else None


def _shown(row: SheetRow, periods: list[Period], form: UnitGradesForm | None) -> dict[str, object]:
    return {
        "unit": row.unit,
        "indent": "· " * row.depth,
        "cells": [
            {"period": period, "grade": grade} for period, grade in zip(periods, row.grades, strict=True)
        ],
        "field": form[f"unit-{row.unit.pk}"] if form is not None else None,
    }


def _check(rows: list[SheetRow], grades: dict[Unit, OrganizationGrade], period: Period, reason: str) -> Check:
    stands = {row.unit.pk: row.grade_of(period) for row in rows}
    facts = [("Periode", period.label), ("Dasar", reason)]
    for unit, grade in grades.items():
        before = stands[unit.pk]
        was = f"{before.get_grade_display()} menjadi " if before else ""
        facts.append((unit.name, f"{was}{grade.label}"))
    return Check(
        f"Periksa {len(grades)} capaian sebelum ditetapkan",
        facts,
        "Predikat pegawai di unit ini dapat disampaikan sesudahnya. Yang sudah disampaikan tetap memakai "
        "capaian yang lama.",
        "Tetapkan lagi; versi yang lama tetap terbaca di halaman unitnya.",
        "Tetapkan semuanya",
        f"{reverse('unit-grades')}?periode={period}",
    )
