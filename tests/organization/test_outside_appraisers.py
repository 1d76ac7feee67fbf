"""A regional head appraises here without being a civil servant: no NIP, rank, plan, or place in lists."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from terukur.accounts.operations import activate, issue_activation_code
from terukur.documents.appraisal import evaluation_data
from terukur.organization.models import Assignment, Employee
from terukur.organization.operations import OrganizationRefused, change_number, office_findings, set_appraiser
from terukur.organization.outside_appraisers import (
    add_outside_appraiser,
    end_office,
    people_rated_by,
    without_appraiser_inside,
)
from terukur.organization.people_import import import_people
from terukur.organization.queries import appraiser_of, assignment_on, misfits, people
from terukur.planning.operations.versions import set_plan, start_plan
from tests.support.cast import (
    AFTER,
    ANI,
    CITRA,
    DEWI,
    EKO,
    acting,
    employee,
    load_people,
    moment,
    people_csv,
    sign_in,
)
from tests.support.quarter import AS_SUGGESTED, begun, deliver, grade_unit, mark_read, rate

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def regent(name: str = "Rahmat Hidayat") -> Employee:
    return add_outside_appraiser(name=name, office="Bupati Contoh", acting=acting(employee(DEWI).user, AFTER))


def rates(official: Employee, number: str, on=AFTER) -> Assignment:
    own = assignment_on(employee(number).pk, on)
    set_appraiser(assignment=own, appraiser=official, acting=acting(employee(DEWI).user, on), since=on)
    return own


def ends(official: Employee, successor: Employee | None, on=AFTER, reason="Masa jabatan berakhir") -> int:
    return end_office(
        appraiser=official,
        successor=successor,
        reason=reason,
        acting=acting(employee(DEWI).user, on, moment(AFTER)),
    )


def test_the_head_without_a_superior_is_named_until_the_regent_appraises_him():
    load_people()
    assert [one.employee for one in without_appraiser_inside(on=AFTER)] == [employee(CITRA)]
    official = regent()
    own = rates(official, CITRA)
    assert without_appraiser_inside(on=AFTER) == []
    assert appraiser_of(own, on=AFTER) == official
    assert people_rated_by(official) == [own]


def test_he_is_in_no_list_and_no_misfit_and_the_next_people_file_leaves_him():
    load_people()
    before = (people(on=AFTER).count(), [one.problem for one in misfits(on=AFTER)])
    official = regent()
    assert (people(on=AFTER).count(), [one.problem for one in misfits(on=AFTER)]) == before
    own = rates(official, CITRA)
    assert office_findings(official, [own], on=AFTER) == ()
    import_people(
        content=people_csv(), filename="pegawai.csv", acting=acting(employee(DEWI).user, AFTER + DAY)
    )
    assert appraiser_of(assignment_on(employee(CITRA).pk, AFTER + DAY), on=AFTER + DAY) == official


def test_two_have_numbers_of_their_own_and_the_same_is_not_added_twice():
    load_people()
    assert [regent().number, regent("Sri Lestari").number] == ["900001", "900002"]
    with pytest.raises(OrganizationRefused, match="sudah ada di daftar"):
        regent("rahmat  hidayat")
    with pytest.raises(OrganizationRefused, match="nomor akunnya"):
        change_number(
            employee=Employee.objects.get(number="900001"),
            number=EKO,
            acting=acting(employee(DEWI).user, AFTER),
        )


@pytest.mark.parametrize(
    "wrong", [{"kind": "pns"}, {"office": ""}, {"rank": "IV/a"}, {"number": "199001012015052009"}]
)
def test_the_database_knows_no_half_civil_servant(wrong):
    load_people()
    official = regent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Employee.objects.filter(pk=official.pk).update(**wrong)


def test_his_people_go_to_the_successor_on_one_day():
    load_people()
    old, new = regent(), regent("Sri Lestari")
    own = rates(old, CITRA, on=AFTER - DAY)
    assert ends(old, new) == 1
    own = Assignment.objects.get(pk=own.pk)
    assert (appraiser_of(own, on=AFTER - DAY), appraiser_of(own, on=AFTER)) == (old, new)
    old.refresh_from_db()
    assert (old.left_on, old.user.is_active) == (AFTER, False)
    with pytest.raises(OrganizationRefused, match="masih menjabat"):
        ends(old, None)


def test_without_a_successor_the_misfits_name_who_needs_another():
    load_people()
    old = regent()
    rates(old, CITRA)
    assert ends(old, None) == 0
    assert "appraiser-left" in {one.kind for one in misfits(on=AFTER) if one.employee == employee(CITRA)}


@pytest.mark.parametrize(
    ("on", "reason", "words"),
    [(AFTER + DAY, "Masa jabatan berakhir", "bukan sebelumnya"), (AFTER, ".", "Tulis alasannya")],
)
def test_an_end_needs_a_reason_and_a_day_that_came(on, reason, words):
    load_people()
    with pytest.raises(OrganizationRefused, match=words):
        ends(regent(), None, on=on, reason=reason)


def test_only_the_team_ends_an_office_and_only_of_such_an_official():
    load_people()
    with pytest.raises(OrganizationRefused, match="bukan penilai bukan ASN"):
        ends(employee(EKO), None)


def test_he_signs_in_with_the_account_number(client):
    load_people()
    official = regent()
    code = issue_activation_code(user=official.user, acting=acting(employee(DEWI).user, AFTER))
    activate(username=official.number, code=code, password="rahasia-panjang-77", at=moment(AFTER))
    answer = client.post("/masuk/", {"username": "900001", "password": "rahasia-panjang-77"})
    assert answer.status_code == 302
    home = client.get("/").content.decode()
    assert "SKP saya" not in home


def test_the_paper_names_his_office_and_no_nip():
    appraisal = begun()
    official = regent()
    rates(official, ANI)
    rate(appraisal=appraisal, draft=AS_SUGGESTED, acting=acting(official.user, AFTER))
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(official.user, AFTER))
    found = mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))
    data = evaluation_data(found, at=moment(AFTER))
    assert dict(data["people"][1]["rows"]) == {
        "Nama": "Rahmat Hidayat",
        "NIP": "–",
        "Pangkat/gol. ruang": "–",
        "Jabatan": "Bupati Contoh",
        "Unit kerja": "–",
    }
    assert data["people"][2]["rows"][0] == ["Nama", "–"]
    signature = data["signatures"][1]
    assert (signature["rank"], signature["number"]) == ("Bupati Contoh", "")
    assert "900001" not in str(data)


def test_he_sets_the_plan_of_who_reports_to_him():
    load_people()
    official = regent()
    own = rates(official, CITRA)
    version = start_plan(assignment=own, year=2026, acting=acting(employee(CITRA).user, AFTER))
    type(version).objects.filter(pk=version.pk).update(status="submitted")
    set_plan(version=version, acting=acting(official.user, AFTER))
    version.refresh_from_db()
    assert version.set_by == official.user


def test_the_team_walks_from_the_empty_list_to_the_rated_head(client, monkeypatch):
    load_people()
    monkeypatch.setattr("terukur.web.organization.outside_views.today", lambda _request: AFTER)
    sign_in(client, DEWI)
    assert "Citra" in client.get("/organisasi/penilai-bukan-asn/").content.decode()
    sent = {"name": "Rahmat Hidayat", "office": "Bupati Contoh"}
    page = client.post("/organisasi/penilai-bukan-asn/baru/", sent, follow=True).content.decode()
    assert "900001" in page
    assert "Jadikan Rahmat Hidayat penilainya" in page
    official = Employee.objects.get(number="900001")
    assert client.get(f"/organisasi/pegawai/{official.pk}/").status_code == 302
