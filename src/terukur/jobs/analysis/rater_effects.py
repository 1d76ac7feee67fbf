"""The report on raters: as JSON, on a terminal, and as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from terukur.drawings.caterpillar import RaterRow, caterpillar, severity_row
from terukur.drawings.writing import written_drawing
from terukur.jobs.analysis.drawing import Interval, line_of, scale_of, written
from terukur.jobs.analysis.files import RatingFile
from terukur.jobs.analysis.page import heading, page, paragraph, table
from terukur.notation.stored_records import to_json
from terukur.raters.wording import scale_reason, severity_sentence, used_scale
from terukur.statistics.screening.report import RaterScreens
from terukur.statistics.severity.estimate import SeverityReport
from terukur.statistics.severity.forecast_test import LEAST_CHANGES, ForecastTest, ForecastTests
from terukur.statistics.severity.verdict import RaterEstimate, SeverityStatus

SHOWN = 40
_PATTERNS = {
    "central-tendency": "Nilai yang hampir tidak berbeda",
    "inconsistent": "Nilai yang berbeda lebih dari yang dijelaskan",
    "drift": "Nilai yang bergeser dari triwulan ke triwulan",
    "halo": "Nilai sebuah formulir bergerak sebagai satu blok",
}
_ORDER = list(reversed(SeverityStatus))
CAVEATS = (
    "Angka ini membandingkan penilaian, bukan orang: keketatan dapat beralasan. Yang memutuskan manusia.",
    "Target yang ditetapkan sendiri oleh penilai ikut menentukan hasil terukur: lihat juga kesulitan target.",
    "Tidak ada nilai yang diubah oleh hitungan ini.",
)


@dataclass(frozen=True)
class RaterEffects:
    """The results, and the file they came from."""

    severity: SeverityReport
    screens: RaterScreens
    file: RatingFile
    forecast: ForecastTests | None = None


def as_json(found: RaterEffects) -> dict[str, Any]:
    """Return ``variance``, ``raters`` in the order of their names, and ``diagnostics``."""
    report, file = found.severity, found.file
    components, links = report.components, report.links
    return {
        "variance": {
            "rater": components.rater,
            "team": components.team,
            "ratee": components.ratee,
            "error": components.error,
            "source": components.source,
            "reason": report.component_reason,
        },
        "raters": [
            _rater_json(one, found.screens.flags_of(place), file.has_results)
            for place, one in enumerate(report.estimates())
        ],
        "forecast": found.forecast
        and {
            "test": _forecast_json(found.forecast.test),
            "without_team": _forecast_json(found.forecast.without_team),
            "placebo": _forecast_json(found.forecast.placebo),
        },
        "scale": to_json(used_scale(report.scale)),
        "diagnostics": {
            "rows": file.rows,
            "left_out": file.left_out,
            "notes": list(file.notes),
            "used": report.rows,
            "raters": len(report.raters),
            "ratees": report.ratees,
            "teams": report.teams if report.has_teams else None,
            "spells": report.spells,
            "components": links.components,
            "components_with_ratees": links.employee_components,
            "largest_component": links.largest,
            "raters_alone": links.alone,
            "material_limit": report.rule.material,
            "periods_checked": report.amount.periods is not None,
            "screened": found.screens.checked(),
            "iterations": report.iterations,
            "input_sha256": report.sha256,
            "seed": report.seed,
            "version": report.version,
        },
    }


def _rater_json(one: RaterEstimate, patterns: list[str], given_results: bool) -> dict[str, Any]:
    return {
        "rater": one.rater,
        "n": one.forms,
        "employees": one.employees,
        "periods": one.periods,
        "cases": one.cases,
        "severity": one.severity,
        "se": one.se,
        "interval80": one.interval80,
        "interval95": one.interval95,
        "reliability": one.reliability,
        "chance_material": one.chance_material,
        "status": one.status.value,
        "status_label": one.status.label,
        "flags": [*one.flags, *patterns],
        "component": one.component,
        "enough_to_show": one.is_showable,
        "sentence": severity_sentence(one, given_results=given_results),
    }


def _forecast_json(one: ForecastTest) -> dict[str, Any]:
    return {"changes": one.changes, "slope": one.slope, "se": one.se}


def print_report(found: RaterEffects, console: Console, *, everybody: bool) -> None:
    """Print the most important first: raters to look at, then those of whom something is known."""
    report, file = found.severity, found.file
    ranked = _ranked(report)
    intervals = {one.rater: _interval(one) for one in ranked if one.is_showable}
    scale = scale_of([one for one in intervals.values() if one], report.rule.material)
    shown = ranked if everybody else ranked[:SHOWN]
    grid = Table(title="Keketatan penilai (positif: menilai lebih rendah)", title_justify="left")
    for name in ("Penilai", "Nilai", "Orang", "Keketatan", "Rentang 80%", "Keandalan", "SeverityStatus"):
        grid.add_column(name, justify="right" if name in ("Nilai", "Orang", "Keketatan") else "left")
    for one in shown:
        interval = intervals.get(one.rater)
        grid.add_row(
            one.rater,
            str(one.forms),
            str(one.employees),
            written(interval.value) if interval else "–",
            line_of(interval, scale) if interval else "",
            written(one.reliability) if interval else "–",
            f"[bold]{one.status.label}[/bold]" if one.flags else one.status.label,
        )
    if scale_reason(report.scale):
        console.print(f"[bold]{scale_reason(report.scale)}[/bold]")
    console.print(grid)
    if len(ranked) > len(shown):
        console.print(f"… dan {len(ranked) - len(shown)} penilai lagi (--all menampilkan semua).")
    for one in ranked:
        if one.flags:
            console.print(
                f"[bold]{one.rater}[/bold]: {severity_sentence(one, given_results=file.has_results)}"
            )
    for line in (*_summary(found), *CAVEATS):
        console.print(f"• {line}")


def html_of(found: RaterEffects) -> str:
    """Return the same as a page, with all raters in a table."""
    report = found.severity
    ranked = _ranked(report)
    drawn = [_row(one) for one in ranked if one.is_showable]
    parts = [paragraph(line, is_note=place == 0) for place, line in enumerate(CAVEATS)]
    if scale_reason(report.scale):
        parts.insert(0, paragraph(scale_reason(report.scale), is_note=True))
    if drawn:
        parts += [
            heading("Keketatan dengan rentangnya"),
            written_drawing(
                caterpillar(drawn, title="Selisih nilai menurut penilai", material=report.rule.material)
            ),
        ]
    parts += [
        heading("Semua penilai"),
        table(
            ["Penilai", "SeverityStatus", "Penilaian", "Pegawai", "Keketatan", "80%", "95%", "Keandalan"],
            [_cells(one) for one in ranked],
            caption="Penilai yang perlu ditinjau lebih dulu",
            words=2,
        ),
        heading("Dasar hitungan"),
        *[paragraph(line) for line in _summary(found)],
        paragraph(f"SHA-256 masukan {report.sha256}; seed {report.seed}; versi {report.version}."),
    ]
    return page("Keketatan penilai", parts)


def _cells(one: RaterEstimate) -> Sequence[str]:
    known = one if one.is_showable else None
    return [
        one.rater,
        one.status.label,
        str(one.forms),
        str(one.employees),
        written(known.severity) if known else "–",
        _ends(known.interval80) if known else "–",
        _ends(known.interval95) if known else "–",
        written(known.reliability) if known else "–",
    ]


def _ends(interval: tuple[float, float] | None) -> str:
    return "–" if interval is None else f"{written(interval[0])} … {written(interval[1])}"


def _ranked(report: SeverityReport) -> list[RaterEstimate]:
    return sorted(
        report.estimates(), key=lambda one: (_ORDER.index(one.status), -abs(one.severity or 0), one.rater)
    )


def _interval(one: RaterEstimate) -> Interval | None:
    if one.severity is None or one.interval80 is None or one.interval95 is None:
        return None
    return Interval(one.rater, one.severity, one.interval80, one.interval95)


def _row(one: RaterEstimate) -> RaterRow:
    return severity_row(
        one.rater,
        status=one.status,
        severity=one.severity,
        sd=one.se,
        employees=one.employees,
        forms=one.forms,
    )


def _summary(found: RaterEffects) -> list[str]:
    report, file = found.severity, found.file
    links, components = report.links, report.components
    lines = [
        f"{report.rows} penilaian oleh {len(report.raters)} penilai atas {report.ratees} orang"
        + (f"; {file.left_out} baris tanpa nilai tidak dihitung." if file.left_out else "."),
        f"{links.alone} penilai tidak pernah terpisah dari timnya: tidak ada angka untuk mereka."
        " Kasus standar atau pergantian penilai dapat memisahkannya.",
        f"Ragam: penilai {written(components.rater, 4)}, tim {written(components.team, 4)}, pegawai "
        f"{written(components.ratee, 4)}, sisa {written(components.error, 4)} ({components.source}).",
        f"Berarti bila lebih dari {written(report.rule.material)} dengan peluang 95%, dari sedikitnya 8 "
        "pegawai dan 16 penilaian, dengan keandalan 0,70.",
    ]
    if not report.has_teams:
        lines.append(
            "Kolom tim tidak diberikan (--group): orang dengan penilai utama yang sama dianggap satu tim."
        )
    few = sum(not one.is_showable for one in report.estimates())
    if few and report.scale.shows_difference:
        lines.append(
            f"{few} dari {len(report.raters)} penilai tanpa angka: di bawah "
            f"{report.rule.shown_employees} pegawai atau {report.rule.shown_forms} penilaian, atau tidak "
            "terpisah dari timnya."
        )
    lines += file.notes
    if report.amount.periods is None:
        lines.append("Kolom periode tidak diberikan: syarat dua triwulan tidak diperiksa.")
    return [*lines, *_patterns(found), *_forecast_lines(found.forecast)]


def _forecast_lines(tests: ForecastTests | None) -> list[str]:
    """Return whether ratings moved as predicted, the same without the team, and the quarter before."""
    if tests is None:
        return []
    if tests.test.slope is None:
        return [
            f"Uji perkiraan: baru {tests.test.changes} orang berganti penilai; diperlukan {LEAST_CHANGES}. "
            "Jalankan untuk provinsi atau seluruh negeri."
        ]
    lines = [
        f"Uji perkiraan: saat penilai berganti, nilai bergerak {_slope_of(tests.test)} kali perkiraan "
        f"({tests.test.changes} orang). Sekitar 1: yang diperkirakan memang milik penilai."
    ]
    if tests.without_team.slope is not None:
        lines.append(
            f"Andaikan tim tidak diperhitungkan: {_slope_of(tests.without_team)}. Jauh di bawah 1: tim "
            "akan terbaca sebagai penilai."
        )
    if tests.placebo.slope is not None:
        lines.append(
            f"Pembanding, triwulan sebelum pergantian: {_slope_of(tests.placebo)}. Seharusnya sekitar 0; "
            "jika tidak, pergantian mengikuti nilai dan uji ini tidak dapat dibaca."
        )
    return lines


def _slope_of(one: ForecastTest) -> str:
    return f"{written(one.slope)} (galat baku {written(one.se)})"


def _patterns(found: RaterEffects) -> list[str]:
    """Return the raters found by the other screens, or how many could not be examined."""
    names = found.severity.raters
    lines = []
    for name, screen in found.screens.screens.items():
        if not screen.checked.any():
            continue
        flagged = [str(names[place]) for place in screen.flagged.nonzero()[0]]
        lines.append(
            f"{_PATTERNS[name]}: {', '.join(flagged) or 'tidak ada'} (dari {int(screen.checked.sum())} "
            "penilai yang datanya cukup; tidak ditemukan bukan berarti tidak ada)."
        )
    return lines
