"""The page on which a result in words gets its realization, with a day and evidence."""

from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.accounts.models import User
from terukur.measurement.access import may_declare
from terukur.measurement.accounts import declare_account
from terukur.planning.access import is_owner
from terukur.planning.models import PlannedResult
from terukur.planning.queries import qualitative_result_on
from terukur.web.acts import carry_out
from terukur.web.measurement.forms import AccountForm
from terukur.web.measurement.views import look_at_addresses, recompute
from terukur.web.viewer import acting, cadence_on, today, user_of


def declare_words(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Store what became of one of my results in words, with evidence."""
    user, on = user_of(request), today(request)
    last_month = on.replace(day=1) - timedelta(days=1)
    result = _result_to_declare(user, thread, last_month, on=on)
    plan = result.version.plan
    owns = is_owner(user, plan)
    begun = cadence_on(request, last_month).period_of(last_month)
    form = AccountForm(request.POST or None, request.FILES or None, initial={"period": str(begun)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = _result_to_declare(user, thread, data["period"].ends, on=on).version.plan
        done = carry_out(
            request,
            lambda: declare_account(
                plan=plan,
                thread=thread,
                period=data["period"],
                account=data["account"],
                account_on=data["account_on"],
                evidence=form.evidence(),
                acting=acting(request),
            ),
            "Uraian tersimpan sebagai pernyataan sendiri sampai buktinya diperiksa."
            if owns
            else "Tersimpan; dihitung setelah pegawainya mengesahkan.",
            form=form,
        )
        if done:
            look_at_addresses(done.result)
            recompute(request, plan.pk, data["period"])
            return redirect("measurements" if owns else "helping")
    return render(
        request, "web/measurement/account.html", {"form": form, "result": result, "plan": plan, "owns": owns}
    )


def _result_to_declare(user: User, thread: UUID, day: date, *, on: date) -> PlannedResult:
    result = qualitative_result_on(thread, day=day)
    if result is None or not may_declare(user, result.version.plan, on=on):
        raise Http404
    return result
