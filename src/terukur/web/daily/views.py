"""Daily progress: entries also without connection, my week, another person's week, e-Kinerja."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache

from terukur.measurement.daily import (
    EKINERJA_HEADERS,
    countable_indicators,
    daily_entry,
    ekinerja_rows,
    entries_between,
    record_daily,
    results_for,
    usual,
    week_of,
    withdraw_daily,
)
from terukur.measurement.models import DailyProgress
from terukur.notation.dates import written_day
from terukur.organization.access import appraises, may_read
from terukur.organization.models import Employee
from terukur.tables.writing import to_csv, to_xlsx
from terukur.web.acts import carry_out
from terukur.web.daily.forms import DailyForm, blank, like, stored
from terukur.web.measurement.download import as_download
from terukur.web.viewer import acting, employee_of, now, today, user_of
from terukur.web.written import day_in


def mine(request: HttpRequest) -> HttpResponse:
    """Show today's form, in two taps, and my week below."""
    employee = employee_of(request)
    results = results_for(employee, on=today(request))
    common = usual(employee)
    initial = blank(
        entries_between(employee, today(request), today(request)), at=timezone.localtime(now(request))
    )
    wanted = request.GET.get("seperti", "")
    initial |= next((like(entry) for entry in common if str(entry.key) == wanted), {})
    countable = list(countable_indicators(results))
    if len(results) == 1 and not countable:
        initial.setdefault("thread", str(results[0].thread))
    form = DailyForm(
        request.POST or None, request.FILES or None, initial=initial, results=results, countable=countable
    )
    if request.method == "POST":
        return _take(request, employee, form)
    return render(request, "web/daily/mine.html", _page(request, employee, form) | {"usual": common})


def _page(request: HttpRequest, employee: Employee, form: DailyForm) -> dict[str, object]:
    week = week_of(employee, day_in(request.GET.get("minggu"), default=today(request)))
    return {"form": form, "week": week, "today": today(request)}


def _take(request: HttpRequest, employee: Employee, form: DailyForm) -> HttpResponse:
    """Store an activity. The script asks for JSON, so that it knows which draft it may forget."""
    as_json = request.headers.get("Accept") == "application/json"
    if carry_out(
        request,
        lambda: record_daily(employee=employee, draft=form.draft(), acting=acting(request)),
        lambda _kept_entry: _kept(form),
        form=form,
    ):
        if as_json:
            return JsonResponse({"kept": True})
        return redirect("daily")
    if as_json:
        told = [str(message) for errors in form.errors.values() for message in errors]
        return JsonResponse({"kept": False, "errors": told}, status=422)
    return render(request, "web/daily/mine.html", _page(request, employee, form))


def _kept(form: DailyForm) -> str:
    data = form.cleaned_data
    return (
        f"Tercatat: {data['activity']}, {written_day(data['day'])} {data['starts']:%H.%M}–"
        f"{data['ends']:%H.%M}. Catatannya ada di daftar minggu itu; ketuk untuk memperbaikinya."
    )


def entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct or withdraw one of my activities."""
    employee = employee_of(request)
    found = daily_entry(employee, key)
    if found is None:
        raise Http404
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_daily(employee=employee, key=key, acting=acting(request))
        messages.success(request, "Catatan ditarik.")
        return redirect("daily")
    results = results_for(employee, on=found.day)
    form = DailyForm(
        request.POST or None,
        request.FILES or None,
        initial=stored(found),
        results=results,
        countable=countable_indicators(results),
    )
    if request.method == "POST":
        return _take(request, employee, form)
    return render(request, "web/daily/entry.html", {"form": form, "entry": found})


def of_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the week of a person, for permitted readers."""
    employee = get_object_or_404(Employee, pk=pk)
    if not may_read(user_of(request), pk, on=today(request)):
        raise Http404
    week = week_of(employee, day_in(request.GET.get("minggu"), default=today(request)))
    context = {
        "employee": employee,
        "week": week,
        "today": today(request),
        "gives_feedback": appraises(user_of(request), pk, on=today(request)),
    }
    return render(request, "web/daily/somebody.html", context)


def kept_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the file of an activity, always as a download."""
    found = get_object_or_404(
        DailyProgress.objects.select_related("file", "plan__assignment"), pk=pk, file__isnull=False
    )
    if found.file is None or not may_read(
        user_of(request), found.plan.assignment.employee_id, on=today(request)
    ):
        raise Http404
    return as_download(found.file.content(), found.file_name)


def ekinerja(request: HttpRequest) -> HttpResponse:
    """Show my week as e-Kinerja needs it: line by line with copy buttons, or as a file."""
    employee = employee_of(request)
    week = week_of(employee, day_in(request.GET.get("minggu"), default=today(request)))
    rows = ekinerja_rows(week.entries)
    kind = request.GET.get("berkas")
    if kind in ("csv", "xlsx"):
        write = to_csv if kind == "csv" else to_xlsx
        return as_download(write(EKINERJA_HEADERS, rows), f"progres-harian-{week.monday}.{kind}")
    lines = [list(zip(EKINERJA_HEADERS, row, strict=True)) for row in rows]
    return render(request, "web/daily/ekinerja.html", {"week": week, "lines": lines})


@login_not_required
def offline(_request: HttpRequest) -> HttpResponse:
    """Show the form that the phone keeps. It names nobody, because anybody with the phone can open it."""
    return HttpResponse(render_to_string("web/daily/offline.html"))


@login_not_required
@never_cache
def worker(_request: HttpRequest) -> HttpResponse:
    """Return the script that replaces the server while there is no connection."""
    return HttpResponse(render_to_string("web/daily/worker.js"), content_type="text/javascript")
