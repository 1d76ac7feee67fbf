"""The form of one activity of a day."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from terukur.measurement.daily import DailyDraft
from terukur.measurement.models import DailyProgress
from terukur.planning.models import Indicator, PlannedResult
from terukur.web.fields import ClockField, DayField, WholeField
from terukur.web.measurement.forms import EvidenceForm

_OPENING = time(8)
_STEP = 5


class DailyForm(EvidenceForm):
    """One activity; known values are filled in already."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    thread = forms.ChoiceField(label="Untuk hasil kerja", widget=forms.RadioSelect)
    activity = forms.CharField(
        label="Kegiatan", max_length=300, help_text="Satu baris, misalnya: imunisasi di Posyandu Melati"
    )
    amount = WholeField(
        label="Realisasi",
        min_value=0,
        max_value=100_000,
        required=False,
        help_text="Bilangan bulat; kosong berarti tidak ikut dijumlahkan",
    )
    unit = forms.CharField(
        label="Satuan", max_length=40, required=False, help_text="Kosong berarti satuan indikatornya"
    )
    day = DayField(label="Tanggal")
    starts = ClockField(label="Mulai")
    ends = ClockField(label="Selesai")

    def __init__(
        self, *args: Any, results: Sequence[PlannedResult], countable: Iterable[Indicator] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        counted = list(countable)
        choices = []
        for result in results:
            choices.append((str(result.thread), result.title))
            choices += [
                (served_by(result.thread, one.thread), f"{result.title} → dihitung: {one.name} ({one.unit})")
                for one in counted
                if one.result_id == result.pk
            ]
        self.fields["thread"].choices = choices  # type: ignore[attr-defined]
        threads = {result.pk: result.thread for result in results}
        # The unit that an entry must have which counts for an indicator; the script writes it.
        self.units: Mapping[str, str] = {
            served_by(threads[one.result_id], one.thread): one.unit for one in counted
        }

    def draft(self) -> DailyDraft:
        """Return the entered activity as the act takes it."""
        names = ("key", "day", "starts", "ends", "activity", "amount", "unit")
        result, _colon, indicator = self.cleaned_data["thread"].partition(":")
        return DailyDraft(
            **{name: self.cleaned_data[name] for name in names},
            thread=uuid.UUID(result),
            indicator=uuid.UUID(indicator) if indicator else None,
            evidence=self.evidence(),
        )


def served_by(result: uuid.UUID, indicator: uuid.UUID | None) -> str:
    """Return the form's word for the result that work served, and the indicator for which it counts."""
    return f"{result}:{indicator}" if indicator else str(result)


def blank(today: Sequence[DailyProgress], *, at: datetime) -> dict[str, Any]:
    """Return a new activity: from the end of the last one of the day until now."""
    starts = max([_OPENING, *(entry.ends for entry in today)])
    ends = at.time().replace(minute=at.minute // _STEP * _STEP, second=0, microsecond=0)
    if ends <= starts:
        later = datetime.combine(at.date(), starts) + timedelta(minutes=30)
        ends = later.time() if later.date() == at.date() else time(23, 59)
    return {"key": uuid.uuid4(), "day": at.date(), "starts": starts, "ends": ends}


def like(entry: DailyProgress) -> dict[str, Any]:
    """Return the values that an activity takes from a usual one: never its day, hours, amount or evidence.

    An amount of another day would be an invitation to report what was not counted.
    """
    return {
        "thread": served_by(entry.thread, entry.indicator),
        "activity": entry.activity,
        "unit": entry.unit,
    }


def stored(entry: DailyProgress) -> dict[str, Any]:
    """Return a stored activity for correction."""
    names = ("key", "activity", "amount", "unit", "day", "starts", "ends", "address")
    return {name: getattr(entry, name) for name in names} | {
        "thread": served_by(entry.thread, entry.indicator)
    }
