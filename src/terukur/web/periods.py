"""A period in a form, as people write it."""

from django import forms

from terukur.web.fields import PeriodField


class PeriodForm(forms.Form):
    """Which period something is asked for: a computation, a search, a draw, the answers of a survey."""

    period = PeriodField(label="Periode")
