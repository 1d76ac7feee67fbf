"""Check of achievements that look unmeasured: reading, tests by unit, and their report."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from terukur.jobs.analysis.drawing import written
from terukur.jobs.analysis.page import heading, page, paragraph, table
from terukur.statistics.carrying import LEAST_TARGET, carries_bunching
from terukur.statistics.discoveries import discoveries
from terukur.statistics.indicators import (
    BUNCHING_LEVEL,
    EASY,
    LEAST_ACHIEVEMENTS,
    LEAST_PEERS,
    LEAST_VALUES,
    ROUND_LEVEL,
    Bunching,
    Roundness,
    round_numbers,
    target_difficulty,
    threshold_bunching,
)
from terukur.tables.columns import filled, numbers_of, read_columns

_EVERYTHING = "semua"
CAVEAT = (
    "Setiap temuan adalah alasan untuk melihat, bukan bukti: tanyakan dulu penjelasan yang wajar, lalu "
    "bandingkan dengan sumber kedua."
)
_SMALL_COUNT = f"target hitungan di bawah {LEAST_TARGET} menumpuk di ambang dengan sendirinya"


@dataclass(frozen=True)
class IntegrityColumns:
    """The columns; ``history`` are own values of the last quarters, oldest first or not."""

    achievement: str
    group: str | None = None
    value: str | None = None
    target: str | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitFigures:
    """The tests of one unit; a test is None where there is too little data for it."""

    unit: str
    achievements: int
    bunching: Bunching | None
    bunches: bool
    roundness: Roundness | None
    is_round: bool


@dataclass(frozen=True)
class EasyTarget:
    """A target that asks for much less than its owner did, beside comparable ones."""

    line: int
    unit: str
    z: float


@dataclass(frozen=True)
class IntegrityReport:
    """All units, and easy targets by line of the file; ``targets`` is the number of comparable ones."""

    rows: int
    threshold: float
    units: list[UnitFigures]
    targets: int
    easy: list[EasyTarget]
    knows_targets: bool = False
    small: int = 0

    @property
    def carrying(self) -> str:
        """Return why bunching is not stated, or of how many figures; empty where all can carry it."""
        if not self.knows_targets:
            return (
                f"Penumpukan di ambang tidak ditampilkan: targetnya tidak diberikan (--target), dan "
                f"{_SMALL_COUNT}."
            )
        left_out = f"{self.small} capaian tidak ikut dalam penumpukan: {_SMALL_COUNT}."
        return left_out if self.small else ""


def read_and_check(
    file: Path, columns: IntegrityColumns, *, threshold: float, width: float
) -> IntegrityReport:
    """Read a file, one row an achievement, and run the tests by unit.

    :raises ImportRefused: naming line and column of each cell that is no number.
    :raises UnreadableTable: where there is no table, or a column is missing.
    """
    names = [columns.achievement, columns.group, columns.value, columns.target, *columns.history]
    wanted = list(dict.fromkeys(name for name in names if name))
    with file.open("rb") as stream:
        read = read_columns(stream, wanted, filename=file.name)
    units: Sequence[str] = [_EVERYTHING] * len(read.lines)
    if columns.group:
        units = filled(read.cells[columns.group], read.lines, columns.group)

    def numbers(name: str) -> list[float | None]:
        return numbers_of(read.cells[name], read.lines, name)

    targets = numbers(columns.target) if columns.target else None
    achieved = numbers(columns.achievement)
    small = 0
    if targets is not None:
        kept = [carries_bunching(target) for target in targets]
        small = sum(not one for one in kept)
        achieved = [value if one else None for value, one in zip(achieved, kept, strict=True)]
    figures = _by_unit(
        units,
        achieved,
        numbers(columns.value) if columns.value else None,
        threshold=threshold,
        width=width,
        knows_targets=targets is not None,
    )
    easy: list[EasyTarget] = []
    compared = 0
    if columns.target and columns.history:
        history = [numbers(name) for name in columns.history]
        goals = [
            (target or 0.0, [own for own in past if own is not None])
            for target, past in zip(targets or [], zip(*history, strict=True), strict=True)
        ]
        for line, unit, z in zip(read.lines, units, target_difficulty(goals), strict=True):
            compared += z is not None
            if z is not None and z < EASY:
                easy.append(EasyTarget(line, unit, z))
    return IntegrityReport(
        len(read.lines), threshold, figures, compared, easy, knows_targets=targets is not None, small=small
    )


def _by_unit(
    units: Sequence[str],
    achievements: Sequence[float | None],
    values: Sequence[float | None] | None,
    *,
    threshold: float,
    width: float,
    knows_targets: bool,
) -> list[UnitFigures]:
    names = sorted(set(units))
    own = _grouped(units, achievements)
    measured = _grouped(units, values) if values is not None else {}
    bunching = [
        threshold_bunching(own[name], threshold=threshold, width=width) if knows_targets else None
        for name in names
    ]
    roundness = [_roundness(measured.get(name, [])) for name in names]
    bunches = discoveries([one.p if one else None for one in bunching], BUNCHING_LEVEL)
    rounds = discoveries([one.chance if one else None for one in roundness], ROUND_LEVEL)
    return [
        UnitFigures(name, len(own[name]), *pair, *other)
        for name, pair, other in zip(
            names, zip(bunching, bunches, strict=True), zip(roundness, rounds, strict=True), strict=True
        )
    ]


def _grouped(units: Sequence[str], values: Sequence[float | None]) -> dict[str, list[float]]:
    groups: dict[str, list[float]] = {name: [] for name in units}
    for name, value in zip(units, values, strict=True):
        if value is not None:
            groups[name].append(value)
    return groups


def _roundness(values: Sequence[float]) -> Roundness | None:
    """Return the share of round values, with the unit's own smallest decimal place as resolution."""
    exact = [Fraction(repr(value)) for value in values]
    if not exact:
        return None
    places = max(len(str(one.denominator)) - 1 for one in exact)
    return round_numbers(exact, resolution=Fraction(1, 10**places))


def as_json(report: IntegrityReport) -> dict[str, Any]:
    """Return by unit the counts and how rare they are, then easy targets."""
    return {
        "units": [
            {
                "unit": one.unit,
                "n": one.achievements,
                "bunching": one.bunching
                and {
                    "above": one.bunching.above,
                    "below": one.bunching.below,
                    "expected_share": one.bunching.expected,
                    "z": one.bunching.z,
                    "p": one.bunching.p,
                },
                "round_numbers": one.roundness
                and {
                    "values": one.roundness.values,
                    "round": one.roundness.round_values,
                    "p": one.roundness.chance,
                },
                "flags": _flags(one),
            }
            for one in report.units
        ],
        "easy_targets": [{"line": one.line, "unit": one.unit, "z": one.z} for one in report.easy],
        "diagnostics": {
            "rows": report.rows,
            "threshold": report.threshold,
            "targets_compared": report.targets,
            "bunching_not_told": report.carrying or None,
            "least": {
                "achievements": LEAST_ACHIEVEMENTS,
                "values": LEAST_VALUES,
                "comparable_targets": LEAST_PEERS,
            },
        },
    }


def _flags(one: UnitFigures) -> list[str]:
    return [name for name, found in (("bunching", one.bunches), ("round-numbers", one.is_round)) if found]


def print_report(report: IntegrityReport, console: Console) -> None:
    """Print the report, units with findings first."""
    grid = Table(title="Keutuhan indikator", title_justify="left")
    for name in _HEADERS:
        grid.add_column(name, justify="left" if name in ("Unit", "Untuk dilihat") else "right")
    for row in _rows(report):
        grid.add_row(*row)
    console.print(grid)
    for line in _summary(report):
        console.print(f"• {line}")


def html_of(report: IntegrityReport) -> str:
    """Return the same as a page."""
    return page(
        "Keutuhan indikator",
        [
            paragraph(CAVEAT, is_note=True),
            table(_HEADERS, _rows(report), caption="Unit, yang perlu dilihat lebih dulu", words=2),
            heading("Dasar hitungan"),
            *[paragraph(line) for line in _summary(report)],
        ],
    )


_HEADERS = ("Unit", "Untuk dilihat", "Capaian", "Tepat di atas / di bawah", "p", "Angka bulat", "p bulat")
_WORDS: dict[str, str] = {"bunching": "menumpuk di ambang", "round-numbers": "angka bulat"}


def _rows(report: IntegrityReport) -> list[list[str]]:
    return [
        [
            one.unit,
            ", ".join(_WORDS[flag] for flag in _flags(one)) or "–",
            str(one.achievements),
            f"{one.bunching.above} / {one.bunching.below}" if one.bunching else "belum cukup",
            written(one.bunching.p, 4) if one.bunching else "–",
            f"{one.roundness.round_values} dari {one.roundness.values}" if one.roundness else "–",
            written(one.roundness.chance, 4) if one.roundness else "–",
        ]
        for one in sorted(report.units, key=lambda one: (not _flags(one), one.unit))
    ]


def _summary(report: IntegrityReport) -> list[str]:
    lines = [
        f"{report.rows} baris; ambang {written(report.threshold, 0)}%. Penumpukan dihitung dari sedikitnya "
        f"{LEAST_ACHIEVEMENTS} capaian, angka bulat dari {LEAST_VALUES} nilai.",
        "Banyak unit diperiksa sekaligus: batasnya diperketat supaya temuan kebetulan tetap sedikit.",
    ]
    if report.targets:
        lines.append(
            f"{len(report.easy)} dari {report.targets} target jauh di bawah capaian pemiliknya sendiri"
            + (f" (baris {', '.join(str(one.line) for one in report.easy[:20])})." if report.easy else ".")
        )
    return [*lines, *filter(None, [report.carrying]), CAVEAT]
