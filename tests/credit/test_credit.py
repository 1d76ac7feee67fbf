"""Angka kredit of a person: from final grades and documents, on the page of whoever may read it."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.credit.models import RecordedCredit
from terukur.credit.operations import CreditDraft, CreditRefused, record_credit, withdraw_credit
from terukur.credit.reading import credit_of, level_of
from terukur.ledger.models import Entry
from terukur.organization.models import Assignment, Employee, Position
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from terukur.regulation.scales import CreditKind, FunctionalLevel, Grade, OrganizationGrade, Rating
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, EKO, acting, employee, sign_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
AT = timezone.make_aware(datetime.combine(TODAY, time(9)))
_LEVEL = FunctionalLevel


@pytest.fixture
def ani() -> Employee:
    """Ani as a functional officer of the first level of expertise, III/a."""
    cast.load_people()
    person = employee(ANI)
    assignment = person.assignments.get()
    Position.objects.filter(pk=assignment.position_id).update(kind="functional", level="Ahli Pertama")
    Employee.objects.filter(pk=person.pk).update(rank="III/a", kind="pns")
    return employee(ANI)


def finished(assignment: Assignment, period: str, grade: Grade = Grade.GOOD, **fields: object) -> Appraisal:
    """An appraisal as it stands after its talk, written row by row."""
    of = Period.parse(period)
    plan, _ = Plan.objects.get_or_create(
        assignment=assignment,
        year=of.year,
        defaults={"starts": date(of.year, 1, 1), "ends": date(of.year, 12, 31)},
    )
    unit_grade, _ = UnitGrade.objects.get_or_create(
        unit=assignment.position.unit,
        starts=of.starts,
        ends=of.ends,
        version=1,
        defaults={
            "grade": OrganizationGrade.GOOD,
            "reason": "Rencana aksi",
            "set_by": employee(DEWI).user,
            "set_at": AT,
        },
    )
    values: dict[str, object] = {
        "starts": of.starts,
        "ends": of.ends,
        "status": "final",
        "result_rating": Rating.MEETS,
        "behavior_rating": Rating.MEETS,
        "grade": grade,
        "unit_grade": unit_grade,
        "delivered_at": AT,
        "received_at": AT,
        "final_at": AT,
    }
    return Appraisal.objects.create(plan=plan, period=of, **values | fields)


def draft(person: Employee, **changed: object) -> CreditDraft:
    given = {
        "employee": person,
        "kind": CreditKind.FORMER,
        "level": _LEVEL.FIRST_EXPERT,
        "points": Decimal("31.25"),
        "given_on": date(2025, 1, 20),
        "document": "PAK 800/17/2025",
    }
    return CreditDraft(**given | changed)  # type: ignore[arg-type]


def by_dewi():
    return acting(employee(DEWI).user, TODAY, AT)


class TestReading:
    def test_only_final_grades_count_and_no_trial(self, ani):
        post = ani.assignments.get()
        finished(post, "2025")
        finished(post, "2026-Q1", Grade.VERY_GOOD)
        finished(post, "2026-Q2", is_trial=True)
        waiting = finished(post, "2026-Q3", status="delivered", received_at=None, final_at=None)
        reading = credit_of(ani, on=TODAY)
        assert reading.present.total == Fraction("12.5") + Fraction(3, 12) * Fraction("18.75")
        assert reading.waiting == (waiting,)

    def test_a_recorded_pak_is_added(self, ani):
        finished(ani.assignments.get(), "2025")
        record_credit(draft=draft(ani), acting=by_dewi())
        assert credit_of(ani, on=TODAY).present.total == Fraction("43.75")

    def test_a_new_position_of_the_same_level_goes_on_and_the_next_level_begins_anew(self, ani):
        first = ani.assignments.get()
        finished(first, "2025")
        posts = [
            Position.objects.create(unit=first.position.unit, title=title, kind="functional", level=level)
            for title, level in (("Pranata Humas", "Ahli Pertama"), ("Pranata Humas Ahli Muda", ""))
        ]
        Assignment.objects.filter(pk=first.pk).update(ends=date(2025, 12, 31))
        second = Assignment.objects.create(
            employee=ani, position=posts[0], starts=date(2026, 1, 1), ends=date(2026, 6, 30)
        )
        third = Assignment.objects.create(employee=ani, position=posts[1], starts=date(2026, 7, 1))
        finished(second, "2026-Q1")
        finished(second, "2026-Q2")
        finished(third, "2026-Q3")
        reading = credit_of(ani, on=TODAY)
        assert reading.present.held.level is _LEVEL.YOUNG_EXPERT
        assert reading.present.total == Fraction(25, 4)
        (former,) = reading.former
        assert former.total == Fraction("18.75")

    def test_who_holds_no_functional_position_has_none(self, ani):
        reading = credit_of(employee(EKO), on=TODAY)
        assert (reading.present, reading.former, reading.waiting) == (None, (), ())

    @pytest.mark.parametrize(
        ("kind", "level", "title", "found"),
        [
            ("functional", "Ahli Madya", "Dokter", _LEVEL.MIDDLE_EXPERT),
            ("functional", "ahli madya", "Dokter", _LEVEL.MIDDLE_EXPERT),
            ("functional", "", "Perawat Terampil", _LEVEL.SKILLED),
            ("functional", "", "Auditor", None),
            ("staff", "Ahli Madya", "Petugas", None),
        ],
    )
    def test_the_level_is_read_from_its_words_or_the_title(self, kind, level, title, found):
        assert level_of(Position(kind=kind, level=level, title=title)) is found


class TestRecording:
    def test_it_is_in_the_ledger_and_withdrawn_with_a_reason(self, ani):
        row = record_credit(draft=draft(ani), acting=by_dewi())
        withdraw_credit(credit=row, reason="PAK itu milik orang lain", acting=by_dewi())
        assert list(Entry.objects.filter(act__startswith="credit-").values_list("act", flat=True)) == [
            "credit-recorded",
            "credit-withdrawn",
        ]
        assert credit_of(ani, on=TODAY).recorded == ()
        record_credit(draft=draft(ani), acting=by_dewi())

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"points": Decimal(0)}, "di atas 0"),
            ({"points": Decimal(3125)}, "sampai 1000"),
            ({"given_on": date(2026, 12, 1)}, "belum tiba"),
            ({"document": " "}, "nomor PAK"),
        ],
    )
    def test_what_cannot_be_is_refused(self, ani, changed, words):
        with pytest.raises(CreditRefused, match=words):
            record_credit(draft=draft(ani, **changed), acting=by_dewi())

    def test_the_same_document_and_a_second_base_are_refused(self, ani):
        record_credit(draft=draft(ani), acting=by_dewi())
        with pytest.raises(CreditRefused, match="sudah dicatat"):
            record_credit(draft=draft(ani), acting=by_dewi())
        record_credit(draft=draft(ani, kind=CreditKind.BASE), acting=by_dewi())
        with pytest.raises(CreditRefused, match="dasar jenjang ini sudah dicatat"):
            record_credit(draft=draft(ani, kind=CreditKind.BASE, document="SK lain 9"), acting=by_dewi())

    def test_only_the_team_and_only_for_a_pns(self, ani):
        with pytest.raises(CreditRefused, match="pengelola kinerja"):
            record_credit(draft=draft(ani), acting=acting(employee(BUDI).user, TODAY, AT))
        Employee.objects.filter(pk=ani.pk).update(kind="pppk")
        with pytest.raises(CreditRefused, match="bukan PNS"):
            record_credit(draft=draft(employee(ANI)), acting=by_dewi())

    def test_the_database_refuses_what_the_acts_refuse(self, ani):
        record_credit(draft=draft(ani, kind=CreditKind.BASE), acting=by_dewi())
        for changed in ({"points": 0}, {"withdrawn_on": TODAY}, {"kind": "base", "document": "SK lain"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                row = {
                    "kind": "former",
                    "level": "ahli-pertama",
                    "points": 1,
                    "given_on": TODAY,
                    "document": "x",
                }
                RecordedCredit.objects.create(employee=ani, **row | changed)


class TestPages:
    def test_the_owner_reads_the_sum_and_where_it_comes_from(self, ani, client):
        finished(ani.assignments.get(), "2025")
        sign_in(client, ANI)
        page = client.get("/angka-kredit/").content.decode()
        assert "12,5" in page
        assert "kurang 37,5" in page
        assert "12/12 × 100 % × 12,5 = 12,5" in page
        assert client.get("/penilaian/").content.decode().count("/angka-kredit/") == 1

    def test_the_team_records_and_withdraws(self, ani, client):
        sign_in(client, DEWI)
        form = {
            "kind": "former",
            "level": "ahli-pertama",
            "points": "31,25",
            "given_on": "20-01-2025",
            "document": "PAK 800/17/2025",
        }
        address = f"/organisasi/pegawai/{ani.pk}/angka-kredit/"
        assert "31,25" in client.post(f"{address}catat/", form, follow=True).content.decode()
        row = RecordedCredit.objects.get()
        page = client.post(f"/angka-kredit/{row.pk}/batal/", {"reason": "Salah orang"}, follow=True)
        assert "31,25" not in page.content.decode()

    def test_a_stranger_reads_nothing(self, ani, client):
        sign_in(client, EKO)
        assert client.get(f"/organisasi/pegawai/{ani.pk}/angka-kredit/").status_code == 404
