"""Forms of absences, work agreements, the start of measuring, and quarters that a year does not wait for."""

from typing import Any

from django import forms

from terukur.employment.left_out import LeftOutFor
from terukur.organization.models import Unit
from terukur.regulation.time_away import AwayKind
from terukur.web.fields import DayField, PeriodField
from terukur.web.organization.forms import PersonField


class TimeAwayForm(forms.Form):
    """An absence, by the decision that gives it."""

    employee = PersonField(label="Pegawai")
    kind = forms.ChoiceField(label="Jenis", choices=[("", "Pilih jenisnya"), *AwayKind.choices()])
    starts = DayField(label="Hari pertama")
    ends = DayField(
        label="Hari terakhir", required=False, help_text="Kosongkan bila belum ditentukan; diisi kemudian."
    )
    basis = forms.CharField(
        label="Keputusannya",
        max_length=300,
        help_text="Nomor, tanggal, dan pejabat yang memberikannya. Dibaca pegawai dan penilainya.",
    )


class EndAwayForm(forms.Form):
    """Another last day of an absence."""

    last_day = DayField(label="Hari terakhir tidak bertugas")
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Misalnya nomor surat aktif kembali, atau perpanjangan."
    )


class WithdrawAwayForm(forms.Form):
    """Why an absence was a mistake."""

    reason = forms.CharField(label="Mengapa keliru", max_length=300)


class AgreementForm(forms.Form):
    """A work agreement with its days and, for part-time work, its targets."""

    employee = PersonField(label="Pegawai PPPK")
    number = forms.CharField(label="Nomor perjanjian kerja", max_length=100)
    starts = DayField(label="Hari pertama")
    ends = DayField(label="Hari terakhir")
    targets = forms.CharField(
        label="Target dalam perjanjian",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Untuk paruh waktu: SKP-nya mengikuti target ini, dan tampil di halaman SKP.",
    )


class MeasuringStartForm(forms.Form):
    """The first day that is counted, of the agency or of one person."""

    employee = PersonField(
        label="Untuk satu pegawai",
        required=False,
        help_text="NIP atau nama lengkap; kosong: seluruh instansi",
    )
    starts = DayField(label="Dihitung sejak", help_text="1 Januari mengembalikannya menjadi setahun penuh.")
    reason = forms.CharField(
        label="Alasan", max_length=300, help_text="Dibaca semua yang dinilai, di penjelasan penilaiannya."
    )


class LeaveOutForm(forms.Form):
    """A period that the rating of its year does not wait for."""

    period = PeriodField(label="Periode yang tidak ada")
    unit = forms.ModelChoiceField(
        label="Untuk satu unit dan semua di bawahnya",
        queryset=Unit.objects.none(),
        required=False,
        empty_label="Seluruh instansi",
    )
    employee = PersonField(label="Atau untuk satu pegawai", required=False, help_text="NIP atau nama lengkap")
    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dibaca semua yang dinilai dan tidak dapat diubah lagi.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("unit") and data.get("employee"):
            self.add_error("employee", "Pilih satu: unit atau pegawai.")
        return data

    def reach(self) -> LeftOutFor:
        """Return whom it is to hold for."""
        return LeftOutFor(unit=self.cleaned_data["unit"], employee=self.cleaned_data["employee"])
