"""Days as a document writes them."""

from datetime import date, datetime

from django.utils import timezone

from terukur.regulation.periods import MONTHS


def day_words(day: date) -> str:
    """Return the day with the month as a word."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """Return the day of a moment, by the clock of the office."""
    return day_words(timezone.localtime(moment).date())
