"""Empty tables to fill in for the importers of values, with the office's own units and services in lists."""

from terukur.measurement.models import ServiceStandard
from terukur.organization.template_lists import NUMBER_EXAMPLE, PERSON, people_numbers, unit_codes
from terukur.regulation.scales import ServiceElement
from terukur.tables.templates import TemplateColumn


def _services() -> list[str]:
    return list(ServiceStandard.objects.order_by("service").values_list("service", flat=True).distinct())


_NUMBER, _UNIT = NUMBER_EXAMPLE, "PKM-SR"
VALUES = (
    TemplateColumn(
        "NIP", "Untuk ukuran per pegawai: 18 angka, ditulis sebagai teks", _NUMBER, choices=people_numbers
    ),
    PERSON[1],
    TemplateColumn("KODE UNIT", "Untuk ukuran per unit kerja", _UNIT, choices=unit_codes),
    TemplateColumn("PERIODE", "Bulan atau triwulan; kosong berarti periode yang dipilih", "September 2026"),
    TemplateColumn("NILAI", "Angkanya, untuk ukuran yang bukan perbandingan", "12,5"),
    TemplateColumn("PEMBILANG", "Untuk ukuran perbandingan: bagian yang tercapai", "90"),
    TemplateColumn("PENYEBUT", "Untuk ukuran perbandingan: seluruhnya", "100"),
)
LOG = (
    TemplateColumn("NO TIKET", "Nomor tiket; tiket yang sama dihitung sekali", "A-001"),
    TemplateColumn("NIP PETUGAS", "18 angka, ditulis sebagai teks", _NUMBER, True, people_numbers),
    TemplateColumn("KODE LAYANAN", "Seperti di standar pelayanan", "KTP", True, _services),
    TemplateColumn("BERKAS LENGKAP", "Tanggal dan jam berkas lengkap", "01-09-2026 08:05", required=True),
    TemplateColumn("SELESAI", "Kosong bila belum selesai", "01-09-2026 08:30", required=True),
    TemplateColumn(
        "HASIL",
        "Kosong berarti selesai",
        "selesai",
        choices=lambda: ["selesai", "dikembalikan", "diulang", "batal", "proses"],
    ),
)
SURVEY = (
    TemplateColumn("KODE UNIT", "Unit layanan yang dinilai", _UNIT, True, unit_codes),
    TemplateColumn("NIP PETUGAS", "Petugas loketnya, boleh kosong", _NUMBER, choices=people_numbers),
    *(TemplateColumn(element.label, "Nilai jawaban 1 sampai 4", "3") for element in ServiceElement),
)
RECAP = (
    TemplateColumn("DESA KELURAHAN", "Nama wilayah kerja, atau puskesmas", "Sungai Rekaan", required=True),
    TemplateColumn("BULAN", "Kosong berarti bulan yang dipilih", "September 2026"),
    TemplateColumn("SASARAN BAYI", "Sasaran bayi setahun", "120"),
    TemplateColumn("LAHIR HIDUP", "Sasaran bayi lahir hidup setahun", "126"),
    TemplateColumn("HB0", "Banyaknya anak bulan itu", "10"),
    TemplateColumn("BCG", "Banyaknya anak bulan itu", "10"),
    TemplateColumn("DPT-HB-Hib 3", "Banyaknya anak bulan itu", "9"),
    TemplateColumn("MR 1", "Banyaknya anak bulan itu", "9"),
    TemplateColumn("IDL", "Anak yang lengkap bulan itu", "8"),
)
STANDARDS = (
    TemplateColumn("KODE LAYANAN", "Kode pendek, dipakai juga di log layanan", "KTP", required=True),
    TemplateColumn("LAYANAN", "Nama lengkap layanan", "Cetak KTP-el"),
    TemplateColumn("BERLAKU SEJAK", "Tanggal keputusan mulai berlaku", "01-01-2026", required=True),
    TemplateColumn("MENIT", "Waktu paling lama dalam menit kerja, atau kosong", "30"),
    TemplateColumn("HARI KERJA", "Waktu paling lama dalam hari kerja, atau kosong", ""),
    TemplateColumn("DASAR", "Keputusan yang menetapkannya", "SK Kepala Dinas 1/2026", required=True),
)
AREAS = (
    TemplateColumn("KODE UNIT", "Puskesmas yang memiliki wilayah itu", _UNIT, True, unit_codes),
    TemplateColumn("WILAYAH", "Nama desa atau kelurahan", "Sungai Rekaan", required=True),
    TemplateColumn("NIP PETUGAS", "Penanggung jawab; kosong bila tidak ada", _NUMBER, choices=people_numbers),
    TemplateColumn("MULAI", "Sejak kapan ia bertanggung jawab", "01-01-2026", required=True),
)
