"""A run on a terminal and as JSON: figures of the agency, never a name."""

from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from terukur.notation.stored_records import to_json
from terukur.objectivity.models import ObjectivityRun
from terukur.objectivity.wording import dependability_sentence
from terukur.raters.models import Finding
from terukur.raters.record import run_record
from terukur.raters.wording import caveats, forecast_sentence, gap_sentence, scale_sentences, status_rows
from terukur.statistics.severity.verdict import SeverityStatus


def as_json(run: ObjectivityRun, *, is_new: bool) -> dict[str, Any]:
    """Return the run with its inputs' hash; findings are counted by kind and state."""
    kept = to_json(run_record(run))
    return {
        "period": str(run.period),
        "since": str(run.since),
        "new": is_new,
        "input_sha256": run.inputs,
        "seed": run.seed,
        "version": run.version,
        "forms": run.forms,
        "left_out": run.left_out,
        "raters": run.raters,
        "ratees": run.ratees,
        **{key: kept.get(key) for key in _SHOWN},
        "findings": _findings(run),
    }


_SHOWN = (
    "material",
    "scale",
    "components",
    "links",
    "statuses",
    "screens",
    "distribution",
    "forecast",
    "gaps",
    "dependability",
    "cases",
)


def _findings(run: ObjectivityRun) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for kind, state in Finding.objects.filter(period=run.period).values_list("kind", "state"):
        found.setdefault(kind, Counter())[state] += 1
    return {kind: dict(counts) for kind, counts in sorted(found.items())}


def print_run(run: ObjectivityRun, console: Console, *, is_new: bool) -> None:
    """Print how many can be judged, what was found, and the figures of the agency."""
    record = run_record(run)
    console.print(
        f"{'Diperiksa' if is_new else 'Tidak berubah sejak diperiksa'}: {run.forms} hasil triwulan "
        f"{run.since} sampai {run.period}, {run.raters} penilai, {run.ratees} pegawai"
        + (f"; {run.left_out} tanpa capaian terukur tidak ikut." if run.left_out else ".")
    )
    grid = Table(title="Yang dapat dikatakan tentang penilai", title_justify="left")
    for name in ("SeverityStatus", "Penilai"):
        grid.add_column(name, justify="right" if name == "Penilai" else "left")
    for label, count in status_rows(record.statuses):
        grid.add_row(label, str(count))
    console.print(grid)
    flagged = record.statuses.get(SeverityStatus.MATERIAL_DIFFERENCE, 0)
    others = sum(one.found for one in record.screens.values())
    console.print(
        f"Untuk ditinjau panel: {flagged} perbedaan berarti, {others} pola lain. "
        "Tidak ada nilai yang berubah."
    )
    for line in (
        *scale_sentences(record),
        forecast_sentence(record.forecast),
        dependability_sentence(record.dependability, on=run.period.ends),
        *[gap_sentence(gap) for gap in record.gaps],
        *caveats(),
    ):
        console.print(f"• {line}")
    console.print(f"Masukan {run.inputs}, seed {run.seed}, versi {run.version}")
