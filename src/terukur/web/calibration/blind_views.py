"""Blind re-rating: my draws, one of them, and the agreement of units."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.calibration.blind import (
    agreements,
    blind_evidence,
    draw_blind,
    draw_for,
    rate_blind,
    waiting_draws,
)
from terukur.organization.access import is_performance_team, oversees
from terukur.organization.queries import subtree, units_led_by
from terukur.regulation.disclosure import Least, at_least
from terukur.web.acts import carry_out
from terukur.web.calibration.round_forms import OpinionForm
from terukur.web.periods import PeriodForm
from terukur.web.viewer import acting, last_period, period_in, standing, today, user_of

_NONE_DRAWN = (
    "Tidak ada yang diundi: tiap unit diundi sekali tiap periode, dari penilaian yang sudah disampaikan, "
    "dan perlu penilai dari unit lain."
)


def blind(request: HttpRequest) -> HttpResponse:
    """Show my draws, and the agreement of units: all for oversight, their own for leaders."""
    user = user_of(request)
    held = standing(request)
    sees_all = oversees(user, on=today(request))
    if not (held.has_team or sees_all):
        raise Http404
    may_draw = is_performance_team(user, on=today(request))
    period = period_in(request, default=last_period(request))
    form = PeriodForm(request.POST or None, initial={"period": str(period)})
    if request.method == "POST":
        if not may_draw:
            raise Http404
        if form.is_valid() and carry_out(
            request,
            lambda: draw_blind(**form.cleaned_data, acting=acting(request)),
            lambda drawn: f"{drawn} penilaian diundi." if drawn else _NONE_DRAWN,
            form=form,
            field="period",
        ):
            return redirect("blind")
    units = None
    if not sees_all:
        led = units_led_by(held.employee, on=today(request)) if held.employee else []
        units = [below for unit in led for below in subtree(unit.pk)]
    return render(
        request,
        "web/calibration/blind.html",
        {
            "form": form if may_draw else None,
            "waiting": list(waiting_draws(held.employee)) if held.employee else [],
            "agreements": agreements(on=today(request), units=units),
            "least": at_least(Least.PAIRS, on=today(request)),
        },
    )


def blind_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Rate one appraisal again, from its evidence, without names; 404 once it is done."""
    draw = draw_for(user_of(request), pk)
    if draw is None:
        raise Http404
    form = OpinionForm(request.POST or None)
    if carry_out(
        request,
        lambda: rate_blind(draw=draw, draft=form.draft(), acting=acting(request)),
        "Terima kasih. Penilaian ulang tersimpan.",
        form=form,
    ):
        return redirect("blind")
    return render(
        request,
        "web/calibration/blind_one.html",
        {"form": form, "evidence": blind_evidence(draw), "period": draw.period},
    )
