"""The heading of a table: found among titles, of one to three rows, one above the other."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from terukur.tables.names import normalize_header

CellValue = str | Decimal | date | bool | None
Record = tuple[int, list[CellValue]]
HEADER_SEARCH = 30
_LEVELS = 3
_LONGEST_HEADING = 40
_DOSES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of each column, blank where it has none; ``start`` and ``end`` are places among the records.

    ``score`` counts the known names among them.
    """

    line: int
    start: int
    end: int
    names: tuple[str, ...]
    score: int


def find_heading(records: Sequence[Record], known: Collection[str]) -> Heading:
    """Return the heading with most known names among the first 30 records; the first of equal ones.

    Where no name is known it is the first row that is no title: one at least half as wide as the widest.
    """
    found = [heading_at(records, start, known) for start in range(min(HEADER_SEARCH, len(records)))]
    widest = max(_filled(cells) for _line, cells in records[:HEADER_SEARCH])

    def worth(heading: Heading) -> tuple[int, bool, int]:
        is_wide = 2 * _filled(records[heading.start][1]) >= widest
        return heading.score, bool(heading.score) or is_wide, -heading.start

    return max(found, key=worth)


def _filled(cells: Sequence[CellValue]) -> int:
    return sum(cell is not None for cell in cells)


def heading_at(records: Sequence[Record], start: int, known: Collection[str]) -> Heading:
    """Return the heading that begins at a place among the records."""
    line, cells = records[start]
    levels = [cells]
    for offset, (further, below) in enumerate(records[start + 1 : start + _LEVELS], start=1):
        if further != line + offset or _is_title(cells):
            break
        if not _is_below(below, levels[-1], levels) and not _is_between(records, start + offset, levels):
            break
        levels.append(below)
    names = _names(levels, known)
    score = len({normalize_header(name) for name in names if name} & set(known))
    return Heading(line, start, start + len(levels), tuple(names), score)


def _is_title(cells: list[CellValue]) -> bool:
    """Return whether a row says something about the whole table: one text, or ``BULAN : JULI``."""
    written = [str(cell) for cell in cells if cell is not None]
    return len(set(written)) == 1 or any(":" in words for words in written)


def _is_below(cells: list[CellValue], above: list[CellValue], levels: Sequence[list[CellValue]]) -> bool:
    """Return whether a row is a further line of a heading: words only under an empty or a merged cell.

    A merged cell that was taken apart stands over each of its columns.
    """
    filled = {place: cell for place, cell in enumerate(cells) if cell is not None}
    if not filled or not all(_is_word(cell) for cell in filled.values()):
        return False
    free = [place for place in filled if not any(_at(level, place) for level in levels)]
    spread = [place for place in filled if _is_spread(above, place)]
    return bool(free or spread) and all(
        place in free or place in spread or cell == _at(above, place) or _is_merged(above, place)
        for place, cell in filled.items()
    )


def _is_between(records: Sequence[Record], place: int, levels: Sequence[list[CellValue]]) -> bool:
    """Return whether a row of words under merged cells alone has the last line of a heading below it."""
    line, cells = records[place]
    filled = {at: cell for at, cell in enumerate(cells) if cell is not None}
    if place + 1 >= len(records) or len(levels) + 1 >= _LEVELS or not filled:
        return False
    if not all(_is_word(cell) and _is_merged(levels[-1], at) for at, cell in filled.items()):
        return False
    further, below = records[place + 1]
    return further == line + 1 and _is_below(below, cells, [*levels, cells])


def _is_word(cell: CellValue) -> bool:
    if isinstance(cell, Decimal):
        # The doses of a vaccine: DPT-HB-Hib over 1, 2 and 3.
        return cell in _DOSES
    return (
        isinstance(cell, str)
        and len(cell) <= _LONGEST_HEADING
        and any(mark.isalpha() or mark == "%" for mark in cell)
        and sum(mark.isdigit() for mark in cell) <= 4
    )


def _is_merged(above: list[CellValue], place: int) -> bool:
    """Return whether a heading reaches over the column on its right, which has none of its own."""
    return _at(above, place + 1) is None


def _is_spread(above: list[CellValue], place: int) -> bool:
    """Return whether a heading stands over a column and the next one too: a merged cell taken apart."""
    own = _at(above, place)
    beside = [_at(above, place + 1), _at(above, place - 1) if place else None]
    return own is not None and own in beside


def _at(cells: list[CellValue], place: int) -> CellValue:
    return cells[place] if place < len(cells) else None


def _names(levels: Sequence[list[CellValue]], known: Collection[str]) -> list[str]:
    """Return the stacked names: ``BCG`` over ``L`` and ``P`` gives ``BCG L`` and ``BCG P``.

    Where the lowest word alone is a known name and the whole is not, and no other column has it, that is
    the name.
    """
    stacks: list[list[str]] = []
    carried: list[str] = []
    for place in range(max(len(level) for level in levels)):
        own = ["" if (cell := _at(level, place)) is None else str(cell).strip() for level in levels]
        first = next((depth for depth, word in enumerate(own) if word), None)
        if first is None:
            stacks.append([])
            continue
        carried = carried[:first] + own[first:]
        stacks.append(list(dict.fromkeys(word for word in carried if word)))
    whole = _without_hints([" ".join(words) for words in stacks], known)
    lowest = [words[-1] if words else "" for words in stacks]
    return [
        below
        if normalize_header(name) not in known
        and normalize_header(below) in known
        and lowest.count(below) == 1
        and below not in whole
        else name
        for name, below in zip(whole, lowest, strict=True)
    ]


def _without_hints(names: Sequence[str], known: Collection[str]) -> list[str]:
    """Return names without ``*`` and ``:`` at their end, and without a hint in brackets: ``NIP (18 angka)``.

    The hint stays where the name is known with it, is not known without it, or would be there twice.
    """
    bare = [name.rstrip("*: ") for name in names]
    found = []
    for name in bare:
        short = name[: name.index("(")].rstrip("*: ") if name.endswith(")") and "(" in name else name
        is_better = normalize_header(name) not in known and normalize_header(short) in known
        found.append(short if is_better and short not in bare else name)
    return found
