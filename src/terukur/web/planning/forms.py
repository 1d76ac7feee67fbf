"""Forms of a plan. They check form; the law decides whether a plan may be submitted."""

from datetime import date
from typing import Any

from django import forms

from terukur.measurement.measure_offers import NearMeasures
from terukur.notation.dates import written_day
from terukur.planning.models import Indicator, PlannedResult, PlanVersion, UnitObjective
from terukur.planning.queries import leader_results, measures, unit_objectives
from terukur.regulation.scales import AnnexList, Direction, Pace, ResultKind
from terukur.web.fields import kit_field


class ResultForm(forms.ModelForm):  # type: ignore[type-arg]
    """One planned result, with what it supports above: any number of results and lines of the unit's plan."""

    field_order = ("kind", "title", "supports", "support_reason", "perspective")
    supports = forms.MultipleChoiceField(
        label="Yang didukung (boleh lebih dari satu)", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = PlannedResult
        formfield_callback = kit_field
        fields = ["kind", "title", "support_reason", "perspective", "expectation"]
        labels = {
            "kind": "Jenis",
            "title": "Rencana hasil kerja",
            "support_reason": "Bila tidak ada yang didukung, alasannya",
            "perspective": "Perspektif (formulir pimpinan)",
            "expectation": "Ekspektasi kualitatif: ukuran keberhasilan dan target dalam uraian",
        }
        help_texts = {
            "expectation": "Kosongkan bila hasil ini diukur dengan indikator dan angka. Isi hanya bila tidak "
            "ada angka yang adil: apa yang terlihat bila hasilnya sesuai ekspektasi, satu baris satu ukuran."
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "expectation": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, version: PlanVersion, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = ResultKind.MAIN
        linked = list(self.instance.supports.all()) if self.instance.pk else []
        kept = [one.leader_result for one in linked if one.leader_result is not None]
        threads = {one.thread for one in kept}
        offered = [one for one in leader_results(version.plan, on=on) if one.thread not in threads]
        objectives = {one.objective.pk: one.objective for one in linked if one.objective is not None}
        objectives |= {one.pk: one for one in unit_objectives(version.plan)}
        self._above: dict[str, PlannedResult | UnitObjective] = {
            **{f"result-{one.pk}": one for one in [*kept, *offered]},
            **{f"objective-{pk}": one for pk, one in objectives.items()},
        }
        groups = [
            ("Hasil kerja pimpinan", [*kept, *offered], "result"),
            ("Rencana unit", list(objectives.values()), "objective"),
        ]
        self.fields["supports"].choices = [  # type: ignore[attr-defined]
            (name, [(f"{kind}-{one.pk}", one.title) for one in rows]) for name, rows, kind in groups if rows
        ]
        self.fields["supports"].initial = [
            key
            for key, one in self._above.items()
            if one in kept or any(link.objective_id == one.pk and key[0] == "o" for link in linked)
        ]
        if not self._above:
            del self.fields["supports"]

    @property
    def chosen(self) -> list[PlannedResult | UnitObjective]:
        """The results and lines above that were chosen."""
        return [self._above[key] for key in self.cleaned_data.get("supports", [])]

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the result itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "supports"}


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """One indicator: five things are asked first, its manual and the rest behind them."""

    ASKED_FIRST = ("name", "formula", "measure", "source", "direction", "target", "unit", "due")

    class Meta:
        model = Indicator
        formfield_callback = kit_field
        fields = [
            "name",
            "formula",
            "measure",
            "source",
            "direction",
            "target",
            "target_high",
            "unit",
            "due",
            "aspect",
            "weight",
            "last_year_value",
            "pace",
            "combination",
            "definition",
            "owner",
            "exposure_name",
            "exposure_planned",
            "exposure_measure",
        ]
        labels = {
            "name": "Apa yang akan berbeda?",
            "formula": "Bagaimana menghitungnya?",
            "measure": "atau diukur dari data yang sudah ada",
            "source": "Dari sumber mana?",
            "direction": "Nilai yang baik",
            "target": "Target",
            "target_high": "Batas atas rentang",
            "unit": "Satuan",
            "due": "Sampai kapan?",
            "aspect": "Aspek",
            "pace": "Waktu target",
            "weight": "Bobot (%)",
            "combination": "Bila diisi tangan, bulan-bulannya",
            "exposure_name": "Banyaknya pekerjaan (paparan), misalnya anak sasaran atau hari buka",
            "exposure_planned": "Berapa banyak yang direncanakan",
            "exposure_measure": "Banyaknya sesungguhnya dari data",
            "last_year_value": "Capaian tahun lalu",
            "definition": "Definisi",
            "owner": "Pemilik data",
        }
        help_texts = {
            "name": "Hasilnya bagi warga, murid, pasien, atau kantor; bukan apa yang dikerjakan.",
            "measure": "Bila dipilih, angkanya masuk sendiri dan rumus boleh kosong.",
            "source": "Buku, aplikasi, atau laporan yang dapat dibuka orang lain.",
            "exposure_measure": "Boleh kosong. Bila diisi, target menyesuaikan dengan datanya.",
            "weight": "Jumlah semua bobot 100.",
        }
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2}),
            "definition": forms.Textarea(attrs={"rows": 2}),
            "formula": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(
        self, *args: Any, ends: date | None = None, catalogue: NearMeasures | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("measure", "exposure_measure"):
            self.fields[name].queryset = measures()  # type: ignore[attr-defined]
        if ends is not None:
            self.fields["due"].help_text = (
                f"Kosongkan bila sampai akhir masa SKP ({written_day(ends)}). Tanggal berarti satu kali, "
                "pada hari itu."
            )
        if catalogue is not None:
            choices = _grouped(catalogue)
            for name in ("measure", "exposure_measure"):
                self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def rest(self) -> list[forms.BoundField]:
        """The fields that stand behind the first ones."""
        first = {*self.ASKED_FIRST, "target_high"} if self.is_range else set(self.ASKED_FIRST)
        return [self[name] for name in self.fields if name not in first]

    @property
    def is_range(self) -> bool:
        """True where the target is a range, and its upper end is asked among the first."""
        return str(self["direction"].value()) == Direction.RANGE

    @property
    def rest_is_open(self) -> bool:
        """True where something behind the first fields is wrong or still lacks."""
        lacks = self.instance.pk is not None and not (self.instance.aspect and self.instance.weight)
        return lacks or any(field.errors for field in self.rest)

    def clean(self) -> dict[str, Any]:
        """Return the data; a day makes the target a one-time one, another pace drops the day."""
        data = super().clean() or {}
        is_open = data.get("target") is not None and data.get("target_high") is None
        if data.get("direction") == Direction.RANGE and is_open and "target_high" not in self.errors:
            self.add_error("target_high", "Isi batas atas rentangnya.")
        if data.get("direction") == Direction.RANGE and data.get("pace") == Pace.STEADY:
            data["pace"] = Pace.LEVEL  # a range does not grow with the months
        if data.get("due") and data.get("pace") and data["pace"] != Pace.ONCE:
            if "pace" in self.changed_data and "due" not in self.changed_data:
                data["due"] = None
            else:
                data["pace"] = Pace.ONCE
        return data


def _grouped(catalogue: NearMeasures) -> list[tuple[str, Any]]:
    """Return the measures in two groups: those that exist for the position or unit stand first."""
    groups = (("Ada untuk unit atau jabatan Anda", catalogue.near), ("Lainnya", catalogue.others))
    told = [(label, [(one.pk, str(one)) for one in found]) for label, found in groups if found]
    return [("", "---------"), *told]


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
