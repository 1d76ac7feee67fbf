"""Forms of rating, organization grades and the policy."""

from fractions import Fraction
from typing import Any

from django import forms

from terukur.appraisal.drafting import HeldRating
from terukur.appraisal.marks import RatingMark
from terukur.appraisal.models import Appraisal
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from terukur.regulation.suggestion import SuggestionPolicy
from terukur.web.appraisal.draft_days import shown_days
from terukur.web.fields import DayField, PercentField, PeriodField

RATINGS = [(rating.value, rating.label) for rating in reversed(Rating)]


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=RATINGS, widget=forms.RadioSelect, required=False)


class RatingForm(forms.Form):
    """Two ratings, seven marks with examples, reasons. The law decides whether they suffice."""

    results = _choice("Rating hasil kerja")
    results_reason = forms.CharField(
        label="Alasan rating hasil kerja",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    behavior = _choice("Rating perilaku kerja")
    behavior_reason = forms.CharField(
        label="Alasan rating perilaku",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, appraisal: Appraisal, held: HeldRating, **kwargs: Any) -> None:
        seen = RatingMark.parse(held.mark)._replace(computation=str(appraisal.computation_id or ""))
        kwargs.setdefault("initial", {**shown_days(held.fields), "seen": str(seen)})
        super().__init__(*args, **kwargs)
        for value in BEHAVIOR_VALUES:
            self.fields[f"mark_{value.code}"] = _choice(value.name)
            self.fields[f"example_{value.code}"] = forms.CharField(
                label=f"Contoh yang diamati: {value.name}",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"example_on_{value.code}"] = DayField(label="Tanggal contoh", required=False)

    @property
    def mark(self) -> RatingMark:
        """The mark that the page had shown when it was sent."""
        return RatingMark.parse(self.cleaned_data["seen"])

    def show_draft(self, held: HeldRating) -> None:
        """Take the draft, of which the appraiser has been told now, as seen; the rest stays as it was."""
        seen = self.mark._replace(draft=RatingMark.parse(held.mark).draft)
        self.data = {**self.data.dict(), "seen": str(seen)}  # type: ignore[attr-defined]

    def values(self) -> list[dict[str, Any]]:
        """Return the fields of each behavior value, for the template."""
        return [
            {
                "value": value,
                "mark": self[f"mark_{value.code}"],
                "example": self[f"example_{value.code}"],
                "example_on": self[f"example_on_{value.code}"],
            }
            for value in BEHAVIOR_VALUES
        ]

    def draft(self) -> RatingDraft:
        """Return the filled-in rating as the rules read it."""
        data = self.cleaned_data

        def rating(name: str) -> Rating | None:
            return Rating(data[name]) if data.get(name) else None

        return RatingDraft(
            results=rating("results"),
            results_reason=data["results_reason"],
            behavior=rating("behavior"),
            behavior_reason=data["behavior_reason"],
            marks={
                value.code: BehaviorMarkDraft(
                    rating(f"mark_{value.code}"),
                    data[f"example_{value.code}"],
                    data[f"example_on_{value.code}"],
                )
                for value in BEHAVIOR_VALUES
            },
        )


class UnitGradeForm(forms.Form):
    """The organization grade of a unit."""

    period = PeriodField(label="Periode")
    grade = forms.ChoiceField(
        label="Capaian kinerja organisasi",
        choices=[("", "Pilih sesuai penetapan"), *OrganizationGrade.choices()],
    )
    reason = forms.CharField(
        label="Dasar penetapan", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class PolicyForm(forms.Form):
    """A further version of the policy, in percent."""

    valid_from = DayField(label="Berlaku mulai", help_text="Untuk periode yang dimulai sejak tanggal ini.")
    meets_low = PercentField(label="Sesuai ekspektasi, batas bawah (%)")
    meets_high = PercentField(label="Sesuai ekspektasi, batas atas (%)")
    cap = PercentField(label="Capaian tertinggi ketika dirata-ratakan (%)")
    minimum_evidence = PercentField(label="Bobot paling sedikit yang terukur atau terverifikasi (%)")
    basis = forms.CharField(
        label="Dasar penetapan", max_length=300, help_text="Misalnya nomor dan tanggal keputusan."
    )

    def rule(self) -> SuggestionPolicy:
        """Return the numbers as the rules read them.

        :raises ValueError: where they are not in order.
        """
        names = ("cap", "meets_low", "meets_high", "minimum_evidence")
        return SuggestionPolicy(0, *(Fraction(self.cleaned_data[name]) for name in names))
