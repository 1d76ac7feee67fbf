"""Advice for an appraiser: rules over the figures of the mirror, the most helpful first, with reasons.

No rule says that anything is wrong, and each leads only to help. At most three are shown: more would not be
done.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST = 3
# An example written down weeks later is remembered, not seen.
OLD_EXAMPLE_DAYS = 30
# From this share of forms on, one value for everybody is easier than seven for each.
MANY_ALIKE = 0.5
# Among fewer comparable targets one easy one would already be many.
LEAST_TARGETS = 4
EASY_SHARE = 0.25


class Help(StrEnum):
    """The page to which a piece of advice leads."""

    CASES = "cases"
    EXAMPLES = "examples"
    ONE_VALUE = "one-value"
    TARGETS = "targets"
    SECOND_OPINION = "second-opinion"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures that the rules read; None where one is not known."""

    cases_waiting: int = 0
    minutes: int = 0
    days_to_mark: float | None = None
    off_center: int = 0
    with_example: int = 0
    same: float | None = None
    halo: bool = False
    targets: int = 0
    easy: int = 0
    hard: int = 0
    is_material: bool = False


@dataclass(frozen=True, slots=True)
class MirrorAdvice:
    """A step to take, and its benefit."""

    help: Help
    words: str
    why: str


def advice_of(figures: Figures) -> list[MirrorAdvice]:
    """Return one to three pieces of advice, in the order of their benefit and how little they cost."""
    rules = (_cases, _examples, _one_value, _targets, _second_opinion)
    found = [advice for rule in rules if (advice := rule(figures))]
    return found[:MOST] or [
        MirrorAdvice(
            Help.NOTHING,
            "Tidak ada saran sekarang.",
            "Lanjutkan: catat contoh ketika terjadi, dan nilai segera sesudah periode berakhir.",
        )
    ]


def _cases(figures: Figures) -> MirrorAdvice | None:
    if not figures.cases_waiting:
        return None
    return MirrorAdvice(
        Help.CASES,
        f"Nilai {figures.cases_waiting} kasus standar, sekitar {figures.minutes} menit.",
        "Semua penilai menilai bahan yang sama, sehingga cara menilai dapat dipisahkan dari keadaan tim.",
    )


def _examples(figures: Figures) -> MirrorAdvice | None:
    old = figures.days_to_mark is not None and figures.days_to_mark > OLD_EXAMPLE_DAYS
    if not (old or 2 * figures.with_example < figures.off_center):
        return None
    return MirrorAdvice(
        Help.EXAMPLES,
        "Catat contoh ketika terjadi, sebagai umpan balik singkat.",
        "Yang dicatat hari itu juga lebih mudah dijelaskan, dan pegawai masih sempat memakainya.",
    )


def _one_value(figures: Figures) -> MirrorAdvice | None:
    if not (figures.halo or (figures.same is not None and figures.same >= MANY_ALIKE)):
        return None
    return MirrorAdvice(
        Help.ONE_VALUE,
        "Di tabel tim, nilai satu perilaku untuk semua orang dahulu, baru perilaku berikutnya.",
        "Dengan begitu kekuatan tiap orang terlihat satu per satu, bukan hanya kesan umumnya.",
    )


def _targets(figures: Figures) -> MirrorAdvice | None:
    many = figures.targets >= LEAST_TARGETS and figures.easy >= EASY_SHARE * figures.targets
    if not (many and figures.easy > figures.hard):
        return None
    return MirrorAdvice(
        Help.TARGETS,
        "Sebelum menetapkan SKP berikut, bandingkan targetnya dengan jabatan sejenis.",
        "Capaian lalu lebih mudah dibandingkan, dan nilai dari capaian itu lebih mudah diterima.",
    )


def _second_opinion(figures: Figures) -> MirrorAdvice | None:
    if not figures.is_material:
        return None
    return MirrorAdvice(
        Help.SECOND_OPINION,
        "Sebelum menyampaikan beberapa penilaian, minta pendapat kedua seorang rekan setingkat.",
        "Rekan melihat bukti yang sama tanpa mengenal timnya; Anda sendiri yang tetap memutuskan.",
    )
