"""The columns of plans, by every name that forms, offices and their programs give them."""

from terukur.organization.identities import is_employee_number
from terukur.organization.template_lists import PERSON
from terukur.planning.models import Measure
from terukur.regulation.scales import Aspect, Combination, Direction, Pace, Perspective, ResultKind
from terukur.tables.meaning import Column
from terukur.tables.templates import TemplateColumn

STATUSES = {
    "KONSEP": False,
    "DITETAPKAN": True,
    "DRAF": False,
    "DRAFT": False,
    "DISETUJUI": True,
    "SUDAH DISETUJUI": True,
}
KINDS = {
    "UTAMA": ResultKind.MAIN,
    "TAMBAHAN": ResultKind.ADDITIONAL,
    "HASIL KERJA UTAMA": ResultKind.MAIN,
    "HASIL KERJA TAMBAHAN": ResultKind.ADDITIONAL,
    "KINERJA UTAMA": ResultKind.MAIN,
    "KINERJA TAMBAHAN": ResultKind.ADDITIONAL,
}
DIRECTIONS = {"NAIK": Direction.HIGHER, "TURUN": Direction.LOWER, "RENTANG": Direction.RANGE}
AT_THE_END = "AKHIR"
PACES = {"BERTAHAP": Pace.STEADY, "TETAP": Pace.LEVEL, "SEKALI": Pace.ONCE, AT_THE_END: Pace.ONCE}
COMBINATIONS = {"JUMLAH": Combination.SUM, "TERAKHIR": Combination.LATEST, "RATA-RATA": Combination.MEAN}
ASPECTS = {item.label: item for item in Aspect}
PERSPECTIVES = {item.label: item for item in Perspective}

COLUMNS = (
    Column(
        "NIP",
        (
            "NIP BARU",
            "NIP PEGAWAI",
            "NIP/NI PPPK",
            "NIP/NIPPPK",
            "NI PPPK",
            "NIPPPK",
            "NIP PEGAWAI YANG DINILAI",
            "NIP YANG DINILAI",
        ),
        looks=is_employee_number,
    ),
    Column("NAMA", ("NAMA PEGAWAI", "NAMA LENGKAP", "NAMA ASN", "NAMA PEGAWAI YANG DINILAI")),
    Column("TAHUN", ("TAHUN SKP", "TAHUN PENILAIAN", "TAHUN KINERJA", "TAHUN RENCANA")),
    Column("PERIODE", ("PERIODE PENILAIAN", "PERIODE SKP", "MASA PENILAIAN")),
    Column("STATUS", ("STATUS SKP", "STATUS RENCANA", "STATUS PERSETUJUAN")),
    Column(
        "JENIS HASIL", ("JENIS HASIL KERJA", "JENIS RHK", "JENIS KINERJA", "KLASIFIKASI", "UTAMA/TAMBAHAN")
    ),
    Column(
        "RENCANA HASIL KERJA",
        ("RHK", "HASIL KERJA", "RENCANA KINERJA", "RENCANA HASIL KERJA PEGAWAI", "RENCANA HASIL KERJA (RHK)"),
    ),
    Column(
        "RHK PIMPINAN",
        (
            "RENCANA HASIL KERJA PIMPINAN YANG DIINTERVENSI",
            "RENCANA HASIL KERJA PIMPINAN",
            "RENCANA HASIL KERJA ATASAN",
            "RENCANA HASIL KERJA ATASAN LANGSUNG",
            "RENCANA HASIL KERJA ATASAN YANG DIINTERVENSI",
            "RHK PIMPINAN YANG DIINTERVENSI",
            "RHK ATASAN",
            "RHK ATASAN YANG DIINTERVENSI",
            "RHK YANG DIINTERVENSI",
        ),
    ),
    Column("PERSPEKTIF", ()),
    Column(
        "INDIKATOR",
        (
            "INDIKATOR KINERJA INDIVIDU",
            "INDIKATOR KINERJA INDIVIDU (IKI)",
            "INDIKATOR KINERJA",
            "IKI",
            "NAMA INDIKATOR",
        ),
    ),
    Column("ASPEK", ("ASPEK INDIKATOR",)),
    Column("SATUAN", ("SATUAN TARGET",)),
    Column("ARAH", ("ARAH CAPAIAN",)),
    Column("WAKTU TARGET", ()),
    Column("TARGET", ("TARGET TAHUNAN", "TARGET TAHUN", "TARGET IKI", "TARGET INDIKATOR")),
    Column("TARGET ATAS", ("BATAS ATAS", "TARGET MAKSIMAL")),
    Column("JATUH TEMPO", ("TENGGAT", "BATAS WAKTU")),
    Column("BOBOT", ("BOBOT (%)", "BOBOT %", "BOBOT IKI")),
    Column("UKURAN", ()),
    Column("CARA GABUNG", ()),
    Column("RUMUS", ("FORMULA", "CARA HITUNG")),
    Column("SUMBER", ("SUMBER DATA",)),
    Column("PEMILIK", ("PEMILIK DATA", "UNIT PENYEDIA DATA")),
    Column("PAPARAN", ()),
    Column("NILAI PAPARAN", ()),
    Column("UKURAN PAPARAN", ()),
    Column("CAPAIAN TAHUN LALU", ("REALISASI TAHUN LALU",)),
    Column(
        "NIP PENILAI",
        ("NIP PEJABAT PENILAI", "NIP PEJABAT PENILAI KINERJA", "NIP ATASAN", "NIP ATASAN LANGSUNG"),
    ),
)
_OTHERS = ("NAMA", "PERIODE", "NIP PENILAI")
# The table of plans as we print it.
HEADERS = tuple(column.key for column in COLUMNS if column.key not in _OTHERS)


def _measure_keys() -> list[str]:
    return list(Measure.objects.order_by("key").values_list("key", flat=True))


TEMPLATE = (
    PERSON[0],
    TemplateColumn("TAHUN", "Tahun SKP", "2026", required=True),
    TemplateColumn(
        "STATUS",
        "DITETAPKAN bila sudah ditandatangani kedua pihak; kosong berarti konsep",
        "KONSEP",
        choices=lambda: ["KONSEP", "DITETAPKAN"],
    ),
    TemplateColumn("JENIS HASIL", "Kosong berarti utama", "UTAMA", choices=lambda: ["UTAMA", "TAMBAHAN"]),
    TemplateColumn("RENCANA HASIL KERJA", "Hasil, bukan kegiatan", "Terlaksananya imunisasi bayi", True),
    TemplateColumn("RHK PIMPINAN", "Hasil kerja pimpinan yang didukung", "Meningkatnya cakupan layanan KIA"),
    TemplateColumn(
        "PERSPEKTIF",
        "Hanya untuk pimpinan tinggi dan kepala unit mandiri",
        "",
        choices=lambda: list(PERSPECTIVES),
    ),
    TemplateColumn("INDIKATOR", "Satu baris untuk satu indikator", "Jumlah bayi yang mendapat IDL", True),
    TemplateColumn(
        "ASPEK", "Wajib untuk administrator dan fungsional", "Kuantitas", choices=lambda: list(ASPECTS)
    ),
    TemplateColumn(
        "TARGET", "Angkanya; boleh dengan satuan atau rentang: 240 bayi, 95-100%", "240 bayi", True
    ),
    TemplateColumn("SATUAN", "Boleh kosong bila ditulis bersama target", "bayi"),
    TemplateColumn("ARAH", "Kosong berarti naik", "NAIK", choices=lambda: list(DIRECTIONS)),
    TemplateColumn(
        "WAKTU TARGET",
        "BERTAHAP, TETAP di setiap periode, SEKALI, atau AKHIR (hanya pada akhir tahun)",
        "BERTAHAP",
        choices=lambda: list(PACES),
    ),
    TemplateColumn("JATUH TEMPO", "Wajib bila SEKALI", "31-12-2026"),
    TemplateColumn("BOBOT", "Persen, berjumlah 100; kosong semua berarti dibagi rata", "60"),
    TemplateColumn(
        "UKURAN", "Kunci ukuran di katalog, bila diukur dari data", "bayi-idl", choices=_measure_keys
    ),
    TemplateColumn("CARA GABUNG", "Cara menggabungkan bulan", "JUMLAH", choices=lambda: list(COMBINATIONS)),
    TemplateColumn(
        "RUMUS", "Wajib untuk SKP yang ditetapkan tanpa ukuran", "Realisasi dibagi target dikali 100"
    ),
    TemplateColumn("SUMBER", "Wajib untuk SKP yang ditetapkan tanpa ukuran", "Register imunisasi"),
)
