"""What a people file means: whose number, which unit, since when another appraiser."""

from datetime import date
from pathlib import Path

import pytest

from terukur.appraisal.access import may_read_appraisal
from terukur.appraisal.queries import team_of
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Assignment, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused, set_appraiser
from terukur.organization.people_import import import_people
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING, NOTHING
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, QUARTER, acting, employee, sign_in
from tests.support.quarter import hand_over

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 30)
OCTOBER = date(2026, 10, 1)
HEADERS = (*cast.PEOPLE_HEADERS, "TMT ATASAN", "ZONA WAKTU")


def changed(number, **columns):
    rows = []
    for row in cast.PEOPLE:
        values = dict(zip(HEADERS, (*row, "", ""), strict=True))
        if row[0] == number:
            values |= columns
        rows.append(list(values.values()))
    return rows


def load(rows, *, headers=HEADERS, on=TODAY, **how):
    content = rows if isinstance(rows, bytes) else to_csv(headers, rows)
    return import_people(content=content, filename="pegawai.csv", acting=acting(COMMAND, on), **how)


def small(*rows, headers=("NIP", "NAMA", "JABATAN", "UNIT KERJA", "UNIT INDUK"), **how):
    return load(rows, headers=headers, **how)


def topics(rows, **how) -> list[str]:
    return [question.topic for question in load(rows, dry_run=True, **how).asked]


def errors(refused) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in refused.value.errors]


@pytest.fixture
def people(db):
    cast.load_people()


def test_names_alike_for_forty_letters_are_three_units(people):
    load((CASES / "71-unit-nama-panjang.csv").read_bytes())
    names = list(Unit.objects.filter(name__contains="Rekaan").values_list("name", flat=True))
    assert len(names) == len(set(names)) == 3
    again = load((CASES / "71-unit-nama-panjang.csv").read_bytes())
    assert (again.unchanged, Unit.objects.filter(name__contains="Rekaan").count()) == (3, 3)


def test_one_name_under_two_units_is_two_units(people):
    rows = [
        ("198601012010011001", "Guru Satu", "Tata Usaha", "Sub Bagian Umum", "KEC"),
        ("198601022010012002", "Guru Dua", "Tata Usaha", "Sub Bagian Umum", "KOTA"),
    ]
    small(*rows)
    assert {unit.parent.code for unit in Unit.objects.filter(name="Sub Bagian Umum")} == {"KEC", "KOTA"}
    assert small(*rows).unchanged == 2
    with pytest.raises(ImportRefused) as refused:
        small(("198601032010011003", "Guru Tiga", "Tata Usaha", "sub bagian  umum", ""))
    assert errors(refused) == [(2, "UNIT KERJA")]


def test_a_second_unit_of_a_known_name_is_asked(people):
    row = ("198601012010011001", "Guru Satu", "Petugas", "Seksi Pelayanan", "KOTA")
    (question,) = small(row, dry_run=True).asked
    assert "SEKSI (di bawah Kecamatan)" in question.message


def test_one_code_under_two_names_is_refused_and_another_name_is_asked(people):
    headers = ("NIP", "NAMA", "JABATAN", "KODE UNIT", "UNIT KERJA")
    one = ("198601012010011001", "Guru Satu", "Petugas", "SEKSI", "Seksi Pelayanan Umum")
    assert [q.topic for q in load([one], headers=headers, dry_run=True).asked] == ["other-unit-name"]
    two = ("198601022010012002", "Guru Dua", "Petugas", "SEKSI", "Seksi Trantib")
    with pytest.raises(ImportRefused) as refused:
        load([one, two], headers=headers)
    assert errors(refused) == [(3, "UNIT KERJA")]


@pytest.mark.parametrize(
    ("name", "asked"), [("Bambang Sutrisno", ["other-name"]), ("Dra. Ani, M.Si.", []), ("Ani Lestari", [])]
)
def test_a_number_whose_name_is_anothers_is_asked(people, name, asked):
    assert topics(changed(ANI, NAMA=name)) == asked


@pytest.mark.parametrize("number", ["199001012015052002", "199001012015052010"])
def test_a_new_number_one_slip_from_the_same_name_is_asked(people, number):
    # 199001012015052001 is Ani's; the second has two neighbors that changed places.
    row = (number, "Ani", "Petugas", "Seksi Pelayanan", "KEC")
    (question,) = small(row, dry_run=True).asked
    assert question.topic == "near-number"
    assert "Petugas" in question.message


def test_two_rows_of_one_person_one_slip_apart_are_asked(people):
    rows = [(f"19860101201001100{n}", "Guru Satu", "Guru", "Sekolah", "KEC") for n in (1, 2)]
    assert [question.line for question in small(*rows, dry_run=True).asked] == [3]


def test_who_was_there_and_is_missing_is_asked(people):
    (question,) = load(changed(ANI)[:-1], dry_run=True).asked
    assert (question.topic, "Fajar" in question.message) == ("missing", True)
    assert topics(changed(ANI)[2:3]) == []


def test_another_head_in_the_file_is_asked_and_not_made(people):
    with pytest.raises(ImportRefused) as refused:
        load(changed(ANI, **{"KEPALA UNIT": "ya"}))
    assert errors(refused) == [(4, "KEPALA UNIT")]
    rows = [row for row in changed(ANI, **{"KEPALA UNIT": "ya"}) if row[0] != BUDI]
    load(rows, confirmed=EVERYTHING)
    assert Headship.objects.get(unit__code="SEKSI").employee == employee(BUDI)


def test_another_appraiser_is_counted_shown_and_holds_from_the_day_of_the_file(people):
    rows = changed(ANI, **{"NIP ATASAN": CITRA, "TMT ATASAN": "2026-10-01"})
    counts = load(rows)
    assert (counts.updated, counts.unchanged) == (1, 5)
    assert counts.changes == ["Penilai Ani: dari Budi ke Citra mulai 01-10-2026"]
    place = assignment_on(employee(ANI).pk, TODAY)
    assert appraiser_of(place, on=date(2026, 9, 30)) == employee(BUDI)
    assert appraiser_of(place, on=OCTOBER) == employee(CITRA)


def test_a_newer_day_of_the_position_is_the_day_of_the_appraiser(people):
    load(changed(ANI, **{"NIP ATASAN": CITRA, "TMT JABATAN": "2026-10-01"}))
    line = ReportingLine.objects.get(assignment__employee__number=ANI, ends__isnull=True)
    assert (line.starts, line.appraiser.number) == (OCTOBER, CITRA)


def test_a_day_that_the_file_does_not_tell_is_asked_or_given(people):
    rows = changed(ANI, **{"NIP ATASAN": CITRA})
    with pytest.raises(Unanswered) as waiting:
        load(rows)
    (question,) = waiting.value.questions
    assert "mulai 30-11-2026" in question.message
    load(rows, appraised_from=OCTOBER)
    assert ReportingLine.objects.filter(starts=OCTOBER, appraiser__number=CITRA).exists()


def test_a_day_before_the_present_appraiser_is_refused_by_line(people):
    load(changed(ANI, **{"NIP ATASAN": CITRA, "TMT ATASAN": "2026-10-01"}))
    with pytest.raises(ImportRefused) as refused:
        load(changed(ANI, **{"NIP ATASAN": DEWI, "TMT ATASAN": "2026-06-01"}))
    assert errors(refused) == [(4, "TMT ATASAN")]
    place = Assignment.objects.get(employee__number=ANI)
    with pytest.raises(OrganizationRefused, match="30-09-2026"):
        set_appraiser(
            assignment=place, appraiser=employee(DEWI), acting=acting(COMMAND, TODAY), since=date(2026, 6, 1)
        )


def test_a_zone_of_the_file_is_the_units(people):
    counts = load(changed(ANI, **{"ZONA WAKTU": "WITA"}))
    assert "Zona waktu Seksi Pelayanan: WITA" in counts.changes
    assert Unit.objects.get(code="SEKSI").zone == "WITA"


def test_all_errors_of_all_rows_come_at_once(people):
    rows = changed(ANI, **{"NIP": "123", "TMT JABATAN": "besok", "JENIS JABATAN": "Raja"})
    rows[0][7] = "199505052020121001"
    rows[4][9] = "2024-01-01"
    rows[4][2] = "Jabatan Lain"
    with pytest.raises(ImportRefused) as refused:
        load(rows)
    assert errors(refused) == [
        (2, "NIP ATASAN"),
        (4, "NIP"),
        (4, "JENIS JABATAN"),
        (4, "TMT JABATAN"),
        (6, "TMT JABATAN"),
    ]


def test_what_was_rated_stays_with_who_rated_it(appraisal, client):
    found = hand_over(appraisal)
    found.refresh_from_db()
    load(changed(ANI, **{"NIP ATASAN": DEWI, "TMT ATASAN": "2026-10-01"}), confirmed=EVERYTHING)
    assert may_read_appraisal(employee(BUDI).user, found, on=TODAY)
    assert found in team_of(employee(BUDI), period=QUARTER, on=TODAY)
    assert not may_read_appraisal(employee(EKO).user, found, on=TODAY)
    for number in (BUDI, ANI):
        sign_in(client, number)
        page = client.get(f"/penilaian/{found.pk}/")
        assert page.status_code == 200
        assert "penilai Budi" in page.content.decode()
    assert load(changed(ANI), dry_run=True, confirmed=NOTHING).updated == 1
