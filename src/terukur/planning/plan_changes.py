"""The difference between a version of a plan and what a file says of it: in words, and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from terukur.notation.dates import written_day
from terukur.planning.models import Indicator, Measure, PlannedResult, PlanVersion
from terukur.planning.operations.content import even_weights_of
from terukur.planning.plans_table import PlanRow
from terukur.planning.section_changes import section_changes, write_sections
from terukur.regulation.scales import Direction, ResultKind, Scale
from terukur.tables.names import normalize_header
from terukur.tables.numerals import write_number

S = TypeVar("S")
W = TypeVar("W")
_LABELS = {
    "name": "indikator",
    "aspect": "aspek",
    "unit": "satuan",
    "direction": "arah",
    "pace": "waktu target",
    "division": "pembagian target",
    "division_parts": "bagian target",
    "division_name": "musim",
    "target": "target",
    "target_high": "target atas",
    "due": "jatuh tempo",
    "weight": "bobot",
    "combination": "cara gabung",
    "formula": "rumus",
    "source": "sumber",
    "owner": "pemilik",
    "exposure_name": "paparan",
    "exposure_planned": "nilai paparan",
    "last_year_value": "capaian tahun lalu",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What a file changes in a version, in words; ``added`` and ``removed`` are names of indicators."""

    words: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.words)


def difference(version: PlanVersion, rows: Sequence[PlanRow]) -> Difference:
    """Return what the rows of a plan change in a version; what the file leaves blank stays."""
    found = Difference(section_changes(version, rows[0]) if rows else [])
    for result, wanted in _results(version, rows):
        if result is not None and wanted:
            found.words.extend(
                f"hasil kerja “{result.title}”: {label} {_from_to(before, after)}"
                for label, before, after in _result_changes(result, wanted)
            )
        pairs: Sequence[tuple[Indicator | None, PlanRow | None]]
        pairs = _indicators(result, wanted) if result is not None else [(None, row) for row in wanted]
        for indicator, row in pairs:
            if row is not None and indicator is not None:
                found.words.extend(
                    f"“{indicator.name}”: {label} {_from_to(before, after)}"
                    for label, before, after in _indicator_changes(indicator, row)
                )
            elif row is not None:
                found.added.append(row.name)
                found.words.append(f"“{row.name}” baru: {target_words(row)}")
            elif indicator is not None:
                found.removed.append(indicator.name)
                found.words.append(f"“{indicator.name}” dihapus")
    return found


def write_difference(version: PlanVersion, rows: Sequence[PlanRow], measures: Mapping[str, Measure]) -> None:
    """Store in a version that is in the making what the rows of its plan say."""
    if rows:
        write_sections(version, rows[0])
    is_same_set = True
    number = 0
    for place, (result, wanted) in enumerate(_results(version, rows), start=1):
        if not wanted and result is not None and result.expectation:
            continue  # a result in words: no table can tell it, so it stays
        if not wanted:
            is_same_set = False
            if result is not None:
                result.delete()
            continue
        if result is None:
            is_same_set = False
            result = PlannedResult(version=version, kind=wanted[0].kind or ResultKind.MAIN)
        _fill_result(result, wanted, place)
        for indicator, row in _indicators(result, wanted):
            if row is None:
                is_same_set = False
                if indicator is not None:
                    indicator.delete()
                continue
            number += 1
            is_same_set = is_same_set and indicator is not None
            _fill_indicator(indicator, result, row, number, measures)
    if not is_same_set and all("weight" not in row.told for row in rows):
        _share_evenly(version)


def target_words(row: PlanRow, *, with_weight: bool = True) -> str:
    """Return target and weight of a row as people read them."""
    low, high = row.indicator["target"], row.indicator["target_high"]
    bound = {Direction.LOWER: "paling banyak "}.get(row.indicator["direction"], "")  # type: ignore[call-overload]
    span = f"{_shown(low)} sampai {_shown(high)}" if high is not None else f"{bound}{_shown(low)}"
    weight = f", bobot {_shown(row.weight)}" if with_weight and row.weight is not None else ""
    return f"target {span} {row.indicator['unit']}".rstrip() + weight


def grouped_by_result(rows: Sequence[PlanRow]) -> dict[str, list[PlanRow]]:
    """Return the rows by the title of their result, in their order."""
    found: dict[str, list[PlanRow]] = {}
    for row in rows:
        found.setdefault(row.result, []).append(row)
    return found


def _results(
    version: PlanVersion, rows: Sequence[PlanRow]
) -> list[tuple[PlannedResult | None, list[PlanRow]]]:
    stored = list(version.results.order_by("number").prefetch_related("indicators__measure"))
    wanted = list(grouped_by_result(rows).values())
    pairs = _paired(stored, wanted, lambda one: one.title, lambda some: some[0].result)
    return [(result, some or []) for result, some in pairs]


def _indicators(
    result: PlannedResult, rows: Sequence[PlanRow]
) -> list[tuple[Indicator | None, PlanRow | None]]:
    stored = sorted(result.indicators.all(), key=lambda one: one.number) if result.pk else []
    return _paired(stored, rows, lambda one: one.name, lambda row: row.name)


def _paired(
    stored: Sequence[S], wanted: Sequence[W], own: Callable[[S], str], name: Callable[[W], str]
) -> list[tuple[S | None, W | None]]:
    """Pair by name in the order of the file; as many left over on both sides are renamed ones."""
    left = list(stored)
    pairs: list[tuple[S | None, W | None]] = []
    for one in wanted:
        same = next(
            (item for item in left if normalize_header(own(item)) == normalize_header(name(one))), None
        )
        if same is not None:
            left.remove(same)
        pairs.append((same, one))
    alone = [place for place, (item, _one) in enumerate(pairs) if item is None]
    if left and len(alone) == len(left):
        for place, item in zip(alone, left, strict=True):
            pairs[place] = item, pairs[place][1]
        left = []
    return [*pairs, *((item, None) for item in left)]


def _result_changes(result: PlannedResult, rows: Sequence[PlanRow]) -> list[tuple[str, object, object]]:
    wanted = {
        "title": ("judul", rows[0].result),
        "kind": ("jenis", rows[0].kind),
        "perspective": ("perspektif", rows[0].perspective),
        "support_reason": ("RHK pimpinan", rows[0].leader_title[:300]),
    }
    return [
        (label, getattr(result, name), value)
        for name, (label, value) in wanted.items()
        if value and getattr(result, name) != value
    ]


def _told(indicator: Indicator, row: PlanRow) -> dict[str, object]:
    """Return the fields that the file says; a single number for a range ends the range."""
    told = {name: row.indicator[name] for name in row.indicator if name in row.told}
    if told["target_high"] is None and indicator.direction == Direction.RANGE and "direction" not in told:
        told["direction"] = Direction.HIGHER
    return told


def _indicator_changes(indicator: Indicator, row: PlanRow) -> list[tuple[str, object, object]]:
    changes: list[tuple[str, object, object]] = [
        (_LABELS[name], getattr(indicator, name), value)
        for name, value in _told(indicator, row).items()
        if getattr(indicator, name) != value
    ]
    for label, key, measure in (
        ("ukuran", row.measure if row.tells_measuring else "", indicator.measure),
        ("ukuran paparan", row.exposure_measure, indicator.exposure_measure),
    ):
        if key and (measure is None or measure.key != key):
            changes.append((label, measure.key if measure else None, key))
    return changes


def _fill_result(result: PlannedResult, rows: Sequence[PlanRow], number: int) -> None:
    first = rows[0]
    result.number = number
    result.title = first.result
    result.kind = first.kind or result.kind
    result.perspective = first.perspective or result.perspective
    if first.leader_title and first.leader_title[:300] != result.support_reason:
        result.support_reason = first.leader_title[:300]
        if result.pk is not None:
            result.supports.filter(leader_result__isnull=False).delete()
    result.save()


def _fill_indicator(
    indicator: Indicator | None,
    result: PlannedResult,
    row: PlanRow,
    number: int,
    measures: Mapping[str, Measure],
) -> None:
    told = dict(row.indicator)
    if indicator is None:
        indicator = Indicator(result=result)
        indicator.measure = measures.get(row.measure)
    else:
        told = _told(indicator, row)
        if row.tells_measuring and row.measure:
            indicator.measure = measures[row.measure]
        if not row.tells_measuring and indicator.measure is None and not indicator.formula:
            indicator.measure = measures.get(row.measure)
            told |= {name: row.indicator[name] for name in ("formula", "source")}
    if row.exposure_measure:
        indicator.exposure_measure = measures[row.exposure_measure]
    for name, value in told.items():
        setattr(indicator, name, value)
    if "target" in told:
        indicator.is_carried = False
    indicator.number = number
    indicator.save()


def _share_evenly(version: PlanVersion) -> None:
    indicators = list(Indicator.objects.filter(result__version=version).order_by("result__number", "number"))
    for indicator, share in zip(indicators, even_weights_of(indicators), strict=True):
        indicator.weight = share
    Indicator.objects.bulk_update(indicators, ["weight"])


def _from_to(before: object, after: object) -> str:
    if isinstance(after, Scale) and before:
        before = type(after)(str(before))
    return f"dari {_shown(before)} ke {_shown(after)}"


def _shown(value: object) -> str:
    if value is None or value == "":
        return "kosong"
    if isinstance(value, Decimal):
        return write_number(value)
    if isinstance(value, list):
        return "; ".join(write_number(part) for part in value) or "kosong"
    if isinstance(value, date):
        return written_day(value)
    return value.label if isinstance(value, Scale) else str(value)
