"""Forms of a plan. They check form; the law decides whether a plan may be submitted."""

from datetime import date
from typing import Any

from django import forms

from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.planning.queries import leader_results, measures, unit_objectives
from terukur.regulation.scales import AnnexList, ResultKind
from terukur.web.fields import kit_field


class ResultForm(forms.ModelForm):  # type: ignore[type-arg]
    """One planned result."""

    class Meta:
        model = PlannedResult
        formfield_callback = kit_field
        fields = ["kind", "title", "supports", "supports_objective", "support_reason", "perspective"]
        labels = {
            "kind": "Jenis",
            "title": "Rencana hasil kerja",
            "supports": "Hasil kerja pimpinan yang didukung",
            "supports_objective": "atau rencana unit yang didukung",
            "support_reason": "atau alasan belum ditautkan",
            "perspective": "Perspektif (formulir pimpinan)",
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, version: PlanVersion, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = ResultKind.MAIN
        leaders = leader_results(version.plan, on=on)
        self.fields["supports"].queryset = PlannedResult.objects.filter(  # type: ignore[attr-defined]
            pk__in=[result.pk for result in leaders]
        )
        self.fields["supports"].label_from_instance = lambda result: result.title  # type: ignore[attr-defined]
        objectives = unit_objectives(version.plan)
        field = self.fields["supports_objective"]
        field.queryset = field.queryset.filter(  # type: ignore[attr-defined]
            pk__in=[objective.pk for objective in objectives]
        )
        field.label_from_instance = lambda objective: objective.title  # type: ignore[attr-defined]


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """One indicator with its manual."""

    class Meta:
        model = Indicator
        formfield_callback = kit_field
        fields = [
            "name",
            "aspect",
            "unit",
            "direction",
            "pace",
            "target",
            "target_high",
            "due",
            "weight",
            "measure",
            "combination",
            "exposure_name",
            "exposure_planned",
            "exposure_measure",
            "last_year_value",
            "definition",
            "formula",
            "source",
            "owner",
        ]
        labels = {
            "name": "Indikator",
            "aspect": "Aspek",
            "unit": "Satuan",
            "direction": "Arah",
            "pace": "Waktu target",
            "target": "Target",
            "target_high": "Batas atas (rentang)",
            "due": "Jatuh tempo (target satu kali)",
            "weight": "Bobot (%)",
            "measure": "Diukur dari data",
            "combination": "Bila diisi tangan, bulan-bulannya",
            "exposure_name": "Paparan (mis. anak sasaran, hari buka)",
            "exposure_planned": "Besar paparan",
            "exposure_measure": "Paparan sesungguhnya dari data",
            "last_year_value": "Capaian tahun lalu",
            "definition": "Definisi",
            "formula": "Rumus",
            "source": "Sumber data",
            "owner": "Pemilik data",
        }
        help_texts = {
            "measure": "Kosongkan bila diisi dengan tangan dan bukti; rumus dan sumber lalu wajib.",
            "exposure_measure": "Boleh kosong. Bila diisi, target menyesuaikan dengan datanya.",
            "weight": "Jumlah semua bobot 100.",
        }
        widgets = {"definition": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("measure", "exposure_measure"):
            self.fields[name].queryset = measures()  # type: ignore[attr-defined]


class AnnexForm(forms.Form):
    """The three lists, one line each, and why one is empty."""

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = list(version.annex_items.all())
        for annex in AnnexList:
            self.fields[annex.value] = forms.CharField(
                label=annex.label,
                required=False,
                help_text="Satu baris satu butir.",
                widget=forms.Textarea(attrs={"rows": 3}),
                initial="\n".join(item.text for item in items if item.list == annex),
            )
            self.fields[f"reason_{annex.value}"] = forms.CharField(
                label="Bila kosong, alasannya",
                required=False,
                max_length=300,
                initial=version.annex_reasons.get(annex.value, ""),
            )

    def lists(self) -> dict[AnnexList, list[str]]:
        """Return the lines of each list."""
        return {
            annex: [line.strip()[:500] for line in self.cleaned_data[annex].splitlines() if line.strip()]
            for annex in AnnexList
        }

    def reasons(self) -> dict[AnnexList, str]:
        """Return why a list is empty."""
        return {annex: self.cleaned_data[f"reason_{annex}"].strip() for annex in AnnexList}


class ExpectationForm(forms.Form):
    """The leader's special expectation on each value."""

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for behavior in version.behaviors.all():
            self.fields[behavior.value] = forms.CharField(
                label=behavior.get_value_display(),
                required=False,
                max_length=500,
                initial=behavior.expectation,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class ReasonForm(forms.Form):
    """A reason that the other side reads."""

    reason = forms.CharField(
        label="Alasan", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
