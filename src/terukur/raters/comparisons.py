"""One appraiser's figures beside those of colleagues in like positions, each as one sentence.

Quartiles are shown from five colleagues on; a sentence about fewer would be about one of them.
"""

from dataclasses import dataclass

from terukur.notation.numbers import written
from terukur.raters.record import HabitFigure, MirrorRecord, Quartiles


@dataclass(frozen=True, slots=True)
class Comparison:
    """A name, the sentence, the own figure and the quartiles of colleagues, None of too few."""

    key: str
    name: str
    sentence: str
    own: float
    quartiles: Quartiles | None = None


def comparisons_of(kept: MirrorRecord) -> list[Comparison]:
    """Return the known comparisons, from the figures of an appraiser that a run keeps."""
    found = [_compared(kept, kind) for kind in _KINDS]
    return [one for one in (*found[:3], _off_center(kept), *found[3:]) if one]


def _compared(kept: MirrorRecord, kind: "_Kind") -> Comparison | None:
    figure: HabitFigure = getattr(kept, kind.key)
    own = figure.own
    if own is None:
        return None
    told = kind.words.format(f"{kind.number(own)} {kind.unit}")
    if figure.quartiles is None:
        return Comparison(kind.key, kind.name, f"{told}.", own)
    low, _, high = figure.quartiles
    between = f"antara {kind.number(low)} dan {kind.number(high)} {kind.unit}"
    told = f"{told}; separuh rekan dengan jabatan sejenis {between}."
    return Comparison(kind.key, kind.name, told, own, figure.quartiles)


def _off_center(kept: MirrorRecord) -> Comparison | None:
    """Return the comparison for marks off the middle; without colleagues, as each needs its example."""
    marks, examples = kept.off_center.marks, kept.off_center.with_example
    if not marks:
        return None
    told = (
        f"Dari {marks} nilai perilaku yang Anda beri di atas atau di bawah ekspektasi, {examples} disertai "
        "contoh bertanggal."
    )
    return Comparison("off_center", "Nilai di luar “sesuai”", told, examples / marks)


def given_words(kept: MirrorRecord) -> str:
    """Return how often each rating was given; empty where nothing is known."""
    total = sum(kept.given.values())
    if not total:
        return ""
    below, meets, above = (kept.given.get(key, 0) for key in ("below", "meets", "above"))
    return f"Dari {total} nilai yang Anda beri: {below} di bawah, {meets} sesuai, {above} di atas ekspektasi."


def targets_words(kept: MirrorRecord) -> str:
    """Return the sentence on the difficulty of the team's targets, which severity does not contain."""
    targets = kept.targets
    if targets is None or not targets.compared:
        return (
            "Target tim Anda belum dapat dibandingkan dengan target sejenis, jadi belum diketahui apakah "
            "hasil terukurnya lebih mudah atau lebih sulit dicapai."
        )
    return (
        f"Dari {targets.compared} target tim Anda yang dapat dibandingkan, {targets.easy} lebih mudah dan "
        f"{targets.hard} lebih sulit daripada target sejenis. Target yang mudah membuat penilai tampak "
        "ketat, yang sulit tampak longgar."
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """The form of one of the figures; ``number`` writes it without its unit."""

    key: str
    name: str
    words: str
    unit: str
    places: int = 0
    times: int = 1

    def number(self, value: float) -> str:
        """As one writes an estimate; an estimated share is at most a whole."""
        told = min(value, 1.0) if self.unit == "%" else value
        return written(self.times * told, self.places)


_KINDS = (
    _Kind(
        "spread",
        "Perbedaan antarnilai",
        "Nilai yang Anda beri berbeda satu sama lain sekitar {}",
        "tingkat",
        places=2,
    ),
    _Kind(
        "block",
        "Tujuh perilaku, satu per satu",
        "Dari perbedaan nilai Anda, {} terjadi di dalam satu penilaian, antara ketujuh perilakunya (makin "
        "kecil, makin ketujuhnya bergerak bersama)",
        "%",
        times=100,
    ),
    _Kind(
        "same",
        "Tujuh nilai yang sama",
        "Ketujuh perilaku Anda beri nilai yang sama pada {} penilaian",
        "%",
        times=100,
    ),
    _Kind(
        "seen_to_mark",
        "Dari contoh ke nilai",
        "Biasanya contoh yang Anda tulis sudah berumur {} ketika nilainya diberikan",
        "hari",
    ),
    _Kind(
        "end_to_mark",
        "Dari akhir periode ke nilai",
        "Biasanya Anda mulai menilai {} sesudah periode berakhir",
        "hari",
    ),
)
