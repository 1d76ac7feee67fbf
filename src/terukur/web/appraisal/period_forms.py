"""Forms of a period as a process: its dates, its calendar, a trial."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django import forms

from terukur.organization.models import Holiday, Unit
from terukur.regulation.cadence import Cadence
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import DatesOutOfOrder, Step, StepDates
from terukur.web.fields import DayField, WholeField

StepT = TypeVar("StepT", Step, PlanningStep)
_DATES = (("opens", "Dibuka"), ("due", "Batas"), ("closes", "Ditutup"))


class ScheduleForm(forms.Form, Generic[StepT]):
    """Three dates for every step, of a period or of planning a year."""

    def __init__(self, *args: Any, dates: Mapping[StepT, StepDates], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._steps: list[StepT] = list(dates)
        for step in self._steps:
            for name, label in _DATES:
                self.fields[f"{step.value}_{name}"] = DayField(label=label)
                self.initial.setdefault(f"{step.value}_{name}", getattr(dates[step], name))

    def rows(self) -> list[dict[str, Any]]:
        """Return the steps with their fields, for the template."""
        return [
            {"step": step, "fields": [self[f"{step.value}_{name}"] for name, _ in _DATES]}
            for step in self._steps
        ]

    def dates(self) -> dict[StepT, StepDates]:
        """Return the filled-in dates as the acts take them.

        :raises DatesOutOfOrder: naming the step whose dates are not in order.
        """
        found = {}
        for step in self._steps:
            try:
                found[step] = StepDates(*(self.cleaned_data[f"{step.value}_{name}"] for name, _ in _DATES))
            except DatesOutOfOrder as error:
                raise DatesOutOfOrder(step.label) from error
        return found


class MoveForm(forms.Form):
    """Other dates for one step, and why."""

    step = forms.TypedChoiceField(
        label="Langkah", choices=[(step.value, step.label) for step in Step], coerce=Step
    )
    opens = DayField(label="Dibuka")
    due = DayField(label="Batas")
    closes = DayField(label="Ditutup")
    reason = forms.CharField(label="Alasan", max_length=500, help_text="Dibaca semua orang.")


class PlanningMoveForm(MoveForm):
    """Other dates for one step of planning a year, and why."""

    step = forms.TypedChoiceField(
        label="Langkah", choices=[(step.value, step.label) for step in PlanningStep], coerce=PlanningStep
    )


class HolidaysForm(forms.Form):
    """Days off as pasted from a decree."""

    kind = forms.TypedChoiceField(label="Jenis", choices=Holiday.Kind.choices, coerce=Holiday.Kind)
    days = forms.CharField(
        label="Hari, satu per baris",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Tanggal lalu namanya: 2026-03-20 Idulfitri",
    )


class CadenceForm(forms.Form):
    """The cadence of evaluation from a year on."""

    since_year = WholeField(label="Mulai tahun")
    cadence = forms.TypedChoiceField(
        label="Hasil kerja dinilai", choices=Cadence.choices(), coerce=Cadence, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label="Dasar", max_length=300, help_text="Misalnya nomor keputusan pejabat pembina kepegawaian."
    )


class TrialForm(forms.Form):
    """A unit for a trial of a period."""

    unit = forms.ModelChoiceField(
        label="Kode unit (berikut semua unit di bawahnya)",
        queryset=Unit.objects.all(),
        to_field_name="code",
        widget=forms.TextInput,
        error_messages={"invalid_choice": "Tidak ada unit dengan kode itu. Lihat kodenya di Organisasi."},
    )
    reason = forms.CharField(label="Alasan", max_length=500, help_text="Dibaca semua yang dinilai.")
