"""The employee's own view of the period, before the appraiser rates."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from terukur.appraisal.models import Appraisal, SelfAssessment
from terukur.appraisal.self_assessment import LONGEST, OwnView, save_self_assessment, subjects_of
from terukur.planning.access import is_owner
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.scales import Rating
from terukur.web.acts import carry_out
from terukur.web.appraisal.forms import RATINGS
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.fields import KeyField
from terukur.web.viewer import acting, user_of

_NOT_SAID = [*RATINGS, ("", "Tidak saya isi")]


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_NOT_SAID, widget=forms.RadioSelect, required=False)


class SelfAssessmentForm(forms.Form):
    """Two own ratings and a text for each planned result and behavior value; all may stay empty."""

    results = _choice("Hasil kerja saya secara keseluruhan")
    behavior = _choice("Perilaku kerja saya secara keseluruhan")
    seen = KeyField()

    def __init__(
        self, *args: Any, subjects: Mapping[str, str], stored: SelfAssessment | None, **kwargs: Any
    ) -> None:
        self.subjects = subjects
        kwargs["initial"] = {"results": "", "behavior": "", "seen": 0}
        if stored is not None:
            kwargs["initial"] = {
                "results": stored.result_rating,
                "behavior": stored.behavior_rating,
                "seen": stored.version,
                **stored.words,
            }
        super().__init__(*args, **kwargs)
        for key, title in subjects.items():
            self.fields[key] = forms.CharField(
                label=title, required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )

    def texts(self) -> list[Any]:
        """Return the texts on planned results."""
        return [self[key] for key in self.subjects if key not in BEHAVIOR_CODES]

    def values(self) -> list[Any]:
        """Return the texts on behavior values."""
        return [self[key] for key in self.subjects if key in BEHAVIOR_CODES]

    def view(self) -> OwnView:
        """Return the entered view."""
        data = self.cleaned_data
        return OwnView(
            results=Rating(data["results"]) if data["results"] else None,
            behavior=Rating(data["behavior"]) if data["behavior"] else None,
            words={key: data[key] for key in self.subjects},
        )

    def show_version(self, version: int) -> None:
        """Replace the version of the page by the one that the employee was told of."""
        self.data = {**self.data.dict(), "seen": version}  # type: ignore[attr-defined]


def own_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Store, change or withdraw the own view."""
    user = user_of(request)
    appraisal = appraisal_or_404(request, pk)
    if not is_owner(user, appraisal.plan):
        raise Http404
    if appraisal.status != Appraisal.Status.OPEN and request.method != "POST":
        messages.info(request, "Penilai sudah memberi rating; pandangan Anda tidak berubah lagi.")
        return redirect("appraisal", pk)
    stored = getattr(appraisal, "seen_self_view", None)
    form = SelfAssessmentForm(request.POST or None, subjects=subjects_of(appraisal.tree), stored=stored)
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        view = form.view()
        if carry_out(
            request,
            lambda: save_self_assessment(
                appraisal=appraisal, view=view, seen=form.cleaned_data["seen"], acting=acting(request)
            ),
            "Pandangan Anda ditarik."
            if view.is_empty
            else "Tersimpan. Penilai membacanya setelah ia memberi rating sendiri.",
            page=context,
        ):
            return redirect("appraisal", pk)
        form.show_version(stored.version if stored else 0)
    return render(
        request,
        "web/appraisal/self_view.html",
        {**context, "form": form, "appraisal": appraisal, "stored": stored},
    )
