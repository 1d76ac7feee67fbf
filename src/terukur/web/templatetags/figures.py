"""Figures of an appraisal on every page: the total, the period's own value, and their status."""

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from terukur.appraisal.models import Computation
from terukur.appraisal.tree import ComputedIndicator
from terukur.coaching.figure_words import own_words
from terukur.coaching.standing import StandingStatus
from terukur.notation.numbers import percent_beside
from terukur.regulation.scales import Rating
from terukur.web.templatetags.terukur import bar

register = template.Library()

_KINDS = {
    StandingStatus.BEHIND: "pill pill-bad",
    StandingStatus.UNMEASURED: "pill",
    StandingStatus.ON_TRACK: "pill pill-plain",
    StandingStatus.AHEAD: "pill pill-ok",
}


@register.simple_tag
def status_word(status: StandingStatus) -> SafeString:
    """Return the word of a status, the same on every page."""
    return format_html('<span class="{}">{}</span>', _KINDS[status], status.label)


@register.simple_tag
def achievement_text(computation: Computation | None) -> str:
    """Return the average of a computation with the decimals that explain its verdict, or a dash."""
    if computation is None:
        return percent_beside(None, ())
    return percent_beside(computation.tree.achievement, computation.tree.policy.limits)


@register.simple_tag
def coverage_text(computation: Computation | None) -> str:
    """Return how much of the weight is measured or verified, or a dash."""
    if computation is None:
        return percent_beside(None, ())
    return percent_beside(computation.tree.coverage, [computation.tree.policy.minimum_evidence])


@register.simple_tag
def achievement_bar(computation: Computation | None, place: Rating | None) -> SafeString:
    """Return an average in percent as a bar against the due target, 100 percent."""
    if computation is None or computation.tree.achievement is None:
        return SafeString("")
    words = f"Capaian {achievement_text(computation)}"
    return bar(computation.tree.achievement, Fraction(100), words, place)


@register.filter
def own_figure(item: ComputedIndicator) -> str:
    """Return the period's own value of an indicator beside its own part of the target."""
    return own_words(item)
