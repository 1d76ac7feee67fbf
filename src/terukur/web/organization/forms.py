"""Forms of the organization pages."""

from typing import Any

from django import forms

from terukur.organization.models import Employee, Headship


class PersonField(forms.CharField):
    """Somebody named by NIP, so that no list of colleagues is handed out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "NIP, 18 angka")
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        digits = "".join(char for char in written if char.isdigit())
        found = Employee.objects.filter(number=digits, left_on__isnull=True).first()
        if found is None:
            raise forms.ValidationError("Tidak ada pegawai aktif dengan NIP itu. Periksa angkanya.")
        return found


class WrongAppraiserForm(forms.Form):
    """Who it should be."""

    proposed = PersonField(label="Penilai yang benar")
    note = forms.CharField(label="Keterangan", required=False, max_length=500)


class AppraiserForm(forms.Form):
    """The appraiser of one person from a day on."""

    appraiser = PersonField(label="Pejabat penilai")
    since = forms.DateField(label="Mulai", widget=forms.DateInput(attrs={"type": "date"}))


class HeadForm(forms.Form):
    """Another head for a unit, for all its people in one step."""

    employee = PersonField(label="Kepala unit")
    kind = forms.ChoiceField(label="Sebagai", choices=Headship.Kind.choices)
    since = forms.DateField(label="Mulai", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="Sampai (Plt dan Plh)", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("until") and data.get("since") and data["until"] < data["since"]:
            self.add_error("until", "Tanggal akhir mendahului tanggal mulai.")
        return data


class NumberForm(forms.Form):
    """Another NIP or NI PPPK for the same person."""

    number = forms.CharField(label="NIP atau NI PPPK yang benar", max_length=30)


class ObjectivesForm(forms.Form):
    """The unit's own plan for a year, one line each."""

    year = forms.IntegerField(label="Tahun", min_value=2020, max_value=2100)
    lines = forms.CharField(
        label="Rencana unit",
        help_text="Satu baris satu sasaran: sasaran | indikator | target",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def parsed(self) -> list[tuple[str, str, str]]:
        """Title, indicator and target of each line."""
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            title, indicator, target, *_ = [*(part.strip() for part in line.split("|")), "", ""]
            if title:
                found.append((title[:300], indicator[:300], target[:100]))
        return found
