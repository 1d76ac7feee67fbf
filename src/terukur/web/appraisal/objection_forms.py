"""Forms of objecting, explaining and deciding."""

from collections.abc import Mapping
from typing import Any

from django import forms

from terukur.objections.operations import ObjectionDraft
from terukur.regulation.scales import Rating
from terukur.web.appraisal.forms import RATINGS
from terukur.web.measurement.forms import EvidenceForm


class ObjectionForm(EvidenceForm):
    """The parts that are objected to, the reason, and its evidence."""

    parts = forms.MultipleChoiceField(
        label="Bagian mana yang Anda keberatan", widget=forms.CheckboxSelectMultiple
    )
    grounds = forms.CharField(
        label="Mengapa",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Apa yang menurut Anda seharusnya, dan apa buktinya.",
    )

    def __init__(self, *args: Any, parts: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = list(parts.items())  # type: ignore[attr-defined]
        self.fields["file"].label = "Berkas bukti (boleh kosong)"

    def draft(self) -> ObjectionDraft:
        """Return the filled-in objection as the acts take it."""
        data = self.cleaned_data
        return ObjectionDraft(data["parts"], data["grounds"], self.evidence())


class ObjectionAnswerForm(forms.Form):
    """The appraiser's explanation."""

    text = forms.CharField(
        label="Penjelasan Anda atas keberatan ini", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(forms.Form):
    """The hearing, the final ratings, and the reason."""

    heard = forms.CharField(
        label="Yang disampaikan pegawai dan penilai ketika didengar",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    results = forms.TypedChoiceField(
        label="Rating hasil kerja", choices=RATINGS, coerce=Rating, widget=forms.RadioSelect
    )
    behavior = forms.TypedChoiceField(
        label="Rating perilaku kerja", choices=RATINGS, coerce=Rating, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label="Keputusan dan alasannya", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
