"""Sentences about the basis of ratings."""

from collections.abc import Mapping
from typing import Any

from terukur.statistics.severity.verdict import decimal


def dependability_sentence(found: Mapping[str, Any] | None) -> str:
    """Return the sentence on the dependability of a year's behavior ratings."""
    if found is None or found["absolute"] is None:
        return "Keandalan nilai setahun: perlu 30 pegawai yang dinilai dalam tiga triwulan."
    low, high = found["interval"]
    between = "" if low is None or high is None else f" (rentang 95% {decimal(low)}–{decimal(high)})"
    needed = (
        "tidak ada jumlah triwulan yang cukup"
        if found["needed"] is None
        else f"untuk 0,80 diperlukan {found['needed']} triwulan"
    )
    return (
        f"Keandalan nilai setahun: {decimal(found['absolute'])}{between} dari {found['people']} pegawai; "
        f"{needed}."
    )
