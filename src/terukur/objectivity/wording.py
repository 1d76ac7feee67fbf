"""Sentences about the basis of ratings."""

from datetime import date

from terukur.notation.numbers import fixed
from terukur.objectivity.dependability import Dependability
from terukur.regulation.disclosure import Least, at_least


def dependability_sentence(found: Dependability | None, *, on: date) -> str:
    """Return the sentence on the dependability of a year's behavior ratings, or on the people still
    needed."""
    if found is None or found.absolute is None:
        least = at_least(Least.FOR_DEPENDABILITY, on=on)
        return f"Keandalan nilai setahun: perlu {least} pegawai yang dinilai dalam tiga triwulan."
    return known_dependability(found)


def known_dependability(found: Dependability) -> str:
    """Return the same where the figure is known; empty where it is not."""
    if found.absolute is None:
        return ""
    absolute = fixed(found.absolute)
    ends = [None if end is None else fixed(end) for end in found.interval]
    between = "" if None in ends else f" (rentang 95% {ends[0]}–{ends[1]})"
    needed = (
        "tidak ada jumlah triwulan yang cukup"
        if found.needed is None
        else f"untuk 0,80 diperlukan {found.needed} triwulan"
    )
    return f"Keandalan nilai setahun: {absolute}{between} dari {found.people} pegawai; {needed}."
