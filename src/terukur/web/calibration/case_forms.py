"""Forms of calibration cases: an appraiser's answer, and the text of a case."""

from typing import Any

from django import forms

from terukur.calibration.case_text import CaseText, PanelMark
from terukur.calibration.cases import AnswerDraft
from terukur.calibration.models import CaseVersion
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.scales import Rating
from terukur.web.appraisal.forms import RATINGS
from terukur.web.fields import KeyField

_NOT_SEEN = ("", "Tidak terlihat")


def _rating(label: str, *choices: tuple[str, str], widget: Any = forms.RadioSelect) -> Any:
    return forms.TypedChoiceField(
        label=label,
        choices=[*RATINGS, *choices],
        coerce=Rating,
        widget=widget,
        required=False,
        empty_value=None,
    )


class CaseAnswerForm(forms.Form):
    """Two ratings, the values that the case shows, and the others as a choice.

    No rating is chosen beforehand. The act reports missing parts.
    """

    version = KeyField(required=False)
    results = _rating("Hasil kerja")
    behavior = _rating("Perilaku kerja")

    def __init__(self, *args: Any, version: CaseVersion, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": version.pk}
        super().__init__(*args, **kwargs)
        self._shown = version.marks
        for value in BEHAVIOR_VALUES:
            more = () if value.code in self._shown else (_NOT_SEEN,)
            self.fields[f"mark_{value.code}"] = _rating(value.name, *more)

    def _marks(self, *, shown: bool) -> list[Any]:
        return [
            {"value": value, "field": self[f"mark_{value.code}"]}
            for value in BEHAVIOR_VALUES
            if (value.code in self._shown) == shown
        ]

    def shown(self) -> list[Any]:
        """Return the values that the case shows."""
        return self._marks(shown=True)

    def others(self) -> list[Any]:
        """Return the other values."""
        return self._marks(shown=False)

    def draft(self) -> AnswerDraft:
        """Return the filled-in answer as the act takes it."""
        data = self.cleaned_data
        marks = {
            value.code: data[f"mark_{value.code}"] for value in BEHAVIOR_VALUES if data[f"mark_{value.code}"]
        }
        return AnswerDraft(data["results"], data["behavior"], marks)


def _words(label: str, longest: int, rows: int = 0, hint: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=longest, widget=widget, help_text=hint)


class CaseForm(forms.Form):
    """A case as the performance team writes it."""

    seen = KeyField(initial=0)
    title = _words("Judul", 80, hint="Tanpa petunjuk tentang jawabannya.")
    position = _words("Jabatan", 120)
    expected = _words("Yang diharapkan", 1500, 3, "Satu baris per hal: indikator dan target.")
    measured = _words("Yang terukur", 1500, 4)
    observed = _words("Yang diamati, dengan tanggalnya", 2000, 5)
    evidence = _words("Bukti dan asalnya", 1500, 3, "Tanpa nama orang yang sungguh ada.")
    results = _rating("Rating hasil kerja menurut panel")
    results_reason = _words("Alasan panel, hasil kerja", 600, 3, "Sebutkan buktinya dalam kasus.")
    behavior = _rating("Rating perilaku kerja menurut panel")
    behavior_reason = _words("Alasan panel, perilaku kerja", 600, 3)
    lesson = _words("Yang dapat dipelajari", 300, 2, "Satu-dua kalimat, dibaca di akhir latihan.")

    def __init__(self, *args: Any, version: CaseVersion | None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(version)
        super().__init__(*args, **kwargs)
        for name in ("results", "behavior"):
            self.fields[name].required = True
        for value in BEHAVIOR_VALUES:
            not_shown = ("", "Tidak ditunjukkan kasus")
            self.fields[f"mark_{value.code}"] = _rating(
                f"{value.name}, menurut panel", not_shown, widget=forms.Select
            )
            reason = _words(f"Alasan panel: {value.name}", 600, 2)
            reason.required = False
            self.fields[f"reason_{value.code}"] = reason

    def told(self) -> list[Any]:
        """Return the fields of the text that an appraiser reads first."""
        names = ("title", "position", "expected", "measured", "observed", "evidence")
        return [self[name] for name in names]

    def values(self) -> list[Any]:
        """Return the mark and reason fields of every value."""
        return [
            (value.name, self[f"mark_{value.code}"], self[f"reason_{value.code}"])
            for value in BEHAVIOR_VALUES
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a reason without a mark.

        :raises ValidationError: for such a reason.
        """
        data = super().clean() or {}
        for value in BEHAVIOR_VALUES:
            if data.get(f"reason_{value.code}") and not data.get(f"mark_{value.code}"):
                self.add_error(f"mark_{value.code}", "Pilih nilai menurut panel, atau kosongkan alasannya.")
        return data

    def text(self) -> CaseText:
        """Return the filled-in case as the act takes it."""
        data = {name: _tidy(value) for name, value in self.cleaned_data.items() if name != "seen"}
        marks = {
            value.code: PanelMark(data[f"mark_{value.code}"], data[f"reason_{value.code}"])
            for value in BEHAVIOR_VALUES
            if data[f"mark_{value.code}"]
        }
        return CaseText(marks=marks, **{name: data[name] for name in self.base_fields if name in data})


def _tidy(value: Any) -> Any:
    """Return lines in their kept form, however a browser ends them."""
    if isinstance(value, Rating) or not isinstance(value, str):
        return value
    return "\n".join(line.strip() for line in value.splitlines() if line.strip())


def _initial(version: CaseVersion | None) -> dict[str, Any]:
    if version is None:
        return {"seen": 0}
    names = [name for name in CaseForm.base_fields if name != "seen"]
    values = {name: getattr(version, name) for name in names}
    for code, said in version.marks.items():
        values |= {f"mark_{code}": said["mark"], f"reason_{code}": said["reason"]}
    return {**values, "seen": version.number}
