"""Invented people of a district and the offices around it, as a table of a personnel office."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

# Flowers, fruits and birds with made-up family names: nobody could take them for real people.
_GIVEN = (
    "Melati Kenanga Cempaka Dahlia Anggrek Seroja Teratai Mawar Kamboja Soka Nangka Manggis "
    "Delima Salak Duku Kecapi Srikaya Sawo Kedondong Kelengkeng Merpati Kutilang Cendrawasih "
    "Perkutut Jalak Murai Pipit Gelatik Kepodang Rajawali"
).split()
FAMILY = (
    "Contoh Rekaan Misalan Umpama Ibarat Andaian Tiruan Perumpamaan Bayangan Khayalan "
    "Sampelan Percobaan Rekayasa Amsalan Tamsilan Uji"
).split()
URBAN_VILLAGES = (
    ("16.71.14.1001", "Kelurahan Plaju Ulu"),
    ("16.71.14.1002", "Kelurahan Plaju Darat"),
    ("16.71.14.1003", "Kelurahan Plaju Ilir"),
    ("16.71.14.1004", "Kelurahan Bagus Kuning"),
    ("16.71.14.1005", "Kelurahan Komperta"),
    ("16.71.14.1006", "Kelurahan Talang Putri"),
    ("16.71.14.1007", "Kelurahan Talang Bubuk"),
)
HEADERS = (
    "NIP",
    "NAMA",
    "JENIS PEGAWAI",
    "GOLONGAN",
    "JABATAN",
    "JENIS JABATAN",
    "JENJANG",
    "FORMULIR",
    "KODE UNIT",
    "UNIT KERJA",
    "UNIT INDUK",
    "NIP ATASAN",
    "KEPALA UNIT",
    "TMT JABATAN",
)


@dataclass(slots=True)
class SamplePerson:
    """One row of the table; ``role`` decides the plan, ``story`` marks an example person."""

    number: str
    name: str
    title: str
    role: str
    unit: str
    appraiser: str
    kind: str = "PNS"
    rank: str = "III/b"
    position_kind: str = "Pelaksana"
    level: str = ""
    form: str = "JA JF"
    is_head: bool = False
    story: str | None = None


@dataclass(slots=True)
class SampleAgency:
    """All people, and the units as code, name and code of the unit above."""

    people: list[SamplePerson] = field(default_factory=list)
    units: list[tuple[str, str, str]] = field(default_factory=list)

    def of_role(self, role: str) -> list[SamplePerson]:
        """Return the people with one kind of work."""
        return [person for person in self.people if person.role == role]

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows of the table of people."""
        units = {code: (name, parent) for code, name, parent in self.units}
        for person in self.people:
            name, parent = units[person.unit]
            yield [
                person.number,
                person.name,
                person.kind,
                person.rank,
                person.title,
                person.position_kind,
                person.level,
                person.form,
                person.unit,
                name,
                parent,
                person.appraiser,
                "ya" if person.is_head else "tidak",
                "2025-01-01",
            ]


class _Builder:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.agency = SampleAgency()
        self.count = 0

    def unit(self, code: str, name: str, parent: str) -> str:
        self.agency.units.append((code, name, parent))
        return code

    def person(
        self, unit: str, title: str, role: str, appraiser: SamplePerson | None, **more: str | bool | None
    ) -> SamplePerson:
        self.count += 1
        number = self._number(str(more.get("kind", "PNS")))
        name = str(more.pop("name", "")) or self._name()
        person = SamplePerson(
            number=number,
            name=name,
            title=title,
            role=role,
            unit=unit,
            appraiser=appraiser.number if appraiser else "",
        )
        for key, value in more.items():
            setattr(person, key, value)
        if person.kind != "PNS":
            person.rank = "IX"
        self.agency.people.append(person)
        return person

    def _name(self) -> str:
        given = _GIVEN[self.count % len(_GIVEN)]
        middle = _GIVEN[(self.count * 7 + self.count // len(_GIVEN)) % len(_GIVEN)]
        return f"{given} {middle} {FAMILY[(self.count // 3) % len(FAMILY)]}"

    def _number(self, kind: str) -> str:
        """Return a well-formed number; birth day and sequence come from the count, so none repeats."""
        year = 1970 + self.count % 28
        month, day = 1 + self.count // 28 % 12, 1 + self.count // 336 % 28
        sex = 1 + self.random.randrange(2)
        start = "200903" if kind == "PNS" and year < 1990 else "201903"
        if kind != "PNS":
            start = "202321"
        return f"{year}{month:02d}{day:02d}{start}{sex}{1 + self.count // 9408:03d}"


def sample_agency(employees: int, *, seed: int = 2026) -> SampleAgency:
    """Return an agency of about ``employees`` people: whole districts until the number is reached."""
    build = _Builder(seed)
    top = build.unit("16.71", "Pemerintah Kota Palembang", "")
    secretary = build.person(
        top,
        "Sekretaris Daerah",
        "leader",
        None,
        position_kind="Pimpinan Tinggi",
        form="JPT",
        is_head=True,
        rank="IV/d",
    )
    offices = {}
    for code, name in (
        ("DINKES", "Dinas Kesehatan"),
        ("DISDIK", "Dinas Pendidikan"),
        ("DISDUKCAPIL", "Dinas Kependudukan dan Pencatatan Sipil"),
        ("INSPEKTORAT", "Inspektorat"),
        ("BKPSDM", "Badan Kepegawaian dan Pengembangan SDM"),
    ):
        unit = build.unit(code, name, top)
        offices[code] = build.person(
            unit,
            f"Kepala {name}",
            "leader",
            secretary,
            position_kind="Pimpinan Tinggi",
            form="JPT",
            is_head=True,
            rank="IV/c",
        )
    build.person(
        "INSPEKTORAT",
        "Auditor Ahli Muda",
        "auditor",
        offices["INSPEKTORAT"],
        position_kind="Fungsional",
        level="Ahli Muda",
        rank="III/c",
        name="Jalak Pemeriksa Contoh",
    )
    build.person(
        "BKPSDM",
        "Analis SDM Aparatur Ahli Muda",
        "performance-team",
        offices["BKPSDM"],
        position_kind="Fungsional",
        level="Ahli Muda",
        rank="III/c",
        name="Dahlia Pengelola Contoh",
    )
    district = 1
    while district == 1 or build.count < employees:
        _district(build, district, secretary, offices, employees)
        district += 1
    return build.agency


def _district(
    build: _Builder, number: int, secretary: SamplePerson, offices: dict[str, SamplePerson], employees: int
) -> None:
    suffix = "" if number == 1 else f".{number}"
    name = "Plaju" if number == 1 else f"Rekaan {number}"
    _counter(build, suffix, name, offices["DISDUKCAPIL"])
    _health_centre(build, suffix, name, offices["DINKES"])
    _schools(build, suffix, name, offices["DISDIK"])
    _district_office(build, suffix, name, secretary)


def _counter(build: _Builder, suffix: str, name: str, above: SamplePerson) -> None:
    unit = build.unit(f"LOKET-PLAJU{suffix}", f"Loket Adminduk {name}", "DISDUKCAPIL")
    first = suffix == ""
    head = build.person(
        unit,
        "Kepala Seksi Pelayanan Adminduk",
        "unit-head",
        above,
        position_kind="Pengawas",
        is_head=True,
        rank="III/d",
        name="Kutilang Loket Umpama" if first else "",
    )
    for index in range(13):
        build.person(
            unit,
            "Petugas Loket Adminduk",
            "counter",
            head,
            kind="PPPK" if index % 4 == 3 else "PNS",
            rank="II/d",
            name="Dimas Misalan Loket" if first and index == 0 else "",
            story="counter" if first and index == 0 else None,
        )


def _health_centre(build: _Builder, suffix: str, name: str, above: SamplePerson) -> None:
    unit = build.unit(f"PKM-PLAJU{suffix}", f"Puskesmas {name}", "DINKES")
    first = suffix == ""
    head = build.person(
        unit,
        "Kepala Puskesmas",
        "unit-head",
        above,
        position_kind="Administrator",
        is_head=True,
        rank="IV/a",
        name="Anggrek Kepala Rekaan" if first else "",
    )
    for index in range(6):
        build.person(
            unit,
            "Perawat Terampil (Jurim)",
            "immunization",
            head,
            position_kind="Fungsional",
            level="Terampil",
            rank="II/c",
            name="Rahma Contoh Imunisasi" if first and index == 0 else "",
            story="immunization" if first and index == 0 else None,
        )
    office = build.person(
        unit, "Kepala Subbagian Tata Usaha", "staff", head, position_kind="Pengawas", rank="III/c"
    )
    for index in range(37):
        build.person(
            unit,
            "Bidan Mahir" if index % 2 else "Perawat Mahir",
            "staff",
            head if index < 11 else office,
            position_kind="Fungsional",
            level="Mahir",
            kind="PPPK" if index % 5 == 0 else "PNS",
        )


def _schools(build: _Builder, suffix: str, name: str, above: SamplePerson) -> None:
    for school in range(1, 9):
        unit = build.unit(f"SDN-PLAJU-{school}{suffix}", f"SD Negeri {name} {school}", "DISDIK")
        first = suffix == "" and school == 1
        head = build.person(
            unit,
            "Kepala Sekolah",
            "unit-head",
            above,
            position_kind="Fungsional",
            level="Ahli Madya",
            is_head=True,
            rank="IV/a",
            name="Seroja Sekolah Ibarat" if first else "",
        )
        for index in range(10):
            build.person(
                unit,
                "Guru Kelas Ahli Pertama",
                "teacher",
                head,
                position_kind="Fungsional",
                level="Ahli Pertama",
                rank="III/a",
                kind=("PPPK Paruh Waktu" if index == 9 else "PPPK") if index % 3 == 0 and index else "PNS",
                name="Laras Umpama Guru" if first and index == 0 else "",
                story="teacher" if first and index == 0 else None,
            )


def _district_office(build: _Builder, suffix: str, name: str, above: SamplePerson) -> None:
    unit = build.unit(f"16.71.14{suffix}", f"Kecamatan {name}", "16.71")
    camat = build.person(
        unit, f"Camat {name}", "unit-head", above, position_kind="Administrator", is_head=True, rank="IV/a"
    )
    secretary = build.person(
        unit, "Sekretaris Camat", "staff", camat, position_kind="Administrator", rank="III/d"
    )
    sections = [
        build.person(unit, f"Kepala Seksi {title}", "staff", camat, position_kind="Pengawas", rank="III/c")
        for title in ("Pemerintahan", "Pelayanan Umum", "Ketenteraman", "Pemberdayaan", "Kesos")
    ]
    for index in range(24):
        build.person(
            unit,
            "Pengadministrasi Umum",
            "staff",
            [secretary, *sections][index % 6],
            kind="PPPK" if index % 3 == 0 else "PNS",
            rank="II/c",
        )
    for code, village in URBAN_VILLAGES:
        place = build.unit(
            f"{code}{suffix}", village if not suffix else f"{village} {suffix[1:]}", f"16.71.14{suffix}"
        )
        lurah = build.person(
            place, "Lurah", "unit-head", camat, position_kind="Pengawas", is_head=True, rank="III/d"
        )
        for index in range(7):
            build.person(
                place,
                "Pengelola Layanan Kelurahan",
                "staff",
                lurah,
                kind="PPPK" if index % 3 == 0 else "PNS",
                rank="II/c",
            )
