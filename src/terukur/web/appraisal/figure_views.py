"""Reports of wrong figures, and the answers of the owners of the data."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.appraisal.figure_reports import (
    ReportRefused,
    answer_report,
    may_answer_report,
    report_figure,
    waiting_reports,
)
from terukur.appraisal.models import FigureReport
from terukur.organization.models import RoleGrant
from terukur.planning.access import is_owner
from terukur.web.acts import carry_out
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import acting, standing, today, user_of


def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the reports on an appraisal's figures; the employee reports another."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    owner = is_owner(user, appraisal.plan)
    context: dict[str, object] = {}
    if request.method == "POST":
        if not owner:
            raise Http404
        if carry_out(
            request,
            lambda: report_figure(
                appraisal=appraisal,
                thread=_thread(request.POST.get("thread", "")),
                text=request.POST.get("text", "")[:1000],
                acting=acting(request),
            ),
            "Laporan sampai pada pemilik data.",
            page=context,
        ):
            return redirect("figure-reports", pk)
    return render(
        request,
        "web/appraisal/figure_reports.html",
        {
            **context,
            "appraisal": appraisal,
            "indicators": appraisal.indicators() if owner else [],
            "chosen": request.POST.get("thread") or request.GET.get("angka", ""),
            "text": request.POST.get("text", ""),
            "reports": appraisal.reports.select_related("answer__by", "owner"),
        },
    )


def _thread(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise ReportRefused("Pilih angka yang keliru.") from error


def waiting(request: HttpRequest) -> HttpResponse:
    """Show the reports on data that I loaded, or, for the performance team, on all data."""
    is_team = RoleGrant.Role.PERFORMANCE_TEAM in standing(request).roles
    found = waiting_reports(user_of(request), is_team=is_team)
    return render(
        request, "web/appraisal/figure_waiting.html", {"reports": found[:100], "today": today(request)}
    )


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the answer of the owner of the data."""
    report = get_object_or_404(FigureReport, pk=pk)
    user = user_of(request)
    if not may_answer_report(user, report, on=today(request)):
        raise Http404
    carry_out(
        request,
        lambda: answer_report(
            report=report,
            is_corrected=request.POST.get("outcome") == "corrected",
            text=request.POST.get("text", "")[:1000],
            acting=acting(request),
        ),
        "Jawaban sampai pada pegawai.",
    )
    return redirect("figures-waiting")
