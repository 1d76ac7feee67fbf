"""Sentences on the figures of an agency's run, and on their limits."""

from collections.abc import Mapping
from typing import Any

from terukur.statistics.carrying import CANNOT_SHOW, RESULT_NOT_KNOWN
from terukur.statistics.severity.verdict import Status, decimal

_GROUPS = {
    "women": ("perempuan", "laki-laki"),
    "older": ("pegawai 45 tahun ke atas", "yang lebih muda"),
    "contract": ("PPPK", "PNS"),
}


def status_rows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return each status in words with its number of appraisers."""
    return [(status.label, counts.get(status.value, 0)) for status in reversed(Status)]


def caveats() -> tuple[str, ...]:
    """Return the limits that every reader of these figures must know."""
    return (
        "Sistem tidak melihat apa yang tidak diukur: keketatan dapat beralasan. Yang memutuskan manusia.",
        "Target yang ditetapkan penilai sendiri ikut menentukan hasil terukur; lihat kesulitan target.",
        "Tidak ditemukan bukan berarti tidak ada: aturannya berhati-hati agar tidak menuduh yang benar.",
    )


def scale_sentences(body: Mapping[str, Any]) -> list[str]:
    """Return why nothing is said of any appraiser, where the scale shows no difference."""
    reason = (body.get("scale") or {}).get("reason")
    return [reason] if reason else []


def forecast_sentence(forecast: Mapping[str, Any] | None) -> str:
    """Return the sentence on whether ratings moved as predicted when the appraiser changed."""
    if forecast is None:
        return f"Uji ramalan tidak dijalankan: {CANNOT_SHOW}."
    if forecast["slope"] is None:
        return (
            f"Uji ramalan: baru {forecast['changes']} pegawai berganti penilai dalam tim yang sama; "
            "diperlukan 100 sebelum ada angka."
        )
    return (
        f"Uji ramalan: saat penilai berganti, nilai bergerak {decimal(forecast['slope'])} kali perkiraan "
        f"(galat baku {decimal(forecast['se'])}, {forecast['changes']} pegawai). Angka 1 berarti yang "
        "diperkirakan memang milik penilai."
    )


def gap_sentence(gap: Mapping[str, Any]) -> str:
    """Return why the gap of a group is not stated: too few people, or results of unknown reliability."""
    group, others = _GROUPS[gap["group"]]
    ratings = gap["ratings"]
    if ratings["status"] == "NOT_ENOUGH_DATA":
        return (
            f"Selisih {group} dan {others}: perlu 100 orang dalam tiap kelompok, sekarang "
            f"{ratings['people']} dan {ratings['others']}."
        )
    # No run knows the reliability of measured results yet, nor did older ones, so no gap is stated.
    return f"Selisih {group} dan {others} tidak ditampilkan: {RESULT_NOT_KNOWN}."
