"""A small table for every importer that brings no values, and what it leaves in the database."""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.appraisal.models import UnitGrade
from terukur.appraisal.unit_grades_import import import_unit_grades
from terukur.development.competences_import import import_competences
from terukur.development.learning_import import import_learning
from terukur.development.models import (
    Competence,
    CompetenceLevel,
    CompetenceStandard,
    LearningItem,
    PotentialAssessment,
)
from terukur.development.potentials_import import import_potentials
from terukur.employment.agreements_import import import_agreements
from terukur.employment.models import TimeAway, WorkAgreement
from terukur.employment.time_away_import import import_time_away
from terukur.organization.addresses_import import import_addresses
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.people_import import import_people
from terukur.planning.measures_import import import_measures
from terukur.planning.models import Indicator, Measure, UnitObjective
from terukur.planning.objectives_import import import_objectives
from terukur.planning.plans_import import import_plans
from tests.support.awkward import Sample
from tests.support.built_once import built_once
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO
from tests.support.value_samples import NAMES, NIPS, Case
from tests.support.value_samples import begin as begin_with_values

_MARCH, _APRIL, _MAY = date(2026, 3, 2), date(2026, 4, 1), date(2026, 5, 4)
_YEAR, _END = date(2026, 1, 1), date(2026, 12, 31)
FIRST, SECOND = "199505052020121001", "199606062020122002"


def begin() -> None:
    """People, units, measures and competences for all samples of records."""
    built_once("records", _begin)


def _begin() -> None:
    begin_with_values()
    Employee.objects.filter(number__in=(BUDI, EKO)).update(kind="pppk")
    for key, name in (("K1", "Integritas"), ("K2", "Kerja sama")):
        Competence.objects.create(key=key.lower(), name=name)


def left(*found: QuerySet[object, tuple[object, ...]]) -> Callable[[], list[tuple[object, ...]]]:
    """Return a function that reads what is there of some tables."""
    return lambda: [row for rows in found for row in sorted(rows.all(), key=str)]


_UNITS = ("PERANGKAT DAERAH", "Nama Unit Kerja", "OPD", "UNIT KERJA", "SKPD")
_STARTS = ("TANGGAL MULAI", "TMT", "Tgl. Mulai", "MULAI TANGGAL", "SEJAK")
_ENDS = ("TANGGAL SELESAI", "S/D", "Tgl. Selesai", "SAMPAI DENGAN", "SAMPAI TANGGAL")
_DAYS = ("TANGGAL ASESMEN", "TGL", "Tanggal Uji", "TANGGAL PELAKSANAAN", "TGL ASESMEN")
_SOURCES = ("PENYELENGGARA", "Metode", "LEMBAGA", "SUMBER DATA", "METODE UJI")
_CODES = ("KODE KOMPETENSI", "Kode", "KODE", "KUNCI KOMPETENSI", "KODE_KOMPETENSI")
_PNS = ("PNS Daerah", "pns", "Pegawai Negeri Sipil", "PNS Pusat", "P.N.S.")
_PPPK = ("P3K", "PPPK Penuh Waktu", "Pegawai Pemerintah dengan Perjanjian Kerja", "pppk", "PPPK ")
_PEOPLE = Sample(
    headers=("NO", "NAMA", "NIP", "JENIS PEGAWAI", "GOLONGAN", "JABATAN", "UNIT KERJA", "TMT JABATAN"),
    rows=(
        (1, "Gita Contoh", FIRST, "PNS", "III/a", "Arsiparis", "Seksi Pelayanan", _MARCH),
        (2, "Hadi Misalan", SECOND, "PNS", "III/a", "Pengolah Data", "Seksi Pelayanan", _MARCH),
        (3, "Ani", ANI, "PNS", "II/c", "Petugas", "Seksi Pelayanan", None),
        (4, "Eko", EKO, "PPPK", "IX", "Petugas", "Kecamatan", None),
    ),
    words=1,
    number=2,
    day=7,
    repeated=3,
    said={
        ("JENIS PEGAWAI", "PNS"): _PNS,
        ("JENIS PEGAWAI", "PPPK"): _PPPK,
        ("GOLONGAN", "III/a"): ("Penata Muda (III/a)", "III.a", "Gol. III/a", "Penata Muda - III/a", "III a"),
        ("GOLONGAN", "II/c"): ("Pengatur (II/c)", "II.c", "Gol. II/c", "Pengatur, II/c", "II C"),
        ("GOLONGAN", "IX"): ("Gol. IX", "9", "Golongan IX", "ix", "Gol IX"),
    },
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "GOLONGAN": ("GOL.RUANG", "Pangkat/Gol. Ruang", "PANGKAT, GOL/RUANG", "GOL", "GOL. AKHIR"),
        "JABATAN": ("NAMA JABATAN", "Jabatan", "JABATAN SEKARANG", "JABATAN TERAKHIR", "NAMA_JABATAN"),
        "UNIT KERJA": ("UNIT ORGANISASI", "Nama Unit Kerja", "UNOR NAMA", "TEMPAT TUGAS", "SUB UNIT KERJA"),
    },
)
_PLANS = Sample(
    headers=(
        *("NO", "NIP", "TAHUN", "RENCANA HASIL KERJA", "INDIKATOR", "ASPEK", "TARGET", "SATUAN", "BOBOT"),
        *("WAKTU TARGET", "JATUH TEMPO", "RUMUS", "SUMBER"),
    ),
    rows=tuple(
        (place, who, "2026", result, name, "Kuantitas", target, "berkas", weight, pace, due, "Jumlah", "Buku")
        for place, who, result, name, target, weight, pace, due in (
            (1, ANI, "Warga terlayani", "Permohonan selesai", 400, 60, "BERTAHAP", None),
            (2, ANI, "Arsip tertata", "Berkas tertata", 120, 40, "SEKALI", _END),
            (3, EKO, "Surat tertangani", "Surat dijawab", 90, 100, "SEKALI", _END),
        )
    ),
    words=3,
    number=1,
    day=10,
    repeated=1,
    said={
        ("ASPEK", "Kuantitas"): ("KUANTITAS", "kuantitas", "1. Kuantitas", "Kuantitas ", "a. Kuantitas"),
        ("WAKTU TARGET", "SEKALI"): ("sekali", "Sekali", "SEKALI ", "AKHIR", "Sekali."),
        ("TARGET", 400): ("400 berkas", "400 (empat ratus)", "400", "400 berkas.", "400,0"),
    },
    named={
        "NIP": NIPS,
        "RENCANA HASIL KERJA": (
            "RHK",
            "Rencana Kinerja",
            "HASIL KERJA",
            "RENCANA HASIL KERJA (RHK)",
            "RENCANA_HASIL_KERJA",
        ),
        "INDIKATOR": (
            "IKI",
            "Indikator Kinerja Individu",
            "INDIKATOR KINERJA",
            "NAMA INDIKATOR",
            "INDIKATOR_KINERJA",
        ),
        "BOBOT": ("BOBOT (%)", "Bobot %", "BOBOT IKI", "BOBOT", "Bobot (persen)"),
    },
)
_LEARNING = Sample(
    headers=("NO", "KODE", "JUDUL", "BENTUK", "JP", "PENYELENGGARA", "MULAI", "SELESAI", "KATA KUNCI"),
    rows=(
        (1, "A-1", "Pelayanan prima", 1, 20, "BKPSDM", _MARCH, _APRIL, "layanan;antrean"),
        (2, "A-2", "Arsip dinamis", 2, 8, "BKPSDM", _MARCH, _APRIL, "arsip"),
        (3, "B-1", "Bimbingan di tempat", 16, 4, "Kecamatan", None, None, None),
    ),
    words=2,
    day=6,
    repeated=5,
    named={
        "KODE": ("KODE PELATIHAN", "Kode Diklat", "KODE PEMBELAJARAN", "NOMOR", "KODE KURSUS"),
        "JUDUL": ("NAMA PELATIHAN", "Nama Diklat", "JUDUL PEMBELAJARAN", "PELATIHAN", "NAMA KEGIATAN"),
        "JP": ("JAM PELAJARAN", "Jumlah JP", "JAM", "LAMA (JP)", "JML JP"),
        "BENTUK": ("BENTUK PEMBELAJARAN", "No. Bentuk", "JALUR", "BENTUK PENGEMBANGAN", "NOMOR BENTUK"),
        "MULAI": _STARTS,
        "SELESAI": ("TANGGAL SELESAI", "Tgl. Selesai", "SAMPAI", "S/D", "AKHIR"),
    },
)
_STANDARDS = Sample(
    headers=("NO", "JABATAN", "JENIS JABATAN", "KOMPETENSI", "NAMA KOMPETENSI", "LEVEL"),
    rows=(
        (1, "Petugas", "Pelaksana", "K1", "Integritas", 2),
        (2, "Petugas", "Pelaksana", "K2", "Kerja sama", 3),
        (3, "Arsiparis", "Fungsional", "K1", "Integritas", 3),
    ),
    words=1,
    repeated=2,
    said={
        ("JENIS JABATAN", "Pelaksana"): (
            "PELAKSANA",
            "Jabatan Pelaksana",
            "pelaksana",
            "Pelaksana (JFU)",
            "3. Pelaksana",
        ),
        ("JENIS JABATAN", "Fungsional"): (
            "JF",
            "Jabatan Fungsional",
            "FUNGSIONAL",
            "Fungsional (JFT)",
            "4. Fungsional",
        ),
    },
    named={
        "JABATAN": ("NAMA JABATAN", "Jabatan", "NAMA_JABATAN", "JABATAN", "NOMENKLATUR JABATAN"),
        "KOMPETENSI": _CODES,
        "NAMA KOMPETENSI": (
            "URAIAN KOMPETENSI",
            "Kompetensi Jabatan",
            "NAMA_KOMPETENSI",
            "JUDUL KOMPETENSI",
            "URAIAN",
        ),
        "LEVEL": ("TINGKAT", "Level Kompetensi", "LEVEL STANDAR", "TINGKAT PENGUASAAN", "STANDAR LEVEL"),
    },
)
_LEVELS = Sample(
    headers=("NO", "NAMA", "NIP", "KOMPETENSI", "LEVEL", "TANGGAL", "SUMBER"),
    rows=(
        (1, "Ani", ANI, "K1", 2, _MARCH, "Uji kompetensi"),
        (2, "Ani", ANI, "K2", 3, _MARCH, "Uji kompetensi"),
        (3, "Eko", EKO, "K1", 1, _APRIL, "Wawancara"),
    ),
    words=1,
    number=2,
    day=5,
    repeated=2,
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "KOMPETENSI": _CODES,
        "LEVEL": ("TINGKAT", "Level Kompetensi", "LEVEL CAPAIAN", "TINGKAT PENGUASAAN", "HASIL"),
        "TANGGAL": _DAYS,
        "SUMBER": _SOURCES,
    },
)
_POTENTIALS = Sample(
    headers=("NO", "NAMA", "NIP", "POTENSI", "TANGGAL", "SUMBER"),
    rows=(
        (1, "Ani", ANI, "Tinggi", _MARCH, "Asesmen"),
        (2, "Budi", BUDI, "Sedang", _MARCH, "Asesmen"),
        (3, "Eko", EKO, "Rendah", _APRIL, "Asesmen"),
    ),
    words=1,
    number=2,
    day=4,
    repeated=5,
    said={
        ("POTENSI", "Tinggi"): ("TINGGI", "tinggi", "Potensi tinggi", "Tinggi (3)", "3. Tinggi"),
        ("POTENSI", "Sedang"): ("SEDANG", "sedang", "Potensi sedang", "Sedang (2)", "2. Sedang"),
        ("POTENSI", "Rendah"): ("RENDAH", "rendah", "Potensi rendah", "Rendah (1)", "1. Rendah"),
    },
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "POTENSI": ("KATEGORI POTENSI", "Hasil Asesmen", "LEVEL POTENSI", "KATEGORI", "TINGKAT POTENSI"),
        "TANGGAL": _DAYS,
        "SUMBER": _SOURCES,
    },
)
_AWAY = Sample(
    headers=("NO", "NAMA", "NIP", "JENIS", "MULAI", "SAMPAI", "KETERANGAN"),
    rows=(
        (1, "Ani", ANI, "Cuti besar", _MARCH, _APRIL, "SK 851/12"),
        (2, "Budi", BUDI, "Cuti sakit", _MARCH, _MARCH, "Surat dokter"),
        (3, "Eko", EKO, "Tugas belajar", _MAY, None, "SK 893/4"),
    ),
    words=1,
    number=2,
    day=4,
    repeated=4,
    said={
        ("JENIS", "Cuti besar"): ("CUTI BESAR", "Besar", "CB", "Cuti Besar (haji)", "1) Cuti besar"),
        ("JENIS", "Cuti sakit"): ("CUTI SAKIT", "Sakit", "CS", "Cuti Sakit (rawat inap)", "2) Cuti sakit"),
        ("JENIS", "Tugas belajar"): (
            "TUGAS BELAJAR",
            "Tubel",
            "TB",
            "Tugas Belajar (S2)",
            "3) Tugas belajar",
        ),
    },
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "JENIS": ("JENIS CUTI", "Jenis Ketidakhadiran", "JENIS IZIN", "KETIDAKHADIRAN", "ALASAN"),
        "MULAI": _STARTS,
        "SAMPAI": _ENDS,
        "KETERANGAN": ("NOMOR SK", "Dasar", "NO. SURAT", "SURAT KEPUTUSAN", "NOMOR SURAT"),
    },
)
_AGREEMENTS = Sample(
    headers=("NO", "NAMA", "NIP", "NOMOR PERJANJIAN", "MULAI", "SAMPAI", "TARGET"),
    rows=(
        (1, "Budi", BUDI, "PK 1/2026", _YEAR, _END, "240 berkas"),
        (2, "Eko", EKO, "PK 2/2025", date(2025, 1, 1), date(2025, 12, 31), "200 berkas"),
        (3, "Eko", EKO, "PK 3/2026", _YEAR, _END, "240 berkas"),
    ),
    words=1,
    number=2,
    day=4,
    repeated=1,
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "NOMOR PERJANJIAN": (
            "NO. KONTRAK",
            "Nomor Kontrak",
            "NOMOR PK",
            "NO PERJANJIAN",
            "NOMOR PERJANJIAN KERJA",
        ),
        "MULAI": ("TANGGAL MULAI", "TMT Kontrak", "Tgl. Mulai", "MULAI TANGGAL", "SEJAK"),
        "SAMPAI": _ENDS,
    },
)
_GRADES = Sample(
    headers=("NO", "UNIT", "PERIODE", "PREDIKAT", "DASAR"),
    rows=(
        (1, "Seksi Pelayanan", "Triwulan III 2026", "Baik", "SK Camat 1/2026"),
        (2, "Kecamatan", "Triwulan III 2026", "Istimewa", "SK Camat 1/2026"),
        (3, "Puskesmas Contoh", "Triwulan III 2026", "Baik", "SK Camat 2/2026"),
    ),
    words=1,
    repeated=2,
    said={
        ("PERIODE", "Triwulan III 2026"): (
            "TW III 2026",
            "Triwulan 3 2026",
            "triwulan iii tahun 2026",
            "TW 3",
            "TW.III/2026",
        ),
        ("PREDIKAT", "Baik"): ("BAIK", "baik", "Baik.", "Predikat Baik", "2. Baik"),
        ("PREDIKAT", "Istimewa"): ("ISTIMEWA", "istimewa", "Istimewa.", "Predikat Istimewa", "1. Istimewa"),
    },
    named={
        "UNIT": _UNITS,
        "PERIODE": ("TRIWULAN", "Periode Penilaian", "MASA PENILAIAN", "PERIODE EVALUASI", "PERIODE KINERJA"),
        "PREDIKAT": (
            "PREDIKAT UNIT",
            "Capaian Organisasi",
            "CAPAIAN",
            "PREDIKAT KINERJA",
            "PREDIKAT ORGANISASI",
        ),
        "DASAR": ("NOMOR SK", "Dasar Penetapan", "SURAT KEPUTUSAN", "KETERANGAN", "NO SK"),
    },
)
_OBJECTIVES = Sample(
    headers=("NO", "UNIT", "TAHUN", "SASARAN", "INDIKATOR", "TARGET", "SATUAN"),
    rows=(
        (1, "Kecamatan", "2026", "Layanan cepat", "Hari layanan", 3, "hari"),
        (2, "Kecamatan", "2026", "Layanan bersih", "Pengaduan terbukti", 0, "pengaduan"),
        (3, "Seksi Pelayanan", "2026", "Layanan cepat", "Berkas selesai", 95, "%"),
    ),
    words=3,
    repeated=1,
    said={("TAHUN", "2026"): (2026, "Tahun 2026", "2026 ", "TA 2026", "2026")},
    named={
        "UNIT": _UNITS,
        "SASARAN": ("SASARAN STRATEGIS", "Sasaran Kinerja", "TUJUAN", "SASARAN PROGRAM", "SASARAN KEGIATAN"),
        "INDIKATOR": (
            "IKU",
            "Indikator Kinerja Utama",
            "INDIKATOR KINERJA",
            "INDIKATOR SASARAN",
            "INDIKATOR_KINERJA",
        ),
    },
)
_MEASURES = Sample(
    headers=("NO", "KUNCI", "NAMA", "SATUAN", "DIUKUR PER", "BEBERAPA BULAN", "PEMILIK DATA"),
    rows=(
        (1, "berkas-selesai", "Berkas selesai", "berkas", "Pegawai", "Dijumlahkan", "Kecamatan"),
        (2, "surat-dijawab", "Surat dijawab", "surat", "Pegawai", "Dijumlahkan", "Kecamatan"),
        (3, "ketertiban", "Ketertiban arsip", "poin", "Unit kerja", "Nilai terakhir", "Dinas Arsip"),
    ),
    words=2,
    repeated=4,
    said={
        ("DIUKUR PER", "Pegawai"): ("PEGAWAI", "Orang", "Per pegawai", "Individu", "Pegawai (NIP)"),
        ("DIUKUR PER", "Unit kerja"): (
            "UNIT KERJA",
            "Unit",
            "Per unit kerja",
            "Unit Kerja",
            "Unit kerja (OPD)",
        ),
        ("BEBERAPA BULAN", "Dijumlahkan"): ("DIJUMLAHKAN", "Jumlah", "Total", "Akumulasi", "Penjumlahan"),
        ("BEBERAPA BULAN", "Nilai terakhir"): (
            "NILAI TERAKHIR",
            "Terakhir",
            "nilai akhir",
            "Posisi terakhir",
            "Terakhir.",
        ),
    },
    named={
        "KUNCI": ("KODE", "Kode Ukuran", "KUNCI UKURAN", "KODE_UKURAN", "ID UKURAN"),
        "NAMA": ("NAMA UKURAN", "Ukuran", "INDIKATOR", "NAMA INDIKATOR", "NAMA_UKURAN"),
        "DIUKUR PER": ("SUBJEK", "Tingkat", "PER", "TINGKAT PENGUKURAN", "OBJEK"),
        "BEBERAPA BULAN": ("CARA GABUNG", "Penggabungan", "CARA HITUNG", "CARA MENGGABUNGKAN", "AGREGASI"),
    },
)
_ADDRESSES = Sample(
    headers=("NO", "NAMA", "NIP", "SUREL"),
    rows=(
        (1, "Ani", ANI, "ani@contoh.go.id"),
        (2, "Budi", BUDI, "budi@contoh.go.id"),
        (3, "Citra", CITRA, "citra@contoh.go.id"),
        (4, "Eko", EKO, "eko@contoh.go.id"),
    ),
    words=1,
    number=2,
    named={
        "NIP": NIPS,
        "NAMA": NAMES,
        "SUREL": ("EMAIL", "E-mail", "ALAMAT EMAIL", "Alamat Surel", "E MAIL"),
    },
)
RECORDS = {
    "people": Case(
        import_people,
        _PEOPLE,
        left=left(
            Employee.objects.values_list("number", "name", "kind", "rank", "rank_since", "left_on"),
            Assignment.objects.values_list(
                "employee__number", "position__title", "position__unit__code", "starts", "ends"
            ),
            Headship.objects.values_list("employee__number", "unit__code", "kind", "starts"),
            ReportingLine.objects.values_list("assignment__employee__number", "appraiser__number", "starts"),
            Unit.objects.values_list("code", "name", "parent__code"),
        ),
    ),
    "plans": Case(
        import_plans,
        _PLANS,
        left=left(
            Indicator.objects.values_list(
                *("result__version__plan__assignment__employee__number", "result__version__status"),
                *("result__version__plan__year", "result__title", "result__kind", "name", "aspect"),
                *("target", "target_high", "unit", "weight", "pace", "due", "formula", "source"),
            )
        ),
    ),
    "learning": Case(
        import_learning,
        _LEARNING,
        left=left(
            LearningItem.objects.values_list(
                "code", "title", "form", "hours", "provider", "starts", "ends", "keywords"
            )
        ),
    ),
    "standards of competence": Case(
        import_competences,
        _STANDARDS,
        left=left(CompetenceStandard.objects.values_list("title", "kind", "competence__key", "level")),
    ),
    "levels of competence": Case(
        import_competences,
        _LEVELS,
        left=left(
            CompetenceLevel.objects.values_list(
                "employee__number", "competence__key", "level", "assessed_on", "source"
            )
        ),
    ),
    "potentials": Case(
        import_potentials,
        _POTENTIALS,
        left=left(
            PotentialAssessment.objects.values_list("employee__number", "potential", "assessed_on", "source")
        ),
    ),
    "time away": Case(
        import_time_away,
        _AWAY,
        left=left(TimeAway.objects.values_list("employee__number", "kind", "starts", "ends", "basis")),
    ),
    "agreements": Case(
        import_agreements,
        _AGREEMENTS,
        left=left(
            WorkAgreement.objects.values_list("employee__number", "number", "starts", "ends", "targets")
        ),
    ),
    "unit grades": Case(
        import_unit_grades,
        _GRADES,
        by=DEWI,
        left=left(UnitGrade.objects.values_list("unit__code", "starts", "ends", "grade", "reason")),
    ),
    "objectives": Case(
        import_objectives,
        _OBJECTIVES,
        left=left(
            UnitObjective.objects.values_list("unit__code", "year", "number", "title", "indicator", "target")
        ),
    ),
    "measures": Case(
        import_measures,
        _MEASURES,
        left=left(
            Measure.objects.values_list(
                "key", "name", "unit", "subject", "combination", "per", "description", "owner"
            )
        ),
    ),
    "addresses": Case(import_addresses, _ADDRESSES, left=left(User.objects.values_list("username", "email"))),
}
