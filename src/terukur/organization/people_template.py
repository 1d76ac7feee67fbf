"""The empty people table to fill in, with the units and appraisers of the office to choose from."""

from django.db.models import Q

from terukur.organization.models import Employee, Headship, ReportingLine
from terukur.organization.template_lists import unit_codes, unit_names
from terukur.tables.templates import TemplateColumn


def _heads() -> list[str]:
    """Return the numbers of those who lead a unit, and of those who appraise anybody."""
    led = Headship.objects.filter(ends__isnull=True).values("employee")
    lines = ReportingLine.objects.filter(ends__isnull=True).values("appraiser")
    found = Employee.objects.filter(Q(pk__in=led) | Q(pk__in=lines), left_on__isnull=True)
    return list(found.order_by("number").values_list("number", flat=True))


TEMPLATE = (
    TemplateColumn("NIP", "18 angka, ditulis sebagai teks", "199001152014022003", required=True),
    TemplateColumn("NAMA", "Nama lengkap dengan gelar", "Siti Aminah Umpama, A.Md.Keb.", required=True),
    TemplateColumn(
        "JENIS PEGAWAI",
        "Dibaca dari NIP bila kosong",
        "PNS",
        choices=lambda: ["PNS", "PPPK", "PPPK Paruh Waktu"],
    ),
    TemplateColumn("GOLONGAN", "III/a untuk PNS, IX untuk PPPK", "III/a"),
    TemplateColumn("TMT GOLONGAN", "Sejak kapan golongan itu", "01-04-2024"),
    TemplateColumn("JABATAN", "Nama jabatan", "Bidan Mahir", required=True),
    TemplateColumn(
        "JENIS JABATAN",
        "Dibaca dari nama jabatan bila kosong",
        "Fungsional",
        choices=lambda: ["Pimpinan Tinggi", "Administrator", "Pengawas", "Pelaksana", "Fungsional"],
    ),
    TemplateColumn("JENJANG", "Jenjang jabatan fungsional", "Mahir"),
    TemplateColumn("KODE UNIT", "Boleh kosong bila nama unit diisi", "PKM-SR", choices=unit_codes),
    TemplateColumn("UNIT KERJA", "Nama unit kerja", "UPTD Puskesmas Sungai Rekaan", True, unit_names),
    TemplateColumn("UNIT INDUK", "Kode atau nama unit di atasnya", "DINKES", choices=unit_codes),
    TemplateColumn("NIP ATASAN", "NIP pejabat penilai kinerja", "198003202006042010", choices=_heads),
    TemplateColumn("KEPALA UNIT", "ya bila memimpin unit itu", "", choices=lambda: ["ya", "tidak"]),
    TemplateColumn("TMT JABATAN", "Sejak kapan di jabatan itu", "01-10-2020"),
)
