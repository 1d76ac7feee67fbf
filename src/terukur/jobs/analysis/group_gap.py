"""Two groups of a whole agency: how often rated high, the gap given results, the gap in the results."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from terukur.jobs.analysis.drawing import written
from terukur.jobs.analysis.page import heading, page, paragraph, table
from terukur.jobs.analysis.sense import one_spelling, refuse_own, refuse_strays
from terukur.raters.wording import RESULT_NOT_KNOWN, scale_reason
from terukur.statistics.carrying import scale_of
from terukur.statistics.screening.gaps import (
    EQUIVALENT,
    LEAST_PER_GROUP,
    LEAST_RATERS,
    Gap,
    GapStatus,
    conditional_gap,
)
from terukur.statistics.screening.impact import Impact, impact_ratio
from terukur.tables.columns import filled, numbers_of, read_columns

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
_Z90, _Z95 = 1.6448536269514722, 1.959963984540054
_HEADERS = ("Ukuran", "Nilai", "Rentang 95%", "Artinya")
CAVEATS = (
    "Angka ini tentang seluruh berkas, tidak pernah tentang satu penilai atau satu orang.",
    "Beda antarkelompok adalah alasan melihat penugasan, target, dan penilaian; bukan bukti diskriminasi.",
    "Hasil terukur yang sendiri timpang menyembunyikan beda pada nilai: baca bagian terakhir juga.",
)


class NotComparable(ValueError):
    """The file was read, but holds no two groups that can be compared; the message says why."""


@dataclass(frozen=True)
class GapColumns:
    """The columns of the file."""

    score: str
    rater: str
    ratee: str
    group: str
    unit: str
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupRate:
    """The number of people of a group, and of those with a favorable mean rating."""

    name: str
    people: int
    favorable: int


@dataclass(frozen=True)
class GroupGap:
    """The comparison; ``rates``, ``impact`` and the gaps are None where a group is too small.

    The first group is the one that is rated high less often; gaps are that group less the other.
    """

    names: tuple[str, str]
    rates: tuple[GroupRate, GroupRate] | None
    impact: Impact | None
    gap: Gap | None
    path: dict[str, Gap]
    favorable_from: float | None
    rows: int
    left_out: int
    reason: str = ""

    @property
    def is_enough(self) -> bool:
        """Return whether both groups are large enough for any number."""
        return self.rates is not None


def read_and_compare(
    file: Path, columns: GapColumns, *, favorable: float | None, reliability: float | None = None
) -> GroupGap:
    """Read a file, one row a form, and compare the two groups.

    ``reliability`` of the measured results, above 0 up to 1; without it no gap given results is stated. A
    person counts once, by the mean of the own ratings: favorable from ``favorable`` on, or above the median
    of all people.

    :raises ImportRefused: naming line and column of each error.
    :raises UnreadableTable: where there is no table, or a column is missing.
    :raises NotComparable: where the column of groups has not two values, or there are too few appraisers.
    """
    names = [columns.score, columns.rater, columns.ratee, columns.group, columns.unit]
    with file.open("rb") as stream:
        read = read_columns(stream, list(dict.fromkeys([*names, *columns.covariates])), filename=file.name)
    numbers = [
        numbers_of(read.cells[name], read.lines, name) for name in (columns.score, *columns.covariates)
    ]
    used = [k for k in range(len(read.lines)) if all(part[k] is not None for part in numbers)]
    rater, ratee, group, unit = (
        np.array(filled(read.cells[name], read.lines, name))[used] for name in names[1:]
    )
    lines = [read.lines[k] for k in used]
    refuse_strays(numbers[0], read.lines, columns.score)
    rater, ratee, group, unit = (
        np.array(one_spelling(list(cells), name)[0])
        for cells, name in zip((rater, ratee, group, unit), names[1:], strict=True)
    )
    refuse_own(list(rater), list(ratee), lines, columns.rater)
    table_of = np.array([[part[k] for part in numbers] for k in used], dtype=float)
    kinds = np.unique(group)
    if len(kinds) != 2:
        raise NotComparable(
            f"Kolom “{columns.group}” berisi {len(kinds)} kelompok; analisis ini membandingkan tepat dua."
        )
    if len(np.unique(rater)) < LEAST_RATERS:
        raise NotComparable(
            f"Kurang dari {LEAST_RATERS} penilai: beda antarkelompok hanya dihitung untuk seluruh instansi."
        )
    return _compared(
        table_of,
        rater=_codes(rater),
        ratee=_codes(ratee),
        unit=_codes(unit),
        group=_codes(group),
        names=(str(kinds[0]), str(kinds[1])),
        covariates=columns.covariates,
        favorable=favorable,
        left_out=len(read.lines) - len(used),
        reliability=reliability,
    )


def _codes(labels: npt.NDArray[np.str_]) -> Codes:
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _compared(
    numbers: Floats,
    *,
    rater: Codes,
    ratee: Codes,
    unit: Codes,
    group: Codes,
    names: tuple[str, str],
    covariates: tuple[str, ...],
    favorable: float | None,
    left_out: int,
    reliability: float | None,
) -> GroupGap:
    score = numbers[:, 0]
    of_person = np.zeros(int(ratee.max()) + 1, dtype=np.int64)
    of_person[ratee] = group
    if np.any(of_person[ratee] != group):
        raise NotComparable("Ada orang yang tercatat di kedua kelompok; perbaiki kolom kelompoknya.")
    if np.bincount(of_person, minlength=2).min() < LEAST_PER_GROUP:
        return GroupGap(names, None, None, None, {}, favorable, len(score), left_out)
    mean = np.bincount(ratee, score) / np.bincount(ratee)
    is_high = mean > np.median(mean) if favorable is None else mean >= favorable
    rates = [
        GroupRate(name, int((of_person == k).sum()), int(is_high[of_person == k].sum()))
        for k, name in enumerate(names)
    ]
    first = int(rates[1].favorable * rates[0].people < rates[0].favorable * rates[1].people)
    one, other = rates[first], rates[1 - first]
    inside = group == first

    def gap(values: Floats, given: Floats, bound: float, trust: float = 1.0) -> Gap:
        return conditional_gap(
            values, given, inside, unit, rater, person=ratee, bound=bound, reliability=trust
        )

    scale = scale_of(score.tolist())
    carried = scale.shows_difference and not (covariates and reliability is None)
    unsaid = Gap(GapStatus.RESULT_NOT_KNOWN, one.people, other.people, None, None)

    return GroupGap(
        names=(one.name, other.name),
        rates=(one, other),
        impact=impact_ratio(
            favorable=one.favorable, people=one.people, other_favorable=other.favorable, others=other.people
        ),
        gap=gap(score, numbers[:, 1:], EQUIVALENT, reliability or 1.0) if carried else unsaid,
        reason=scale_reason(scale) or ("" if carried else f"{RESULT_NOT_KNOWN}.".capitalize()),
        # Nothing says how small a gap in a measured result is small enough.
        path={
            name: gap(numbers[:, k], np.zeros((len(score), 0)), 0.0)
            for k, name in enumerate(covariates, start=1)
        },
        favorable_from=favorable,
        rows=len(score),
        left_out=left_out,
    )


def as_json(found: GroupGap) -> dict[str, Any]:
    """Return the comparison in the order of reading; null where a group is too small."""
    impact = found.impact
    return {
        "base_rates": found.rates
        and [
            {
                "group": one.name,
                "people": one.people,
                "favorable": one.favorable,
                "rate": one.favorable / one.people,
            }
            for one in found.rates
        ],
        "impact": impact
        and {
            "group": found.names[0],
            "against": found.names[1],
            "ratio": impact.ratio,
            "interval95": impact.interval,
            "fisher_p": impact.p,
            "below_four_fifths": impact.below_four_fifths,
        },
        "conditional_gap": found.gap
        and {**_gap_json(found.gap), "bound": EQUIVALENT, "interval90": _ends(found.gap, _Z90)},
        "path": {name: _gap_json(gap) for name, gap in found.path.items()},
        "status": found.gap.status.value if found.gap else GapStatus.NOT_ENOUGH_DATA.value,
        "sentences": _sentences(found),
        "diagnostics": {
            "rows": found.rows,
            "left_out": found.left_out,
            "groups": sorted(found.names),
            "not_told": found.reason or None,
            "least_people_per_group": LEAST_PER_GROUP,
            "favorable_from": found.favorable_from,
        },
    }


def _gap_json(gap: Gap) -> dict[str, Any]:
    return {"status": gap.status.value, "gap": gap.gap, "se": gap.se, "interval95": _ends(gap, _Z95)}


def _ends(gap: Gap, z: float) -> tuple[float, float] | None:
    if gap.gap is None or gap.se is None:
        return None
    return gap.gap - z * gap.se, gap.gap + z * gap.se


def print_report(found: GroupGap, console: Console) -> None:
    """Print the table where there is one, then its meaning."""
    if found.is_enough:
        grid = Table(title="Beda antara dua kelompok", title_justify="left")
        for name in _HEADERS:
            grid.add_column(name, justify="left" if name in ("Ukuran", "Artinya") else "right")
        for row in _rows(found):
            grid.add_row(*row)
        console.print(grid)
    for line in (*_sentences(found), *CAVEATS):
        console.print(f"• {line}")


def html_of(found: GroupGap) -> str:
    """Return the same as a page."""
    parts = [paragraph(CAVEATS[0], is_note=True)]
    if found.is_enough:
        rows = [[name, meaning, value, ends] for name, value, ends, meaning in _rows(found)]
        headers = ("Ukuran", "Artinya", "Nilai", "Rentang 95%")
        parts.append(table(headers, rows, caption="Dari atas ke bawah", words=2))
    parts.append(heading("Artinya"))
    parts += [paragraph(line) for line in (*_sentences(found), *CAVEATS[1:])]
    return page("Beda antara dua kelompok", parts)


def _rows(found: GroupGap) -> Sequence[Sequence[str]]:
    rates, impact, gap = found.rates, found.impact, found.gap
    if rates is None or impact is None or gap is None:
        return []
    one, other = found.names
    return [
        *[
            (
                f"1. Bernilai tinggi, {rate.name}",
                f"{written(100 * rate.favorable / rate.people, 1)}%",
                "",
                f"{rate.favorable} dari {rate.people} orang",
            )
            for rate in rates
        ],
        (
            f"2. Rasio {one} : {other}",
            written(impact.ratio),
            _between(impact.interval),
            f"uji Fisher p = {written(impact.p, 4)}",
        ),
        (
            "3. Beda pada hasil terukur dan unit yang sama",
            written(gap.gap, 3),
            _between(_ends(gap, _Z95), 3),
            _MEANING[gap.status],
        ),
        *[
            (
                f"4. Beda pada {name} sendiri",
                written(path.gap, 3),
                _between(_ends(path, _Z95), 3),
                _PATH[path.status],
            )
            for name, path in found.path.items()
        ],
    ]


_MEANING = {
    GapStatus.NOT_ENOUGH_DATA: "data belum cukup",
    GapStatus.RESULT_NOT_KNOWN: "tidak ditampilkan",
    GapStatus.EQUIVALENT: "setara: di dalam ± 0,05",
    GapStatus.UNCERTAIN: "belum pasti",
    GapStatus.DIFFERENT: "berbeda",
}
_PATH = {**_MEANING, GapStatus.UNCERTAIN: "beda tidak terbukti"}


def _between(ends: tuple[float, float] | None, places: int = 2) -> str:
    return "–" if ends is None else f"{written(ends[0], places)} … {written(ends[1], places)}"


def _sentences(found: GroupGap) -> list[str]:
    gap, impact = found.gap, found.impact
    if found.rates is None or gap is None or impact is None:
        return [
            f"Sedikitnya satu kelompok kurang dari {LEAST_PER_GROUP} orang: tidak ada angka yang ditampilkan."
        ]
    one, other = found.names
    high = (
        "di atas nilai tengah semua orang"
        if found.favorable_from is None
        else f"sedikitnya {written(found.favorable_from)}"
    )
    lines = [
        f"Bernilai tinggi: rata-rata nilai seseorang {high}. Setiap orang dihitung sekali.",
        "Rasio di bawah 0,80 baru berarti bila uji Fisher juga di bawah 0,05."
        if impact.below_four_fifths
        else "Rasio tidak di bawah 0,80.",
    ]
    if found.reason:
        lines.append(f"{found.reason} Beri --reliability bila keandalannya diketahui.")
    elif gap.gap is None:
        lines.append("Beda pada hasil terukur yang sama tidak dapat dihitung.")
    else:
        lines.append(
            f"Pada hasil terukur dan unit yang sama, nilai {one} berbeda {written(gap.gap, 3)} (galat baku "
            f"{written(gap.se, 3)}) dari {other}: {_MEANING[gap.status]}."
        )
    if not found.path:
        lines.append("Tanpa --covariate beda ini belum memperhitungkan hasil terukur.")
    return lines
