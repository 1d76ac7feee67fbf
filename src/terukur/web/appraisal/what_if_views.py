"""The what-if page: the employee changes figures and sees the result, alone; nothing is stored."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.appraisal.tree import ComputationTree, ComputedIndicator
from terukur.appraisal.what_if import imagine
from terukur.notation.numbers import percent_beside, rounded
from terukur.planning.access import is_owner
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

    def __init__(self, *args: Any, tree: ComputationTree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in _due(tree):
            self.fields[item.thread] = NumberField(
                label=item.name, required=False, min_value=0, initial=_shown(item.realization)
            )

    def realizations(self) -> dict[str, Fraction]:
        """Return the entered values by thread; an empty field keeps the present value."""
        data = self.cleaned_data
        return {
            name: Fraction(value) for name, value in data.items() if name != "behavior" and value is not None
        }


def _shown(stated: Fraction | None) -> Decimal | int | None:
    """Return a figure as people write it: no decimals where there are none."""
    if stated is None:
        return None
    return int(stated) if stated.denominator == 1 else rounded(stated, 2)


def _due(tree: ComputationTree) -> list[ComputedIndicator]:
    return [item for item in tree.indicators() if item.is_due]


def what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the what-if page, to the employee only."""
    appraisal = appraisal_or_404(request, pk)
    tree = appraisal.tree
    if tree is None or not is_owner(user_of(request), appraisal.plan):
        raise Http404
    form = WhatIfForm(request.POST or None, tree=tree)
    moved: dict[str, Fraction] = {}
    behavior = Rating.MEETS
    if request.method == "POST" and form.is_valid():
        written = form.realizations()
        stated = {item.thread: item.realization for item in _due(tree)}
        # A field that only shows a rounded figure again has not been moved.
        moved = {
            thread: value
            for thread, value in written.items()
            if (shown := stated[thread]) is None or round(value, 2) != round(shown, 2)
        }
        behavior = form.cleaned_data["behavior"]
    imagined = imagine(tree, realizations=moved, behavior=behavior)
    limits = tree.policy.limits
    lines = [
        {
            "item": after,
            "before": before,
            "field": form[after.thread],
            "percent": percent_beside(after.achievement, limits),
            "percent_before": percent_beside(before.achievement, limits),
        }
        for before, after in zip(_due(tree), _due(imagined.tree), strict=True)
    ]
    return render(
        request,
        "web/appraisal/what_if.html",
        {
            "appraisal": appraisal,
            "form": form,
            "lines": lines,
            "imagined": imagined,
            "before": tree.suggested,
            "is_moved": bool(moved) or behavior is not Rating.MEETS,
        },
    )
