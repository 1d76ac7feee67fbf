"""A period in a form, as people write it."""

from typing import Any

from django import forms

from terukur.regulation.periods import InvalidPeriod, Period


class PeriodField(forms.CharField):
    """A period as written: 2026, 2026-S1, 2026-Q3, 2026-09."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        try:
            return Period.parse(written)
        except InvalidPeriod as error:
            raise forms.ValidationError(str(error)) from error


class PeriodForm(forms.Form):
    """Which period something is asked for: a computation, a search, a draw, the answers of a survey."""

    period = PeriodField(label="Periode", help_text="Misalnya 2026-Q3")
