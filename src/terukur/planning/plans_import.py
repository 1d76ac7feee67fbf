"""Import of existing plans, one row per indicator: all rows or none.

Column STATUS says whether a plan comes as a draft or as one that was set elsewhere (KONSEP,
DITETAPKAN); the guards of submission hold for the latter all the same.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints_of
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.notation.dates import written_day
from terukur.organization.identities import name_questions, written_names
from terukur.organization.models import Assignment, Employee
from terukur.organization.queries import appraisers_of, employees_by_number, lock_agency
from terukur.planning.models import BehaviorExpectation, Indicator, Measure, Plan, PlannedResult, PlanVersion
from terukur.planning.queries import snapshot, versions_with_content
from terukur.regulation.achievement import too_low_target
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.plan import check_submittable
from terukur.regulation.scales import AnnexList, Aspect, Combination, Direction, Pace, Perspective, ResultKind
from terukur.tables.cells import CellError, ImportRefused, choice, day, digits, number, say, text
from terukur.tables.gathering import Refusals
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.rows import ReadRows, read_rows

HEADERS = (
    "NIP",
    "TAHUN",
    "STATUS",
    "JENIS HASIL",
    "RENCANA HASIL KERJA",
    "RHK PIMPINAN",
    "PERSPEKTIF",
    "INDIKATOR",
    "ASPEK",
    "SATUAN",
    "ARAH",
    "WAKTU TARGET",
    "TARGET",
    "TARGET ATAS",
    "JATUH TEMPO",
    "BOBOT",
    "UKURAN",
    "CARA GABUNG",
    "RUMUS",
    "SUMBER",
    "PEMILIK",
    "PAPARAN",
    "NILAI PAPARAN",
    "UKURAN PAPARAN",
    "CAPAIAN TAHUN LALU",
)
_STATUSES = {"KONSEP": False, "DITETAPKAN": True}
_KINDS = {"UTAMA": ResultKind.MAIN, "TAMBAHAN": ResultKind.ADDITIONAL}
_DIRECTIONS = {"NAIK": Direction.HIGHER, "TURUN": Direction.LOWER, "RENTANG": Direction.RANGE}
_PACES = {"BERTAHAP": Pace.STEADY, "TETAP": Pace.LEVEL, "SEKALI": Pace.ONCE}
_DIGITS = Decimal("0.0001")
_ANNEX_ELSEWHERE = "Lampiran ada pada dokumen SKP yang dimuat"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One indicator of one plan as read; ``leader_title`` names the leader's result."""

    line: int
    number: str
    year: int
    is_set: bool
    kind: ResultKind
    result: str
    leader_title: str
    perspective: str
    exposure_measure: str
    indicator: dict[str, object]
    measure: str


# The first version of each new plan with the rows that it comes from.
_FreshPlans = list[tuple[PlanVersion, list[PlanRow]]]


def read_plans(table: Table, *, filename: str) -> ReadRows[PlanRow]:
    """Return the rows of a table of plans, every cell that does not fit, and every number that causes a
    question.

    :raises UnreadableTable: where columns or rows are missing.
    """
    missing = [
        name for name in ("NIP", "RENCANA HASIL KERJA", "INDIKATOR", "TARGET", "BOBOT") if not table.has(name)
    ]
    if missing:
        raise UnreadableTable(f"Kolom {', '.join(missing)} tidak ada di berkas “{filename}”.")
    return read_rows(table, filename, _plan_row)


def _plan(file: ImportFile) -> ImportPlan[_FreshPlans]:
    """Return the plans that a table adds; one that is there already is left alone and counted unchanged."""
    table = read_table(file.content, filename=file.filename, known_headers=HEADERS)
    told = read_plans(table, filename=file.filename)
    rows = [row for _, row in told.rows]
    lock_agency()
    employees = employees_by_number({row.number for row in rows})
    measures = {measure.key: measure for measure in Measure.objects.all()}
    assignments = {
        assignment.employee_id: assignment
        for assignment in Assignment.objects.own()
        .filter(employee__in=list(employees.values()))
        .select_related("position")
        .order_by("starts")
    }
    refusals = Refusals(told.errors)
    refusals.add(_refused(rows, employees, assignments, set(measures)))
    refusals.settle()
    counts = ImportCounts(rows=len(rows), questions=told.questions)
    counts.questions += name_questions(written_names(table, "NIP"), employees)
    fresh = _fresh_versions(rows, employees, assignments, counts, file.acting.at, file.filename)
    _store(fresh, measures)
    _link_to_leaders(fresh, file.acting.on)
    _refuse_incomplete(fresh)
    return ImportPlan(counts, fresh)


def _apply(plan: ImportPlan[_FreshPlans], file: ImportFile) -> None:
    _record_plans(plan.to_write, file.filename, file.acting)
    file.keep(plan.counts)


import_plans = register(
    Importer(
        key="plans",
        label="SKP",
        kind=ImportKind("plans", "Rencana (SKP)"),
        columns=HEADERS,
        plan=_plan,
        apply=_apply,
        page_place=8,
        command_place=2,
        summary="load plans (SKP) from CSV or XLSX",
        help="Load plans (SKP) from CSV or XLSX, one row per indicator; all rows or none. "
        "Example: terukur import plans skp-2026.xlsx --dry-run",
    )
)


def _fresh_versions(
    rows: list[PlanRow],
    employees: Mapping[str, Employee],
    assignments: Mapping[int, Assignment],
    counts: ImportCounts,
    at: datetime,
    filename: str,
) -> _FreshPlans:
    """Return the first version of each plan that is not there yet, with its rows; the others are counted."""
    grouped: dict[tuple[int, int], list[PlanRow]] = {}
    for row in rows:
        place = assignments[employees[row.number].pk].pk, row.year
        grouped.setdefault(place, []).append(row)
    existing = set(
        Plan.objects.filter(assignment__in=assignments.values()).values_list("assignment_id", "year")
    )
    by_key = {assignment.pk: assignment for assignment in assignments.values()}
    fresh = []
    for (key, year), plan_rows in grouped.items():
        if (key, year) in existing:
            counts.unchanged += 1
            continue
        counts.created += 1
        version = _new_version(by_key[key], year, plan_rows[0].is_set, at, filename)
        fresh.append((version, plan_rows))
    return fresh


def _record_plans(fresh: _FreshPlans, filename: str, acting: Acting[Actor]) -> None:
    as_set = dict(
        fingerprints_of(PlanVersion, [v.pk for v, _ in fresh if v.status == PlanVersion.Status.SET])
    )
    label = PlanVersion._meta.label_lower
    record_all(
        [
            Act(
                f"plan/{version.plan_id}",
                f"plan-imported-{version.status}",
                after={"version": 1, "file": filename},
                rows={f"{label}:{version.pk}": as_set[version.pk]} if version.pk in as_set else None,
            )
            for version, _ in fresh
        ],
        acting,
    )


def _plan_row(row: Row) -> PlanRow:
    direction = choice(row, "ARAH", allowed=_DIRECTIONS) or Direction.HIGHER
    aspect = choice(row, "ASPEK", allowed={item.label: item for item in Aspect})
    perspective = choice(row, "PERSPEKTIF", allowed={item.label: item for item in Perspective})
    combination = choice(
        row,
        "CARA GABUNG",
        allowed={"JUMLAH": Combination.SUM, "TERAKHIR": Combination.LATEST, "RATA-RATA": Combination.MEAN},
    )
    year = number(row, "TAHUN", required=True)
    if year is None or not 2020 <= year <= 2100 or year != int(year):
        raise CellError(row.line, "TAHUN", str(year), "bukan tahun rencana yang wajar.")
    return PlanRow(
        line=row.line,
        number=digits(row, "NIP", required=True),
        year=int(year),
        is_set=choice(row, "STATUS", allowed=_STATUSES) or False,
        kind=choice(row, "JENIS HASIL", allowed=_KINDS) or ResultKind.MAIN,
        result=text(row, "RENCANA HASIL KERJA", required=True, max_length=500),
        leader_title=text(row, "RHK PIMPINAN", max_length=500),
        perspective=perspective or "",
        measure=text(row, "UKURAN", max_length=60),
        exposure_measure=_exposure_measure(row),
        indicator={
            "name": text(row, "INDIKATOR", required=True),
            "aspect": aspect or "",
            "unit": text(row, "SATUAN", max_length=40),
            "direction": direction,
            "pace": choice(row, "WAKTU TARGET", allowed=_PACES) or Pace.STEADY,
            "target": _target(row, direction),
            "target_high": _stored(number(row, "TARGET ATAS")),
            "due": day(row, "JATUH TEMPO", earliest=date(int(year), 1, 1), latest=date(int(year), 12, 31)),
            "weight": _weight(row),
            "combination": combination or Combination.SUM,
            "formula": text(row, "RUMUS", max_length=500),
            "source": text(row, "SUMBER"),
            "owner": text(row, "PEMILIK", max_length=200),
            "exposure_name": text(row, "PAPARAN", max_length=100),
            "exposure_planned": _exposure(row),
            "last_year_value": _stored(number(row, "CAPAIAN TAHUN LALU")),
        },
    )


def _exposure_measure(row: Row) -> str:
    key = text(row, "UKURAN PAPARAN", max_length=60)
    if key and number(row, "NILAI PAPARAN") is None:
        raise CellError(row.line, "NILAI PAPARAN", "", "isi paparan yang direncanakan.")
    return key


def _weight(row: Row) -> Decimal | None:
    weight = _stored(number(row, "BOBOT", required=True))
    if weight is not None and not 0 < weight <= 100:
        say(CellError(row.line, "BOBOT", str(weight), "bobot adalah persen: di atas 0 sampai 100."))
    return weight


def _stored(value: Decimal | None) -> Decimal | None:
    """Return the number to the digits that are stored, so that the checked value is the stored one."""
    return None if value is None else value.quantize(_DIGITS, ROUND_HALF_UP)


def _target(row: Row, direction: Direction) -> Decimal | None:
    target = _stored(number(row, "TARGET", required=True))
    if target is None or target > 0 or direction is Direction.RANGE:
        return target
    say(CellError(row.line, "TARGET", f"{target:f}", too_low_target(Fraction(target), direction)))
    return target


def _exposure(row: Row) -> Decimal | None:
    planned = _stored(number(row, "NILAI PAPARAN"))
    if planned is not None and planned <= 0:
        say(CellError(row.line, "NILAI PAPARAN", f"{planned:f}", "paparan harus lebih besar dari nol."))
    return planned


def _refused(
    rows: list[PlanRow],
    employees: Mapping[str, Employee],
    assignments: Mapping[int, Assignment],
    measures: set[str],
) -> Iterator[CellError]:
    """Yield unknown people and measures, and plans for a year in which the position did not exist."""
    for row in rows:
        employee = employees.get(row.number)
        if employee is None:
            yield CellError(row.line, "NIP", row.number, "tidak ada di data pegawai; muat orangnya dahulu.")
        elif employee.pk not in assignments:
            yield CellError(row.line, "NIP", row.number, "pegawai ini tidak punya jabatan.")
        else:
            yield from _outside(row, assignments[employee.pk])
        for column, key in (("UKURAN", row.measure), ("UKURAN PAPARAN", row.exposure_measure)):
            if key and key not in measures:
                yield CellError(row.line, column, key, "tidak ada di katalog ukuran.")


def _outside(row: PlanRow, assignment: Assignment) -> Iterator[CellError]:
    first, last = date(row.year, 1, 1), date(row.year, 12, 31)
    if assignment.starts > last or (assignment.ends is not None and assignment.ends < first):
        until = f" sampai {written_day(assignment.ends)}" if assignment.ends else ""
        yield CellError(
            row.line,
            "TAHUN",
            str(row.year),
            f"jabatan pegawai ini berlaku mulai {written_day(assignment.starts)}{until}, di luar tahun itu.",
        )


def _new_version(assignment: Assignment, year: int, is_set: bool, at: datetime, filename: str) -> PlanVersion:
    starts = max(assignment.starts, date(year, 1, 1))
    plan = Plan(
        assignment=assignment,
        year=year,
        starts=starts,
        ends=min(assignment.ends or date(year, 12, 31), date(year, 12, 31)),
    )
    reasons = {annex.value: _ANNEX_ELSEWHERE for annex in AnnexList}
    if not is_set:
        return PlanVersion(plan=plan, number=1, annex_reasons=reasons)
    return PlanVersion(
        plan=plan,
        number=1,
        annex_reasons=reasons,
        status=PlanVersion.Status.SET,
        set_at=at,
        set_by_document=f"Dimuat dari {filename}"[:200],
        in_force_from=starts,
    )


def _store(fresh: _FreshPlans, measures: dict[str, Measure]) -> None:
    versions = [version for version, _ in fresh]
    Plan.objects.bulk_create([version.plan for version in versions], batch_size=1000)
    for version in versions:
        version.plan_id = version.plan.pk
    PlanVersion.objects.bulk_create(versions, batch_size=1000)
    results: list[PlannedResult] = []
    indicators: list[Indicator] = []
    for version, rows in fresh:
        by_title: dict[str, PlannedResult] = {}
        for number_in_plan, row in enumerate(rows, start=1):
            result = by_title.get(row.result)
            if result is None:
                result = by_title[row.result] = PlannedResult(
                    version=version,
                    thread=uuid.uuid4(),
                    number=len(by_title) + 1,
                    kind=row.kind,
                    title=row.result,
                    perspective=row.perspective,
                    support_reason=row.leader_title[:300],
                )
                results.append(result)
            indicators.append(
                Indicator(
                    result=result,
                    number=number_in_plan,
                    measure=measures.get(row.measure),
                    exposure_measure=measures.get(row.exposure_measure),
                    **row.indicator,
                )
            )
    PlannedResult.objects.bulk_create(results, batch_size=1000)
    for indicator in indicators:
        indicator.result_id = indicator.result.pk
    Indicator.objects.bulk_create(indicators, batch_size=1000)
    BehaviorExpectation.objects.bulk_create(
        [BehaviorExpectation(version=version, value=code) for version in versions for code in BEHAVIOR_CODES],
        batch_size=2000,
    )


def _link_to_leaders(fresh: _FreshPlans, on: date) -> None:
    """Link results to the appraiser's results of the same title; unknown ones stay words."""
    assignments = [version.plan.assignment for version, _ in fresh]
    appraisers = appraisers_of(assignments, on=on)
    years = {version.plan.year for version, _ in fresh}
    leader_results = {
        (result.version.plan.assignment.employee_id, result.version.plan.year, result.title): result
        for result in PlannedResult.objects.filter(
            version__plan__assignment__employee__in=set(appraisers.values()),
            version__plan__year__in=years,
            version__status=PlanVersion.Status.SET,
        ).select_related("version__plan__assignment")
    }
    linked = []
    for result in PlannedResult.objects.filter(version__in=[version for version, _ in fresh]).select_related(
        "version__plan"
    ):
        leader = appraisers.get(result.version.plan.assignment_id)
        found = leader_results.get((leader or 0, result.version.plan.year, result.support_reason))
        if found is not None:
            result.supports = found
            linked.append(result)
    PlannedResult.objects.bulk_update(linked, ["supports"], batch_size=1000)


def _refuse_incomplete(fresh: _FreshPlans) -> None:
    lines = {version.pk: rows[0].line for version, rows in fresh}
    errors: list[CellError] = []
    complete = versions_with_content().prefetch_related("behaviors", "annex_items")
    for version in complete.filter(pk__in=lines, status=PlanVersion.Status.SET):
        errors.extend(
            CellError(lines[version.pk], finding.where, "", f"{finding.message} {finding.remedy}")
            for finding in check_submittable(snapshot(version, has_appraiser=True))
        )
    if errors:
        raise ImportRefused(errors)
