"""The form on which an appraiser marks expectations in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from terukur.appraisal.models import ExpectationMark
from terukur.regulation.qualitative import ExpectationMarkDraft
from terukur.regulation.scales import Rating
from terukur.web.appraisal.forms import RATINGS
from terukur.web.fields import DayField


class ExpectationMarksForm(forms.Form):
    """A mark, a reason and the day of an example for each expectation with an account; nothing is preset.

    ``results`` are those of the explanation, so that the page shows what the employee wrote.
    """

    def __init__(
        self,
        *args: Any,
        results: Sequence[Mapping[str, Any]],
        given: Mapping[str, ExpectationMark],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.results = results
        for result in results:
            thread, mark = result["thread"], given.get(result["thread"])
            self.fields[f"mark_{thread}"] = forms.ChoiceField(
                label="Dibandingkan dengan yang diharapkan",
                choices=RATINGS,
                widget=forms.RadioSelect,
                required=False,
                initial=mark.mark if mark else None,
            )
            self.fields[f"reason_{thread}"] = forms.CharField(
                label="Alasan dan contoh yang Anda lihat",
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=mark.reason if mark else "",
            )
            self.fields[f"example_on_{thread}"] = DayField(
                label="Tanggal contoh", required=False, initial=mark.example_on if mark else None
            )

    def entries(self) -> list[dict[str, Any]]:
        """Return the fields of each expectation, for the template."""
        return [
            {
                "result": result,
                **{name: self[f"{name}_{result['thread']}"] for name in ("mark", "reason", "example_on")},
            }
            for result in self.results
        ]

    def drafts(self) -> dict[str, ExpectationMarkDraft]:
        """Return the filled-in marks by thread, as the rules read them."""
        data = self.cleaned_data
        return {
            thread: ExpectationMarkDraft(
                Rating(data[f"mark_{thread}"]) if data.get(f"mark_{thread}") else None,
                data[f"reason_{thread}"],
                data[f"example_on_{thread}"],
            )
            for thread in (result["thread"] for result in self.results)
        }
