"""Forms of the activation of many."""

from typing import Any

from django import forms

from terukur.organization.models import Unit

SLIPS, XLSX, CSV, MAIL = "slips", "xlsx", "csv", "mail"
WAYS = (
    (SLIPS, "Slip untuk dicetak dan digunting (PDF)"),
    (XLSX, "Daftar untuk dibagikan sendiri (XLSX)"),
    (CSV, "Daftar untuk dibagikan sendiri (CSV)"),
    (MAIL, "Surel kepada masing-masing orang"),
)
_FRESH, _ALL = "fresh", "all"


class CodesForm(forms.Form):
    """For whom in a unit codes are made, and how they are handed out."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.all(), required=False, widget=forms.HiddenInput)
    people = forms.ChoiceField(
        label="Untuk siapa",
        initial=_FRESH,
        choices=[
            (_FRESH, "Yang belum masuk dan tidak memegang kode yang berlaku"),
            (_ALL, "Semua yang belum masuk; kode lama mereka batal"),
        ],
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label="Bagaimana dibagikan", initial=SLIPS, choices=WAYS, widget=forms.RadioSelect
    )

    @property
    def replaces(self) -> bool:
        """Return whether codes that are still valid are replaced too."""
        return bool(self.cleaned_data["people"] == _ALL)

    def counted(self, *, without_code: int, waiting: int, with_address: int) -> "CodesForm":
        """Write the numbers of people beside the choices."""
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            (_FRESH, f"Yang belum masuk dan tidak memegang kode yang berlaku ({without_code} orang)"),
            (_ALL, f"Semua yang belum masuk ({waiting} orang); kode lama mereka batal"),
        ]
        mail = (MAIL, f"Surel kepada masing-masing orang ({with_address} alamat diketahui)")
        ways: list[Any] = [*WAYS[:-1], mail]
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        return self
