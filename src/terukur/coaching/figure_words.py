"""One figure in a sentence, the same on every page: the total, and the value it is compared with."""

from fractions import Fraction
from math import ceil

from terukur.appraisal.tree import ComputedIndicator
from terukur.notation.dates import day_and_month
from terukur.notation.numbers import display
from terukur.regulation.scales import Direction, Pace, Rating

_PLACE_WORDS = {
    Direction.LOWER: {
        Rating.BELOW: "melewati batasnya",
        Rating.MEETS: "masih sesuai yang diharapkan",
        Rating.ABOVE: "lebih baik dari batasnya",
    },
    Direction.RANGE: {
        Rating.BELOW: "di luar rentangnya",
        Rating.MEETS: "di dalam rentangnya",
        Rating.ABOVE: "di dalam rentangnya",
    },
    Direction.HIGHER: {
        Rating.BELOW: "belum sampai yang diharapkan",
        Rating.MEETS: "sesuai yang diharapkan",
        Rating.ABOVE: "di atas yang diharapkan",
    },
}


def figure_words(item: ComputedIndicator) -> str:
    """Return the total beside the value it is compared with: ``423 anak, seharusnya 439 anak``."""
    return _beside(item, item.realization, item.due_target, item.due_target_high)


def own_words(item: ComputedIndicator) -> str:
    """Return the period's own value beside its own part of the target; empty where it has none."""
    own = item.own
    return _beside(item, own.value, own.due_target, own.due_target_high) if own else ""


def own_and_total_words(item: ComputedIndicator, target: str) -> str:
    """Return the period's own value with its days, and the total with its first day beside the whole target.

    Empty where the period has no value of its own, or is all that the total spans.
    """
    own, total = item.own, item.reached
    if own is None or total is None or item.realization is None or own.label == total.label:
        return ""
    days = f"{day_and_month(own.starts)} – {day_and_month(own.ends)}"
    beside = "dari" if item.pace is Pace.STEADY and item.direction is Direction.HIGHER else "dengan target"
    return (
        f"{own.label} saja: {reached_words(item, own.value)} ({days}), sejak {day_and_month(total.starts)} "
        f"{reached_words(item, item.realization)} {beside} {target}"
    )


def place_words(item: ComputedIndicator, place: Rating) -> str:
    """Return where a figure stands, in words that also fit where lower is better."""
    return _PLACE_WORDS[item.direction][place]


def reached_words(item: ComputedIndicator, amount: Fraction) -> str:
    """Return the reached amount with its unit, as it is."""
    return f"{display(amount)} {item.unit}".strip()


def amount_words(item: ComputedIndicator, amount: Fraction) -> str:
    """Return the amount to reach with its unit; pieces are given in whole ones, rounded up."""
    shown = display(ceil(amount)) if item.is_countable else display(amount)
    return f"{shown} {item.unit}".strip()


def _beside(
    item: ComputedIndicator, value: Fraction | None, low: Fraction | None, high: Fraction | None
) -> str:
    reached = "belum ada angka" if value is None else reached_words(item, value)
    if low is None:
        return reached
    if item.direction is Direction.RANGE and high is not None:
        ends = (display(low), display(high))
        span = ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
        return f"{reached}, seharusnya {span} {item.unit}".strip()
    limit = amount_words(item, low)
    if item.direction is Direction.LOWER:
        return f"{reached}, paling banyak {limit}"
    least = "seharusnya " if item.pace is Pace.STEADY else "seharusnya paling sedikit "
    return f"{reached}, {least}{limit}"
