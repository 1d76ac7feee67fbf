"""The page on which the appraiser marks the expectations of results in words."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.appraisal.access import may_rate
from terukur.appraisal.expectation_marks import mark_expectations
from terukur.appraisal.explanation import explanation_of
from terukur.web.acts import carry_out
from terukur.web.appraisal.expectation_forms import ExpectationMarksForm
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.viewer import acting, today, user_of


def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was expected beside what became of it, and store the appraiser's marks."""
    appraisal = appraisal_or_404(request, pk)
    if not may_rate(user_of(request), appraisal, on=today(request)):
        raise Http404
    x = explanation_of(appraisal)
    results = [one for one in x["results"] if one["expectation"] and one["expectation"]["accounts"]]
    if not results:
        raise Http404
    given = {str(one.thread): one for one in appraisal.expectation_marks.all()}
    form = ExpectationMarksForm(request.POST or None, results=results, given=given)
    if request.method == "POST" and form.is_valid():
        refusal: dict[str, Any] = {}
        if carry_out(
            request,
            lambda: mark_expectations(appraisal=appraisal, marks=form.drafts(), acting=acting(request)),
            "Nilai ekspektasi tersimpan. Berikutnya rating hasil kerja dan perilaku.",
            page=refusal,
        ):
            return redirect("appraisal", pk)
        form.add_error(None, refusal["refusal"])
        for found in refusal["findings"]:
            form.add_error(found.code if found.code in form.fields else None, found.told)
    return render(
        request, "web/appraisal/mark_expectations.html", {"appraisal": appraisal, "x": x, "form": form}
    )
