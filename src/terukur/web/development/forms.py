"""Forms of finishing what was learned."""

from typing import Any

from terukur.development.models import PlanItem
from terukur.development.operations import CertificateDraft
from terukur.regulation.numbers import display
from terukur.web.fields import DayField, NumberField
from terukur.web.measurement.forms import EvidenceForm


class CertificateForm(EvidenceForm):
    """The day, the hours, and the file that proves it."""

    issued_on = DayField(label="Selesai pada")
    hours = NumberField(label="Jam pelajaran (JP)", max_digits=6, decimal_places=2)
    field_order = ("issued_on", "hours", "file", "checked")

    def __init__(self, *args: Any, planned: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["address"]
        self.fields["file"].label = "Sertifikat atau catatan yang ditandatangani"
        self.fields["hours"].initial = planned.item.hours
        self.fields["hours"].help_text = f"Paling banyak {display(planned.item.hours)}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return {**data, "address": ""}

    def draft(self) -> CertificateDraft:
        """What was filled in, as the acts take it."""
        data = self.cleaned_data
        return CertificateDraft(data["hours"], data["issued_on"], self.evidence())
