"""Hints on an indicator while it is written: gentle, never a reason to refuse a plan.

House rule, for PP 30/2019 Pasal 4 (objektif, terukur). An indicator is worth agreeing on where it tells a
result, where somebody else can look at its source, and where it can be missed.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from terukur.notation.numbers import display
from terukur.regulation.indicator_wording import counts_activity
from terukur.regulation.scales import Direction

_HUNDRED = Fraction(100)
_OWN_SCHEDULE = re.compile(
    r"\b(terjadwal|dijadwalkan|jadwal|direncanakan|rencana kerja|program kerja|ditugaskan|penugasan|agenda)\b"
)
_PERCENT = frozenset({"%", "persen", "persentase", "prosentase"})
_NO_SOURCE = frozenset(
    {"", "-", "–", "tidak ada", "belum ada", "nihil", "pribadi", "sendiri", "catatan sendiri"}
)


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """What is written of an indicator so far.

    ``is_measured`` where its values come from a measure of the catalogue. ``worst_last_year`` is the worst
    value of last year that is known, or last year's value.
    """

    name: str
    unit: str = ""
    direction: Direction = Direction.HIGHER
    target: Fraction | None = None
    target_high: Fraction | None = None
    source: str = ""
    is_measured: bool = False
    worst_last_year: Fraction | None = None


@dataclass(frozen=True, slots=True)
class IndicatorHint:
    """A hint with what could be done about it."""

    key: str
    message: str
    advice: str


def indicator_hints(words: IndicatorWords) -> list[IndicatorHint]:
    """Return what is worth a second look in an indicator; nothing of it stops a plan."""
    return [*_activity(words), *_source(words), *_cannot_fail(words)]


def _activity(words: IndicatorWords) -> list[IndicatorHint]:
    if words.direction is not Direction.HIGHER or not counts_activity(words.name, words.unit):
        return []
    return [
        IndicatorHint(
            "activity",
            "Ini menghitung kegiatan, bukan hasilnya.",
            "Tulis apa yang menjadi berbeda sesudahnya bagi warga, murid, pasien, atau kantor.",
        )
    ]


def _source(words: IndicatorWords) -> list[IndicatorHint]:
    if words.is_measured or words.source.strip(" .").lower() not in _NO_SOURCE:
        return []
    return [
        IndicatorHint(
            "source",
            "Sumber datanya belum disebut.",
            "Sebut buku, aplikasi, atau laporan yang dapat dibuka orang lain.",
        )
    ]


def _cannot_fail(words: IndicatorWords) -> list[IndicatorHint]:
    """Return the first reason why the target can hardly be missed."""
    target = words.target
    if target is None:
        return []
    reason = _no_way_below(words, target) or _own_schedule(words, target) or _below_worst(words, target)
    if not reason:
        return []
    return [
        IndicatorHint("cannot-fail", reason, "Pilih target yang dapat meleset, supaya tercapainya berarti.")
    ]


def _no_way_below(words: IndicatorWords, target: Fraction) -> str:
    if words.direction is Direction.HIGHER and target <= 0:
        return "Target nol atau kurang selalu tercapai."
    if not _is_percent(words):
        return ""
    if words.direction is Direction.LOWER and target >= _HUNDRED:
        return "Paling tinggi 100 persen selalu tercapai bila makin rendah makin baik."
    high = words.target_high
    if words.direction is Direction.RANGE and target <= 0 and high is not None and high >= _HUNDRED:
        return "Rentang 0 sampai 100 persen memuat semua nilai."
    return ""


def _own_schedule(words: IndicatorWords, target: Fraction) -> str:
    is_all = words.direction is Direction.HIGHER and _is_percent(words) and target >= _HUNDRED
    if is_all and (_OWN_SCHEDULE.search(words.name.lower()) or counts_activity(words.name)):
        return "100 persen dari yang dijadwalkan sendiri hampir tidak dapat meleset."
    return ""


def _below_worst(words: IndicatorWords, target: Fraction) -> str:
    worst = words.worst_last_year
    if worst is None or words.direction is Direction.RANGE:
        return ""
    is_easier = target < worst if words.direction is Direction.HIGHER else target > worst
    if not is_easier:
        return ""
    return f"Targetnya lebih mudah daripada capaian tahun lalu ({display(worst)})."


def _is_percent(words: IndicatorWords) -> bool:
    return words.unit.strip().lower() in _PERCENT
