"""The form in which proposed heads and appraisers are confirmed together."""

from collections.abc import Collection
from typing import Any

from django import forms

from terukur.web.fields import DayField


class ProposalForm(forms.Form):
    """The chosen units, whose head is right, and those whose people are right, from one day on."""

    heads = forms.TypedMultipleChoiceField(label="Kepala", coerce=int, required=False)
    appraised = forms.TypedMultipleChoiceField(label="Dinilainya", coerce=int, required=False)
    since = DayField(
        label="Berlaku mulai", help_text="Atau sejak ia menempati jabatannya, bila itu lebih baru."
    )
    basis = forms.CharField(
        label="Surat pengangkatan kepala yang bukan pejabat struktural",
        required=False,
        max_length=300,
        help_text="Misalnya SK Bupati 821/12/2025 tentang kepala puskesmas.",
    )
    mark = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        heads: Collection[int] = (),
        appraised: Collection[int] = (),
        asks_basis: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heads"].choices = [(unit, unit) for unit in heads]  # type: ignore[attr-defined]
        self.fields["appraised"].choices = [(unit, unit) for unit in appraised]  # type: ignore[attr-defined]
        if not asks_basis:
            del self.fields["basis"]
