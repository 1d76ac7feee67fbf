"""Raters or units in the order of a difference, each with its interval (caterpillar plot)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import ClassVar

from terukur.drawings.axis import Axis, Tick, fitting
from terukur.notation.numbers import written
from terukur.statistics.severity.verdict import Z80, Z95, SeverityStatus

MATERIAL = 0.25
MANY = 40
OUTERMOST = 15
_LABELLED, _PLAIN = 38, 12
_TOP, _BOTTOM = 26, 24
_SHAPES = {
    SeverityStatus.NO_MATERIAL_DIFFERENCE: ("circle", "●"),
    SeverityStatus.UNCERTAIN: ("ring", "○"),
    SeverityStatus.MATERIAL_DIFFERENCE: ("diamond", "◆"),
    # A number may be known while there is too little for a status: drawn as what is not sure.
    SeverityStatus.NOT_ENOUGH_DATA: ("ring", "○"),
}
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class RaterRow:
    """One row. A row without a value is not drawn; ``employees`` and ``forms`` None are not shown.

    ``label`` may be empty: nameless rows are drawn close together.
    """

    label: str
    status: SeverityStatus
    value: float | None = None
    inner: Range | None = None
    outer: Range | None = None
    employees: int | None = None
    forms: int | None = None
    is_own: bool = False

    @property
    def basis(self) -> str:
        """The amount of data behind it, in words."""
        told = [(self.employees, "pegawai"), (self.forms, "penilaian")]
        return ", ".join(f"{count} {word}" for count, word in told if count is not None)

    @property
    def name(self) -> str:
        """The name in the table."""
        return self.label or "rekan"

    @property
    def sign(self) -> str:
        """The shape of its status as a letter."""
        return _SHAPES.get(self.status, ("", ""))[1]

    @property
    def cells(self) -> list[str]:
        """The value and ranges as the table writes them."""
        ranges = [
            " … ".join(written(end, trim=False) for end in part) if part else "–"
            for part in (self.inner, self.outer)
        ]
        return ["–" if self.value is None else written(self.value, trim=False), *ranges]


@dataclass(frozen=True, slots=True)
class CaterpillarMark:
    """A row with its place: two lines for the ranges, and a shape for the value."""

    row: RaterRow
    y: float
    x: float
    inner: Range
    outer: Range
    shape: str
    label: Tick | None
    is_summary: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Summary:
    """Rows between the outermost, as one: their number, range and middle."""

    count: int
    low: float
    high: float
    middle: float
    y: float = 0.0
    span: Range = (0.0, 0.0)
    x: float = 0.0
    is_summary: ClassVar[bool] = True

    @property
    def words(self) -> str:
        """The label above its box."""
        return f"{self.count} lainnya, {written(self.low)} sampai {written(self.high)}"


@dataclass(frozen=True, slots=True)
class Legend:
    """One status among the rows with a value."""

    sign: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Caterpillar:
    """The drawing, from top to bottom in the order of values."""

    title: str
    sentence: str
    material: str
    height: float
    top: float
    bottom: float
    zero: float
    band: Range
    ends: tuple[Tick, Tick]
    ticks: list[Tick]
    items: list[CaterpillarMark | Summary]
    silent: list[RaterRow]
    legend: list[Legend]
    template: ClassVar[str] = "drawings/caterpillar.html"

    @property
    def depth(self) -> float:
        """The height of the band."""
        return self.bottom - self.top


def severity_row(
    label: str,
    *,
    status: SeverityStatus,
    severity: float | None,
    sd: float | None,
    employees: int | None = None,
    forms: int | None = None,
    is_own: bool = False,
) -> RaterRow:
    """Return a rater's row from severity, drawn as the difference of ratings: lower is to the left."""
    value = None if severity is None else -severity
    if status is SeverityStatus.NOT_IDENTIFIED or value is None or sd is None:
        return RaterRow(label, status, employees=employees, forms=forms, is_own=is_own)
    inner, outer = ((value - reach * sd, value + reach * sd) for reach in (Z80, Z95))
    return RaterRow(label, status, value, inner, outer, employees, forms, is_own)


def caterpillar(
    rows: Sequence[RaterRow],
    *,
    title: str = "Selisih nilai menurut penilai",
    sentence: str = "",
    ends: tuple[str, str] = ("← nilai lebih rendah", "lebih tinggi →"),
    material: float = MATERIAL,
) -> Caterpillar:
    """Return rows with a value in its order; the others below without a mark. Ends are labels of left and
    right.

    Of more than 40 rows the outermost 15 on each side, those of the viewer, and a summary of the others.
    """
    known = sorted((row for row in rows if row.value is not None), key=lambda row: row.value or 0.0)
    silent = [row for row in rows if row.value is None]
    reach = max([2 * material, *(abs(end) for row in known for end in (*(row.outer or ()), row.value or 0))])
    axis = Axis(-1.04 * reach, 1.04 * reach)
    items, y = _items(known, axis)
    return Caterpillar(
        title=title,
        sentence=sentence or _sentence(known, silent, material),
        material=written(material),
        height=y + _BOTTOM,
        top=_TOP - 6,
        bottom=y,
        zero=axis.at(0),
        band=axis.span(-material, material),
        ends=(Tick(axis.start, ends[0], "start"), Tick(axis.end, ends[1], "end")),
        ticks=axis.ticks(),
        items=items,
        silent=silent,
        legend=_legend(known),
    )


def _items(known: Sequence[RaterRow], axis: Axis) -> tuple[list[CaterpillarMark | Summary], float]:
    items: list[CaterpillarMark | Summary] = []
    y = float(_TOP)
    for one in _shortened(known):
        room = _LABELLED if isinstance(one, Summary) or one.label else _PLAIN
        y += room
        items.append(
            replace(one, y=y - 10, span=axis.span(one.low, one.high), x=axis.at(one.middle))
            if isinstance(one, Summary)
            else _mark(one, y - room / 2 if room == _PLAIN else y - 10, axis)
        )
    return items, y


def _mark(row: RaterRow, y: float, axis: Axis) -> CaterpillarMark:
    value = row.value or 0.0
    ranges = [part or (value, value) for part in (row.inner, row.outer)]
    inner, outer = ((axis.at(low), axis.at(high)) for low, high in ranges)
    basis = row.basis
    label = fitting(*(f"{row.label} · {part}" for part in (basis, basis.split(",")[0]) if part), row.label)
    return CaterpillarMark(
        row,
        y,
        axis.at(value),
        inner,
        outer,
        _SHAPES[row.status][0],
        Tick(axis.start, label, "start") if row.label else None,
    )


def _shortened(known: Sequence[RaterRow]) -> Iterable[RaterRow | Summary]:
    if len(known) <= MANY:
        yield from known
        return
    yield from known[:OUTERMOST]
    for is_own, run in groupby(known[OUTERMOST:-OUTERMOST], key=lambda row: row.is_own):
        between = list(run)
        if is_own or len(between) < 3:
            yield from between
        else:
            values = [row.value or 0.0 for row in between]
            yield Summary(len(values), values[0], values[-1], median(values))
    yield from known[-OUTERMOST:]


def _sentence(known: Sequence[RaterRow], silent: Sequence[RaterRow], material: float) -> str:
    if not known:
        return "Belum ada yang dapat digambar: tidak seorang pun sudah punya angka."
    far = sum(row.status is SeverityStatus.MATERIAL_DIFFERENCE for row in known)
    most = f"{far} dari {len(known)}" if far else f"Tidak satu pun dari {len(known)}"
    rest = f" {len(silent)} lainnya tanpa angka." if silent else ""
    return (
        f"{most} berbeda lebih dari {written(material)} tingkat dengan cukup pasti; "
        f"makin panjang garisnya, makin belum pasti.{rest}"
    )


def _legend(known: Sequence[RaterRow]) -> list[Legend]:
    counts = Counter((row.sign, _word(row.status)) for row in known)
    return [Legend(sign, words, count) for (sign, words), count in sorted(counts.items())]


def _word(status: SeverityStatus) -> str:
    """Return one word for each shape: a number from too little data is not sure either."""
    return SeverityStatus.UNCERTAIN.label if status is SeverityStatus.NOT_ENOUGH_DATA else status.label
