"""People: imports, transfers, heads, appraisers, and what does not fit."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from terukur.ledger.acting import COMMAND
from terukur.organization.access import may_read
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.operations import (
    OrganizationRefused,
    ask_for_other_appraiser,
    change_number,
    replace_head,
    set_appraiser,
    settle_appraiser_request,
)
from terukur.organization.people_import import import_people
from terukur.organization.queries import appraiser_of, assignment_on, find_employee, misfits
from terukur.tables.cells import ImportRefused
from terukur.tables.questions import EVERYTHING, NOTHING
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, NEW_YEAR, acting, employee

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def load(rows, *, on=MAY, dry_run=False, confirmed=NOTHING):
    return import_people(
        content=cast.people_csv(rows),
        filename="p.csv",
        acting=acting(COMMAND, on),
        dry_run=dry_run,
        confirmed=confirmed,
    )


def changed(number, **columns):
    rows = []
    for row in cast.PEOPLE:
        values = dict(zip(cast.PEOPLE_HEADERS, row, strict=True))
        if row[0] == number:
            values |= columns
        rows.append(list(values.values()))
    return rows


def test_everybody_has_the_appraiser_of_the_file():
    assert appraiser_of(assignment_on(employee(ANI).pk, MAY), on=MAY) == employee(BUDI)


def test_loading_the_same_file_again_changes_nothing():
    counts = load(cast.PEOPLE)
    assert (counts.created, counts.updated, counts.unchanged) == (0, 0, 6)


def test_a_dry_run_says_what_would_change_and_stores_nothing():
    counts = load(changed(ANI, NAMA="Ani Baru"), dry_run=True)
    assert counts.updated == 1
    assert employee(ANI).name == "Ani"


def test_one_bad_row_keeps_all_out():
    rows = changed(ANI, NAMA="Ani Baru")
    rows[0][0] = "123"
    with pytest.raises(ImportRefused) as refusal:
        load(rows)
    assert [(error.line, error.column) for error in refusal.value.errors] == [(2, "NIP")]
    assert employee(ANI).name == "Ani"


def test_the_same_number_twice_names_both_rows():
    with pytest.raises(ImportRefused) as refusal:
        load([*cast.PEOPLE, cast.PEOPLE[0]])
    assert "baris 2" in refusal.value.errors[0].message


def test_an_unknown_superior_is_named():
    with pytest.raises(ImportRefused) as refusal:
        load(changed(ANI, **{"NIP ATASAN": "198001012005011009"}))
    assert refusal.value.errors[0].column == "NIP ATASAN"


def test_a_transfer_leaves_two_assignments_with_two_appraisers():
    load(
        changed(
            ANI,
            **{
                "KODE UNIT": "KEC",
                "UNIT KERJA": "Kecamatan",
                "UNIT INDUK": "KOTA",
                "NIP ATASAN": CITRA,
                "TMT JABATAN": "2026-05-01",
            },
        )
    )
    first, second = Assignment.objects.filter(employee__number=ANI).order_by("starts")
    assert (first.ends, second.starts) == (date(2026, 4, 30), MAY)
    assert appraiser_of(first, on=MAY) == employee(BUDI)
    assert appraiser_of(second, on=MAY) == employee(CITRA)


def test_two_assignments_on_one_day_are_refused_by_the_database():
    own = assignment_on(employee(ANI).pk, MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(employee=own.employee, position=own.position, starts=MAY)


def test_replacing_a_head_hands_over_everybody_from_that_day():
    moved = replace_head(
        unit=Unit.objects.get(code="SEKSI"),
        employee=employee(EKO),
        kind=Headship.Kind.ACTING,
        acting=acting(COMMAND, MAY),
        since=MAY,
        basis="Surat perintah 800/12 tanggal 30 April 2026",
    )
    own = assignment_on(employee(ANI).pk, MAY)
    assert moved == 1
    assert appraiser_of(own, on=date(2026, 4, 30)) == employee(BUDI)
    assert appraiser_of(own, on=MAY) == employee(EKO)


def head(number, on, until=None):
    return replace_head(
        unit=Unit.objects.get(code="SEKSI"),
        employee=employee(number),
        kind=Headship.Kind.ACTING,
        acting=acting(COMMAND, MAY),
        since=on,
        until=until,
        basis="Surat perintah 800/12 tanggal 30 April 2026",
    )


def test_a_head_follows_an_acting_one_whose_end_was_set():
    head(EKO, MAY, until=date(2026, 12, 31))
    assert head(BUDI, date(2026, 6, 1)) == 1
    assert [row.ends for row in Headship.objects.filter(unit__code="SEKSI").order_by("starts")][-2:] == [
        date(2026, 5, 31),
        None,
    ]


def test_a_head_whose_time_reaches_a_later_one_is_refused():
    head(EKO, date(2026, 6, 1), until=date(2026, 6, 30))
    for until in (None, date(2026, 6, 1)):
        with pytest.raises(OrganizationRefused, match="mulai 01-06-2026"):
            head(DEWI, MAY, until=until)


def with_leaver(starts="2025-01-01"):
    row = (
        "199303032016031002",
        "Gita",
        "Petugas",
        "Pelaksana",
        "SEKSI",
        "Seksi Pelayanan",
        "KEC",
        BUDI,
        "tidak",
    )
    rows = [[*one, ""] for one in cast.PEOPLE] + [[*row, starts, "2026-03-31"]]
    return to_csv((*cast.PEOPLE_HEADERS, "TANGGAL BERHENTI"), rows)


def test_who_had_left_before_the_first_file_holds_no_position_now():
    for _again in range(2):
        import_people(content=with_leaver(), filename="p.csv", acting=acting(COMMAND, MAY))
        own = Assignment.objects.get(employee__number="199303032016031002")
        assert (own.starts, own.ends) == (date(2025, 1, 1), date(2026, 3, 31))
        assert not own.employee.user.is_active
        assert not own.reporting_lines.exists()


def test_who_had_left_and_whose_first_day_is_not_said_holds_none_at_all():
    import_people(content=with_leaver(starts=""), filename="p.csv", acting=acting(COMMAND, MAY))
    assert not Assignment.objects.filter(employee__number="199303032016031002").exists()


def test_a_daily_head_appraises_nobody():
    replace_head(
        unit=Unit.objects.get(code="SEKSI"),
        employee=employee(EKO),
        kind=Headship.Kind.DAILY,
        acting=acting(COMMAND, MAY),
        since=MAY,
        until=date(2026, 5, 9),
    )
    assert appraiser_of(assignment_on(employee(ANI).pk, MAY), on=MAY) == employee(BUDI)


def test_a_wrong_appraiser_is_settled_in_one_step():
    own = assignment_on(employee(ANI).pk, MAY)
    request = ask_for_other_appraiser(
        assignment=own, proposed=employee(EKO), note="", acting=acting(employee(ANI).user, MAY)
    )
    settle_appraiser_request(request=request, accept=True, answer="", acting=acting(employee(DEWI).user, MAY))
    assert appraiser_of(own, on=MAY) == employee(EKO)
    with pytest.raises(OrganizationRefused, match="sudah diselesaikan"):
        settle_appraiser_request(
            request=request, accept=True, answer="", acting=acting(employee(DEWI).user, MAY)
        )


def test_nobody_appraises_oneself():
    own = assignment_on(employee(ANI).pk, MAY)
    with pytest.raises(OrganizationRefused):
        set_appraiser(assignment=own, appraiser=own.employee, acting=acting(COMMAND, MAY), since=MAY)


def kinds():
    return {(misfit.kind, misfit.employee.number) for misfit in misfits(on=MAY)}


def test_what_does_not_fit_is_listed_with_its_remedy():
    own = assignment_on(employee(ANI).pk, MAY)
    set_appraiser(assignment=own, appraiser=None, acting=acting(COMMAND, MAY), since=MAY)
    Employee.objects.filter(number=EKO).update(kind="pppk")
    assert {("no-appraiser", ANI), ("number", EKO)} <= kinds()
    assert all(misfit.remedy for misfit in misfits(on=MAY))


def test_an_appraiser_who_left_and_a_circle_are_found():
    load(changed(BUDI, **{"NIP ATASAN": ANI}), confirmed=EVERYTHING)
    Employee.objects.filter(number=CITRA).update(left_on=NEW_YEAR)
    assert {("circle", ANI), ("circle", BUDI), ("appraiser-left", EKO)} <= kinds()


def test_a_new_number_keeps_the_person_findable_by_the_old_one():
    person = employee(ANI)
    change_number(employee=person, number="199001012015052002", acting=acting(COMMAND, MAY))
    assert find_employee(ANI) == find_employee("199001012015052002") == person
    assert employee("199001012015052002").user.username == "199001012015052002"


@pytest.mark.parametrize(
    ("viewer", "allowed"),
    [(ANI, True), (BUDI, True), (CITRA, True), (DEWI, True), (FAJAR, True), (EKO, False)],
)
def test_who_may_read_anis_records(viewer, allowed):
    assert may_read(employee(viewer).user, employee(ANI).pk, on=MAY) is allowed


def test_lines_of_one_assignment_never_overlap():
    own = assignment_on(employee(ANI).pk, MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingLine.objects.create(assignment=own, appraiser=employee(EKO), starts=MAY)


@pytest.mark.parametrize("dry_run", [True, False])
def test_twice_the_people_take_the_same_number_of_statements(dry_run):
    def statements(first: int, count: int) -> int:
        post = ("Petugas", "Pelaksana", "SEKSI", "Seksi Pelayanan", "KEC", BUDI, "", "2026-03-01")
        numbers = [f"19900101201501{place + 1001}" for place in range(first, first + count)]
        rows = [(number, f"Pegawai {number[-3:]}", *post) for number in numbers]
        with CaptureQueriesContext(connection) as queries:
            load(rows, dry_run=dry_run)
        return len(queries)

    assert statements(0, 100) == statements(100, 200)
