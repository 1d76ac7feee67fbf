"""Results in words as documents print them: what was expected, what became of it, and the mark."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from terukur.notation.dates import day_words
from terukur.regulation.scales import Origin

ORIGIN_WORDS = {
    Origin.MEASURED: "terukur dari data",
    Origin.VERIFIED: "bukti diperiksa",
    Origin.DECLARED: "keterangan sendiri",
    Origin.NONE: "belum ada",
}


def expectation_lines(results: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return one line for each result in words of an explanation; none for results with numbers."""
    return [_line(result["title"], result["expectation"]) for result in results if result["expectation"]]


def _line(title: str, told: Mapping[str, Any]) -> str:
    accounts = [
        f"{one['text']} (contoh {day_words(date.fromisoformat(one['on']))})" for one in told["accounts"]
    ]
    happened = "; ".join(accounts) or "belum ada"
    marked = (
        f" Nilai pejabat penilai: {told['mark_label']}. {told['reason']} (contoh "
        f"{day_words(date.fromisoformat(told['example_on']))})"
        if told["mark"]
        else " Tidak dinilai."
    )
    words = ORIGIN_WORDS[Origin(told["origin"])]
    return f"{title}, dengan uraian. Diharapkan: {told['text']} Realisasi ({words}): {happened}.{marked}"
