"""Forms of realizations, verification, exposure, measures and uploads."""

from typing import Any

from django import forms

from terukur.ledger.importing import Importer, importer_named, importers
from terukur.measurement.evidence_files import ACCEPTED
from terukur.measurement.models import Evidence
from terukur.measurement.operations import MAX_EVIDENCE, EvidenceDraft
from terukur.planning.models import Measure
from terukur.planning.queries import measures
from terukur.tables.reading import MAX_BYTES
from terukur.web.fields import AddressField, DayField, NumberField, PeriodField, UploadField, kit_field


class EvidenceForm(forms.Form):
    """A file or an address as evidence; a suspicious file raises one more question."""

    file = UploadField(label="Berkas bukti", required=False, largest=MAX_EVIDENCE, kinds=ACCEPTED)
    address = AddressField(
        label="atau alamat bukti",
        required=False,
        help_text="Salin dari peramban, misalnya drive.google.com/berkas",
    )
    checked = forms.BooleanField(
        label="Sudah saya periksa: tidak ada data pribadi warga yang harus dihapus",
        required=False,
        widget=forms.HiddenInput,
    )

    def ask_about_personal_data(self) -> None:
        """Show the question that only a suspicious file raises."""
        self.fields["checked"].widget = forms.CheckboxInput()

    def evidence(self) -> EvidenceDraft:
        """Return the attached evidence as the acts take it."""
        data = self.cleaned_data
        upload = data["file"]
        return EvidenceDraft(
            upload.name if upload else "",
            upload.read() if upload else b"",
            data["address"],
            data["checked"],
            Evidence.Origin(data.get("origin") or Evidence.Origin.OWN_FILE),
        )


class RealizationForm(EvidenceForm):
    """A realization by hand with its evidence."""

    period = PeriodField(
        label="Periode",
        help_text="Bulan (September 2026, atau 2026-09) atau triwulan (TW 3 2026, atau 2026-Q3)",
    )
    value = NumberField(label="Realisasi")
    # No class is chosen beforehand: the first one is the strongest, and would be claimed unread.
    origin = forms.ChoiceField(
        label="Asal bukti", choices=[("", "Pilih asal buktinya"), *Evidence.Origin.choices]
    )
    note = forms.CharField(label="Catatan", required=False, max_length=500)
    field_order = ("period", "value", "file", "address", "origin", "note", "checked")


class AccountForm(EvidenceForm):
    """A realization in words, with the day of its example and evidence."""

    period = PeriodField(
        label="Periode",
        help_text="Bulan (September 2026, atau 2026-09) atau triwulan (TW 3 2026, atau 2026-Q3)",
    )
    account = forms.CharField(
        label="Apa yang tercapai, dengan contohnya",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ceritakan yang terjadi dan siapa yang merasakannya. Uraian dinilai, tidak dihitung.",
    )
    account_on = DayField(label="Tanggal contoh")
    origin = forms.ChoiceField(label="Asal bukti", choices=Evidence.Origin.choices)
    field_order = ("period", "account", "account_on", "file", "address", "origin", "checked")


class VerificationForm(forms.Form):
    """The verdict on the evidence of a value."""

    accepted = forms.TypedChoiceField(
        label="Hasil pemeriksaan",
        choices=[("ya", "Sesuai bukti"), ("tidak", "Tidak sesuai")],
        coerce=lambda word: word == "ya",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Catatan", required=False, max_length=500)


class CheckForm(forms.Form):
    """A third person's finding on drawn evidence."""

    agrees = forms.TypedChoiceField(
        label="Setelah dibuka",
        choices=[("ya", "Bukti mendukung angkanya"), ("tidak", "Tidak mendukung")],
        coerce=lambda word: word == "ya",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Catatan", required=False, max_length=500)


class ExposureForm(forms.Form):
    """Another amount of work than planned."""

    since = DayField(label="Sejak")
    exposure = NumberField(label="Paparan sekarang")
    reason = forms.CharField(label="Alasan", max_length=500)


class MeasureForm(forms.ModelForm):  # type: ignore[type-arg]
    """An entry of the catalogue."""

    class Meta:
        model = Measure
        formfield_callback = kit_field
        fields = [
            "key",
            "name",
            "unit",
            "subject",
            "combination",
            "per",
            "allows_negative",
            "may_exceed_whole",
            "description",
            "owner",
        ]
        labels = {
            "key": "Kunci",
            "name": "Nama",
            "unit": "Satuan",
            "subject": "Diukur per",
            "combination": "Beberapa bulan",
            "per": "Kali (100 untuk persen)",
            "description": "Penjelasan",
            "owner": "Pemilik data",
            "allows_negative": "Nilainya boleh di bawah nol (misalnya pertumbuhan)",
            "may_exceed_whole": "Persennya boleh melebihi 100 (misalnya cakupan atas sasaran)",
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class UploadForm(forms.Form):
    """A file to be checked first, then loaded."""

    kind = forms.ChoiceField(
        label="Isi berkas", choices=lambda: [(importer.key, importer.label) for importer in importers()]
    )
    file = forms.FileField(
        label="Berkas CSV atau XLSX",
        required=False,
        help_text="CSV, XLSX, ODS, JSON DHIS2, atau ZIP berisi formulir SKP; lembar kerja paling besar "
        f"{MAX_BYTES // 1024**2} MB.",
    )
    measure = forms.ModelChoiceField(
        label="Ukuran (untuk hasil ukur)", queryset=Measure.objects.none(), required=False
    )
    period = PeriodField(label="Periode (untuk hasil ukur dan log)", required=False)
    signed = forms.BooleanField(
        label="SKP tanpa kolom STATUS (formulir): sudah ditandatangani kedua pihak, muat sebagai ditetapkan",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = measures()  # type: ignore[attr-defined]

    @property
    def importer(self) -> Importer[Any]:
        """The importer of what the file holds."""
        return importer_named(self.cleaned_data["kind"])

    @property
    def told(self) -> dict[str, Any]:
        """The values that the importer takes beside the file."""
        names = (*self.importer.needs, *self.importer.may_tell)
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.importer.needs if "kind" in data else ():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Wajib untuk isi berkas ini.")
        return data
