"""A health office of 40 people as the national system exports it, with its plans and three value files.

The columns are those of ``tests/office/files/01-siasn-3-lembar.xlsx``: 67, on three sheets.
"""

from dataclasses import dataclass
from pathlib import Path

from terukur.planning.plans_columns import HEADERS as PLAN_HEADERS
from terukur.tables.reading import read_table
from terukur.tables.writing import to_csv, to_workbook, to_xlsx

_EXAMPLE = Path(__file__).parents[1] / "office" / "files" / "01-siasn-3-lembar.xlsx"
OFFICE = "Dinas Kesehatan"
_HEALTH_CENTRES = ("UPTD Puskesmas Sungai Rekaan", "UPTD Puskesmas Bukit Contoh")
_STRUCTURAL, _FUNCTIONAL, _STAFF = "Jabatan Struktural", "Jabatan Fungsional", "Jabatan Pelaksana"
_SHEETS = {"pns": "Data_Pegawai_PNS", "pppk": "Data_Pegawai_PPPK", "part": "Data_Pegawai_PPPK_Paruh_Waktu"}
_KINDS = {"pns": "PNS DAERAH KAB/KOTA YANG BEKERJA PADA KAB/KOTA", "pppk": "PPPK", "part": "PPPK Paruh Waktu"}
MONTHS = ("2026-01", "2026-02", "2026-03")


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the export."""

    number: str
    name: str
    unit: str
    title: str
    kind: str
    rank: str
    sheet: str = "pns"

    @property
    def leads(self) -> bool:
        """Whether this is the head of a unit."""
        return self.title.startswith(("Kepala", "Sekretaris"))


def _number(index: int, sheet: str) -> str:
    born = f"19{70 + index % 28:02d}{index % 12 + 1:02d}{index % 27 + 1:02d}"
    begun = {
        "pns": f"{2005 + index % 20}01" if index % 28 < 14 else "202001",
        "pppk": "202321",
        "part": "202521",
    }[sheet]
    return f"{born}{begun}{index % 2 + 1}{index + 1:03d}"


def _people() -> list[Person]:
    rows: list[tuple[str, str, str, str, str]] = [
        (OFFICE, "Kepala Dinas Kesehatan", _STRUCTURAL, "IV/c", "pns"),
        (OFFICE, "Analis SDM Aparatur", _STAFF, "III/b", "pns"),
        *[(OFFICE, "Pengadministrasi Umum", _STAFF, "III/a", "pns")] * 2,
        ("Sekretariat", "Sekretaris Dinas", _STRUCTURAL, "IV/a", "pns"),
        *[("Sekretariat", "Pengelola Keuangan", _STAFF, "III/a", "pns")] * 5,
        ("Bidang Pelayanan Kesehatan", "Kepala Bidang Pelayanan Kesehatan", _STRUCTURAL, "IV/a", "pns"),
        *[("Bidang Pelayanan Kesehatan", "Pengelola Program", _STAFF, "III/b", "pns")] * 5,
    ]
    for unit in _HEALTH_CENTRES:
        centre = unit.removeprefix("UPTD ")
        rows.append((unit, f"Kepala {centre}", _FUNCTIONAL, "IV/a", "pns"))
        rows += [(unit, "Perawat Ahli Pertama", _FUNCTIONAL, "III/b", "pns")] * 6
        rows += [(unit, "Bidan Ahli Pertama", _FUNCTIONAL, "IX", "pppk")] * 3
        rows += [(unit, "Pengelola Layanan Operasional", _STAFF, "", "part")] * 2
    return [
        Person(_number(index, sheet), f"Pegawai {_LETTERS[index // 8]}{_LETTERS[index % 8]}", *told, sheet)
        for index, (*told, sheet) in enumerate(rows)
    ]


_LETTERS = ("Ayu", "Bima", "Cakra", "Dara", "Elang", "Fitri", "Gita", "Hasan")
PEOPLE = _people()
OFFICER = PEOPLE[1]
_OF_HEALTH_CENTRES = [one for one in PEOPLE if one.unit in _HEALTH_CENTRES and not one.leads]
_AT_THE_COUNTER = [one for one in PEOPLE if one.unit not in _HEALTH_CENTRES and not one.leads]


def export() -> bytes:
    """The workbook of three sheets."""
    headers = read_table(_EXAMPLE.read_bytes(), filename=_EXAMPLE.name, known_headers=()).headers
    return to_workbook(
        {
            title: [headers, *(_row(headers, one) for one in PEOPLE if one.sheet == sheet)]
            for sheet, title in _SHEETS.items()
        }
    )


def _row(headers: tuple[str, ...], one: Person) -> list[str]:
    told = {
        "PNS ID": f"A8{one.number}",
        "NIP BARU": one.number,
        "NAMA": one.name.upper(),
        "JENIS PEGAWAI NAMA": _KINDS[one.sheet],
        "KEDUDUKAN HUKUM NAMA": "Aktif" if one.sheet == "pns" else "PPPK Aktif",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": one.rank,
        "JENIS JABATAN NAMA": one.kind,
        "JABATAN NAMA": one.title,
        "TMT JABATAN": "01-10-2025",
        "UNOR NAMA": one.unit,
        "INSTANSI INDUK NAMA": "Pemerintah Kab. Rekaan",
        "SATUAN KERJA INDUK NAMA": "Pemerintah Kab. Rekaan",
    }
    return [told.get(header, "") for header in headers]


def plans() -> bytes:
    """One file with the plan of everybody, signed elsewhere."""
    rows = []
    for one in PEOPLE:
        measure = "kunjungan-unit"
        if one in _OF_HEALTH_CENTRES:
            measure = "kunjungan-rumah"
        elif one in _AT_THE_COUNTER:
            measure = "layanan-jumlah"
        told = {
            "NIP": one.number,
            "TAHUN": "2026",
            "STATUS": "DITETAPKAN",
            "JENIS HASIL": "UTAMA",
            "RENCANA HASIL KERJA": "Masyarakat terlayani",
            "RHK PIMPINAN": "Rencana unit",
            "PERSPEKTIF": "Penerima layanan",
            "INDIKATOR": "Jumlah layanan",
            "ASPEK": "Kuantitas",
            "SATUAN": "layanan",
            "ARAH": "NAIK",
            "WAKTU TARGET": "BERTAHAP",
            "TARGET": "1200" if one.leads else "120",
            "BOBOT": "100",
            "UKURAN": measure,
        }
        rows.append([told.get(header, "") for header in PLAN_HEADERS])
    return to_xlsx(PLAN_HEADERS, rows)


def monthly_values() -> bytes:
    """Home visits by person and month."""
    rows = [(one.number, month, str(8 + len(one.name) % 5)) for one in _OF_HEALTH_CENTRES for month in MONTHS]
    return to_csv(("NIP", "BULAN", "NILAI"), rows)


def service_log() -> bytes:
    """The tickets of those who work at the counter."""
    rows = []
    for month in (1, 2, 3):
        for one in _AT_THE_COUNTER:
            for ticket in range(4):
                day = f"{5 + ticket:02d}/{month:02d}/2026"
                rows.append(
                    (f"T{len(rows):05d}", one.number, "SURAT", f"{day} 09.00", f"{day} 09.20", "Selesai")
                )
    return to_csv(("NO TIKET", "NIP PETUGAS", "KODE LAYANAN", "BERKAS LENGKAP", "SELESAI", "HASIL"), rows)


def unit_recap() -> bytes:
    """Visits by unit and month, by the units' names."""
    units = dict.fromkeys(one.unit for one in PEOPLE)
    rows = [(unit, month, "110") for unit in units for month in MONTHS]
    return to_csv(("UNIT KERJA", "BULAN", "NILAI"), rows)
