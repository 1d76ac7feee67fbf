"""A period as a process: its dates, who waits for whom, the calendar, trials."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.access import may_evaluate, may_grade_unit
from terukur.appraisal.models import TrialPeriod
from terukur.appraisal.schedule import move_step, newest_steps, open_period, opened_periods, proposal_for
from terukur.appraisal.trial import declare_trial
from terukur.appraisal.waiting import units_in, waits_in
from terukur.organization.access import oversees
from terukur.organization.holidays import add_holidays, read_holidays, remove_holiday
from terukur.organization.models import Agency, Holiday, Unit
from terukur.oversight.year_end import closable_years, closed_years
from terukur.planning.planning_schedule import year_to_open, years_planned
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.regulation.schedule import DatesOutOfOrder, Step, StepDates
from terukur.web.acts import carry_out
from terukur.web.appraisal.period_checks import moving_check, opening_check
from terukur.web.appraisal.period_forms import HolidaysForm, MoveForm, ScheduleForm, TrialForm
from terukur.web.checking import Check, check_page, is_confirmed
from terukur.web.sent_back import send_back, sent_back
from terukur.web.viewer import acting, last_period, running_period, today, user_of

_UNITS_SHOWN = 100


def periods(request: HttpRequest) -> HttpResponse:
    """Show the periods that were opened, and the next one."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    opened = opened_periods()
    usual = (running_period(request), last_period(request), Period(today(request).year, 1, 12))
    closed = closed_years()
    planned, next_year = years_planned(), year_to_open(on=today(request))
    return render(
        request,
        "web/appraisal/periods.html",
        {
            "opened": opened,
            "planned": planned,
            "ended": [(year, year in closed) for year in closable_years(on=today(request))],
            "to_plan": next_year if next_year not in planned else None,
            "others": [one for one in usual if one not in opened],
        },
    )


def period(request: HttpRequest, written: str) -> HttpResponse:
    """Show the steps of one period with their dates, and who waits in which unit."""
    user = user_of(request)
    found = _period(written)
    if not oversees(user, on=today(request)):
        raise Http404
    may_edit = may_evaluate(user, on=today(request))
    steps = newest_steps(found)
    proposed = proposal_for(found, on=today(request)) if may_edit and not steps else {}
    form = ScheduleForm(request.POST or None, dates=proposed) if proposed else None
    context: dict[str, object] = {}
    if request.method == "POST":
        if not may_edit:
            raise Http404
        check = _opening(found, form, today(request))
        if check is not None and not is_confirmed(request, check):
            return check_page(request, check)
        if form is None or not form.is_valid():
            context["refusal"] = "Isi semua tanggal, atau periode ini sudah dibuka."
        elif carry_out(
            request,
            lambda: open_period(period=found, dates=form.dates(), acting=acting(request)),
            f"{found.label} dibuka. Berikutnya: hitung, lalu para penilai mengisi rating.",
            page=context,
        ):
            return redirect("period", str(found))
    units = units_in(found)
    return render(
        request,
        "web/appraisal/period.html",
        {
            **context,
            "period": found,
            "today": today(request),
            "steps": [
                {"row": row, "state": _state(StepDates(row.opens, row.due, row.closes), today(request))}
                for row in steps
            ],
            "form": form,
            "proposed": [{"step": step, "dates": dates} for step, dates in proposed.items()],
            "move_form": sent_back(request, MoveForm, auto_id="geser_%s") if may_edit and steps else None,
            "trial_form": sent_back(request, TrialForm, auto_id="coba_%s") if may_edit else None,
            "trials": TrialPeriod.objects.filter(period=str(found)).select_related("unit", "by"),
            "units": units[:_UNITS_SHOWN],
            "more": max(len(units) - _UNITS_SHOWN, 0),
            "total": sum(unit.total for unit in units),
            "final": sum(unit.final for unit in units),
        },
    )


def _opening(found: Period, form: ScheduleForm[Step] | None, on: date) -> Check | None:
    """Return the check page of opening by the form; None where the form is incomplete."""
    if form is None or not form.is_valid():
        return None
    try:
        return opening_check(found, form.dates(), on=on)
    except DatesOutOfOrder:
        return None


def _state(dates: StepDates, on: date) -> str:
    if on < dates.opens:
        return "soon"
    if on > dates.closes:
        return "closed"
    return "late" if on > dates.due else "open"


def period_unit(request: HttpRequest, written: str, pk: int) -> HttpResponse:
    """Show who waits for whom inside one unit."""
    user = user_of(request)
    found = _period(written)
    unit = get_object_or_404(Unit, pk=pk)
    if not oversees(user, on=today(request)) and not may_grade_unit(user, unit, on=today(request)):
        raise Http404
    return render(
        request,
        "web/appraisal/period_unit.html",
        {"period": found, "unit": unit, "waits": waits_in(unit, found, on=today(request))},
    )


@require_POST
def move(request: HttpRequest, written: str) -> HttpResponse:
    """Move one step of an opened period."""
    found = _period(written)
    _team(request)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "period", str(found))
    data = form.cleaned_data
    step = Step(data["step"])
    dates = carry_out(request, lambda: StepDates(data["opens"], data["due"], data["closes"]), "")
    if dates is None:
        return redirect("period", str(found))
    check = moving_check(found, step, dates.result, data["reason"], on=today(request))
    if not is_confirmed(request, check):
        return check_page(request, check)
    carry_out(
        request,
        lambda: move_step(
            period=found, step=step, reason=data["reason"], acting=acting(request), dates=dates.result
        ),
        "Tanggalnya digeser.",
    )
    return redirect("period", str(found))


@require_POST
def trial(request: HttpRequest, written: str) -> HttpResponse:
    """Run a period as a trial for a unit and all below it."""
    found = _period(written)
    _team(request)
    form = TrialForm(request.POST)
    if not form.is_valid():
        return send_back(request, form, "period", str(found))
    carry_out(
        request,
        lambda: declare_trial(
            unit=form.cleaned_data["unit"],
            period=found,
            reason=form.cleaned_data["reason"],
            acting=acting(request),
        ),
        "Periode ini menjadi uji coba; hasilnya tidak pernah dihitung.",
    )
    return redirect("period", str(found))


def holidays(request: HttpRequest) -> HttpResponse:
    """Show the agency's days off: moving holidays and collective leave."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_edit = may_evaluate(user, on=today(request))
    form = HolidaysForm(request.POST or None)
    agency = Agency.objects.order_by("pk").first()
    if request.method == "POST":
        if not may_edit or agency is None:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            if carry_out(
                request,
                lambda: add_holidays(
                    drafts=read_holidays(data["days"], data["kind"]), agency=agency, acting=acting(request)
                ),
                lambda number: f"{number} hari tercatat.",
                form=form,
                field="days",
            ):
                return redirect("holidays")
    return render(
        request,
        "web/appraisal/holidays.html",
        {
            "days": Holiday.objects.filter(day__year__gte=today(request).year),
            "form": form if may_edit else None,
        },
    )


@require_POST
def drop_holiday(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a day off that was entered by mistake."""
    _team(request)
    agency = get_object_or_404(Agency)
    found = get_object_or_404(Holiday, pk=pk)
    remove_holiday(holiday=found, agency=agency, acting=acting(request))
    messages.success(request, "Hari itu dihapus dari kalender.")
    return redirect("holidays")


def _period(written: str) -> Period:
    try:
        return Period.parse(written)
    except InvalidPeriod as error:
        raise Http404 from error


def _team(request: HttpRequest) -> None:
    if not may_evaluate(user_of(request), on=today(request)):
        raise Http404
