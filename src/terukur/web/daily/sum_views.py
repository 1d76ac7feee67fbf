"""The confirmation of a month's sum of daily progress by its owner."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from terukur.measurement.daily_confirming import confirm_daily_sum
from terukur.measurement.daily_sums import month_sums
from terukur.planning.models import Plan
from terukur.web.acts import carry_out
from terukur.web.measurement.views import recompute
from terukur.web.viewer import acting, employee_of, today


@require_POST
def confirm(request: HttpRequest, thread: UUID, month: str) -> HttpResponse:
    """Confirm the sum of one of my indicators for a month."""
    employee = employee_of(request)
    found = next(
        (
            one
            for one in month_sums(employee, on=today(request))
            if (one.indicator.thread, str(one.month)) == (thread, month)
        ),
        None,
    )
    if found is None:
        raise Http404
    plan = Plan.objects.select_related("assignment__employee").get(pk=found.plan)
    done = carry_out(
        request,
        lambda: confirm_daily_sum(
            plan=plan,
            thread=thread,
            month=found.month,
            seen=request.POST.get("mark", ""),
            acting=acting(request),
        ),
        f"Realisasi {found.month.label} disahkan: {found.sum.total} {found.indicator.unit}, sebagai "
        "pernyataan sendiri sampai buktinya diperiksa.",
    )
    if done:
        recompute(request, plan.pk, found.month)
    return redirect("measurements")
