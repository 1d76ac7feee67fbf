"""Loading plans that exist already, one row per indicator: all rows or none.

Column STATUS says whether a plan comes as a draft or as one that was set elsewhere (KONSEP,
DITETAPKAN); the guards of submission hold for the latter all the same.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from terukur.ledger.fingerprints import fingerprints_of
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record_all, record_import
from terukur.organization.models import Assignment
from terukur.organization.queries import appraisers_of, employees_by_number, lock_agency
from terukur.planning.models import (
    BehaviorExpectation,
    Indicator,
    Measure,
    Plan,
    PlannedResult,
    PlanVersion,
)
from terukur.planning.queries import snapshot, versions_with_content
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.plan import check_submittable
from terukur.regulation.scales import (
    AnnexList,
    Aspect,
    Combination,
    Direction,
    Pace,
    Perspective,
    ResultKind,
)
from terukur.tables.cells import CellError, ImportRefused, choice, day, digits, number, text
from terukur.tables.reading import Row, UnreadableTable, read_table

HEADERS = (
    "NIP", "TAHUN", "STATUS", "JENIS HASIL", "RENCANA HASIL KERJA", "RHK PIMPINAN", "PERSPEKTIF",
    "INDIKATOR", "ASPEK", "SATUAN", "ARAH", "WAKTU TARGET", "TARGET", "TARGET ATAS",
    "JATUH TEMPO", "BOBOT", "UKURAN", "CARA GABUNG", "RUMUS", "SUMBER", "PEMILIK", "PAPARAN",
    "NILAI PAPARAN", "UKURAN PAPARAN", "CAPAIAN TAHUN LALU",
)  # fmt: skip
_STATUSES = {"KONSEP": False, "DITETAPKAN": True}
_KINDS = {"UTAMA": ResultKind.MAIN, "TAMBAHAN": ResultKind.ADDITIONAL}
_DIRECTIONS = {"NAIK": Direction.HIGHER, "TURUN": Direction.LOWER, "RENTANG": Direction.RANGE}
_PACES = {"BERTAHAP": Pace.STEADY, "TETAP": Pace.LEVEL, "SEKALI": Pace.ONCE}
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


def read_plans(content: bytes, *, filename: str) -> list[PlanRow]:
    """The rows of a table of plans.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    table = read_table(content, filename=filename, known_headers=HEADERS)
    missing = [
        name
        for name in ("NIP", "RENCANA HASIL KERJA", "INDIKATOR", "TARGET", "BOBOT")
        if not table.has(name)
    ]
    if missing:
        raise UnreadableTable(f"Kolom {', '.join(missing)} tidak ada di berkas “{filename}”.")
    rows, errors = [], []
    for row in table.rows:
        try:
            rows.append(_plan_row(row))
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    return rows


@transaction.atomic
def import_plans(
    *, content: bytes, filename: str, by: Actor, on: date, at: datetime, dry_run: bool = False
) -> ImportCounts:
    """Create plans from a table; a plan that is there already is left alone and counted unchanged.

    :raises UnreadableTable, ImportRefused: nothing is stored then.
    """
    rows = read_plans(content, filename=filename)
    lock_agency()
    employees = employees_by_number({row.number for row in rows})
    measures = {measure.key: measure for measure in Measure.objects.all()}
    _refuse_unknown(rows, set(employees), set(measures))
    assignments = {
        assignment.employee_id: assignment
        for assignment in Assignment.objects.filter(
            employee__in=list(employees.values())
        ).select_related("position").order_by("starts")
    }  # fmt: skip
    grouped: dict[tuple[str, int], list[PlanRow]] = {}
    for row in rows:
        grouped.setdefault((row.number, row.year), []).append(row)
    existing = set(
        Plan.objects.filter(assignment__in=assignments.values()).values_list(
            "assignment_id", "year"
        )
    )
    counts = ImportCounts(rows=len(rows))
    fresh: list[tuple[PlanVersion, list[PlanRow]]] = []
    for (nip, year), plan_rows in grouped.items():
        assignment = assignments.get(employees[nip].pk)
        if assignment is None:
            raise ImportRefused(
                [CellError(plan_rows[0].line, "NIP", nip, "pegawai ini tidak punya jabatan.")]
            )
        if (assignment.pk, year) in existing:
            counts.unchanged += 1
            continue
        counts.created += 1
        fresh.append((_new_version(assignment, year, plan_rows[0].is_set, at, filename), plan_rows))
    _store(fresh, measures)
    _link_to_leaders(fresh, on)
    _refuse_incomplete(fresh)
    if dry_run:
        transaction.set_rollback(True)
        return counts
    as_set = dict(
        fingerprints_of(PlanVersion, [v.pk for v, _ in fresh if v.status == PlanVersion.Status.SET])
    )
    record_all(
        [
            Act(
                f"plan/{version.plan_id}", f"plan-imported-{version.status}",
                after={"version": 1, "file": filename},
                rows={f"{PlanVersion._meta.label_lower}:{version.pk}": as_set[version.pk]}
                if version.pk in as_set else None,
            )
            for version, _ in fresh
        ],
        by=by, at=at,
    )  # fmt: skip
    record_import(
        kind=ImportRecord.Kind.PLANS, content=content, name=filename, counts=counts, by=by, at=at
    )
    return counts


def _plan_row(row: Row) -> PlanRow:
    direction = choice(row, "ARAH", allowed=_DIRECTIONS) or Direction.HIGHER
    aspect = choice(row, "ASPEK", allowed={item.label: item for item in Aspect})
    perspective = choice(row, "PERSPEKTIF", allowed={item.label: item for item in Perspective})
    combination = choice(
        row, "CARA GABUNG",
        allowed={"JUMLAH": Combination.SUM, "TERAKHIR": Combination.LATEST,
                 "RATA-RATA": Combination.MEAN},
    )  # fmt: skip
    year = number(row, "TAHUN", required=True)
    if year is None or not 2020 <= year <= 2100:
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
            "target": number(row, "TARGET", required=True),
            "target_high": number(row, "TARGET ATAS"),
            "due": day(
                row, "JATUH TEMPO", earliest=date(int(year), 1, 1), latest=date(int(year), 12, 31)
            ),
            "weight": _weight(row),
            "combination": combination or Combination.SUM,
            "formula": text(row, "RUMUS", max_length=500),
            "source": text(row, "SUMBER"),
            "owner": text(row, "PEMILIK", max_length=200),
            "exposure_name": text(row, "PAPARAN", max_length=100),
            "exposure_planned": number(row, "NILAI PAPARAN"),
            "last_year_value": number(row, "CAPAIAN TAHUN LALU"),
        },
    )


def _exposure_measure(row: Row) -> str:
    key = text(row, "UKURAN PAPARAN", max_length=60)
    if key and number(row, "NILAI PAPARAN") is None:
        raise CellError(row.line, "NILAI PAPARAN", "", "isi paparan yang direncanakan.")
    return key


def _weight(row: Row) -> Decimal | None:
    weight = number(row, "BOBOT", required=True)
    if weight is not None and not 0 < weight <= 100:
        raise CellError(
            row.line, "BOBOT", str(weight), "bobot adalah persen: di atas 0 sampai 100."
        )
    return weight


def _refuse_unknown(rows: list[PlanRow], numbers: set[str], measures: set[str]) -> None:
    errors = [
        CellError(row.line, "NIP", row.number, "tidak ada di data pegawai; muat orangnya dahulu.")
        for row in rows
        if row.number not in numbers
    ] + [
        CellError(row.line, column, key, "tidak ada di katalog ukuran.")
        for row in rows
        for column, key in (("UKURAN", row.measure), ("UKURAN PAPARAN", row.exposure_measure))
        if key and key not in measures
    ]
    if errors:
        raise ImportRefused(errors)


def _new_version(
    assignment: Assignment, year: int, is_set: bool, at: datetime, filename: str
) -> PlanVersion:
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
        plan=plan, number=1, annex_reasons=reasons, status=PlanVersion.Status.SET, set_at=at,
        set_by_document=f"Dimuat dari {filename}"[:200], in_force_from=starts,
    )  # fmt: skip


def _store(fresh: list[tuple[PlanVersion, list[PlanRow]]], measures: dict[str, Measure]) -> None:
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
                    version=version, thread=uuid.uuid4(), number=len(by_title) + 1,
                    kind=row.kind, title=row.result, perspective=row.perspective,
                    support_reason=row.leader_title[:300],
                )  # fmt: skip
                results.append(result)
            indicators.append(
                Indicator(
                    result=result, number=number_in_plan,
                    measure=measures.get(row.measure),
                    exposure_measure=measures.get(row.exposure_measure), **row.indicator,
                )
            )  # fmt: skip
    PlannedResult.objects.bulk_create(results, batch_size=1000)
    for indicator in indicators:
        indicator.result_id = indicator.result.pk
    Indicator.objects.bulk_create(indicators, batch_size=1000)
    BehaviorExpectation.objects.bulk_create(
        [
            BehaviorExpectation(version=version, value=code)
            for version in versions
            for code in BEHAVIOR_CODES
        ],
        batch_size=2000,
    )


def _link_to_leaders(fresh: list[tuple[PlanVersion, list[PlanRow]]], on: date) -> None:
    """Tie results to the appraiser's results of the same title; what is not there stays words."""
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
    for result in PlannedResult.objects.filter(
        version__in=[version for version, _ in fresh]
    ).select_related("version__plan"):
        leader = appraisers.get(result.version.plan.assignment_id)
        found = leader_results.get((leader or 0, result.version.plan.year, result.support_reason))
        if found is not None:
            result.supports = found
            linked.append(result)
    PlannedResult.objects.bulk_update(linked, ["supports"], batch_size=1000)


def _refuse_incomplete(fresh: list[tuple[PlanVersion, list[PlanRow]]]) -> None:
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
