"""A small table for every importer of values, how it is loaded, and what it leaves in the database."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from terukur.ledger.acting import COMMAND, Actor
from terukur.ledger.importing import Importer
from terukur.ledger.operations import ImportCounts
from terukur.measurement.areas_import import import_areas
from terukur.measurement.immunization_import import import_immunization
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import AreaOfficer, ImmunizationFigure, Observation, ServiceStandard
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.standards_import import import_standards
from terukur.organization.models import Unit
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.regulation.periods import Period
from terukur.tables.questions import EVERYTHING
from tests.support import cast
from tests.support.awkward import Sample
from tests.support.built_once import built_once
from tests.support.cast import ANI, BUDI, EKO, acting

TODAY = date(2026, 11, 30)
QUARTER, SEPTEMBER = Period.parse("2026-Q3"), Period.parse("2026-09")
_JULY, _AUGUST = date(2026, 7, 1), date(2026, 8, 1)


@dataclass(frozen=True)
class Case:
    """An importer with a table that it reads; ``told`` is what it is told beside the file, ``by`` the number
    of who loads it, where not everybody may; ``left`` reads what it leaves, or else all values are read.
    """

    importer: Importer[Any]
    sample: Sample
    told: Callable[[], dict[str, Any]] = dict
    by: str = ""
    left: Callable[[], list[tuple[object, ...]]] | None = None

    def load(self, content: bytes, *, dry_run: bool = False) -> ImportCounts:
        """Load a file; all of its questions are confirmed."""
        return self.importer(
            stream=io.BytesIO(content),
            filename="berkas",
            acting=acting(self._actor(), TODAY),
            dry_run=dry_run,
            confirmed=EVERYTHING,
            **self.told(),
        )

    def stored(self) -> list[tuple[object, ...]]:
        """Everything that the importer leaves, without the lines of its files."""
        return self.left() if self.left else stored()

    def _actor(self) -> Actor:
        return cast.employee(self.by).user if self.by else COMMAND


def begin() -> None:
    """People, units, measures, areas and standards for all samples."""
    built_once("values", _begin)


def _begin() -> None:
    cast.load_people()
    top = Unit.objects.get(code="KOTA")
    for code, name in (("PKM-A", "Puskesmas Contoh"), ("PKM-B", "Puskesmas Misalan")):
        Unit.objects.create(agency=top.agency, parent=top, code=code, name=name)
    for key, subject, combination, per in (
        ("berkas", "employee", "sum", 1),
        ("cakupan", "unit", "ratio", 100),
        ("tertib", "unit", "latest", 1),
    ):
        unit = "berkas" if combination == "sum" else "%"
        entry = Measure(
            key=key, name=f"Ukuran {key}", unit=unit, subject=subject, combination=combination, per=per
        )
        save_measure(measure=entry, acting=acting(COMMAND, TODAY))
    for name, code in (("Contoh Hulu", "PKM-A"), ("Contoh Hilir", "PKM-A"), ("Misalan", "PKM-B")):
        content = f"KODE UNIT;WILAYAH;NIP PETUGAS;MULAI\n{code};{name};;2026-01-01\n".encode()
        import_areas(content=content, filename="wilayah.csv", acting=acting(COMMAND, TODAY))


def of_measure(key: str) -> Callable[[], dict[str, Any]]:
    """What a table of values is told: its measure and period."""
    return lambda: {"measure": Measure.objects.get(key=key), "period": QUARTER}


def stored() -> list[tuple[object, ...]]:
    """Everything that imports of values leave, without the lines of their files."""
    observations = Observation.objects.values_list(
        "measure__key",
        "employee__number",
        "unit__code",
        "starts",
        "ends",
        "value",
        "numerator",
        "denominator",
        "version",
        "rows",
    )
    figures = ImmunizationFigure.objects.values_list(
        "unit__code", "area__name", "month", "item", "count", "version"
    )
    standards = ServiceStandard.objects.values_list(
        "service", "name", "valid_from", "minutes", "days", "basis"
    )
    officers = AreaOfficer.objects.values_list("area__name", "employee__number", "starts")
    found = [row for rows in (observations, figures, standards, officers) for row in rows]
    return sorted(found, key=str)


NIPS = ("NIP BARU", "N.I.P.", "NIP/NI PPPK", "Nomor Induk Pegawai", "NIP PEGAWAI")
NAMES = ("NAMA PEGAWAI", "Nama Lengkap", "NAMA_PEGAWAI", "NAMA LENGKAP", "nama pegawai")
_VALUES = Sample(
    headers=("NO", "NAMA", "NIP", "BULAN", "NILAI"),
    rows=(
        (1, "Ani", ANI, _JULY, 12),
        (2, "Ani", ANI, _AUGUST, 15),
        (3, "Budi", BUDI, _JULY, Decimal("7.5")),
        (4, "Eko", EKO, _JULY, 9),
    ),
    words=1,
    number=2,
    day=3,
    repeated=2,
    added=(4,),
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "BULAN": ("PERIODE", "Bulan", "PERIODE/BULAN", "BULAN LAPORAN", "MASA"),
        "NILAI": ("REALISASI", "Capaian", "HASIL", "NILAI REALISASI", "SKOR"),
    },
)
_SHARES = Sample(
    headers=("NO", "UNIT KERJA", "PERIODE", "PEMBILANG", "PENYEBUT"),
    rows=(
        (1, "Puskesmas Contoh", _JULY, 90, 100),
        (2, "Puskesmas Contoh", _AUGUST, 95, 110),
        (3, "Puskesmas Misalan", _JULY, 40, 80),
        (4, "Puskesmas Misalan", _AUGUST, 41, 82),
    ),
    words=1,
    day=2,
    repeated=1,
    added=(3, 4),
    named={
        "UNIT KERJA": ("KODE UNIT", "Nama Unit Kerja", "OPD", "PUSKESMAS", "PERANGKAT DAERAH"),
        "PEMBILANG": ("NUMERATOR", "Pembilang", "JUMLAH TERCAPAI", "TERCAPAI", "NUMERATOR (N)"),
        "PENYEBUT": ("DENOMINATOR", "Penyebut", "JUMLAH SELURUHNYA", "SASARAN", "DENOMINATOR (D)"),
    },
)
_PERCENT = Sample(
    headers=("NO", "KODE UNIT", "PERIODE", "NILAI"),
    rows=(
        (1, "PKM-A", _JULY, Decimal("72.4")),
        (2, "PKM-A", _AUGUST, 80),
        (3, "PKM-B", _JULY, 95),
        (4, "PKM-B", _AUGUST, Decimal("96.5")),
    ),
    words=1,
    day=2,
    percent=3,
    repeated=1,
    named={
        "KODE UNIT": ("KODE UNIT KERJA", "Kode Unor", "UNIT", "NAMA UNIT", "SKPD"),
        "NILAI": ("REALISASI", "Capaian", "HASIL", "NILAI REALISASI", "SKOR"),
    },
)
_WIDE = Sample(
    headers=("NO", "NAMA", "NIP", "JUL", "AGT", "SEP", "JUMLAH"),
    rows=((1, "Ani", ANI, 12, 15, 11, 38), (2, "Budi", BUDI, 7, 8, None, 15), (3, "Eko", EKO, 9, 9, 9, 27)),
    words=1,
    number=2,
    repeated=1,
    added=(3, 4, 5, 6),
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "JUL": ("JULI", "Juli", "Jul", "JULI 2026", "jul"),
        "AGT": ("AGUSTUS", "Agustus", "Agu", "AGUSTUS 2026", "agt"),
    },
)
_LOG = Sample(
    headers=("NO TIKET", "NIP PETUGAS", "LAYANAN", "TANGGAL", "JAM MULAI", "JAM SELESAI", "STATUS"),
    rows=(
        ("A-01", ANI, "KTP", date(2026, 9, 1), "08:05", "08:20", "Selesai"),
        ("A-02", ANI, "KTP", date(2026, 9, 1), "09:00", "09:45", "Selesai"),
        ("A-03", BUDI, "KK", date(2026, 9, 2), "10.00", "10.10", "Dikembalikan"),
        ("A-04", EKO, "KK", date(2026, 9, 3), "10:00", None, "Proses"),
        ("A-05", EKO, "KK", date(2026, 9, 3), "11:00", "11:30", "Selesai"),
    ),
    words=2,
    number=1,
    day=3,
    repeated=1,
    named={
        "NIP PETUGAS": ("NIP", "NIP Operator", "PETUGAS", "NIP PEGAWAI", "NIP_PETUGAS"),
        "NO TIKET": ("NOMOR TIKET", "No. Antrean", "NO REGISTRASI", "TICKET", "no_tiket"),
        "STATUS": ("HASIL", "Status Permohonan", "STATUS LAYANAN", "RESULT", "STATUS TIKET"),
    },
)
_SURVEY = Sample(
    headers=("NO", "KODE UNIT", *(f"U{place}" for place in range(1, 10))),
    rows=tuple(
        (place, "PKM-A" if place < 7 else "PKM-B", *(2 + (place + element) % 3 for element in range(9)))
        for place in range(1, 13)
    ),
    words=1,
    repeated=1,
    added=tuple(range(2, 11)),
    named={"KODE UNIT": ("UNIT", "Unit Kerja", "UNIT LAYANAN", "NAMA UNIT", "UNIT PELAYANAN")},
)
_RECAP = Sample(
    headers=("NO", "DESA/KELURAHAN", "SASARAN BAYI", "BCG", "DPT-HB-Hib 3", "IDL"),
    rows=((1, "Contoh Hulu", 120, 10, 9, 8), (2, "Contoh Hilir", 90, 8, 8, 7), (3, "Misalan", 60, 5, 4, 4)),
    words=1,
    added=(2, 3, 4, 5),
    named={
        "DESA/KELURAHAN": ("KELURAHAN", "Nama Desa", "WILAYAH", "DESA", "NAMA KELURAHAN"),
        "SASARAN BAYI": ("SASARAN", "Surviving Infant", "BAYI", "SASARAN BAYI SI", "sasaran_bayi"),
        "DPT-HB-Hib 3": ("DPT HB HIB 3", "Dpt-Hb-Hib3", "DPT-HB-HIB (3)", "DPTHBHIB3", "DPT/HB/Hib 3"),
    },
)
_AREAS = Sample(
    headers=("NO", "KODE UNIT", "WILAYAH", "NIP PETUGAS", "MULAI"),
    rows=(
        (1, "PKM-A", "Desa Baru Satu", ANI, _JULY),
        (2, "PKM-A", "Desa Baru Dua", BUDI, _AUGUST),
        (3, "PKM-B", "Desa Baru Tiga", EKO, _JULY),
    ),
    words=2,
    number=3,
    day=4,
    repeated=1,
    named={
        "KODE UNIT": ("KODE UNIT KERJA", "Unit", "KODE_UNIT", "KODE PUSKESMAS", "UNIT KERJA"),
        "NIP PETUGAS": ("NIP", "NIP Penanggung Jawab", "NIP BIDAN", "NIP. PETUGAS", "NIP_PETUGAS"),
        "WILAYAH": ("KELURAHAN", "Desa", "WILAYAH KERJA", "NAMA WILAYAH", "DESA/KELURAHAN"),
        "MULAI": ("TANGGAL MULAI", "TMT", "Tgl. Mulai", "MULAI TANGGAL", "SEJAK"),
    },
)
_STANDARDS = Sample(
    headers=("NO", "KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR"),
    rows=(
        (1, "KTP", "Cetak KTP", _JULY, 30, None, "SK 1 Tahun 2026"),
        (2, "KTP", "Cetak KTP", _AUGUST, 20, None, "SK 9 Tahun 2026"),
        (3, "PINDAH", "Surat pindah", _JULY, None, 3, "SK 1 Tahun 2026"),
    ),
    words=2,
    day=3,
    repeated=1,
    named={
        "BERLAKU SEJAK": ("BERLAKU", "TMT", "Tanggal Berlaku", "MULAI BERLAKU", "BERLAKU MULAI"),
        "DASAR": ("NOMOR SK", "Dasar Hukum", "SURAT KEPUTUSAN", "SK", "NO SK"),
        "MENIT": ("WAKTU (MENIT)", "Standar Menit", "WAKTU MENIT", "MENIT", "Waktu (menit)"),
    },
)
_SEPTEMBER: Callable[[], dict[str, Any]] = lambda: {"period": SEPTEMBER}  # noqa: E731
CASES = {
    "values of people": Case(import_measurements, _VALUES, of_measure("berkas")),
    "shares of units": Case(import_measurements, _SHARES, of_measure("cakupan")),
    "percentages of units": Case(import_measurements, _PERCENT, of_measure("tertib")),
    "months across": Case(import_measurements, _WIDE, of_measure("berkas")),
    "service log": Case(import_service_log, _LOG, _SEPTEMBER),
    "survey": Case(import_satisfaction, _SURVEY, lambda: {"period": QUARTER}),
    "recap": Case(import_immunization, _RECAP, _SEPTEMBER),
    "areas": Case(import_areas, _AREAS, dict),
    "standards": Case(import_standards, _STANDARDS, dict),
}
