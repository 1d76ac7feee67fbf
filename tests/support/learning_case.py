"""Ani with a delivered rating whose Adaptif is below, a small shelf, and what she learns from it."""

import io
from datetime import date, timedelta
from decimal import Decimal

from PIL import Image

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import deliver, rate, set_unit_grade
from terukur.development.competences_import import LEVEL_HEADERS, STANDARD_HEADERS, import_competences
from terukur.development.learning_import import HEADERS, import_learning
from terukur.development.models import Certificate, PlanItem
from terukur.development.operations import CertificateDraft, choose, confirm_certificate, finish
from terukur.development.potentials_import import HEADERS as POTENTIAL_HEADERS
from terukur.development.potentials_import import import_potentials
from terukur.development.queries import development_of
from terukur.ledger.acting import COMMAND
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.operations import EvidenceDraft
from terukur.organization.models import Unit
from terukur.organization.queries import assignment_on
from terukur.planning.models import Measure
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import OrganizationGrade, Rating
from terukur.tables.questions import EVERYTHING
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, QUARTER, acting, employee
from tests.support.quarter import MIDDLE, VALUES, grade_unit

EXAMPLE = "Menolak memakai aplikasi antrean baru dan mencatat di buku."
SHELF = (
    (
        "C1",
        "Mentoring memakai aplikasi antrean baru",
        "15",
        "6",
        "BKPSDM",
        "",
        "",
        "",
        "",
        "AD.1",
        "",
        "perubahan;aplikasi",
    ),
    ("C2", "Coaching menghadapi perubahan", "14", "8", "BKPSDM", "2", "", "", "", "AD", "", "perubahan"),
    (
        "C3",
        "Kursus inovasi layanan",
        "11",
        "20",
        "LAN",
        "30",
        "2026-05-01",
        "2026-05-05",
        "",
        "AD.2",
        "",
        "inovasi;ide",
    ),
    (
        "C4",
        "Bimtek menyelesaikan permohonan berkas",
        "8",
        "16",
        "Diskominfo",
        "",
        "",
        "",
        "permohonan",
        "",
        "",
        "permohonan;berkas",
    ),
    ("C5", "Pelatihan komunikasi lisan", "5", "12", "BKPSDM", "", "", "", "", "", "komunikasi", "bicara"),
)


def shelf(rows=SHELF, day=AFTER):
    return import_learning(content=to_csv(HEADERS, rows), filename="katalog.csv", acting=acting(COMMAND, day))


def standard(level="3", title="Petugas", kind="Pelaksana"):
    return import_competences(
        content=to_csv(STANDARD_HEADERS, [(title, kind, "komunikasi", "Komunikasi", level)]),
        filename="standar-kompetensi.csv",
        acting=acting(COMMAND, AFTER),
    )


def assessed(level="2", on="2026-02-01", number=ANI):
    return import_competences(
        content=to_csv(LEVEL_HEADERS, [(number, "komunikasi", level, on, "Uji kompetensi 2026")]),
        filename="uji.csv",
        acting=acting(COMMAND, AFTER),
    )


def potential(word="Tinggi", on="2026-01-15", number=ANI):
    return import_potentials(
        content=to_csv(POTENTIAL_HEADERS, [(number, word, on, "Asesmen Center 2026")]),
        filename="potensi.csv",
        acting=acting(COMMAND, AFTER),
    )


def draft(mark=Rating.BELOW, results=Rating.BELOW, seen=date(2026, 3, 10)):
    found = BehaviorMarkDraft(mark)
    if mark is not Rating.MEETS:
        found = BehaviorMarkDraft(mark, EXAMPLE, seen)
    reason = "Realisasi periode ini lihat hitungannya; sudah dibicarakan."
    return RatingDraft(results, reason, Rating.MEETS, "", MIDDLE | {"AD": found})


def rated(appraisal, mark=Rating.BELOW, results=Rating.BELOW) -> Appraisal:
    rate(appraisal=appraisal, draft=draft(mark, results), acting=acting(employee(BUDI).user, AFTER))
    return appraisal


def delivered(appraisal, mark=Rating.BELOW, results=Rating.BELOW) -> Appraisal:
    rated(appraisal, mark, results)
    grade_unit()
    return deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))


def first_quarter(number) -> Appraisal:
    """Somebody's first quarter, delivered with Adaptif below."""
    cast.load_values(VALUES, number=number)
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    found = Appraisal.objects.get(plan__assignment__employee__number=number, period="2026-Q1")
    rated(found, results=Rating.MEETS)
    return deliver(appraisal=found, acting=acting(employee(BUDI).user, AFTER))


def quarter_later(period, mark=Rating.MEETS, values=(40, 40, 40), number=ANI) -> Appraisal:
    """Another quarter of the same person, rated and delivered six days after its end."""
    months = range(period.first, period.last + 1)
    day = period.ends + timedelta(days=6)
    rows = [
        (number, f"{period.year}-{month:02}", str(value)) for month, value in zip(months, values, strict=True)
    ]
    import_measurements(
        content=to_csv(("NIP", "BULAN", "NILAI"), rows),
        filename="nilai.csv",
        measure=Measure.objects.get(key="permohonan"),
        period=period,
        acting=acting(COMMAND, day),
        confirmed=EVERYTHING,
    )
    evaluate(period=period, acting=acting(COMMAND, day))
    appraisal = Appraisal.objects.get(plan__assignment__employee__number=number, period=str(period))
    rate(
        appraisal=appraisal,
        draft=draft(mark, seen=period.starts + timedelta(days=20)),
        acting=acting(employee(BUDI).user, day),
    )
    set_unit_grade(
        unit=Unit.objects.get(code="SEKSI"),
        period=period,
        grade=OrganizationGrade.GOOD,
        reason="Rencana aksi tercapai",
        acting=acting(employee(CITRA).user, day),
    )
    return deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, day))


def development(number=ANI, on=AFTER):
    person = employee(number)
    return development_of(person, assignment_on(person.pk, on), on=on)


def recommended(code="C1", number=ANI, on=AFTER):
    """The need and recommendation of an item for somebody."""
    return next(
        (view.need, one)
        for view in development(number, on).needs
        for one in view.recommendations
        if one.item.code == code
    )


def chosen(code="C1", by=ANI, number=ANI, on=AFTER) -> PlanItem:
    need, recommendation = recommended(code, number, on)
    return choose(
        employee=employee(number),
        need=need,
        recommendation=recommendation,
        acting=acting(employee(by).user, on),
    )


def _scan() -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((600, 420), 60).save(stream, "PNG")
    return stream.getvalue()


# As large as a scanned page, and the same in every test.
CERTIFICATE = _scan()


def finished(planned, hours="6", on=AFTER, content=CERTIFICATE, by=ANI) -> Certificate:
    """What proves that it was learned, uploaded; nobody has looked at it yet."""
    evidence = EvidenceDraft("sertifikat.png", content)
    why = "Hanya sesi pertama yang diikuti."
    return finish(
        planned=planned,
        acting=acting(employee(by).user, on),
        draft=CertificateDraft(Decimal(hours), on, evidence, why),
    )


def confirmed(certificate, on=AFTER, by=BUDI) -> Certificate:
    return confirm_certificate(certificate=certificate, acting=acting(employee(by).user, on))


def learned(planned, hours="6", on=AFTER, by=ANI) -> Certificate:
    """Learning whose certificate the appraiser has confirmed."""
    return confirmed(finished(planned, hours, on, by=by), on)
