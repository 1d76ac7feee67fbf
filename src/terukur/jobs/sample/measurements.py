"""Source files of the sample agency as offices would have them at the end of each quarter."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from terukur.jobs.sample.people import SampleAgency, SamplePerson
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.tables.writing import to_csv, to_xlsx

MEASURES = (
    Measure(
        key="imunisasi-lengkap",
        name="Anak diimunisasi lengkap",
        unit="anak",
        subject="employee",
        combination=Combination.SUM,
        description="Anak yang lengkap dosisnya pada bulan itu",
        owner="Puskesmas",
    ),
    Measure(
        key="anak-sasaran",
        name="Anak sasaran di wilayah kerja",
        unit="anak",
        subject="employee",
        combination=Combination.LATEST,
        description="Anak yang menjadi sasaran setahun menurut pendataan terakhir",
        owner="Dinas Kesehatan",
    ),
    Measure(
        key="putus-imunisasi",
        name="Putus imunisasi DPT1 ke MR",
        unit="%",
        subject="employee",
        combination=Combination.RATIO,
        per=100,
        description="(DPT1 − MR) dibagi DPT1",
        owner="Puskesmas",
    ),
    Measure(
        key="layanan-tepat-waktu",
        name="Permohonan selesai dalam standar waktu",
        unit="%",
        subject="employee",
        combination=Combination.RATIO,
        per=100,
        description="Tiket selesai dalam standar dibagi tiket selesai",
        owner="Disdukcapil",
    ),
    Measure(
        key="dokumen-keliru",
        name="Dokumen keliru",
        unit="%",
        subject="employee",
        combination=Combination.RATIO,
        per=100,
        description="Dokumen yang dicetak ulang karena keliru",
        owner="Disdukcapil",
    ),
    Measure(
        key="ikm",
        name="Indeks kepuasan masyarakat",
        unit="poin",
        subject="unit",
        combination=Combination.LATEST,
        description="IKM unit layanan",
        owner="Bag. Organisasi",
    ),
    Measure(
        key="ketuntasan-belajar",
        name="Murid yang mencapai ketuntasan",
        unit="%",
        subject="employee",
        combination=Combination.RATIO,
        per=100,
        description="Murid tuntas dibagi murid",
        owner="Dinas Pendidikan",
    ),
    Measure(
        key="observasi-kelas",
        name="Nilai observasi kelas",
        unit="poin",
        subject="employee",
        combination=Combination.MEAN,
        description="Lembar observasi",
        owner="Pengawas sekolah",
    ),
    Measure(
        key="berkas-tepat-waktu",
        name="Berkas selesai tepat waktu",
        unit="%",
        subject="employee",
        combination=Combination.RATIO,
        per=100,
        description="Berkas tepat waktu dibagi berkas",
        owner="Unit kerja",
    ),
    Measure(
        key="rencana-aksi",
        name="Rencana aksi yang terlaksana",
        unit="%",
        subject="unit",
        combination=Combination.LATEST,
        description="Rencana aksi unit",
        owner="Bappeda",
    ),
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as an office would have it, with the measure that it is for."""

    name: str
    measure: str
    period: Period
    content: bytes


# Months of the three people the system was described with; the rest is drawn.
_IMMUNIZED = {1: 47, 2: 52, 3: 41, 4: 49, 5: 55, 6: 44, 7: 38, 8: 46, 9: 51}
_ON_TIME = {
    1: (201, 221),
    2: (188, 203),
    3: (214, 229),
    4: (207, 219),
    5: (222, 231),
    6: (196, 204),
    7: (231, 238),
    8: (226, 233),
    9: (219, 224),
}
_DUE = {1: 640, 2: 640, 3: 624}
_OBSERVED = {1: 74, 2: 71, 3: 66}
_USUAL = 1.0


def source_files(agency: SampleAgency, period: Period, *, seed: int = 7) -> Iterator[SourceFile]:
    """Yield the files of one quarter; the same seed gives the same bytes of CSV."""
    draw = random.Random(f"{seed}-{period}")
    paces = _paces(agency, seed)
    months = range(period.first, period.last + 1)
    tag = str(period).lower()

    def monthly(role: str, values: Callable[[SamplePerson, int], list[str | int]]) -> list[list[str | int]]:
        return [
            [person.number, person.name, f"{period.year}-{month:02d}", *values(person, month)]
            for person in agency.of_role(role)
            for month in months
            if person.story or paces[person.number] is not None or month < 7
        ]

    def pace_of(person: SamplePerson) -> float:
        return paces[person.number] or _USUAL

    def immunized(person: SamplePerson, month: int) -> list[str | int]:
        return [_IMMUNIZED[month] if person.story else int(draw.randint(46, 56) * pace_of(person))]

    def dropped(person: SamplePerson, _month: int) -> list[str | int]:
        first_dose = draw.randint(48, 62)
        return [3 if person.story else draw.randint(1, 4), first_dose]

    def on_time(person: SamplePerson, month: int) -> list[str | int]:
        if person.story:
            return list(_ON_TIME[month])
        tickets = draw.randint(180, 240)
        return [_part(tickets, draw.uniform(0.86, 0.96) * pace_of(person)), tickets]

    def wrong(person: SamplePerson, _month: int) -> list[str | int]:
        tickets = draw.randint(180, 240)
        return [int(tickets * (0.014 if person.story else draw.uniform(0.005, 0.035))), tickets]

    def filed(person: SamplePerson, _month: int) -> list[str | int]:
        files = draw.randint(30, 90)
        return [_part(files, draw.uniform(0.8, 0.9) * pace_of(person)), files]

    plain = ("NIP", "NAMA", "BULAN", "NILAI")
    ratio = ("NIP", "NAMA", "BULAN", "PEMBILANG", "PENYEBUT")
    tables = (
        ("laporan-imunisasi", "imunisasi-lengkap", plain, monthly("immunization", immunized)),
        ("putus-imunisasi", "putus-imunisasi", ratio, monthly("immunization", dropped)),
        ("ringkasan-log-layanan", "layanan-tepat-waktu", ratio, monthly("counter", on_time)),
        ("dokumen-keliru", "dokumen-keliru", ratio, monthly("counter", wrong)),
        (
            "berkas-layanan",
            "berkas-tepat-waktu",
            ratio,
            [row for role in ("staff", "auditor", "performance-team") for row in monthly(role, filed)],
        ),
    )
    for name, measure, headers, rows in tables:
        content = to_xlsx(headers, rows) if name == "laporan-imunisasi" else to_csv(headers, rows)
        suffix = "xlsx" if name == "laporan-imunisasi" else "csv"
        yield SourceFile(f"{name}-{tag}.{suffix}", measure, period, content)
    yield from _quarterly(agency, period, draw, tag, paces)


def _paces(agency: SampleAgency, seed: int) -> dict[str, float | None]:
    """Return the pace of each person all year: most as usual, some behind, some ahead, a few unrecorded.

    None stands for those whose office stopped recording after June.
    """
    draw = random.Random(f"{seed}-paces")
    choices = (_USUAL, _USUAL, _USUAL, _USUAL, _USUAL, _USUAL, _USUAL, 0.74, 1.16, None)
    return {person.number: draw.choice(choices) for person in agency.people}


def _part(whole: int, share: float) -> int:
    return min(whole, int(whole * share))


def _quarterly(
    agency: SampleAgency, period: Period, draw: random.Random, tag: str, paces: dict[str, float | None]
) -> Iterator[SourceFile]:
    quarter = period.last // 3
    teachers = agency.of_role("teacher")
    learned: list[list[str | int]] = [
        [
            person.number,
            str(period),
            24 if person.story else _part(28, draw.uniform(0.8, 0.9) * (paces[person.number] or _USUAL)),
            28,
        ]
        for person in teachers
    ]
    observed: list[list[str | int]] = [
        [
            person.number,
            str(period),
            _OBSERVED[quarter]
            if person.story
            else min(100, int(draw.randint(74, 86) * (paces[person.number] or _USUAL))),
        ]
        for person in teachers
        if person.story or paces[person.number] is not None or quarter < 3
    ]
    units = [code for code, _name, _parent in agency.units]
    satisfied: list[list[str | int]] = [
        [
            code,
            str(period),
            "86,4" if code == "LOKET-PLAJU" else f"{draw.randint(78, 92)},{draw.randint(1, 9)}",
        ]
        for code in units
        if code.startswith("LOKET")
    ]
    planned: list[list[str | int]] = [[code, str(period), draw.randint(86, 100)] for code in units]
    due: list[list[str | int]] = [
        [person.number, str(period), _DUE[quarter] if person.story else 640]
        for person in agency.of_role("immunization")
    ]
    tables = (
        ("sasaran-imunisasi", "anak-sasaran", ("NIP", "PERIODE", "NILAI"), due),
        ("asesmen-murid", "ketuntasan-belajar", ("NIP", "PERIODE", "PEMBILANG", "PENYEBUT"), learned),
        ("observasi-kelas", "observasi-kelas", ("NIP", "PERIODE", "NILAI"), observed),
        ("ringkasan-kepuasan", "ikm", ("KODE UNIT", "PERIODE", "NILAI"), satisfied),
        ("rencana-aksi", "rencana-aksi", ("KODE UNIT", "PERIODE", "NILAI"), planned),
    )
    for name, measure, headers, rows in tables:
        yield SourceFile(f"{name}-{tag}.csv", measure, period, to_csv(headers, rows))
