"""Import of monthly recaps of immunization.

One recap feeds counts per health centre and per officer, the coverage of complete immunization, and the
figures that the page of a health centre shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from terukur.ledger.importing import ImportFile, ImportPlan, register
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import ImportCounts
from terukur.measurement.immunization_recap import AREA, MONTH, ROLES, Recap, RecapRow, antigens, read_recap
from terukur.measurement.models import AreaOfficer, ImmunizationFigure, ServiceArea, SourceMapping
from terukur.measurement.observations import (
    Batch,
    NewObservations,
    UnknownSubjects,
    find_subjects,
    plan_observations,
    store_observations,
)
from terukur.measurement.readings import Reading
from terukur.measurement.sources import SourceImporter
from terukur.measurement.table_mapping import TableMapping, note_mapping, read_by
from terukur.measurement.value_templates import RECAP
from terukur.organization.identities import UnitWords, unit_of
from terukur.organization.models import Employee, Unit
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused

_SOURCE = "imunisasi"
SUBJECT = "Rekap imunisasi"
COMPLETE = "idl"
_MONTHS = 12
_UNKNOWN_PLACE = "bukan wilayah kerja atau unit yang dikenal; muat “Wilayah kerja” lebih dahulu."


@dataclass(frozen=True, slots=True)
class Place:
    """The unit and the area to which a row of a recap belongs."""

    unit: Unit
    area: ServiceArea | None


@dataclass(frozen=True, slots=True)
class _NewFigures:
    """New observations, and the figures of the recap with where each of its rows belongs."""

    observations: ImportPlan[NewObservations]
    recap: Recap
    places: Mapping[str, Place]
    mapping: SourceMapping | None = None


def _plan_recap(
    file: ImportFile, *, period: Period, mapping: SourceMapping | None = None
) -> ImportPlan[_NewFigures]:
    """Return a recap's figures and the new measures that come from them."""
    recap = read_recap(file.content, filename=file.filename, period=period, mapping=read_by(mapping))
    file.understood.add(recap.understood)
    places = _places(recap)
    measures = ensure_measures(_measures(recap, period), acting=file.acting)
    by_measure = _readings(recap, places, period)
    batches = [
        Batch(
            measures[key],
            readings,
            find_subjects(readings, measures[key]),
            is_told=measures[key].subject == Measure.Subject.UNIT,
        )
        for key, readings in by_measure.items()
        if readings
    ]
    counts = ImportCounts(rows=len(recap.rows), questions=list(recap.questions))
    observations = plan_observations(
        batches, counts, subject=SUBJECT, chain=f"source/{_SOURCE}", period=period, file=file
    )
    return ImportPlan(counts, _NewFigures(observations, recap, places, mapping))


def _apply_recap(plan: ImportPlan[_NewFigures], file: ImportFile) -> None:
    new = plan.to_write
    source = store_observations(new.observations, file)
    _store_figures(new.recap, new.places, source)
    note_mapping(new.mapping, source, file)


def _read_again(
    stream: BinaryIO, filename: str, period: Period, mapping: TableMapping | None = None
) -> dict[str, list[Reading]]:
    recap = read_recap(stream.read(), filename=filename, period=period, mapping=mapping)
    return _readings(recap, _places(recap), period)


import_immunization = register(
    SourceImporter(
        key="immunization",
        label="Rekap imunisasi bulanan",
        columns=(*AREA, *MONTH),
        plan=_plan_recap,
        apply=_apply_recap,
        template=RECAP,
        page_place=4,
        source=_SOURCE,
        roles=ROLES,
        subject=SUBJECT,
        read_again=_read_again,
    )
)


def _measures(recap: Recap, period: Period) -> list[Measure]:
    """Return the measures: a count per health centre and per officer for each antigen, and complete
    coverage."""
    known = antigens(period)
    keys = {key for row in recap.rows for key in row.counts}
    wanted = []
    for subject, suffix, whose in (("unit", "", "puskesmas"), ("employee", "-petugas", "petugas")):
        wanted += [
            Measure(
                key=f"imunisasi-{key}{suffix}",
                name=f"Anak mendapat {antigen['label']} ({whose})",
                unit="anak",
                subject=subject,
                combination=Combination.SUM,
                description=f"Dari rekap imunisasi bulanan, per {whose}",
            )
            for key, antigen in known.items()
            if key in keys
        ]
        if {COMPLETE, known[COMPLETE]["target"]} <= keys:
            wanted.append(
                Measure(
                    key=f"cakupan-{COMPLETE}{suffix}",
                    name=f"Cakupan imunisasi dasar lengkap ({whose})",
                    unit="%",
                    subject=subject,
                    combination=Combination.RATIO,
                    per=100,
                    may_exceed_whole=True,
                    description="Anak lengkap × 12 dibagi sasaran setahun, tiap bulan: setahun "
                    "penuh sama dengan cakupan, sebelumnya cakupan dengan laju sampai bulan itu",
                )
            )
    return wanted


def _places(recap: Recap) -> dict[str, Place]:
    """Return the area or unit of every row, by its name.

    :raises ImportRefused: for an unknown name, and for a missing area of a unit, so that no total silently
        counts fewer villages.
    """
    areas = {area.name.casefold(): area for area in ServiceArea.objects.select_related("unit")}
    units = UnitWords(Unit.objects.all())
    places: dict[str, Place] = {}
    errors = []
    for row in recap.rows:
        name = row.area.casefold()
        if name in areas:
            places[row.area] = Place(areas[name].unit, areas[name])
            continue
        try:
            unit = unit_of(row.area, units, line=row.line, column="WILAYAH", unknown=_UNKNOWN_PLACE)
            places[row.area] = Place(unit, None)
        except CellError as error:
            errors.append(error)
    if errors and not recap.errors:
        raise UnknownSubjects(errors)
    errors += recap.errors
    if not errors:
        errors = list(_gaps(recap, places, list(areas.values())))
    if errors:
        raise ImportRefused(errors)
    return places


def _gaps(recap: Recap, places: Mapping[str, Place], areas: Sequence[ServiceArea]) -> Iterator[CellError]:
    """Yield areas that a month leaves out, a unit beside its own areas, and a place that comes twice."""
    told: dict[tuple[int, date], dict[int | None, int]] = {}
    for row in recap.rows:
        place = places[row.area]
        here = told.setdefault((place.unit.pk, row.month.starts), {})
        key = place.area.pk if place.area else None
        if key in here:
            yield CellError(row.line, "WILAYAH", row.area, f"sudah ada di baris {here[key]}.")
        here.setdefault(key, row.line)
    for (unit, _month), here in told.items():
        line = min(here.values())
        if None in here:
            if len(here) > 1:
                yield CellError(
                    here[None], "WILAYAH", "", "puskesmas ini sudah dirinci per wilayah; hapus salah satu."
                )
            continue
        missing = [area.name for area in areas if area.unit_id == unit and area.pk not in here]
        if missing:
            yield CellError(
                line,
                "WILAYAH",
                ", ".join(missing[:5]),
                f"{', '.join(missing[:5])} tidak ada di rekap; tulis 0 bila tidak ada anak.",
            )


@dataclass(slots=True)
class _Sum:
    """The result of a subject in a month, from the rows that belong to it."""

    line: int
    rows: int
    counts: dict[str, int]


def _readings(recap: Recap, places: Mapping[str, Place], period: Period) -> dict[str, list[Reading]]:
    known = antigens(period)
    officers = _officers()
    units: dict[tuple[str, Period], _Sum] = {}
    people: dict[tuple[str, Period], _Sum] = {}
    for row in recap.rows:
        place = places[row.area]
        _add(units, (place.unit.code, row.month), row)
        officer = officers.on(place.area, row.month.starts)
        if officer is not None:
            _add(people, (officer.number, row.month), row)
    found: dict[str, list[Reading]] = {}
    for sums, suffix in ((units, ""), (people, "-petugas")):
        for (subject, month), reached in sums.items():
            for key, count in reached.counts.items():
                if key in known:
                    found.setdefault(f"imunisasi-{key}{suffix}", []).append(
                        Reading(reached.line, subject, month, Decimal(count), None, None, reached.rows)
                    )
            coverage = _coverage(reached, str(known[COMPLETE]["target"]))
            if coverage is not None:
                found.setdefault(f"cakupan-{COMPLETE}{suffix}", []).append(
                    Reading(reached.line, subject, month, None, *coverage, reached.rows)
                )
    return found


def _add(sums: dict[tuple[str, Period], _Sum], key: tuple[str, Period], row: RecapRow) -> None:
    reached = sums.setdefault(key, _Sum(row.line, 0, {}))
    reached.rows += 1
    for item, count in row.counts.items():
        reached.counts[item] = reached.counts.get(item, 0) + count


def _coverage(reached: _Sum, target: str) -> tuple[Decimal, Decimal] | None:
    """Complete children × 12 and the year's target: whole numbers, so that twelve months add up exactly."""
    complete, yearly = reached.counts.get(COMPLETE), reached.counts.get(target)
    if complete is None or not yearly:
        return None
    return Decimal(complete * _MONTHS), Decimal(yearly)


class _Officers:
    """The officers responsible for an area on a day."""

    def __init__(self, rows: Sequence[AreaOfficer]) -> None:
        self._by_area: dict[int, list[AreaOfficer]] = {}
        for row in rows:
            self._by_area.setdefault(row.area_id, []).append(row)

    def on(self, area: ServiceArea | None, day: date) -> Employee | None:
        held = self._by_area.get(area.pk, []) if area else []
        return next((row.employee for row in reversed(held) if row.starts <= day), None)


def _officers() -> _Officers:
    return _Officers(list(AreaOfficer.objects.select_related("employee").order_by("starts")))


def _store_figures(recap: Recap, places: Mapping[str, Place], source: ImportRecord) -> None:
    """Keep every count as the newest version of its place, month and item, where it is new."""
    units = {place.unit.pk for place in places.values()}
    stored: dict[tuple[int, int | None, date, str], ImmunizationFigure] = {}
    for figure in ImmunizationFigure.objects.filter(unit__in=units).order_by("version"):
        stored[figure.unit_id, figure.area_id, figure.month, figure.item] = figure
    fresh = []
    for row in recap.rows:
        place = places[row.area]
        for item, count in row.counts.items():
            area = place.area.pk if place.area else None
            before = stored.get((place.unit.pk, area, row.month.starts, item))
            if before is not None and before.count == count:
                continue
            fresh.append(
                ImmunizationFigure(
                    unit=place.unit,
                    area=place.area,
                    month=row.month.starts,
                    item=item,
                    count=count,
                    version=before.version + 1 if before else 1,
                    source=source,
                    line=row.line,
                )
            )
    ImmunizationFigure.objects.bulk_create(fresh, batch_size=2000)
