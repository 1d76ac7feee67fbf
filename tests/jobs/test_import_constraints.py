"""Every rule of the database that a file could break has its sentence before the database speaks.

A new constraint on a table that importers write fails the first test until it stands in ``BROKEN``, with a
file that would break it, or in ``OUT_OF_REACH``, with the reason why no file can.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import terukur
from terukur.accounts.models import User
from terukur.appraisal.unit_grades_import import import_unit_grades
from terukur.development.competences_import import LEVEL_HEADERS, STANDARD_HEADERS, import_competences
from terukur.development.learning_import import HEADERS as LEARNING_HEADERS
from terukur.development.learning_import import import_learning
from terukur.development.potentials_import import HEADERS as POTENTIAL_HEADERS
from terukur.development.potentials_import import import_potentials
from terukur.employment.agreements_import import import_agreements
from terukur.employment.time_away_import import import_time_away
from terukur.ledger.acting import COMMAND
from terukur.ledger.importing import Importer, importers
from terukur.ledger.models import ImportRecord
from terukur.measurement import measurements_import, observations
from terukur.measurement.areas_import import AREA_HEADERS, import_areas
from terukur.measurement.immunization_import import import_immunization
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Observation
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.standards_import import HEADERS as STANDARDS_HEADERS
from terukur.measurement.standards_import import import_standards
from terukur.organization.addresses_import import HEADERS as ADDRESS_HEADERS
from terukur.organization.addresses_import import import_addresses
from terukur.organization.models import Assignment, Employee, ReportingLine, Unit
from terukur.organization.people_import import import_people
from terukur.planning.measures_import import import_measures
from terukur.planning.models import Measure
from terukur.planning.objectives_import import import_objectives
from terukur.planning.plans_import import HEADERS as PLAN_HEADERS
from terukur.planning.plans_import import import_plans
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.questions import EVERYTHING, Confirmed
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, EKO, QUARTER, Line, acting, employee

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 6)
JANUARY = Period.parse("2026-01")
AWAY_HEADERS = ("NIP", "JENIS", "MULAI", "SAMPAI", "KETERANGAN")
AGREEMENT_HEADERS = ("NIP", "NOMOR PERJANJIAN", "MULAI", "SAMPAI", "TARGET")
PEOPLE_HEADERS = (*cast.PEOPLE_HEADERS, "TMT ATASAN", "ZONA WAKTU")
FRESH = "198601012010011001"
WRITTEN = """
accounts.User organization.Unit organization.Position organization.Employee organization.Assignment
organization.ReportingLine organization.Headship planning.Measure planning.Plan planning.PlanVersion
planning.PlannedResult planning.Indicator planning.BehaviorExpectation measurement.Observation
measurement.ImmunizationFigure measurement.ServiceArea measurement.AreaOfficer
employment.TimeAway employment.WorkAgreement appraisal.UnitGrade planning.UnitObjective
measurement.ServiceStandard measurement.SourceMapping measurement.MappedImport development.LearningItem
development.Competence development.CompetenceStandard development.CompetenceLevel
development.PotentialAssessment ledger.ImportRecord ledger.StoredFile ledger.Entry ledger.Head
""".split()
OUT_OF_REACH = {
    "unit_code_once": "a unit is looked up by code before it is made, and a code from a name has a seal",
    "unit_not_own_parent": "a unit that names itself as its parent stays where it is",
    "unit_siasn_id_once": "a unit is looked up by its key before it is made",
    "employee_has_nip_or_office": "a file brings people with an NIP; officials without one come from a page",
    "acting_post_held_by_one": "a file gives no second post",
    "position_title_once_per_unit": "a position is looked up by unit and title before it is made",
    "organization.Employee.user": "each new employee gets a new user",
    "line_in_order": "a line begins on the day of its assignment or later, and has no end yet",
    "headship_in_order": "a head from a file has no end",
    "planning.Measure.key": "measures of a source are looked up by key under a lock",
    "measure_per_positive": "measures of a source are written in the code",
    "plan_once_per_year": "rows are grouped by the assignment, whatever number names the person",
    "plan_closed_inside": "files close no plan",
    "version_number_once": "a version of a file is numbered after the one in force",
    "one_version_in_force": "a file sets first versions only, and revisions wait for the appraiser",
    "one_version_in_the_making": "a file changes the version in the making, or is refused",
    "set_version_has_date": "a version that is set gets the first day of its plan",
    "result_once_per_version": "every result of a file gets a thread of its own",
    "indicator_division_has_parts": "a file's parts are four quarters or twelve months",
    "indicator_once_per_result": "every indicator of a file gets a thread of its own",
    "behavior_once_per_version": "the seven values are written once by the code",
    "observation_one_subject": "a measure is of employees or of units",
    "observation_in_order": "a period ends after it begins",
    "mapping_of_a_measure_or_a_source": "a page maps for one or the other, and so does the code",
    "mapping_version_once": "versions are counted under the lock of the agency",
    "measurement.MappedImport.source": "one for the import that was just made",
    "development.Competence.key": "a competence is looked up by key before it is made",
    "ledger.StoredFile.sha256": "the same bytes are kept once",
    "away_withdrawn_with_reason": "a file withdraws nothing",
    "unit_grade_version_once": "versions are counted under the lock of the unit",
    "objective_number_once": "numbers are counted under the lock of the agency",
    "entry_once_per_number": "numbers are counted under the lock of the chain",
    "entry_chain_never_forks": "numbers are counted under the lock of the chain",
}


@dataclass(frozen=True)
class Broken:
    """A file that would break a rule: what loads it, and the line and column that must be named."""

    load: Callable[[], object]
    line: int
    column: str
    before: Callable[[], object] = lambda: None


def people(*rows: dict[str, str]) -> Callable[[], object]:
    base = dict(zip(PEOPLE_HEADERS, (*cast.PEOPLE[2], "", ""), strict=True))
    content = to_csv(PEOPLE_HEADERS, [list((base | row).values()) for row in rows])
    return partial(
        import_people, content=content, filename="p.csv", acting=acting(COMMAND, DAY), confirmed=EVERYTHING
    )


def national(*rows: tuple[str, str]) -> Callable[[], object]:
    """People of the national export, each with a key and a number."""
    told = [(key, number, f"Guru {number[6:8]}", "Guru", "SEKSI") for key, number in rows]
    return table(import_people, ("PNS ID", "NIP", "NAMA", "JABATAN", "KODE UNIT"), *told)


def fresh(**columns: str) -> dict[str, str]:
    return {"NIP": FRESH, "NAMA": "Guru Satu"} | columns


def plans(line: Line, year: int = 2026, **columns: str) -> Callable[[], object]:
    content = cast.plan_csv(EKO, (line,), year=year).decode("utf-8-sig").splitlines()
    cells = dict(zip(PLAN_HEADERS, content[1].split(content[0][len("NIP")]), strict=False))
    headers = list(dict.fromkeys([*PLAN_HEADERS, *columns]))
    rows = [[(cells | columns).get(header, "") for header in headers]]
    return partial(import_plans, content=to_csv(headers, rows), filename="s.csv", acting=acting(COMMAND, DAY))


def values(
    subject: str, combination: str, headers: tuple[str, ...], *rows: tuple[str, ...]
) -> Callable[[], object]:
    def load(**how: Any) -> object:
        of, _ = Measure.objects.get_or_create(
            key=f"uji-{subject}-{combination}",
            defaults={"name": "Uji", "unit": "x", "subject": subject, "combination": combination},
        )
        return import_measurements(
            content=to_csv(headers, rows),
            filename="n.csv",
            measure=of,
            period=QUARTER,
            acting=acting(COMMAND, DAY),
            **how,
        )

    return load


def table(
    importer: Callable[..., object], headers: tuple[str, ...], *rows: tuple[str, ...], **how: Any
) -> Callable[[], object]:
    return partial(
        importer, content=to_csv(headers, rows), filename="t.csv", acting=acting(COMMAND, DAY), **how
    )


def learning(*changes: dict[str, str]) -> Callable[[], object]:
    base = {"KODE": "A1", "JUDUL": "Judul", "BENTUK": "1", "JP": "2", "PENYELENGGARA": "BKPSDM"}
    rows = [[(base | change).get(header, "") for header in LEARNING_HEADERS] for change in changes]
    return table(import_learning, LEARNING_HEADERS, *map(tuple, rows))


def _contracted(number: str) -> None:
    Employee.objects.filter(number=number).update(kind="pppk")


def agreements(*rows: tuple[str, ...]) -> Callable[..., object]:
    def load(**how: Any) -> object:
        _contracted(EKO)
        return table(import_agreements, AGREEMENT_HEADERS, *rows, **how)()

    return load


def unit_grades(*rows: tuple[str, ...]) -> Callable[..., object]:
    def load(**how: Any) -> object:
        content = to_csv(("UNIT", "PERIODE", "PREDIKAT", "DASAR"), rows)
        by = employee(cast.DEWI).user
        return import_unit_grades(content=content, filename="t.csv", acting=acting(by, DAY), **how)

    return load


def _earlier_place() -> None:
    Assignment.objects.filter(employee__number=ANI).update(ends=date(2026, 3, 31))


def _earlier_line() -> None:
    lines = ReportingLine.objects.filter(assignment__employee__number=ANI)
    lines.update(ends=date(2026, 1, 31))
    place = Assignment.objects.get(employee__number=ANI)
    ReportingLine.objects.create(assignment=place, appraiser=employee(CITRA), starts=date(2026, 2, 1))


BROKEN = {
    "employee_siasn_id_once": Broken(national(("A8", FRESH), ("A8", "198601022010012002")), 3, "PNS ID"),
    "accounts.User.username": Broken(
        people(fresh()), 2, "NIP", lambda: User.objects.create(username=FRESH, name="Tamu")
    ),
    "organization.Employee.number": Broken(people(fresh(), fresh()), 3, "NIP"),
    "unit_zone_known": Broken(people({"ZONA WAKTU": "MARS"}), 2, "ZONA WAKTU"),
    "assignment_in_order": Broken(people({"JABATAN": "Lain", "TMT JABATAN": "2024-12-31"}), 2, "TMT JABATAN"),
    "assignment_one_at_a_time": Broken(
        people({"TMT JABATAN": "2026-02-01"}), 2, "TMT JABATAN", _earlier_place
    ),
    "line_one_appraiser_at_a_time": Broken(
        people({"NIP ATASAN": EKO, "TMT ATASAN": "2026-01-15"}), 2, "TMT ATASAN", _earlier_line
    ),
    "headship_one_at_a_time": Broken(
        people(fresh(**{"KEPALA UNIT": "ya"}), {"KEPALA UNIT": "ya"}), 3, "KEPALA UNIT"
    ),
    "plan_in_order": Broken(plans(Line(), 2024), 2, "TAHUN"),
    "indicator_weight_is_percent": Broken(plans(Line(weight="0,00001")), 2, "BOBOT"),
    "indicator_exposure_positive": Broken(plans(Line(exposure="0")), 2, "NILAI PAPARAN"),
    "indicator_division_grows": Broken(
        plans(
            Line(), **{"WAKTU TARGET": "AKHIR", "TW I": "10", "TW II": "10", "TW III": "10", "TW IV": "10"}
        ),
        2,
        "TW I",
    ),
    "indicator_exposure_has_plan": Broken(
        plans(Line(), **{"UKURAN PAPARAN": "permohonan"}), 2, "NILAI PAPARAN"
    ),
    "observation_value_or_ratio": Broken(
        values("unit", "ratio", ("KODE UNIT", "PEMBILANG", "PENYEBUT"), ("KEC", "1", "0,00001")),
        2,
        "PENYEBUT",
    ),
    "observation_version_once_unit": Broken(
        values("unit", "sum", ("KODE UNIT", "NILAI"), ("KEC", "1"), ("Kecamatan", "1")), 3, "KODE UNIT"
    ),
    "observation_version_once_employee": Broken(
        values("employee", "sum", ("NIP", "NILAI"), (ANI, "1"), (ANI, "1")), 3, "NIP"
    ),
    "service_area_once": Broken(
        table(
            import_areas, AREA_HEADERS, ("SEKSI", "Ulu", ANI, "2026-01-01"), ("KEC", "ULU", ANI, "2026-01-01")
        ),
        3,
        "WILAYAH",
    ),
    "area_officer_once_a_day": Broken(
        table(
            import_areas,
            AREA_HEADERS,
            ("SEKSI", "Ulu", ANI, "2026-01-01"),
            ("SEKSI", "Ulu", BUDI, "2026-01-01"),
        ),
        3,
        "MULAI",
    ),
    "immunization_once_area": Broken(
        table(import_immunization, ("KELURAHAN", "BCG"), ("Ulu", "1"), ("ULU", "1"), period=JANUARY),
        3,
        "WILAYAH",
        table(import_areas, AREA_HEADERS, ("SEKSI", "Ulu", ANI, "2026-01-01")),
    ),
    "immunization_once_unit": Broken(
        table(
            import_immunization,
            ("PUSKESMAS", "BCG"),
            ("SEKSI", "1"),
            ("Seksi Pelayanan", "1"),
            period=JANUARY,
        ),
        3,
        "WILAYAH",
    ),
    "service_standard_once_a_day": Broken(
        table(
            import_standards,
            STANDARDS_HEADERS,
            ("KTP", "", "2026-01-01", "30", "", "SK"),
            ("KTP", "", "2026-01-01", "40", "", "SK"),
        ),
        3,
        "BERLAKU SEJAK",
    ),
    "service_standard_minutes_or_days": Broken(
        table(import_standards, STANDARDS_HEADERS, ("KTP", "", "2026-01-01", "30", "2", "SK")), 2, "MENIT"
    ),
    "away_in_order": Broken(
        table(import_time_away, AWAY_HEADERS, (ANI, "Cuti besar", "2026-03-31", "2026-03-01", "SK 1")),
        2,
        "SAMPAI",
    ),
    "away_once_a_day": Broken(
        table(
            import_time_away,
            AWAY_HEADERS,
            (ANI, "Cuti besar", "2026-03-01", "2026-03-31", "SK 1"),
            (ANI, "CLTN", "2026-03-31", "", "SK 2"),
        ),
        3,
        "MULAI",
    ),
    "agreement_in_order": Broken(
        table(import_agreements, AGREEMENT_HEADERS, (EKO, "PK 1", "2026-03-31", "2026-03-01", "")),
        2,
        "SAMPAI",
        lambda: _contracted(EKO),
    ),
    "agreement_once_a_day": Broken(
        table(
            import_agreements,
            AGREEMENT_HEADERS,
            (EKO, "PK 1", "2026-01-01", "2026-12-31", ""),
            (EKO, "PK 2", "2026-12-31", "2027-12-30", ""),
        ),
        3,
        "MULAI",
        lambda: _contracted(EKO),
    ),
    "development.LearningItem.code": Broken(learning({}, {"JUDUL": "Lain"}), 3, "KODE"),
    "learning_form_is_known": Broken(learning({"BENTUK": "99"}), 2, "BENTUK"),
    "learning_has_hours": Broken(learning({"JP": "0"}), 2, "JP"),
    "learning_in_order": Broken(learning({"MULAI": "2026-05-02", "SELESAI": "2026-05-01"}), 2, "SELESAI"),
    "standard_once_per_position": Broken(
        table(
            import_competences,
            STANDARD_HEADERS,
            ("Petugas", "Pelaksana", "K1", "Satu", "2"),
            ("PETUGAS", "Pelaksana", "K1", "Satu", "3"),
        ),
        3,
        "LEVEL",
    ),
    "standard_level_1_to_5": Broken(
        table(import_competences, STANDARD_HEADERS, ("Petugas", "Pelaksana", "K1", "Satu", "6")), 2, "LEVEL"
    ),
    "assessed_once_a_day": Broken(
        table(
            import_competences,
            LEVEL_HEADERS,
            (ANI, "K1", "2", "2026-01-01", "Uji"),
            (ANI, "K1", "3", "2026-01-01", "Uji"),
        ),
        3,
        "LEVEL",
        table(import_competences, STANDARD_HEADERS, ("Petugas", "Pelaksana", "K1", "Satu", "2")),
    ),
    "assessed_level_1_to_5": Broken(
        table(import_competences, LEVEL_HEADERS, (ANI, "K1", "0", "2026-01-01", "Uji")), 2, "LEVEL"
    ),
    "potential_once_a_day": Broken(
        table(
            import_potentials,
            POTENTIAL_HEADERS,
            (ANI, "Tinggi", "2026-01-01", "Uji"),
            (ANI, "Rendah", "2026-01-01", "Uji"),
        ),
        3,
        "POTENSI",
    ),
}


@pytest.fixture(autouse=True)
def everybody():
    cast.load_people()
    Measure.objects.create(
        key="permohonan", name="Permohonan", unit="berkas", subject="employee", combination="sum"
    )


def _rules() -> Iterator[str]:
    for label in WRITTEN:
        model = apps.get_model(label)
        yield from (constraint.name for constraint in model._meta.constraints)
        for field in model._meta.concrete_fields:
            if field.unique and not field.primary_key:
                yield f"{label}.{field.name}"


def test_every_rule_has_a_file_that_would_break_it_or_a_reason_why_none_can():
    assert set(_rules()) == {*BROKEN, *OUT_OF_REACH}


@pytest.mark.parametrize("rule", list(BROKEN))
def test_the_file_is_refused_by_line_before_the_database_speaks(rule):
    broken = BROKEN[rule]
    broken.before()
    before = ImportRecord.objects.count()
    with pytest.raises(ImportRefused) as refused:
        broken.load()
    assert (broken.line, broken.column) in [(e.line, e.column) for e in refused.value.errors]
    assert ImportRecord.objects.count() == before


# A file of each importer that is loaded without a question; a new importer is missing here until it has one.
GOOD: dict[str, list[Callable[..., object]]] = {
    "people": [people(fresh())],
    "plans": [plans(Line(weight="100"))],
    "learning": [learning({})],
    "measurements": [values("unit", "sum", ("KODE UNIT", "NILAI"), ("KEC", "1"))],
    "service-log": [
        table(
            import_service_log,
            ("NIP PETUGAS", "KODE LAYANAN", "BERKAS LENGKAP", "SELESAI", "HASIL"),
            (ANI, "KTP", "05/01/2026 09.00", "05/01/2026 09.20", "Selesai"),
            period=JANUARY,
        )
    ],
    "satisfaction": [table(import_satisfaction, ("KODE UNIT", "U1"), *[("KEC", "4")] * 30, period=JANUARY)],
    "standards": [table(import_standards, STANDARDS_HEADERS, ("KTP", "", "2026-01-01", "30", "", "SK"))],
    "areas": [table(import_areas, AREA_HEADERS, ("SEKSI", "Ulu", ANI, "2026-01-01"))],
    "immunization": [table(import_immunization, ("KELURAHAN", "BCG"), ("Ulu", "1"), period=JANUARY)],
    "competences": [
        table(import_competences, STANDARD_HEADERS, ("Petugas", "Pelaksana", "K1", "Satu", "2")),
        table(import_competences, LEVEL_HEADERS, (ANI, "K1", "2", "2026-01-01", "Uji")),
    ],
    "time-away": [
        table(import_time_away, AWAY_HEADERS, (ANI, "Cuti besar", "2026-03-01", "2026-03-31", "SK 1"))
    ],
    "agreements": [agreements((EKO, "PK 1", "2026-01-01", "2026-12-31", "240 berkas"))],
    "unit-grades": [unit_grades(("SEKSI", "TW I 2026", "Baik", "SK Camat 1/2026"))],
    "objectives": [
        table(
            import_objectives,
            ("UNIT", "TAHUN", "SASARAN", "IKU", "TARGET"),
            ("KEC", "2026", "Layanan cepat", "Hari layanan", "3"),
        )
    ],
    "measures": [
        table(
            import_measures,
            ("KUNCI", "NAMA", "SATUAN", "DIUKUR PER", "BEBERAPA BULAN"),
            ("berkas", "Berkas selesai", "berkas", "Pegawai", "Dijumlahkan"),
        )
    ],
    "addresses": [table(import_addresses, ADDRESS_HEADERS, (ANI, "ani@contoh.go.id"))],
    "potentials": [table(import_potentials, POTENTIAL_HEADERS, (ANI, "Tinggi", "2026-01-01", "Uji"))],
}


def test_importers_write_no_other_table():
    tables = {apps.get_model(label)._meta.db_table for label in WRITTEN}
    with CaptureQueriesContext(connection) as queries:
        for loads in GOOD.values():
            for load in loads:
                load()
    written = {query["sql"].split('"')[1] for query in queries if query["sql"].startswith("INSERT INTO")}
    assert written - tables == set()


def test_a_dry_run_stores_nothing_and_the_load_after_it_what_it_said():
    assert set(GOOD) == {importer.key for importer in importers()}
    Measure.objects.create(key="uji-unit-sum", name="Uji", unit="x", subject="unit", combination="sum")
    for key, loads in GOOD.items():
        for load in loads:
            before = _rows_written()
            looked = load(dry_run=True)
            assert _rows_written() == before, key
            loaded = load()
            assert (loaded, ImportRecord.objects.count()) == (looked, before["ledger.ImportRecord"] + 1), key


def _rows_written() -> dict[str, int]:
    return {label: apps.get_model(label)._default_manager.count() for label in WRITTEN}


def test_what_an_importer_forgot_is_a_sentence_and_nothing_is_stored(monkeypatch):
    monkeypatch.setattr(measurements_import, "doubled", lambda *_: [])
    monkeypatch.setattr(observations, "doubled", lambda *_: [])
    with pytest.raises(ImportRefused) as refused:
        BROKEN["observation_version_once_unit"].load()
    assert "observation_version_once_unit" in refused.value.errors[0].message
    assert "Traceback" not in refused.value.errors[0].message
    assert not Observation.objects.exists()
    assert Unit.objects.exists()


def _importers() -> dict[str, object]:
    found = {}
    for module in pkgutil.walk_packages(terukur.__path__, "terukur."):
        if ".migrations." in module.name or not module.name.endswith(("_import", "mappings")):
            continue
        for name, importer in inspect.getmembers(importlib.import_module(module.name)):
            if name.startswith("import_"):
                found[name] = importer
    return found


def test_every_importer_stands_in_the_frame_and_can_be_asked():
    found = _importers()
    assert len(found) >= 11
    for name, importer in found.items():
        assert isinstance(importer, Importer), f"{name} needs Importer(…)"
    assert {*found.values()} == {*importers(), found["import_mapped"]}
    confirmed = inspect.signature(Importer.__call__).parameters["confirmed"]
    assert isinstance(confirmed.default, Confirmed)
