"""Template filters for numbers, dates, marks and progress on every page."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from terukur.appraisal.tree import ComputedIndicator, PeriodValue
from terukur.coaching.standing import IndicatorStanding
from terukur.ledger.importing import kind_label
from terukur.notation.dates import day_words, days_between, short_month
from terukur.notation.numbers import display, percent_display, rounded
from terukur.regulation.immunization import Coverage
from terukur.regulation.periods import Period
from terukur.regulation.scales import Direction, Origin, Rating
from terukur.web.act_words import WORDS

register = template.Library()

_SIGNS = {"measured": "▣", "verified": "✓", "declared": "✎", "none": "○"}
_ARROWS = {"above": "▲", "meets": "=", "below": "▼"}


def _exact(value: Any) -> Fraction | None:
    if value is None or value == "":
        return None
    if isinstance(value, dict):
        value = value["value"]
    return Fraction(value) if isinstance(value, str | int | Decimal | Fraction) else None


@register.filter
def quantity(value: Any) -> str:
    """Return a number in Indonesian notation, or a dash."""
    exact = _exact(value)
    return "–" if exact is None else display(exact)


@register.filter
def points(value: Fraction | Decimal, places: int = 4) -> str:
    """Return points of angka kredit, which forms print with three decimals and more."""
    return display(value, places)


@register.filter
def rounded_up(value: Any) -> str:
    """Return a whole number that is enough."""
    exact = _exact(value)
    return "–" if exact is None else display(ceil(exact))


@register.filter
def percent(value: Any) -> str:
    """Return a percentage with one decimal, or as many as explain its verdict where it has one; or a dash."""
    if isinstance(value, dict):
        return f"{value['display']} %"
    return percent_display(_exact(value))


@register.filter
def import_kind(stored: str) -> str:
    """Return the label of a stored kind of import."""
    return kind_label(stored)


@register.filter
def tanggal(value: date | datetime | str | None) -> str:
    """Return a day in words: 30 September 2026; of a moment, the day in the offices' time zone."""
    if not value:
        return "–"
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return day_words(value)


@register.filter
def hours(minutes: int) -> str:
    """Return minutes as hours: ``95`` as ``1 jam 35 menit``."""
    whole, rest = divmod(minutes, 60)
    return " ".join([f"{whole} jam"] * bool(whole) + [f"{rest} menit"] * bool(rest or not whole))


@register.filter
def period_label(period: Period | str) -> str:
    """Return a period, or the text of one, as people say it: ``2026-Q3`` as ``Triwulan III 2026``."""
    return (Period.parse(period) if isinstance(period, str) else period).label


@register.filter
def days_of(span: Any) -> str:
    """Return the first and last day of a period, a plan or an appraisal in words."""
    return days_between(span.starts, span.ends)


@register.filter
def act_words(act: str) -> str:
    """Return the words for an act; an act of a later version keeps its own name."""
    return WORDS.get(act, act)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Return an entry of a mapping by a key held in a variable."""
    return mapping.get(key) if mapping else None


@register.simple_tag
def origin_mark(origin: str) -> SafeString:
    """Return the mark of a realization's source, by sign and word, not by colour alone."""
    return format_html(
        '<span class="mark mark-{}"><span aria-hidden="true">{}</span> {}</span>',
        origin,
        _SIGNS[origin],
        Origin(origin).label,
    )


@register.simple_tag
def rating_word(rating: str | None) -> SafeString:
    """Return a rating with its sign."""
    if not rating:
        return format_html('<span class="rating">{}</span>', "–")
    return format_html(
        '<span class="rating rating-{}"><span aria-hidden="true">{}</span> {}</span>',
        rating,
        _ARROWS[rating],
        Rating(rating).label,
    )


@register.simple_tag
def face(score: int) -> SafeString:
    """Return a drawn face, from 1 (bad) to 4 (very good): old phones have no such letters."""
    mouth = {1: "M9 24q7-8 14 0", 2: "M10 22.5q6-4 12 0", 3: "M10 20q6 5 12 0", 4: "M8 19q8 10 16 0z"}
    return format_html(
        '<svg class="face face-{}" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="14"/>'
        '<circle class="eye" cx="11" cy="13" r="1.8"/><circle class="eye" cx="21" cy="13" r="1.8"/>'
        '<path d="{}"/></svg>',
        score,
        mouth[score],
    )


@register.simple_tag
def coverage_bar(coverage: Coverage) -> SafeString:
    """Return a coverage of the year's target, with a line where it should be by now."""
    words = f"Cakupan {percent_display(coverage.percent)}; seharusnya {percent_display(coverage.expected)}"
    return bar(coverage.percent, coverage.expected, words, "below" if coverage.gap < 0 else "above")


@register.simple_tag
def progress_bar(standing: IndicatorStanding) -> SafeString:
    """Return the part of the whole target that is reached, with a line where it should be at the last data.

    Where less is better the bar shows the used part of the limit, with the line at the limit.
    """
    item = standing.item
    if item.realization is None or not item.whole_target:
        return format_html('<p class="muted small">{}</p>', "Belum ada realisasi.")
    due = item.due_target or item.whole_target
    if item.direction is Direction.HIGHER:
        share, expected = item.realization / item.whole_target * 100, due / item.whole_target * 100
    elif item.direction is Direction.LOWER:
        share, expected = item.realization / due * 100, Fraction(100)
    else:
        reached = item.reached.achievement if item.reached else None
        share, expected = reached or Fraction(0), Fraction(100)
    return bar(share, expected, standing.figure, standing.place)


def bar(share: Fraction, expected: Fraction, words: str, place: str | None) -> SafeString:
    """Return an SVG bar from 0 to 130 percent with a marker at ``expected``, coloured by the band.

    Widths are in percent and the rest in pixels, so that no screen stretches the round ends.
    """
    state = place or "meets"
    return format_html(
        '<svg class="bar-chart is-{}" role="img" aria-label="{}">'
        '<rect class="track" y="5" width="100%" height="12" rx="6"/>'
        '<rect class="fill" y="5" width="{}%" height="12" rx="6"/>'
        '<rect class="goal" x="{}%" y="0" width="3" height="22"/></svg>',
        state,
        words,
        _of_bar(share, Fraction(130)),
        _of_bar(expected, Fraction(129)),
    )


def _of_bar(share: Fraction, most: Fraction) -> Decimal:
    """Return the place of a share on a bar that ends at 130 percent, in percent of its width."""
    return rounded(min(max(share, Fraction(0)), most) / 130 * 100, 2)


@register.simple_tag
def share_bar(percent: int, words: str) -> SafeString:
    """Return an SVG bar from 0 to 100 percent, always in the same colour: a share is no verdict."""
    return format_html(
        '<svg class="bar-chart" role="img" aria-label="{}: {} %">'
        '<rect class="track" y="5" width="100%" height="12" rx="6"/>'
        '<rect class="fill" y="5" width="{}%" height="12" rx="6"/></svg>',
        words,
        percent,
        min(max(percent, 0), 100),
    )


@register.simple_tag
def series_chart(indicator: ComputedIndicator) -> SafeString:
    """Return the columns of the single periods of one indicator; the table stands beside it."""
    series = indicator.series
    values = [entry.value for entry in series]
    if not values or max(values) <= 0:
        return SafeString("")
    step, top = 600 // max(len(values), 6), max(values)
    columns = [
        format_html(
            '<rect class="fill" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
            '<text x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="axis" x="{}" y="158" text-anchor="middle">{}</text>',
            10 + index * step,
            rounded(140 - value / top * 110, 1),
            step - 12,
            rounded(value / top * 110, 1),
            4 + index * step + step // 2,
            rounded(134 - value / top * 110, 1),
            display(value, 1),
            4 + index * step + step // 2,
            _short(entry),
        )
        for index, (value, entry) in enumerate(zip(values, series, strict=True))
    ]
    return format_html(
        '<svg class="columns" viewBox="0 0 620 164" role="img" aria-label="{}">{}</svg>',
        f"Nilai per periode: {indicator.name}",
        SafeString("".join(columns)),
    )


def _short(entry: PeriodValue) -> str:
    starts, ends = short_month(entry.starts.month), short_month(entry.ends.month)
    return starts if starts == ends else f"{starts}–{ends}"
