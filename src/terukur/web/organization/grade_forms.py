"""The form of organization grades for many units by one decision."""

from collections.abc import Sequence
from typing import Any

from django import forms

from terukur.organization.models import Unit
from terukur.regulation.scales import OrganizationGrade

CHOICES = [("", "Tetap"), *OrganizationGrade.choices()]


class UnitGradesForm(forms.Form):
    """One choice for each unit, empty where nothing is to be set, and the decision that they rest on."""

    reason = forms.CharField(
        label="Dasar penetapan",
        max_length=1000,
        help_text="Surat keputusan yang menetapkan semua yang dipilih di atas.",
    )

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            self.fields[f"unit-{unit.pk}"] = forms.ChoiceField(
                label=unit.name,
                choices=CHOICES,
                required=False,
                widget=forms.Select(attrs={"aria-label": f"Capaian {unit.name}"}),
            )

    def chosen(self) -> dict[Unit, OrganizationGrade]:
        """Return the units with a chosen grade."""
        given = {unit: self.cleaned_data.get(f"unit-{unit.pk}") for unit in self.units}
        return {unit: OrganizationGrade(grade) for unit, grade in given.items() if grade}
