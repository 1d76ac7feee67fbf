"""The form of a target's division over the year, beside the form of its indicator."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms

from terukur.notation.dates import short_month
from terukur.planning.models import Indicator, Plan
from terukur.regulation.dividing import TargetDivision, division_problem
from terukur.regulation.scales import Combination, Direction, DivisionKind, Pace
from terukur.web.fields import NumberField

_AT_THE_END = "end"
_QUARTERS = tuple(f"quarter_{number}" for number in range(1, 5))
_MONTHS = tuple(f"month_{number}" for number in range(1, 13))
_ROMAN = ("I", "II", "III", "IV")


class DivisionForm(forms.Form):
    """The division of a target: even, by a season, by own numbers, or only at the end of the plan."""

    divides = forms.ChoiceField(
        label="Target dibagi",
        required=False,
        choices=[*DivisionKind.choices(), (_AT_THE_END, "Hanya pada akhir rencana (satu kali)")],
        help_text="Yang jatuh tempo sampai suatu tanggal mengikuti pembagian ini.",
    )
    season = forms.CharField(
        label="Nama musim", required=False, max_length=60, help_text="Misalnya musim tanam, tahun ajaran."
    )

    def __init__(
        self, *args: Any, instance: Indicator | None = None, plan: Plan, beside: forms.BaseForm, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.beside = plan, beside
        stored = list(instance.division_parts) if instance else []
        for names, labels in ((_QUARTERS, _ROMAN), (_MONTHS, [short_month(month) for month in range(1, 13)])):
            values = stored if len(stored) == len(names) else [None] * len(names)
            for name, label, value in zip(names, labels, values, strict=True):
                self.fields[name] = NumberField(
                    label=label, required=False, min_value=0, max_digits=18, initial=value
                )
        if instance:
            self.fields["divides"].initial = instance.division
            self.fields["season"].initial = instance.division_name

    @property
    def is_open(self) -> bool:
        """Return whether the fold is open: where the target is divided, or something is wrong in it."""
        return bool(self.errors) or bool(self["divides"].value())

    @property
    def rows(self) -> Sequence[tuple[str, list[forms.BoundField]]]:
        """The two rows of numbers with their headings; one of them is filled."""
        return (
            ("Per triwulan: angka target, atau bobot musim", [self[name] for name in _QUARTERS]),
            ("atau per bulan", [self[name] for name in _MONTHS]),
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a division that does not fit the target beside it."""
        data = super().clean() or {}
        kind = data.get("divides")
        if not kind or kind == _AT_THE_END or self.errors or not self.beside.is_valid():
            return data
        quarters, months = self._numbers(_QUARTERS), self._numbers(_MONTHS)
        if quarters and months:
            raise forms.ValidationError("Isi angka triwulan atau angka bulan, bukan keduanya.")
        data["parts"] = quarters or months
        problem = self._problem(DivisionKind(kind), data["parts"])
        if problem:
            raise forms.ValidationError(problem)
        return data

    def fields_of_indicator(self) -> dict[str, Any]:
        """Return the checked division as fields of the indicator."""
        kind = self.cleaned_data["divides"]
        if kind == _AT_THE_END:
            once = {"pace": Pace.ONCE, "due": self.plan.ends}
            return {**once, "division": DivisionKind.EVEN, "division_parts": [], "division_name": ""}
        return {
            "division": DivisionKind(kind),
            "division_parts": self.cleaned_data.get("parts", []),
            "division_name": self.cleaned_data["season"] if kind == DivisionKind.SEASON else "",
        }

    def _numbers(self, names: Sequence[str]) -> list[Decimal]:
        """Return the numbers of a row with empty ones as zero; none where the whole row is empty."""
        found = [self.cleaned_data.get(name) for name in names]
        return [one or Decimal(0) for one in found] if any(one is not None for one in found) else []

    def _problem(self, kind: DivisionKind, parts: Sequence[Decimal]) -> str:
        written = self.beside.cleaned_data
        if written["target"] is None:
            return "Isi target dahulu; pembagiannya dibandingkan dengannya."
        measure = written["measure"]
        combination = Combination(measure.combination if measure else written["combination"])
        return division_problem(
            TargetDivision(kind, tuple(map(Fraction, parts))),
            target=Fraction(written["target"]),
            pace=Pace(written["pace"]),
            direction=Direction(written["direction"]),
            combination=combination,
            starts=self.plan.starts,
            ends=self.plan.ends,
        )
