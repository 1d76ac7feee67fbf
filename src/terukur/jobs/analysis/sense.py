"""Impossible rows, refused by line before anything is computed of them.

A typing error, a form that stands twice, a rater who rates himself: each gave some rater a severity. Names in
several spellings are one name, and that is stated.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from terukur.tables.cells import CellError, ImportRefused

MOST_TOLD = 50
# The scale is estimated from the values: with fewer than these, none can be called far off.
_LEAST_VALUES = 20
# At most so many values, and this share of all, are refused, if further off than the range of all others.
_MOST_STRAY, _STRAY_SHARE = 3, 0.01


def one_spelling(cells: Sequence[str], column: str) -> tuple[list[str], list[str]]:
    """Return the labels with one spelling each, the most frequent, and the spellings taken as the same."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for cell in cells:
        spellings[_folded(cell)][cell] += 1
    chosen = {
        key: min(written, key=lambda text: (-written[text], text)) for key, written in spellings.items()
    }
    told = [
        f"{column} “{chosen[key]}” ditulis juga {_quoted(written, chosen[key])}: dianggap satu."
        for key, written in spellings.items()
        if len(written) > 1
    ]
    return [chosen[_folded(cell)] for cell in cells], told[:MOST_TOLD]


def refuse_strays(values: Sequence[float | None], lines: Sequence[int], column: str) -> None:
    """Refuse a value far outside the scale that all others are on: a 33 among 1, 2 and 3.

    :raises ImportRefused: naming each such line.
    """
    known = sorted(value for value in values if value is not None)
    most = min(_MOST_STRAY, int(len(known) * _STRAY_SHARE))
    if len(known) < _LEAST_VALUES or most == 0:
        return
    low, high = known[most], known[-1 - most]
    width = high - low
    if width <= 0:
        return
    errors = [
        CellError(
            line,
            column,
            f"{value:g}",
            f"{value:g} jauh di luar nilai yang lain ({low:g} sampai {high:g}); salah ketik? Perbaiki, "
            "atau kosongkan selnya.",
        )
        for value, line in zip(values, lines, strict=True)
        if value is not None and not low - width <= value <= high + width
    ]
    _refuse(errors)


def refuse_own(rater: Sequence[str], ratee: Sequence[str], lines: Sequence[int], column: str) -> None:
    """Refuse a form by which a person rates himself.

    :raises ImportRefused: naming each such line.
    """
    errors = [
        CellError(line, column, who, f"“{who}” menilai dirinya sendiri; keluarkan baris penilaian sendiri.")
        for who, whom, line in zip(rater, ratee, lines, strict=True)
        if _folded(who) == _folded(whom)
    ]
    _refuse(errors)


def refuse_doubles(forms: Sequence[Hashable], lines: Sequence[int], column: str) -> None:
    """Refuse a form that stands twice word for word: it would count as twice the evidence.

    :raises ImportRefused: naming each such line and the line that it repeats.
    """
    first: dict[Hashable, int] = {}
    errors = []
    for form, line in zip(forms, lines, strict=True):
        before = first.setdefault(form, line)
        if before != line:
            errors.append(
                CellError(
                    line,
                    column,
                    "",
                    f"sama persis dengan baris {before}; hapus salah satu. Penilaian dari waktu yang "
                    "berbeda dibedakan oleh kolom periode (--period).",
                )
            )
    _refuse(errors)


def _refuse(errors: list[CellError]) -> None:
    if errors:
        raise ImportRefused(errors[:MOST_TOLD])


def _folded(cell: str) -> str:
    return " ".join(cell.split()).casefold()


def _quoted(written: Counter[str], chosen: str) -> str:
    return ", ".join(f"“{text}”" for text in sorted(written) if text != chosen)
