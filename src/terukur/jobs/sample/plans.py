"""Plans of the sample agency: one template per kind of work, as rows for the importer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from terukur.jobs.sample.people import SampleAgency, SamplePerson
from terukur.planning.plans_import import HEADERS as PLAN_HEADERS


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One indicator of a template, in the columns of the importer."""

    result: str
    indicator: str
    target: str
    weight: str
    unit: str = "dokumen"
    aspect: str = "Kuantitas"
    direction: str = "NAIK"
    pace: str = "BERTAHAP"
    measure: str = ""
    kind: str = "UTAMA"
    leader: str = ""
    combination: str = "JUMLAH"
    formula: str = ""
    source: str = ""
    high: str = ""
    due: str = ""
    exposure: str = ""
    exposure_value: str = ""
    exposure_measure: str = ""
    last_year: str = ""


_SERVICE = "Masyarakat menerima pelayanan yang cepat dan benar"
_HEALTH = "Bayi dan anak di wilayah kerja terlindungi dari penyakit"
_LEARNING = "Murid belajar tuntas di setiap kelas"
TEMPLATES: dict[str, list[TemplateLine]] = {
    "immunization": [
        TemplateLine(
            "Anak di wilayah kerja mendapat imunisasi dasar lengkap",
            "Jumlah anak diimunisasi lengkap",
            "600",
            "50",
            "anak",
            measure="imunisasi-lengkap",
            leader=_HEALTH,
            exposure="Anak sasaran",
            exposure_value="640",
            exposure_measure="anak-sasaran",
            last_year="571",
        ),
        TemplateLine(
            "Anak di wilayah kerja mendapat imunisasi dasar lengkap",
            "Angka putus imunisasi DPT1 ke MR",
            "5",
            "20",
            "%",
            "Kualitas",
            "TURUN",
            "TETAP",
            "putus-imunisasi",
            leader=_HEALTH,
            last_year="6,1",
        ),
        TemplateLine(
            "Pencatatan imunisasi lengkap dan tepat waktu",
            "Laporan bulanan tepat waktu",
            "12",
            "20",
            "laporan",
            "Waktu",
            formula="Laporan yang masuk sebelum tanggal 5",
            source="Tanda terima laporan",
            leader=_HEALTH,
            last_year="11",
        ),
        TemplateLine(
            "Penyuluhan imunisasi di kelas ibu",
            "Kelas ibu yang diselenggarakan",
            "8",
            "10",
            "kelas",
            kind="TAMBAHAN",
            formula="Jumlah kelas",
            source="Daftar hadir",
        ),
    ],
    "counter": [
        TemplateLine(
            "Permohonan adminduk selesai cepat",
            "Permohonan selesai dalam standar waktu",
            "90",
            "40",
            "%",
            "Waktu",
            pace="TETAP",
            measure="layanan-tepat-waktu",
            leader=_SERVICE,
            last_year="87,5",
        ),
        TemplateLine(
            "Permohonan adminduk selesai benar",
            "Dokumen keliru",
            "2",
            "25",
            "%",
            "Kualitas",
            "TURUN",
            "TETAP",
            "dokumen-keliru",
            leader=_SERVICE,
            last_year="2,4",
        ),
        TemplateLine(
            "Pemohon puas dengan pelayanan loket",
            "Indeks kepuasan masyarakat loket",
            "85",
            "20",
            "poin",
            "Kualitas",
            pace="TETAP",
            measure="ikm",
            leader=_SERVICE,
            last_year="83,2",
        ),
        TemplateLine(
            "Pengaduan pemohon ditindaklanjuti",
            "Pengaduan yang ditindaklanjuti",
            "12",
            "15",
            "pengaduan",
            kind="TAMBAHAN",
            formula="Jumlah pengaduan yang dijawab",
            source="Buku pengaduan",
        ),
    ],
    "teacher": [
        TemplateLine(
            "Murid mencapai ketuntasan belajar",
            "Murid yang mencapai ketuntasan",
            "85",
            "40",
            "%",
            "Kualitas",
            pace="TETAP",
            measure="ketuntasan-belajar",
            leader=_LEARNING,
            last_year="82",
        ),
        TemplateLine(
            "Pembelajaran di kelas bermutu",
            "Nilai observasi kelas",
            "80",
            "30",
            "poin",
            "Kualitas",
            pace="TETAP",
            measure="observasi-kelas",
            leader=_LEARNING,
            last_year="76",
        ),
        TemplateLine(
            "Pembelajaran di kelas bermutu",
            "Media pembelajaran baru yang dibuat",
            "8",
            "20",
            "media",
            formula="Jumlah media yang dipakai di kelas",
            source="Foto dan modul ajar",
            leader=_LEARNING,
            last_year="3",
        ),
        TemplateLine(
            "Perangkat ajar lengkap",
            "Modul ajar yang disahkan",
            "24",
            "10",
            "modul",
            kind="TAMBAHAN",
            formula="Jumlah modul",
            source="Lembar pengesahan",
        ),
    ],
    "staff": [
        TemplateLine(
            "Berkas layanan selesai tepat waktu",
            "Berkas selesai tepat waktu",
            "85",
            "70",
            "%",
            "Waktu",
            pace="TETAP",
            measure="berkas-tepat-waktu",
            leader=_SERVICE,
            last_year="83",
        ),
        TemplateLine(
            "Administrasi unit tertib",
            "Laporan kegiatan",
            "12",
            "30",
            "laporan",
            formula="Jumlah laporan",
            source="Arsip unit",
            leader=_SERVICE,
        ),
    ],
    "unit-head": [
        TemplateLine(
            "Rencana aksi unit terlaksana",
            "Rencana aksi yang terlaksana",
            "95",
            "70",
            "%",
            pace="TETAP",
            measure="rencana-aksi",
            last_year="91",
        ),
        TemplateLine(
            "Bawahan dibina dan dinilai tepat waktu",
            "Dialog kinerja yang dilakukan",
            "24",
            "30",
            "dialog",
            formula="Jumlah dialog tercatat",
            source="Catatan dialog",
        ),
    ],
    "leader": [
        TemplateLine(
            "Rencana aksi perangkat daerah terlaksana",
            "Rencana aksi yang terlaksana",
            "95",
            "100",
            "%",
            pace="TETAP",
            measure="rencana-aksi",
            last_year="92",
        )
    ],
}
TEMPLATES["auditor"] = TEMPLATES["performance-team"] = [
    replace(line, leader="") for line in TEMPLATES["staff"]
]
_HEAD_RESULTS = {"LOKET": _SERVICE, "PKM": _HEALTH, "SDN": _LEARNING, "16.71": _SERVICE}


def plan_rows(agency: SampleAgency, *, year: int) -> Iterator[list[str]]:
    """Yield the rows of the table of plans, heads first so that results can be linked to theirs."""
    people = sorted(agency.people, key=lambda person: (not person.is_head, person.form != "JPT"))
    for person in people:
        for line in _lines(person):
            yield _row(person, line, year)


def _lines(person: SamplePerson) -> list[TemplateLine]:
    lines = list(TEMPLATES[person.role])
    if person.role == "unit-head":
        theme = next(
            (text for prefix, text in _HEAD_RESULTS.items() if person.unit.startswith(prefix)), _SERVICE
        )
        lines[0] = replace(lines[0], result=theme)
    return lines


def _row(person: SamplePerson, line: TemplateLine, year: int) -> list[str]:
    is_leader_form = person.form == "JPT"
    leader = line.leader or ("" if is_leader_form else "Rencana kerja unit")
    values = {
        "NIP": person.number,
        "TAHUN": str(year),
        "STATUS": "DITETAPKAN",
        "JENIS HASIL": line.kind,
        "RENCANA HASIL KERJA": line.result,
        "RHK PIMPINAN": leader,
        "PERSPEKTIF": "Penerima layanan" if is_leader_form else "",
        "INDIKATOR": line.indicator,
        "ASPEK": line.aspect,
        "SATUAN": line.unit,
        "ARAH": line.direction,
        "WAKTU TARGET": line.pace,
        "TARGET": line.target,
        "TARGET ATAS": line.high,
        "JATUH TEMPO": line.due,
        "BOBOT": line.weight,
        "UKURAN": line.measure,
        "CARA GABUNG": line.combination,
        "RUMUS": line.formula,
        "SUMBER": line.source,
        "PEMILIK": "",
        "PAPARAN": line.exposure,
        "NILAI PAPARAN": line.exposure_value,
        "UKURAN PAPARAN": line.exposure_measure,
        "CAPAIAN TAHUN LALU": line.last_year,
    }
    return [values[header] for header in PLAN_HEADERS]
