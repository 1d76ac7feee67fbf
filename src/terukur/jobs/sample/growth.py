"""Learning of the sample agency: catalogue, standards, assessments, and what the teacher agreed to learn."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from terukur.development.competences_import import LEVEL_HEADERS, STANDARD_HEADERS, import_competences
from terukur.development.learning_import import import_learning
from terukur.development.models import PlanItem
from terukur.development.operations import CertificateDraft, agree, choose, confirm_certificate, finish
from terukur.development.potentials_import import HEADERS as POTENTIAL_HEADERS
from terukur.development.potentials_import import import_potentials
from terukur.development.queries import development_of
from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.people import SampleAgency, SamplePerson
from terukur.ledger.acting import Acting, Actor
from terukur.measurement.operations import EvidenceDraft
from terukur.notation.dates import written_day
from terukur.organization.models import Employee
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.tables.writing import to_csv

CATALOGUE_FILE = "katalog-pembelajaran.csv"
STANDARDS_FILE = "standar-kompetensi.csv"
LEVELS_FILE = "hasil-uji-kompetensi.csv"
POTENTIALS_FILE = "asesmen-potensi.csv"
_SOURCE = "Asesmen contoh 2026"
_STANDARDS = (
    ("Guru Kelas Ahli Pertama", "Fungsional", "komunikasi", "Komunikasi", "3"),
    ("Guru Kelas Ahli Pertama", "Fungsional", "mengelola-perubahan", "Mengelola Perubahan", "2"),
    ("Perawat Terampil (Jurim)", "Fungsional", "analisis-data", "Analisis Data", "2"),
    ("Petugas Loket Adminduk", "Pelaksana", "pelayanan-publik", "Pelayanan Publik", "2"),
    ("Kepala Sekolah", "Fungsional", "pengambilan-keputusan", "Pengambilan Keputusan", "3"),
)
_LEVELS = {  # story: competence and assessed level
    "teacher": (("komunikasi", "3"), ("mengelola-perubahan", "1")),
    "immunization": (("analisis-data", "1"),),
    "counter": (("pelayanan-publik", "2"),),
}
_POTENTIALS = {"teacher": "Tinggi", "immunization": "Sedang", "counter": "Sedang"}


def growth_files(agency: SampleAgency) -> Iterator[tuple[str, bytes]]:
    """Yield standards, levels and potentials as a personnel office could have them."""
    told = [person for person in agency.people if person.story]
    yield STANDARDS_FILE, to_csv(STANDARD_HEADERS, _STANDARDS)
    yield (
        LEVELS_FILE,
        to_csv(
            LEVEL_HEADERS,
            [
                (person.number, key, level, "2026-02-10", _SOURCE)
                for person in told
                for key, level in _LEVELS[person.story or ""]
            ],
        ),
    )
    yield (
        POTENTIALS_FILE,
        to_csv(
            POTENTIAL_HEADERS,
            [(person.number, _POTENTIALS[person.story or ""], "2026-02-10", _SOURCE) for person in told],
        ),
    )


def load_growth(agency: SampleAgency, *, acting: Acting[Actor]) -> None:
    """Load the catalogue, where there is one, and the files of ``growth_files``."""
    content = dict(growth_files(agency))
    for name in (STANDARDS_FILE, LEVELS_FILE):
        import_competences(content=content[name], filename=name, acting=acting)
    import_potentials(content=content[POTENTIALS_FILE], filename=POTENTIALS_FILE, acting=acting)
    catalogue = files("terukur.jobs.sample").joinpath(CATALOGUE_FILE)
    if catalogue.is_file():
        import_learning(content=catalogue.read_bytes(), filename=CATALOGUE_FILE, acting=acting)


def teacher_learns(agency: SampleAgency, *, year: int) -> None:
    """Store the teacher's plan: learning finished in spring without effect yet, another agreed in autumn."""
    teacher = next(person for person in agency.people if person.story == "teacher")
    spring = _plan(teacher, place=1, on=date(year, 4, 20))
    if spring is not None:
        day = date(year, 5, 20)
        hours = min(spring.item.hours, Decimal(6))
        note = EvidenceDraft("catatan-belajar.png", learning_note(spring, hours, day))
        draft = CertificateDraft(hours, day, note, "Tiga pertemuan yang diikuti.")
        learned = finish(planned=spring, draft=draft, acting=acting_on(spring.employee.user, day))
        if spring.agreed_by is not None:
            confirm_certificate(certificate=learned, acting=acting_on(spring.agreed_by, day))
    _plan(teacher, place=0, on=date(year, 10, 13))


def learning_note(planned: PlanItem, hours: Decimal, day: date) -> bytes:
    """Return the picture of a signed note, as an employee would photograph it."""
    page = Image.new("L", (1000, 700), 250)
    lines = (
        "CATATAN BELAJAR (contoh)",
        planned.employee.name,
        planned.item.title,
        f"{hours.normalize():f} JP, tiga pertemuan, selesai {written_day(day)}",
        "Ditandatangani berdua",
    )
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=28)
    for number, line in enumerate(lines):
        pen.text((80, 100 + 90 * number), line, fill=20, font=font)
    stored = io.BytesIO()
    page.save(stored, "PNG")
    return stored.getvalue()


def _plan(person: SamplePerson, *, place: int, on: date) -> PlanItem | None:
    """Return the recommendation at a place for the value Adaptif, chosen by the teacher and agreed."""
    employee = Employee.objects.select_related("user").get(number=person.number)
    assignment = assignment_on(employee.pk, on)
    appraiser = appraiser_of(assignment, on=on) if assignment else None
    found = [
        (view.need, view.recommendations[place])
        for view in development_of(employee, assignment, on=on).needs
        if view.need.key == "AD" and len(view.recommendations) > place
    ]
    if not found or appraiser is None:
        return None
    need, recommendation = found[0]
    planned = choose(
        employee=employee, need=need, recommendation=recommendation, acting=acting_on(employee.user, on)
    )
    return agree(planned=planned, acting=acting_on(appraiser.user, on))
