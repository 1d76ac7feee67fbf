"""One run over the ratings up to a quarter: read, compute, keep."""

from dataclasses import replace

from terukur.ledger.acting import Acting, Actor
from terukur.objectivity.models import ObjectivityRun
from terukur.objectivity.unit_basis import unit_rows
from terukur.raters.computing.engine import SEED, computed, usual_line_of
from terukur.raters.inputs import read_inputs
from terukur.raters.runs import keep_run, same_run
from terukur.regulation.periods import Period
from terukur.statistics.severity import VERSION
from terukur.statistics.severity.gradients import NotConverged

_QUARTER = 3


class NothingToCompare(ValueError):
    """There is no data for a statement; the message says why and what to do."""


class NotComputed(RuntimeError):
    """The computation did not end; nothing was kept."""


def look_at_ratings(
    period: Period, *, acting: Acting[Actor], seed: int = SEED
) -> tuple[ObjectivityRun, bool]:
    """Return the run of a quarter and whether it is new: the same inputs are computed once.

    :raises NothingToCompare: for another period than a quarter, or where nothing comparable was delivered.
    :raises NotComputed: where the equations cannot be solved.
    """
    if period.months != _QUARTER:
        raise NothingToCompare(
            f"Cara menilai diperiksa per triwulan. Tulis misalnya --period {period.year}-Q1."
        )
    inputs = read_inputs(period, on=acting.on)
    if not inputs.forms:
        raise NothingToCompare(
            f"Belum ada hasil triwulan sampai {period.label} yang disampaikan dengan capaian terukur dan "
            "ketujuh nilai perilaku. Sampaikan hasilnya dahulu, lalu jalankan lagi."
        )
    line = usual_line_of(inputs.forms)
    inputs = replace(inputs, units=unit_rows(period, expectation=line, on=acting.on))
    kept = same_run(inputs, seed=seed, version=VERSION)
    if kept is not None:
        return kept, False
    try:
        outcome = computed(inputs, line, seed=seed)
    except NotConverged as error:
        raise NotComputed(
            "Hitungan cara menilai tidak selesai untuk data ini; tidak ada yang disimpan. Laporkan kepada "
            "pengelola sistem."
        ) from error
    return keep_run(inputs=inputs, outcome=outcome, acting=acting), True
