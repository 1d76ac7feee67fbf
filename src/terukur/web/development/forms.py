"""Forms of finishing learning, and of checking its proof."""

from typing import Any

from django import forms

from terukur.development.certificate_files import ACCEPTED
from terukur.development.models import PlanItem
from terukur.development.operations import CertificateDraft
from terukur.measurement.operations import MAX_EVIDENCE
from terukur.notation.numbers import display
from terukur.web.fields import DayField, NumberField, UploadField
from terukur.web.measurement.forms import EvidenceForm


class CertificateForm(EvidenceForm):
    """The day, the hours, and the file of the proof."""

    file = UploadField(
        label="Sertifikat atau catatan yang ditandatangani",
        required=False,
        largest=MAX_EVIDENCE,
        kinds=ACCEPTED,
    )

    issued_on = DayField(label="Selesai pada")
    hours = NumberField(label="Jam pelajaran (JP)", max_digits=6, decimal_places=2)
    hours_why = forms.CharField(
        label="Mengapa jamnya lain dari katalog",
        required=False,
        max_length=500,
        help_text="Hanya bila jamnya kurang dari katalog; yang memeriksa membacanya.",
    )
    field_order = ("issued_on", "hours", "hours_why", "file", "checked")

    def __init__(self, *args: Any, planned: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["address"]
        self.fields["hours"].initial = planned.item.hours
        self.fields["hours"].help_text = f"Paling banyak {display(planned.item.hours)}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {**data, "address": ""}

    def draft(self) -> CertificateDraft:
        """Return the filled-in certificate as the acts take it."""
        data = self.cleaned_data
        return CertificateDraft(data["hours"], data["issued_on"], self.evidence(), data["hours_why"])


class CertificateCheckForm(forms.Form):
    """The verdict on a certificate; a refusal needs a reason."""

    accepted = forms.TypedChoiceField(
        label="Setelah berkasnya dibuka",
        choices=[("ya", "Benar: jamnya dihitung"), ("tidak", "Ditolak: pegawai mengunggah lagi")],
        coerce=lambda word: word == "ya",
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Mengapa ditolak",
        required=False,
        max_length=500,
        help_text="Dibaca pegawai. Kosongkan bila benar.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("accepted") is False and not data.get("why", "").strip():
            self.add_error("why", "Tulis mengapa ditolak; pegawai membacanya.")
        return data
