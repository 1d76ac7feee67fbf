"""Sentences on the figures of an agency's run, and on their limits."""

from collections.abc import Mapping

from terukur.notation.numbers import fixed
from terukur.raters.record import ForecastCheck, GroupGap, RunRecord, UsedScale
from terukur.statistics.carrying import MOST_OF_ONE_VALUE, ScaleUse
from terukur.statistics.severity.verdict import RaterEstimate, SeverityStatus

CANNOT_SHOW = SeverityStatus.SCALE_SHOWS_NOTHING.label
RESULT_NOT_KNOWN = (
    "keandalan hasil terukur tidak diketahui, jadi beda antarkelompok tidak dapat dibaca dari sini: hasil "
    "yang goyah membuat dua kelompok yang sama tampak berbeda"
)

_GROUPS = {
    "women": ("perempuan", "laki-laki"),
    "older": ("pegawai 45 tahun ke atas", "yang lebih muda"),
    "contract": ("PPPK", "PNS"),
}


def status_rows(counts: Mapping[SeverityStatus, int]) -> list[tuple[str, int]]:
    """Return each status in words with its number of appraisers."""
    return [(status.label, counts.get(status, 0)) for status in reversed(SeverityStatus)]


def caveats() -> tuple[str, ...]:
    """Return the limits that every reader of these figures must know."""
    return (
        "Sistem tidak melihat apa yang tidak diukur: keketatan dapat beralasan. Yang memutuskan manusia.",
        "Target yang ditetapkan penilai sendiri ikut menentukan hasil terukur; lihat kesulitan target.",
        "Tidak ditemukan bukan berarti tidak ada: aturannya berhati-hati agar tidak menuduh yang benar.",
    )


def severity_sentence(estimate: RaterEstimate, *, given_results: bool = True, asks: bool = True) -> str:
    """Return the careful sentence: the comparison, the interval, and the amount of data.

    Never that somebody is unfair, biased or objective; and no number where rater and team were never apart.
    ``given_results`` is whether measured results were in the model, ``asks`` whether the reader is one who
    can look at it together with others.
    """
    return f"{severity_words(estimate, given_results=given_results, asks=asks)}."


def severity_words(estimate: RaterEstimate, *, given_results: bool = True, asks: bool = True) -> str:
    """Return the same without its last full stop, for a sentence that goes on."""
    if estimate.status is SeverityStatus.SCALE_SHOWS_NOTHING:
        return f"{CANNOT_SHOW.capitalize()}: hampir semua nilai sama"
    if estimate.status is SeverityStatus.NOT_IDENTIFIED:
        return "Sistem tidak dapat memisahkan pengaruh penilai dari timnya di sini"
    found = estimate.range80
    if found is None:
        return f"Data belum cukup: {_basis(estimate)}"
    size, low, high = (fixed(value) for value in (found.size, found.low, found.high))
    others = "orang dengan hasil terukur yang sama" if given_results else "orang lain yang sebanding"
    compared = (
        f"Nilai di sini {size} tingkat lebih {'rendah' if found.is_lower else 'tinggi'} (rentang 80% {low} "
        f"sampai {high}) daripada nilai {others}; {_basis(estimate)}"
    )
    match estimate.status:
        case SeverityStatus.NO_MATERIAL_DIFFERENCE:
            return f"Tidak ditemukan perbedaan berarti. {compared}"
        case SeverityStatus.MATERIAL_DIFFERENCE:
            return f"{compared}. Mohon ditinjau bersama" if asks else compared
        case _:
            return f"{compared}. Belum dapat dipastikan"


def _basis(estimate: RaterEstimate) -> str:
    known = [f"{estimate.employees} pegawai", f"{estimate.forms} penilaian"]
    if estimate.periods is not None:
        known.append(f"{estimate.periods} periode")
    if estimate.cases:
        known.append(f"{estimate.cases} kasus standar")
    return ", ".join(known)


def scale_reason(scale: ScaleUse) -> str:
    """Return why nothing is said of anybody on such a scale; empty where the scale carries it."""
    if scale.shows_difference:
        return ""
    share = fixed(100 * scale.share, 1).removesuffix(",0")
    return (
        f"{CANNOT_SHOW[0].upper()}{CANNOT_SHOW[1:]}: {share} % dari {scale.scores} "
        f"nilai sama (batas {fixed(100 * MOST_OF_ONE_VALUE, 0)} %). Tidak ada penilai yang dinyatakan "
        "berbeda, dan tidak ada yang dinyatakan tidak berbeda."
    )


def used_scale(scale: ScaleUse) -> UsedScale:
    """Return the scale as a run or a report keeps it, with its reason in words."""
    return UsedScale(
        scores=scale.scores,
        share_of_one_value=scale.share,
        limit=MOST_OF_ONE_VALUE,
        shows_difference=scale.shows_difference,
        reason=scale_reason(scale) or None,
    )


def scale_sentences(record: RunRecord) -> list[str]:
    """Return why nothing is said of any appraiser, where the scale shows no difference."""
    return [record.scale_reason] if record.scale_reason else []


def forecast_sentence(forecast: ForecastCheck | None) -> str:
    """Return the sentence on whether ratings moved as predicted when the appraiser changed."""
    if forecast is None:
        return f"Uji ramalan tidak dijalankan: {CANNOT_SHOW}."
    if forecast.slope is None or forecast.se is None:
        return (
            f"Uji ramalan: baru {forecast.changes} pegawai berganti penilai dalam tim yang sama; "
            "diperlukan 100 sebelum ada angka."
        )
    slope, error = fixed(forecast.slope), fixed(forecast.se)
    return (
        f"Uji ramalan: saat penilai berganti, nilai bergerak {slope} kali perkiraan (galat baku {error}, "
        f"{forecast.changes} pegawai). Angka 1 berarti yang diperkirakan memang milik penilai."
    )


def gap_sentence(gap: GroupGap) -> str:
    """Return why the gap of a group is not stated: too few people, or results of unknown reliability."""
    group, others = _GROUPS[gap.group]
    if gap.ratings.status == "NOT_ENOUGH_DATA":
        return (
            f"Selisih {group} dan {others}: perlu 100 orang dalam tiap kelompok, sekarang "
            f"{gap.ratings.people} dan {gap.ratings.others}."
        )
    # No run knows the reliability of measured results yet, nor did older ones, so no gap is stated.
    return f"Selisih {group} dan {others} tidak ditampilkan: {RESULT_NOT_KNOWN}."
