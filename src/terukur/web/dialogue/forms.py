"""The form of a talk that is not about a result: agreement on a plan, or in the period."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms

from terukur.coaching.dialogue import DialogueDraft
from terukur.coaching.models import Dialogue
from terukur.regulation.periods import Period
from terukur.web.appraisal.talk_forms import TalkForm

_KIND = Dialogue.Kind


class PlanTalkForm(TalkForm):
    """A talk with its kind; the period is that of its day."""

    kind = forms.TypedChoiceField(
        label="Percakapan",
        coerce=_KIND,
        widget=forms.RadioSelect,
        choices=[(kind.value, kind.label) for kind in (_KIND.MIDDLE, _KIND.PLANNING)],
    )

    def talk(self, period_of: Callable[[date], Period]) -> DialogueDraft:
        """Return the filled-in talk, in the agency's period of its day."""
        data: dict[str, Any] = self.cleaned_data
        return self.draft(data["kind"], period_of(data["held_on"]))
