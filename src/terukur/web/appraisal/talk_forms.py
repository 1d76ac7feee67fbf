"""Forms of a talk: its content, new agreements, and the state of earlier ones."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from terukur.coaching.dialogue import AgreementDraft, DialogueDraft, OpenAgreement, ReviewDraft
from terukur.coaching.models import Agreement, AgreementReview, Dialogue
from terukur.regulation.periods import FIRST_YEAR, Period
from terukur.web.fields import DayField

_ROWS = 3


class TalkForm(forms.Form):
    """A talk with up to three new agreements; every open one needs a word."""

    held_on = DayField(label="Tanggal percakapan", earliest=date(FIRST_YEAR, 1, 1))
    summary = forms.CharField(
        label="Apa yang dibicarakan",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Singkat saja: yang berjalan baik, yang perlu diperbaiki, dan pendapat pegawai.",
    )

    def __init__(self, *args: Any, open_now: Sequence[OpenAgreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_now = open_now
        for item in open_now:
            key = item.agreement.pk
            self.fields[f"outcome_{key}"] = forms.TypedChoiceField(
                label=item.agreement.text,
                choices=AgreementReview.Outcome.choices,
                coerce=AgreementReview.Outcome,
                widget=forms.RadioSelect,
                required=False,
                empty_value=None,
            )
            self.fields[f"until_{key}"] = DayField(label="Bila dilanjutkan, sampai", required=False)
        for row in range(_ROWS):
            self.fields[f"text_{row}"] = forms.CharField(
                label=f"Kesepakatan {row + 1}", max_length=500, required=False
            )
            self.fields[f"owner_{row}"] = forms.TypedChoiceField(
                label="Dikerjakan",
                choices=Agreement.Owner.choices,
                coerce=Agreement.Owner,
                required=False,
                empty_value=Agreement.Owner.EMPLOYEE,
            )
            self.fields[f"due_{row}"] = DayField(label="Sampai", required=False)

    def earlier(self) -> list[dict[str, Any]]:
        """Return the open agreements with their fields, for the template."""
        return [
            {
                "item": item,
                "outcome": self[f"outcome_{item.agreement.pk}"],
                "until": self[f"until_{item.agreement.pk}"],
            }
            for item in self.open_now
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines of new agreements, for the template."""
        return [{name: self[f"{name}_{row}"] for name in ("text", "owner", "due")} for row in range(_ROWS)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for row in range(_ROWS):
            if data.get(f"text_{row}") and not data.get(f"due_{row}"):
                self.add_error(f"due_{row}", "Isi sampai kapan.")
        return data

    def draft(self, kind: Dialogue.Kind, period: Period) -> DialogueDraft:
        """Return the filled-in talk as the acts take it."""
        data = self.cleaned_data
        return DialogueDraft(
            kind=kind,
            period=period,
            held_on=data["held_on"],
            summary=data["summary"],
            agreements=[
                AgreementDraft(data[f"text_{row}"], data[f"owner_{row}"], data[f"due_{row}"])
                for row in range(_ROWS)
                if data[f"text_{row}"]
            ],
            reviews={
                item.agreement.pk: ReviewDraft(outcome, data[f"until_{item.agreement.pk}"])
                for item in self.open_now
                if (outcome := data[f"outcome_{item.agreement.pk}"]) is not None
            },
        )


class NoticeForm(forms.Form):
    """The way in which the employee was told in person."""

    note = forms.CharField(
        label="Bagaimana disampaikan",
        max_length=300,
        help_text="Misalnya: lembar hasil diserahkan di ruang kerja, 12 Oktober pukul 10.",
    )
