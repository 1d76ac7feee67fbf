"""The what-if page: the employee changes figures and sees the result, alone; nothing is stored."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.appraisal.explained_figures import policy_in
from terukur.appraisal.what_if import imagine
from terukur.planning.access import is_owner
from terukur.regulation.numbers import percent_beside, rounded
from terukur.regulation.scales import Rating
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.fields import NumberField
from terukur.web.viewer import user_of


class WhatIfForm(forms.Form):
    """One number for each indicator that is due, and a behavior rating."""

    behavior = forms.TypedChoiceField(
        label="Rating perilaku kerja",
        coerce=Rating,
        widget=forms.RadioSelect,
        choices=[(rating.value, rating.label) for rating in reversed(Rating)],
        initial=Rating.MEETS.value,
    )

    def __init__(self, *args: Any, body: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in _due(body):
            stated = item["realization"]
            self.fields[item["thread"]] = NumberField(
                label=item["name"], required=False, min_value=0, initial=_shown(stated) if stated else None
            )

    def realizations(self) -> dict[str, Fraction]:
        """Return the entered values by thread; an empty field keeps the present value."""
        data = self.cleaned_data
        return {
            name: Fraction(value) for name, value in data.items() if name != "behavior" and value is not None
        }


def _shown(stated: str) -> Decimal | int:
    """Return a figure as people write it: no decimals where there are none."""
    exact = Fraction(stated)
    return int(exact) if exact.denominator == 1 else rounded(exact, 2)


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _due(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for result in body["results"] for item in result["indicators"] if item["is_due"]]


def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the what-if page, to the employee only."""
    appraisal = appraisal_or_404(request, pk)
    if appraisal.computation is None or not is_owner(user_of(request), appraisal.plan):
        raise Http404
    body = appraisal.computation.body
    form = WhatIfForm(request.POST or None, body=body)
    moved: dict[str, Fraction] = {}
    behavior = Rating.MEETS
    if request.method == "POST" and form.is_valid():
        written = form.realizations()
        stated = {item["thread"]: item["realization"] for item in _due(body)}
        # A field that only shows a rounded figure again has not been moved.
        moved = {
            thread: value
            for thread, value in written.items()
            if not stated[thread] or round(value, 2) != round(Fraction(stated[thread]), 2)
        }
        behavior = form.cleaned_data["behavior"]
    imagined = imagine(body, realizations=moved, behavior=behavior)
    limits = policy_in(body["policy"]).limits
    lines = [
        {
            "item": after,
            "before": before,
            "field": form[after["thread"]],
            "percent": percent_beside(_exact(after["achievement"]), limits),
            "percent_before": percent_beside(_exact(before["achievement"]), limits),
        }
        for before, after in zip(_due(body), _due(imagined.body), strict=True)
    ]
    return render(
        request,
        "web/appraisal/what_if.html",
        {
            "appraisal": appraisal,
            "form": form,
            "lines": lines,
            "imagined": imagined,
            "before": body["suggested"],
            "is_moved": bool(moved) or behavior is not Rating.MEETS,
        },
    )
