"""Figures of an appraisal on every page: the total, the period's own value, and their status."""

from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from terukur.appraisal.explanation import total_of
from terukur.appraisal.models import Computation
from terukur.coaching.figure_words import figure_words, own_words
from terukur.coaching.standing import Status
from terukur.regulation.scales import Rating
from terukur.web.templatetags.terukur import bar, percent

register = template.Library()

_KINDS = {
    Status.BEHIND: "pill pill-bad",
    Status.UNMEASURED: "pill",
    Status.ON_TRACK: "pill pill-plain",
    Status.AHEAD: "pill pill-ok",
}


@register.simple_tag
def status_word(status: Status) -> SafeString:
    """Return the word of a status, the same on every page."""
    return format_html('<span class="{}">{}</span>', _KINDS[status], status.label)


@register.simple_tag
def achievement_text(computation: Computation | None) -> str:
    """Return the average of a computation with the decimals that explain its verdict, or a dash."""
    total = total_of(computation.body)["achievement"] if computation else None
    return percent(total)


@register.simple_tag
def coverage_text(computation: Computation | None) -> str:
    """Return how much of the weight is measured or verified, or a dash."""
    return percent(total_of(computation.body)["coverage"] if computation else None)


@register.simple_tag
def achievement_bar(computation: Computation | None, place: Rating | None) -> SafeString:
    """Return an average in percent as a bar against the due target, 100 percent."""
    total = total_of(computation.body)["achievement"] if computation else None
    if total is None:
        return SafeString("")
    exact = Fraction(total["value"])
    return bar(exact, Fraction(100), f"Capaian {percent(total)}", place)


@register.filter
def figure(item: dict[str, Any]) -> str:
    """Return the total of an indicator beside the value it is compared with."""
    return figure_words(item)


@register.filter
def own_figure(item: dict[str, Any]) -> str:
    """Return the period's own value of an indicator beside its own part of the target."""
    return own_words(item)
