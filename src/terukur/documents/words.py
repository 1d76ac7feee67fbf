"""The day of a moment as a document writes it."""

from datetime import datetime

from django.utils import timezone

from terukur.notation.dates import day_words


def moment_words(moment: datetime) -> str:
    """Return the day of a moment, by the clock of the office."""
    return day_words(timezone.localtime(moment).date())
