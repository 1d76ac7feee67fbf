"""A closed year: what is refused in it, and who can open it again."""

from django.utils import timezone

from terukur.appraisal.models import YearClosing
from terukur.ledger.acting import Acting, Actor
from terukur.notation.dates import written_day


def closing_of(year: int) -> YearClosing | None:
    """Return the closing of a year that is in force; None while the year is open."""
    return YearClosing.objects.select_related("by").filter(year=year, reopening__isnull=True).first()


def why_closed(year: int) -> str:
    """Return that a year is closed, since when and who can open it again; empty while it is open."""
    closing = closing_of(year)
    if closing is None:
        return ""
    return (
        f"Tahun {year} sudah ditutup {written_day(timezone.localtime(closing.at).date())}. Pengelola kinerja "
        f"dapat membukanya lagi dengan alasan di Periode › Penutupan {year}."
    )


def closed_to_plans(year: int, acting: Acting[Actor]) -> str:
    """Return why no plan of a year is begun, revised, submitted or set: the year is closed."""
    return why_closed(year)
