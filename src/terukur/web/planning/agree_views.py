"""The numbers taken from last year, agreed again one by one beside what was achieved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.appraisal.queries import latest_of_plans
from terukur.appraisal.tree import ComputedIndicator
from terukur.measurement.difficulty import difficulties_in
from terukur.planning.access import may_edit
from terukur.planning.models import Indicator, Plan, PlanVersion
from terukur.planning.operations.content import AgreedNumbers, agree_numbers
from terukur.regulation.scales import Direction, Pace
from terukur.web.acts import carry_out
from terukur.web.fields import DayField, NumberField
from terukur.web.planning.views import version_to_read
from terukur.web.viewer import acting, user_of


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was achieved of an indicator in the year before, with the day until which the figures reach."""

    item: ComputedIndicator
    until: date


class AgreeForm(forms.Form):
    """The numbers of each indicator that still has last year's; only those marked as agreed are stored."""

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {one.pk: one for one in indicators}
        for key, one in self.indicators.items():
            self.fields[f"target_{key}"] = NumberField(
                label="Target", required=False, initial=one.target, max_digits=18
            )
            if one.direction == Direction.RANGE:
                self.fields[f"high_{key}"] = NumberField(
                    label="Batas atas", required=False, initial=one.target_high, max_digits=18
                )
            if one.pace == Pace.ONCE:
                self.fields[f"due_{key}"] = DayField(label="Jatuh tempo", required=False, initial=one.due)
            if one.exposure_planned is not None:
                self.fields[f"exposure_{key}"] = NumberField(
                    label=one.exposure_name or "Paparan",
                    required=False,
                    initial=one.exposure_planned,
                    min_value=0,
                    max_digits=18,
                )
            self.fields[f"agreed_{key}"] = forms.BooleanField(label="Angka ini disepakati", required=False)

    def rows(self) -> Iterator[tuple[Indicator, list[forms.BoundField], forms.BoundField]]:
        """Yield each indicator with the fields of its numbers and its mark."""
        for key, one in self.indicators.items():
            names = (f"target_{key}", f"high_{key}", f"due_{key}", f"exposure_{key}")
            yield one, [self[name] for name in names if name in self.fields], self[f"agreed_{key}"]

    def clean(self) -> dict[str, Any]:
        """Ask for a target where it is marked as agreed, and for a mark at all."""
        data = self.cleaned_data
        for key, one in self.indicators.items():
            if not data.get(f"agreed_{key}"):
                continue
            if data.get(f"target_{key}") is None and f"target_{key}" not in self.errors:
                self.add_error(f"target_{key}", "Tulis target yang disepakati.")
            exposure = data.get(f"exposure_{key}")
            if one.exposure_planned is not None and not exposure and f"exposure_{key}" not in self.errors:
                self.add_error(f"exposure_{key}", "Tulis besarnya, di atas nol.")
        if not any(data.get(f"agreed_{key}") for key in self.indicators):
            self.add_error(None, "Tandai indikator yang angkanya sudah disepakati.")
        return data

    def numbers(self) -> dict[int, AgreedNumbers]:
        """Return the numbers of the marked indicators by key."""
        data = self.cleaned_data
        return {
            key: AgreedNumbers(
                data.get(f"target_{key}"),
                data.get(f"high_{key}"),
                data.get(f"due_{key}"),
                data.get(f"exposure_{key}"),
            )
            for key in self.indicators
            if data.get(f"agreed_{key}")
        }


def achieved_before(plan: Plan) -> dict[str, LastYear]:
    """Return what was achieved in the year before a plan's, by thread, from the newest figures."""
    found: dict[str, LastYear] = {}
    for appraisal in latest_of_plans(plan.assignment.employee_id, plan.year - 1):
        if appraisal.tree is not None:
            for item in appraisal.indicators():
                until = item.reached.ends if item.reached else appraisal.tree.as_of
                found.setdefault(item.thread, LastYear(item, until))
    return found


def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree the numbers that a plan took from last year, beside last year's achieved value."""
    version = version_to_read(request, pk)
    if not may_edit(user_of(request), version):
        raise Http404
    carried = carried_in(version)
    if not carried:
        return redirect("plan", pk)
    form = AgreeForm(request.POST or None, indicators=carried)
    done = carry_out(
        request,
        lambda: agree_numbers(version=version, numbers=form.numbers(), acting=acting(request)),
        lambda left: (
            f"Tersimpan. Masih {left} indikator dengan angka tahun lalu."
            if left
            else "Semua angka sudah disepakati untuk tahun ini."
        ),
        form=form,
    )
    if done:
        return redirect("plan-agree" if done.result else "plan", pk)
    difficulties = difficulties_in(carried, version.plan, on=version.plan.starts)
    before = achieved_before(version.plan)
    return render(
        request,
        "web/planning/agree.html",
        {
            "version": version,
            "form": form,
            "rows": [
                (one, fields, mark, before.get(str(one.thread)), difficulties.get(one.thread, []))
                for one, fields, mark in form.rows()
            ],
        },
    )


def carried_in(version: PlanVersion) -> list[Indicator]:
    """Return the indicators of a version that still have last year's numbers."""
    return [one for result in version.results.all() for one in result.indicators.all() if one.is_carried]
