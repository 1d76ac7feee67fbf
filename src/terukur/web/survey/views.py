"""The survey: a public page for citizens, points with posters, results, and collecting."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from terukur.documents.survey import survey_pdf
from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey import (
    SurveyRefused,
    TooMany,
    collect_answers,
    open_point,
    survey_result,
    take_answer,
)
from terukur.measurement.survey_report import as_workbook, survey_report
from terukur.organization.access import is_performance_team, oversees
from terukur.organization.queries import units_led_by
from terukur.planning.operations.versions import PlanRefused
from terukur.regulation.periods import MONTHS_OF_QUARTER, Period
from terukur.tables.cells import ImportRefused
from terukur.web.acts import carry_out
from terukur.web.measurement.download import as_download, as_pdf
from terukur.web.periods import PeriodForm
from terukur.web.survey.forms import PointForm, SurveyAnswerForm, form_token
from terukur.web.viewer import acting, now, period_in, today, user_of


@login_not_required
@csrf_exempt
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Store one answer of nine questions without an account.

    Without a session there is nothing that another site could misuse, so the form carries its own signed mark
    instead of the usual cookie: the page leaves nothing on the citizen's phone.
    """
    point = get_object_or_404(SurveyPoint.objects.select_related("unit"), token=token)
    form = SurveyAnswerForm(point, request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_answer(
                point=point,
                nonce=data["nonce"],
                scores=form.scores(data),
                comment=data["comment"],
                at=now(request),
                on=today(request),
            )
            return redirect("survey-thanks", token)
        except SurveyRefused as error:
            form.add_error(None, str(error))
            status = 429 if isinstance(error, TooMany) else 409
    context = {"point": point, "form": form, "token": form_token(point)}
    return render(request, "web/survey/answer.html", context, status=status)


@login_not_required
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """Show that the answer is kept."""
    point = get_object_or_404(SurveyPoint.objects.select_related("unit"), token=token)
    return render(request, "web/survey/thanks.html", {"point": point})


def points(request: HttpRequest) -> HttpResponse:
    """Show all points; the performance team opens another."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_open = is_performance_team(user, on=today(request))
    form = PointForm(request.POST or None)
    if request.method == "POST":
        if not may_open:
            raise Http404
        if form.is_valid():
            point = open_point(point=form.point(), acting=acting(request))
            messages.success(request, "Titik survei dibuka. Cetak posternya.")
            return redirect("survey-poster", point.pk)
    quarter = str(Period.quarter_of(today(request)))
    context = {
        "points": SurveyPoint.objects.select_related("unit", "officer"),
        "form": form if may_open else None,
        "collect": PeriodForm(initial={"period": quarter}) if may_open else None,
    }
    return render(request, "web/survey/points.html", context)


def _point_for(request: HttpRequest, pk: int) -> SurveyPoint:
    """Return a point, for oversight and for the leader of its unit."""
    point = get_object_or_404(SurveyPoint.objects.select_related("unit", "officer"), pk=pk)
    user = user_of(request)
    if oversees(user, on=today(request)):
        return point
    employee = getattr(user, "employee", None)
    if employee is None or point.unit not in units_led_by(employee, on=today(request)):
        raise Http404
    return point


def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show index, grade, the weakest elements and comments of one point."""
    point, period = _point_for(request, pk), _period_of(request)
    context = {
        "point": point,
        "period": period,
        "result": survey_result(point, period=period, on=today(request)),
    }
    return render(request, "web/survey/results.html", context)


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report of one point and period, as a workbook or on paper."""
    point, period = _point_for(request, pk), _period_of(request)
    made = carry_out(request, lambda: survey_report(point, period=period, on=today(request)), "")
    if made is None:
        return redirect(f"{reverse('survey-results', args=[pk])}?periode={period}")
    name = f"laporan-skm-{point.unit.code}-{period}".lower()
    if request.GET.get("berkas") == "pdf":
        return as_pdf(survey_pdf(made.result, point=point, period=period, at=now(request)), f"{name}.pdf")
    return as_download(as_workbook(made.result), f"{name}.xlsx")


def _period_of(request: HttpRequest) -> Period:
    """Return the quarter, half-year or year in the address, or the running quarter."""
    period = period_in(request, default=Period.quarter_of(today(request)))
    if period.months < MONTHS_OF_QUARTER:
        raise Http404
    return period


def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page to print and put on the counter."""
    point = _point_for(request, pk)
    address = request.build_absolute_uri(reverse("survey", args=[point.token]))
    code = segno.make(address, error="m").svg_inline(scale=8, border=4, title="Alamat survei")
    # The drawing is made here from our own address, nothing of it comes from a user.
    context = {"point": point, "address": address, "code": SafeString(code)}
    return render(request, "web/survey/poster.html", context)


@require_POST
def collect(request: HttpRequest) -> HttpResponse:
    """Turn the answers of a period into measures, through a kept file."""
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    form = PeriodForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Tulis periode seperti 2026-Q4.")
        return redirect("survey-points")
    try:
        counts = collect_answers(period=form.cleaned_data["period"], acting=acting(request))
    except (SurveyRefused, ImportRefused, PlanRefused) as error:
        messages.error(request, str(error))
        return redirect("survey-points")
    messages.success(
        request,
        f"{counts.rows} jawaban diolah: {counts.created} nilai baru, {counts.updated} versi baru. "
        + " ".join(counts.changes[:3]),
    )
    return redirect("imports")
