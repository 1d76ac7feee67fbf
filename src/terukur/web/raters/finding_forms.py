"""Forms of a finding: hearings, conclusions, and members of the panel."""

from collections.abc import Sequence
from typing import Any

from django import forms

from terukur.raters.finding_view import Hearable
from terukur.raters.findings import FindingStep
from terukur.web.fields import DayField, EmployeeNumberField

_LONGEST = 2000


def _words(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=_LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class _PersonForm(forms.Form):
    """A person of a few, a day, and words."""

    person = forms.TypedChoiceField(label="Siapa", coerce=int)

    def __init__(self, *args: Any, people: Sequence[Hearable], **kwargs: Any) -> None:
        # Two of these stand on one page: each has ids of its own.
        super().__init__(*args, **{"auto_id": f"{type(self).__name__.lower()}_%s", **kwargs})
        offered = self.offered(people)
        self._people = {one.employee.pk: one.employee for one in offered}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (one.employee.pk, f"{one.employee.name} ({one.part})") for one in offered
        ]

    def offered(self, people: Sequence[Hearable]) -> Sequence[Hearable]:
        """Return the people whom the form offers."""
        return people

    def step(self) -> FindingStep:
        """Return the step as it was filled in."""
        data = self.cleaned_data
        return FindingStep(data["text"], self._people.get(data["person"]), data["day"])


class HearingForm(_PersonForm):
    """A hearing: the person, the day, and their words."""

    day = DayField(label="Hari didengar")
    text = _words("Apa yang dikatakannya", "Dengan kata-katanya sendiri; ia membacanya di cerminnya.")


class ActionForm(_PersonForm):
    """The action, the person who does it, and its last day."""

    person = forms.TypedChoiceField(label="Siapa yang melakukan", coerce=int)

    def offered(self, people: Sequence[Hearable]) -> Sequence[Hearable]:
        """Return the appraiser and their superior; nobody who is rated."""
        return [one for one in people if one.may_act]

    day = DayField(label="Sampai kapan")
    text = _words(
        "Langkah yang disepakati",
        "Misalnya menilai enam kasus standar lagi, atau mencatat contoh sejak bulan pertama.",
    )


class MemberForm(forms.Form):
    """A new member of the panel, by number, and why; a second person agrees."""

    number = EmployeeNumberField(label="NIP", help_text="18 angka; spasi boleh ikut.")
    reason = forms.CharField(
        label="Alasan", max_length=500, help_text="Misalnya nomor surat penunjukan panel."
    )
