"""The planning of a year: its dates for everybody, and who waits for whom in it."""

from collections.abc import Iterable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.coaching.planning_waiting import (
    days_late,
    planning_reach,
    planning_waits,
    team_planning,
    units_planning,
)
from terukur.organization.access import is_performance_team, oversees
from terukur.organization.models import Unit
from terukur.planning.cascade_gaps import cascade_gaps
from terukur.planning.models import PlanningDates
from terukur.planning.planning_schedule import (
    move_planning_step,
    open_planning,
    planning_proposal,
    planning_steps,
)
from terukur.regulation.periods import FIRST_YEAR
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import DatesOutOfOrder, StepDates
from terukur.web.acts import carry_out
from terukur.web.appraisal.period_forms import PlanningMoveForm, ScheduleForm
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.planning.year_checks import moving_check, opening_check
from terukur.web.sent_back import send_back, sent_back
from terukur.web.viewer import acting, standing, today, user_of

_UNITS_SHOWN = 100
_LAST_YEAR = 2100
_SUBMISSION = PlanningStep.SUBMISSION.value


def planning_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the steps of planning a year to everybody; the performance team opens it here."""
    _refuse_other(year)
    on, user = today(request), user_of(request)
    may_edit = is_performance_team(user, on=on)
    steps = planning_steps(year)
    proposed = (
        planning_proposal(year, on=on) if may_edit and not steps and year in (on.year, on.year + 1) else {}
    )
    form = ScheduleForm(request.POST or None, dates={s: one.dates for s, one in proposed.items()})
    context: dict[str, object] = {}
    if request.method == "POST":
        if not may_edit:
            raise Http404
        check = _opening(year, form, on) if proposed else None
        if check is not None and not is_confirmed(request, check):
            return check_page(request, check)
        if check is None:
            context["refusal"] = "Isi semua tanggal berurutan, atau perencanaan ini sudah dibuka."
        elif carry_out(
            request,
            lambda: open_planning(year=year, dates=form.dates(), acting=acting(request)),
            f"Perencanaan {year} dibuka. Semua pegawai melihat tanggalnya dan diingatkan.",
            page=context,
        ):
            return redirect("planning-year", year)
    held = standing(request)
    reach = planning_reach(user, on=on)
    units = units_planning(year, on=on, within=reach) if reach is None or reach else []
    return render(
        request,
        "web/planning/year.html",
        {
            **context,
            "year": year,
            "steps": [{"row": row, "state": _state(row.opens, row.due, row.closes, on)} for row in steps],
            "form": form if proposed else None,
            "proposed": [{"step": step, "one": one} for step, one in proposed.items()],
            "move_form": sent_back(request, PlanningMoveForm, auto_id="geser_%s")
            if may_edit and steps
            else None,
            "team": list(team_planning(held.employee, year, on=on))
            if held.employee and held.has_team
            else [],
            "units": units[:_UNITS_SHOWN],
            "more": max(len(units) - _UNITS_SHOWN, 0),
            "total": sum(unit.total for unit in units),
            "done": sum(unit.done for unit in units),
            "days_late": _lateness(steps, on),
            "user_oversees": oversees(user, on=on),
        },
    )


def _opening(year: int, form: ScheduleForm[PlanningStep], on: date) -> Check | None:
    """Return the check page of opening by the form; None where the form is incomplete."""
    if not form.is_valid():
        return None
    try:
        return opening_check(year, form.dates(), on=on)
    except DatesOutOfOrder:
        return None


def _state(opens: date, due: date, closes: date, on: date) -> str:
    if on < opens:
        return "soon"
    if on <= due:
        return "open"
    return "late" if on <= closes else "over"


def _lateness(steps: Iterable[PlanningDates], on: date) -> int:
    """Return the days since plans were to be submitted, none before."""
    late = [
        days_late(StepDates(row.opens, row.due, row.closes), on=on)
        for row in steps
        if row.step == _SUBMISSION
    ]
    return sum(late)


def planning_unit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Show who waits for whom in the planning of one unit, or what its plans leave without a link."""
    _refuse_other(year)
    on = today(request)
    unit = get_object_or_404(Unit, pk=pk)
    reach = planning_reach(user_of(request), on=on)
    if reach is not None and unit.pk not in reach:
        raise Http404
    is_cascade = "kaskade" in request.GET
    return render(
        request,
        "web/planning/year_unit.html",
        {
            "year": year,
            "unit": unit,
            "waits": [] if is_cascade else planning_waits(unit, year, on=on),
            "gaps": cascade_gaps(unit, year, on=on) if is_cascade else None,
        },
    )


@require_POST
def move(request: HttpRequest, year: int) -> HttpResponse:
    """Move one step of planning a year."""
    _refuse_other(year)
    if not is_performance_team(user_of(request), on=today(request)):
        raise Http404
    form = PlanningMoveForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "planning-year", year)
    data = form.cleaned_data
    step: PlanningStep = data["step"]
    dates = carry_out(request, lambda: StepDates(data["opens"], data["due"], data["closes"]), "")
    if dates is None:
        return redirect("planning-year", year)
    check = moving_check(year, step, dates.result, data["reason"], on=today(request))
    if not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: move_planning_step(
            year=year, step=step, dates=dates.result, reason=data["reason"], acting=acting(request)
        ),
        "Tanggalnya digeser.",
    )
    return redirect("planning-year", year)


def _refuse_other(year: int) -> None:
    if not FIRST_YEAR <= year <= _LAST_YEAR:
        raise Http404
