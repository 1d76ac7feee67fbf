"""A period in a form, as people write it."""

from django import forms

from terukur.web.fields import PeriodField


class PeriodForm(forms.Form):
    """The period of a computation, a search, a draw, or the answers of a survey."""

    period = PeriodField(label="Periode")
