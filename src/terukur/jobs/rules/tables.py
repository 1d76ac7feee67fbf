"""The tables of the rules as Markdown, read from the rules themselves."""

from collections.abc import Callable, Iterable, Iterator

from terukur.notation.numbers import display
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.credit import COEFFICIENTS, REQUIREMENTS, credit
from terukur.regulation.grade import grade_of
from terukur.regulation.satisfaction import THRESHOLDS
from terukur.regulation.scales import FunctionalLevel, Grade, Potential, Rating
from terukur.regulation.talent import talent_box


def _table(corner: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = [corner, *columns]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _grades() -> Iterator[str]:
    return _table(
        "Hasil kerja \\ perilaku",
        [rating.label for rating in Rating],
        [
            [results.label, *(grade_of(results=results, behavior=b).result.label for b in Rating)]
            for results in reversed(Rating)
        ],
    )


def _credits() -> Iterator[str]:
    return _table(
        "Setahun",
        ["Koefisien", *(grade.label for grade in Grade)],
        [
            [
                level.label,
                display(COEFFICIENTS[level]),
                *(display(credit(level=level, grade=g, months=12).result, 4) for g in Grade),
            ]
            for level in FunctionalLevel
        ],
    )


def _needs() -> Iterator[str]:
    return _table(
        "Jenjang",
        ["Golongan", "Pangkat berikutnya", "Jenjang berikutnya"],
        [
            [level.label, ", ".join(need.ranks), str(need.next_rank), str(need.next_level or "–")]
            for level, need in REQUIREMENTS.items()
        ],
    )


def _qualities() -> Iterator[str]:
    return _table(
        "Mutu",
        ["IKM paling rendah"],
        [[quality.label, display(lowest, trim=False)] for lowest, quality in THRESHOLDS],
    )


def _boxes() -> Iterator[str]:
    return _table(
        "Kinerja \\ potensi",
        [potential.label for potential in Potential],
        [
            [rating.label, *(str(talent_box(performance=rating, potential=p).result) for p in Potential)]
            for rating in reversed(Rating)
        ],
    )


def _guides() -> Iterator[str]:
    return _table(
        "Nilai",
        ["Panduan"],
        [
            [f"{value.code} {value.name}", "; ".join(guide.text for guide in value.guides)]
            for value in BEHAVIOR_VALUES
        ],
    )


TABLES: dict[str, Callable[[], Iterable[str]]] = {
    "grade": _grades,
    "credit": _credits,
    "credit-need": _needs,
    "satisfaction": _qualities,
    "talent-box": _boxes,
    "behaviours": _guides,
}
