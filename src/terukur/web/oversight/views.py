"""Patterns in the figures of a period, for oversight."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from terukur.organization.access import is_performance_team, oversees
from terukur.oversight.models import Pattern, PatternRun
from terukur.oversight.patterns import latest_run, note_on, request_run
from terukur.web.acts import carry_out
from terukur.web.periods import PeriodForm
from terukur.web.queue import defer_patterns
from terukur.web.viewer import acting, last_period, period_in, today, user_of

_INNOCENT = {
    Pattern.Kind.ON_TARGET: "Target dapat berupa jumlah yang pasti, misalnya dua belas laporan setahun.",
    Pattern.Kind.HEAPING: "Orang bekerja sampai target tercapai lalu beralih ke pekerjaan lain.",
    Pattern.Kind.IDENTICAL: "Tim yang bekerja bersama dapat dicatat dengan angka tim untuk setiap orang.",
    Pattern.Kind.OUTSIDE_HOURS: "Sekolah pagi, posyandu, piket, dan layanan Sabtu memang di luar jam kantor.",
    Pattern.Kind.JUMP: "Target dapat diturunkan karena keadaan yang kemudian membaik.",
}


def patterns(request: HttpRequest) -> HttpResponse:
    """Show the findings of the newest search of a period; the performance team asks for another."""
    user = user_of(request)
    if not oversees(user, on=today(request)):
        raise Http404
    may_ask = is_performance_team(user, on=today(request))
    period = period_in(request, default=last_period(request))
    form = PeriodForm(request.POST or None, initial={"period": str(period)})
    if request.method == "POST":
        if not may_ask:
            raise Http404
        if form.is_valid():
            wanted = form.cleaned_data["period"]
            with transaction.atomic():
                defer_patterns(request_run(period=wanted, acting=acting(request)).pk)
            messages.success(request, "Permintaan diterima; hasilnya tampil di sini sebentar lagi.")
            return redirect(f"{request.path}?periode={wanted}")
    run = latest_run(period)
    return render(
        request,
        "web/oversight/patterns.html",
        {
            "period": period,
            "run": run,
            "form": form if may_ask else None,
            "patterns": [(p, _INNOCENT[Pattern.Kind(p.kind)]) for p in run.patterns.all()] if run else [],
            "is_running": PatternRun.objects.filter(period=period, finished_at=None).exists(),
        },
    )


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Store an explanation of a pattern."""
    pattern = get_object_or_404(Pattern.objects.select_related("run"), pk=pk)
    user = user_of(request)
    if not is_performance_team(user, on=today(request)):
        raise Http404
    carry_out(
        request,
        lambda: note_on(pattern=pattern, text=request.POST.get("text", ""), acting=acting(request)),
        "Catatan tersimpan.",
    )
    return redirect(f"/pola/?periode={pattern.run.period}")
