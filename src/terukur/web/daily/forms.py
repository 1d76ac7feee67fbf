"""The form of one activity of a day."""

import uuid
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from terukur.measurement.daily import DailyDraft
from terukur.measurement.models import DailyProgress
from terukur.planning.models import PlannedResult
from terukur.web.fields import ClockField, DayField, WholeField
from terukur.web.measurement.forms import EvidenceForm

_OPENING = time(8)
_STEP = 5


class DailyForm(EvidenceForm):
    """One activity; known values are filled in already."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    thread = forms.TypedChoiceField(
        label="Untuk hasil kerja", coerce=lambda thread: uuid.UUID(str(thread)), widget=forms.RadioSelect
    )
    activity = forms.CharField(
        label="Kegiatan", max_length=300, help_text="Satu baris, misalnya: imunisasi di Posyandu Melati"
    )
    amount = WholeField(label="Realisasi", min_value=0, max_value=100_000, help_text="Bilangan bulat")
    unit = forms.CharField(label="Satuan", max_length=40)
    day = DayField(label="Tanggal")
    starts = ClockField(label="Mulai")
    ends = ClockField(label="Selesai")

    def __init__(self, *args: Any, results: Sequence[PlannedResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thread"].choices = [(result.thread, result.title) for result in results]  # type: ignore[attr-defined]

    def draft(self) -> DailyDraft:
        """Return the entered activity as the act takes it."""
        names = ("key", "thread", "day", "starts", "ends", "activity", "amount", "unit")
        return DailyDraft(**{name: self.cleaned_data[name] for name in names}, evidence=self.evidence())


def blank(today: Sequence[DailyProgress], *, at: datetime) -> dict[str, Any]:
    """Return a new activity: from the end of the last one of the day until now."""
    starts = max([_OPENING, *(entry.ends for entry in today)])
    ends = at.time().replace(minute=at.minute // _STEP * _STEP, second=0, microsecond=0)
    if ends <= starts:
        later = datetime.combine(at.date(), starts) + timedelta(minutes=30)
        ends = later.time() if later.date() == at.date() else time(23, 59)
    return {"key": uuid.uuid4(), "day": at.date(), "starts": starts, "ends": ends}


def like(entry: DailyProgress) -> dict[str, Any]:
    """Return the values that an activity takes from a usual one: never its day, hours or evidence."""
    return {name: getattr(entry, name) for name in ("thread", "activity", "amount", "unit")}


def stored(entry: DailyProgress) -> dict[str, Any]:
    """Return a stored activity for correction."""
    names = ("key", "thread", "activity", "amount", "unit", "day", "starts", "ends", "address")
    return {name: getattr(entry, name) for name in names}
