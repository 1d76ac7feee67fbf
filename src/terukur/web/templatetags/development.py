"""Template tags for forms of learning and learning hours."""

from fractions import Fraction

from django import template
from django.utils.safestring import SafeString

from terukur.notation.numbers import display
from terukur.regulation.learning import LearningHours, LimitKind
from terukur.regulation.learning_forms import LEARNING_FORMS
from terukur.web.templatetags.terukur import bar

register = template.Library()


@register.filter
def learning_form(code: int) -> str:
    """Return the word of a form of learning."""
    return LEARNING_FORMS[code].label


@register.simple_tag
def hours_bar(hours: LearningHours) -> SafeString:
    """Return a bar of the learning hours of a year against their floor or ceiling."""
    share = hours.hours / hours.limit * 100
    words = f"{display(hours.hours)} dari {hours.limit_kind.label.lower()} {hours.limit} JP"
    is_over = hours.limit_kind is LimitKind.CEILING and not hours.is_met
    state = "below" if is_over else "above" if hours.is_met and hours.hours else "meets"
    return bar(share, Fraction(100), words, state)
