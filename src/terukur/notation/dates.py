"""Names of months, and days as people write them."""

from datetime import date

MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
_SHORTEST_MONTH = 3
_OTHER_SPELLINGS = {
    "agt": 8,
    "ags": 8,
    "agst": 8,
    "peb": 2,
    "pebruari": 2,
    "nop": 11,
    "nopember": 11,
    "sept": 9,
    # English Excel writes them.
    **{
        "may": 5,
        "aug": 8,
        "oct": 10,
        "dec": 12,
        "january": 1,
        "february": 2,
        "march": 3,
        "june": 6,
        "july": 7,
    },
    **{"august": 8, "october": 10, "december": 12},
}


def month_number(word: str) -> int | None:
    """Return the month that a small word names: whole, shortened, or as it was once spelled.

    >>> month_number("agustus"), month_number("agt"), month_number("pebruari"), month_number("ma")
    (8, 8, 2, None)
    """
    if len(word) < _SHORTEST_MONTH:
        return None
    if word in _OTHER_SPELLINGS:
        return _OTHER_SPELLINGS[word]
    return next((number for number, month in enumerate(MONTHS, 1) if month.lower().startswith(word)), None)


def month_name(month: int) -> str:
    """Return the name of a month from 1 to 12."""
    return MONTHS[month - 1]


def short_month(month: int) -> str:
    """Return the first three letters of a month from 1 to 12."""
    return month_name(month)[:_SHORTEST_MONTH]


def day_words(day: date) -> str:
    """Return a day with its month as a word: ``31 Desember 2026``."""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """Return a day without its year: ``31 Desember``."""
    return f"{day.day} {month_name(day.month)}"


def days_between(starts: date, ends: date) -> str:
    """Return the first and last day of some time in words: ``1 Juli – 30 September 2026``."""
    first = day_and_month(starts) if starts.year == ends.year else day_words(starts)
    return day_words(ends) if starts == ends else f"{first} – {day_words(ends)}"


def written_day(day: date) -> str:
    """Return a day as the fields show it: ``15-08-2026``."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"
