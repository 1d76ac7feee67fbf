"""Forms of a calibration round: opening it, one's own opinion, a recommendation."""

from typing import Any

from django import forms
from django.db.models import Q

from terukur.calibration.opinions import OpinionDraft
from terukur.organization.models import Unit
from terukur.regulation.scales import Rating
from terukur.web.appraisal.forms import RATINGS
from terukur.web.fields import PeriodField


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its code or its name."""

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if typed and self.queryset is not None:
            found = self.queryset.filter(Q(code__iexact=typed) | Q(name__iexact=typed))[:2]
            if len(found) == 1:
                return found[0]
        return super().to_python(typed)


class OpenRoundForm(forms.Form):
    """The unit and period of a new round."""

    unit = UnitField(
        label="Unit, nama atau kodenya",
        queryset=Unit.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text="Unit itu dan semua di bawahnya.",
        error_messages={
            "invalid_choice": "Tidak ada unit ini, atau beberapa bernama sama (tulis kodenya), "
            "atau bukan wewenang Anda."
        },
    )
    period = PeriodField(label="Periode")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def _rating(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=RATINGS,
        coerce=Rating,
        widget=forms.RadioSelect,
        required=False,
        empty_value=None,
    )


class OpinionForm(forms.Form):
    """Two ratings or "cannot judge", and the reason."""

    results = _rating("Hasil kerja")
    behavior = _rating("Perilaku kerja")
    cannot = forms.BooleanField(label="Tidak dapat menilai", required=False)
    ground = forms.CharField(
        label="Dasarnya, singkat", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse ratings beside "cannot judge", and neither of both.

        :raises ValidationError: for both or neither.
        """
        data = super().clean() or {}
        ratings = [data.get("results"), data.get("behavior")]
        if data.get("cannot") and any(ratings):
            raise forms.ValidationError("Pilih kedua rating, atau “tidak dapat menilai”; tidak keduanya.")
        if not data.get("cannot") and not all(ratings):
            raise forms.ValidationError("Pilih kedua rating, atau “tidak dapat menilai”.")
        return data

    def draft(self) -> OpinionDraft:
        """Return the filled-in opinion as the act takes it."""
        data = self.cleaned_data
        return OpinionDraft(data["results"] or None, data["behavior"] or None, data["ground"])


class RecommendationForm(forms.Form):
    """The ratings that are recommended, and why."""

    results = _rating("Hasil kerja")
    behavior = _rating("Perilaku kerja")
    why = forms.CharField(
        label="Alasannya",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dibaca penilai; bila rating berubah, juga oleh pegawai, tanpa nama Anda. "
        "Jangan menyebut pegawai lain.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("results", "behavior"):
            self.fields[name].required = True
