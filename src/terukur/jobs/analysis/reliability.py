"""The report on agreement: as JSON, on a terminal, and as a page."""

from math import isfinite
from typing import Any

from rich.console import Console
from rich.table import Table

from terukur.jobs.analysis.drawing import written
from terukur.jobs.analysis.files import ScoreTable
from terukur.jobs.analysis.page import heading, page, paragraph, table
from terukur.notation.stored_records import to_json
from terukur.raters.wording import scale_reason, used_scale
from terukur.statistics.reliability.icc import Estimate
from terukur.statistics.reliability.report import (
    LEAST_RATERS,
    LEAST_SUBJECTS,
    RELY,
    AgreementTrust,
    Reliability,
)

_FORMS = {
    "ICC1": "ICC(1,1): setiap subjek dinilai penilai lain",
    "ICC2": "ICC(2,1): kesepakatan mutlak",
    "ICC3": "ICC(3,1): konsistensi urutan",
    "ICC1k": "ICC(1,k): rata-rata semua penilai",
    "ICC2k": "ICC(2,k): rata-rata, mutlak",
    "ICC3k": "ICC(3,k): rata-rata, konsistensi",
}
_METRICS = {"nominal": "nominal", "ordinal": "ordinal", "interval": "interval", "ratio": "rasio"}
_TARGETS = (0.70, 0.80, 0.90)


def as_json(report: Reliability, scores: ScoreTable) -> dict[str, Any]:
    """Return coefficients as numbers, their 95 % intervals beside them; null where one does not exist."""
    squares, study = report.squares, report.study
    return {
        "icc": {name: _finite(one.value) for name, one in report.icc.items()},
        "icc_interval95": {name: _ends(one) for name, one in report.icc.items()},
        "krippendorff_alpha": {
            name: _finite(one.value) if one else None for name, one in report.alpha.items()
        },
        "krippendorff_alpha_interval95": {
            name: _ends(one) if one else None for name, one in report.alpha.items()
        },
        "fleiss_kappa": _finite(report.kappa.value) if report.kappa else None,
        "fleiss_kappa_interval95": _ends(report.kappa) if report.kappa else None,
        "mean_squares": squares
        and {
            "between_subjects": squares.between,
            "within_subjects": squares.within,
            "between_raters": squares.judges,
            "error": squares.error,
        },
        "generalizability": study
        and {
            "design": "nested" if study.raters is None else "crossed",
            "variance": {"subjects": study.subjects, "raters": study.raters, "rest": study.rest},
            "relative": _finite(study.relative(report.raters)),
            "absolute": _finite(study.absolute(report.raters)),
            "absolute_interval95": _ends(report.dependability) if report.dependability else None,
            "raters_needed": {f"{goal:.2f}": study.raters_needed(goal) for goal in _TARGETS},
        },
        "scale": to_json(used_scale(report.scale)),
        "intervals_left_out": {
            "coefficients": report.without_interval,
            "reason": _NO_INTERVAL if report.without_interval else None,
        },
        "diagnostics": {
            "subjects": report.subjects,
            "raters": scores.raters,
            "complete_subjects": report.complete,
            "subject_column": scores.subject,
            "enough": report.is_enough,
            "enough_complete": report.is_enough_complete,
            "standing": report.standing.value,
            "seed": report.seed,
        },
    }


def print_report(report: Reliability, console: Console) -> None:
    """Print the coefficients with their intervals, then their meaning."""
    grid = Table(title="Kesepakatan penilai", title_justify="left")
    grid.add_column("Koefisien")
    grid.add_column("Nilai", justify="right")
    grid.add_column("Rentang 95%", justify="right")
    for row in _rows(report):
        grid.add_row(*row)
    console.print(grid)
    for line in _summary(report):
        console.print(f"• {line}")


def html_of(report: Reliability) -> str:
    """Return the same as a page."""
    lines = _summary(report)
    return page(
        "Kesepakatan penilai",
        [
            paragraph(lines[0], is_note=True),
            table(["Koefisien", "Nilai", "Rentang 95%"], _rows(report), caption="Koefisien"),
            heading("Artinya"),
            *[paragraph(line) for line in lines[1:]],
            paragraph(f"Seed {report.seed}."),
        ],
    )


def _rows(report: Reliability) -> list[list[str]]:
    named: list[tuple[str, Estimate | None]] = [
        *((_FORMS[name], one) for name, one in report.icc.items()),
        *((f"Alpha Krippendorff, {_METRICS[name]}", one) for name, one in report.alpha.items()),
        ("Kappa Fleiss", report.kappa),
        (f"Φ, rata-rata {report.raters} penilai", report.dependability),
    ]
    return [
        [
            name,
            written(one.value, 3) if one else "–",
            f"{written(one.low, 3)} … {written(one.high, 3)}" if one else "–",
        ]
        for name, one in named
    ]


_NO_INTERVAL = (
    "Menarik ulang subjek menggeser koefisiennya sendiri (nilai kembar), sehingga rentangnya tidak memuat "
    "angkanya; rentang seperti itu tidak ditampilkan."
)
_VERDICTS = {
    AgreementTrust.UNKNOWN: "Alpha tidak dapat dihitung: tidak ada dua nilai yang berbeda untuk "
    "dibandingkan.",
    AgreementTrust.RELIABLE: "Alpha ordinal 0,80 atau lebih: kesepakatan dapat diandalkan.",
    AgreementTrust.TENTATIVE: "Alpha ordinal antara 0,667 dan 0,80: hanya untuk kesimpulan sementara.",
    AgreementTrust.TOO_LOW: "Alpha ordinal di bawah 0,667: kesepakatan terlalu rendah untuk diandalkan.",
}


def _summary(report: Reliability) -> list[str]:
    verdict = _VERDICTS[report.standing]
    alpha = report.alpha.get("ordinal")
    if alpha is not None and alpha.value >= RELY and not report.is_enough:
        verdict = "Alpha ordinal 0,80 atau lebih, tetapi dari terlalu sedikit: hanya sementara."
    if scale_reason(report.scale):
        return [scale_reason(report.scale)]
    lines = [verdict]
    if report.without_interval:
        lines.append(f"Tanpa rentang: {', '.join(report.without_interval)}. {_NO_INTERVAL}")
    if not report.is_enough:
        lines.append(
            f"Baru {report.subjects} subjek dan {report.raters} penilai; sedikitnya {LEAST_SUBJECTS} dan "
            f"{LEAST_RATERS} sebelum angka ini dipakai."
        )
    lines.append(
        f"{report.complete} dari {report.subjects} subjek dinilai oleh semua; ICC memakai yang itu saja"
        + ("." if report.is_enough_complete else ", jadi hanya sementara.")
    )
    if report.study is not None:
        needed = report.study.raters_needed(0.80)
        lines.append(
            "Tidak ada jumlah penilai yang memberi nilai andal (Φ 0,80): subjek tidak berbeda."
            if needed is None
            else f"Untuk nilai andal (Φ 0,80) diperlukan {needed} penilai, atau sebanyak itu triwulan."
        )
    return lines


def _finite(value: float) -> float | None:
    return value if isfinite(value) else None


def _ends(one: Estimate) -> list[float | None]:
    return [_finite(one.low), _finite(one.high)]
