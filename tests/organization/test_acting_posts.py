"""A Plt acts in a second post with a plan of its own beside the own one; who rates whom is shown before."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from terukur.organization.acting_posts import acting_posts_of, appoint_head, head_change
from terukur.organization.leaving import leave_service
from terukur.organization.models import Assignment, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.outside_appraisers import add_outside_appraiser
from terukur.organization.people_import import import_people
from terukur.organization.placements import transfer
from terukur.organization.positions import Post
from terukur.organization.queries import appraiser_of, assignment_on, people
from terukur.organization.reach import unit_of_employee
from terukur.planning.models import Plan
from terukur.planning.operations.versions import start_plan
from terukur.planning.queries import snapshot
from terukur.regulation.acting_head import remarks_on_acting
from terukur.regulation.scales import ActingPlan, PositionKind
from tests.support.cast import (
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    PEOPLE,
    acting,
    employee,
    load_people,
    people_csv,
    sign_in,
)

pytestmark = pytest.mark.django_db
MAY, JULY = date(2026, 5, 1), date(2026, 7, 31)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _cast(db):
    load_people()


def section() -> Unit:
    return Unit.objects.get(code="SEKSI")


def appoint(number: str, kind=Headship.Kind.ACTING, plan=ActingPlan.OWN_PLAN, on=MAY, until=JULY) -> int:
    return appoint_head(
        unit=section(),
        employee=employee(number),
        kind=kind,
        plan=plan,
        acting=acting(employee(DEWI).user, on),
        until=until,
        basis="Surat perintah 800/12 Camat",
    )


def test_a_plt_has_two_posts_and_two_plans_and_stands_once_in_lists():
    before = people(on=MAY).count()
    assert appoint(EKO) == 1
    own = assignment_on(employee(EKO).pk, MAY)
    (post,) = acting_posts_of(employee(EKO).pk, on=MAY)
    assert (own.position.title, own.is_acting) == ("Petugas", False)
    assert (post.post, post.starts, post.ends) == ("Plt. Kepala Seksi", MAY, JULY)
    assert people(on=MAY).count() == before
    for one in (own, post):
        start_plan(assignment=one, year=2026, acting=acting(employee(EKO).user, MAY))
    planned = Plan.objects.get(assignment=post)
    assert (planned.starts, planned.ends) == (MAY, JULY)
    assert Plan.objects.filter(assignment__employee=employee(EKO)).count() == 2
    assert snapshot(planned.versions.get(), has_appraiser=True).starts == MAY


def test_the_superior_of_the_head_rates_the_acting_post_and_the_plt_the_section():
    appoint(EKO)
    (post,) = acting_posts_of(employee(EKO).pk, on=MAY)
    assert appraiser_of(post, on=MAY) == employee(CITRA)
    assert appraiser_of(assignment_on(employee(ANI).pk, MAY), on=MAY) == employee(EKO)


def test_who_was_rated_by_the_replaced_head_goes_to_the_superior_in_the_own_position():
    change = head_change(section(), employee(ANI), on=MAY)
    assert change.own_line == assignment_on(employee(ANI).pk, MAY)
    appoint(ANI)
    own = assignment_on(employee(ANI).pk, MAY)
    assert appraiser_of(own, on=MAY - DAY) == employee(BUDI)
    assert appraiser_of(own, on=MAY) == employee(CITRA)


def test_with_additional_results_there_is_no_second_post():
    appoint(EKO, plan=ActingPlan.ADDITIONAL)
    assert acting_posts_of(employee(EKO).pk, on=MAY) == []
    assert appraiser_of(assignment_on(employee(ANI).pk, MAY), on=MAY) == employee(EKO)


def test_a_plh_changes_no_appraiser_and_gets_no_post():
    appoint(EKO, kind=Headship.Kind.DAILY, until=MAY + 7 * DAY)
    assert acting_posts_of(employee(EKO).pk, on=MAY) == []
    assert appraiser_of(assignment_on(employee(ANI).pk, MAY), on=MAY) == employee(BUDI)


def test_the_post_ends_where_another_head_begins():
    appoint(EKO)
    june = date(2026, 6, 1)
    appoint(DEWI, kind=Headship.Kind.DEFINITIVE, on=june, until=None)
    post = Assignment.objects.get(is_acting=True)
    assert post.ends == june - DAY
    assert not ReportingLine.objects.filter(assignment=post, ends=None).exists()
    assert acting_posts_of(employee(EKO).pk, on=june) == []
    heads = Headship.objects.on(june).filter(unit=section())
    assert [one.employee for one in heads] == [employee(DEWI)]


def test_the_next_people_file_leaves_the_acting_post_as_it_is():
    appoint(EKO)
    content = people_csv([row for row in PEOPLE if row[0] in (EKO, DEWI)])
    import_people(content=content, filename="p.csv", acting=acting(employee(DEWI).user, MAY + DAY))
    (post,) = acting_posts_of(employee(EKO).pk, on=MAY + DAY)
    assert (post.ends, appraiser_of(post, on=MAY + DAY)) == (JULY, employee(CITRA))


def test_the_appraiser_of_an_acting_post_changes_with_the_head_above():
    appoint(EKO)
    appoint_head(
        unit=Unit.objects.get(code="KEC"),
        employee=employee(BUDI),
        kind=Headship.Kind.DEFINITIVE,
        plan=ActingPlan.OWN_PLAN,
        acting=acting(employee(DEWI).user, date(2026, 6, 1)),
        basis="Keputusan 800/13 wali kota",
    )
    (post,) = acting_posts_of(employee(EKO).pk, on=date(2026, 6, 1))
    assert appraiser_of(post, on=date(2026, 6, 1)) == employee(BUDI)


@pytest.mark.parametrize("on", [MAY + 30 * DAY, JULY + 30 * DAY])
def test_who_acts_or_acted_is_transferred_from_the_own_position(on, client, monkeypatch):
    appoint(EKO)
    eko, team = employee(EKO), acting(employee(DEWI).user, on)
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: team.at)
    sign_in(client, DEWI)
    assert "Pindahkan" in client.get(f"/organisasi/pegawai/{eko.pk}/").text
    assert unit_of_employee(eko.pk, on=on) == Unit.objects.get(code="KEC").pk
    former = assignment_on(eko.pk, on)
    transfer(
        employee=eko,
        to=Post(section(), "Analis", PositionKind.IMPLEMENTER),
        since=on,
        reason="SK mutasi 800/12",
        acting=team,
    )
    former.refresh_from_db()
    assert (former.ends, Assignment.objects.get(is_acting=True).ends) == (on - DAY, JULY)


def test_who_leaves_while_acting_leaves_both_posts():
    appoint(EKO)
    last = MAY + 30 * DAY
    by = acting(employee(DEWI).user, last)
    leave_service(employee=employee(EKO), last_day=last, reason="SK mutasi 800/12", acting=by)
    assert set(Assignment.objects.filter(employee=employee(EKO)).values_list("ends", flat=True)) == {last}
    assert not Headship.objects.on(last + DAY).filter(employee=employee(EKO)).exists()


def test_two_own_positions_or_two_in_one_acting_post_are_refused_by_the_database():
    appoint(EKO)
    post = Assignment.objects.get(is_acting=True)
    for person, is_acting in ((EKO, False), (ANI, True)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(
                employee=employee(person), position=post.position, starts=MAY, is_acting=is_acting
            )


def test_nobody_acts_without_a_post_or_without_being_a_civil_servant():
    section().positions.filter(title="Kepala Seksi").update(kind="functional")
    with pytest.raises(OrganizationRefused, match="Jabatan kepala Seksi Pelayanan tidak ada"):
        appoint(EKO)
    official = add_outside_appraiser(
        name="Rahmat Hidayat", office="Bupati Contoh", acting=acting(employee(DEWI).user, MAY)
    )
    with pytest.raises(OrganizationRefused, match="adalah pegawai ASN"):
        appoint(official.number)
    assert not Headship.objects.filter(kind="plt").exists()


def test_the_check_page_says_who_rates_whom_and_nothing_is_done_yet(client):
    sign_in(client, DEWI)
    sent = {
        "employee": "Ani",
        "kind": "plt",
        "since": "2026-12-01",
        "until": "",
        "plan": "own-plan",
        "basis": "Surat 800/12",
    }
    page = client.post(f"/organisasi/unit/{section().pk}/kepala/", sent).content.decode()
    for words in (
        "Kepala sampai hari sebelumnya",
        "Sebagai Plt. Kepala Seksi ia dinilai",
        "Di jabatannya sendiri Ani dinilai",
        "Budi bukan kepala lagi, tetapi jabatannya tetap tercatat Kepala Seksi",
        "tanpa tanggal akhir",
    ):
        assert words in page
    assert not Assignment.objects.filter(is_acting=True).exists()


def test_the_plt_starts_the_second_plan_on_the_page(client, monkeypatch):
    appoint(EKO)
    monkeypatch.setattr("terukur.web.planning.start_views.today", lambda _request: MAY)
    sign_in(client, EKO)
    assert "sebagai Plt. Kepala Seksi belum disusun" in client.get("/skp/").content.decode()
    post = Assignment.objects.get(is_acting=True)
    assert client.post("/skp/mulai/", {"jabatan": post.pk}).status_code == 302
    assert Plan.objects.get().assignment == post
    assert client.post("/skp/mulai/", {"jabatan": "0"}).status_code == 404
    assert "sebagai Plt. Kepala Seksi belum disusun" not in client.get("/skp/").content.decode()


@pytest.mark.parametrize(
    ("own", "post", "ends", "codes"),
    [
        (PositionKind.SUPERVISOR, PositionKind.SUPERVISOR, JULY, []),
        (PositionKind.SUPERVISOR, PositionKind.ADMINISTRATOR, JULY, []),
        (PositionKind.IMPLEMENTER, PositionKind.ADMINISTRATOR, JULY, ["level"]),
        (PositionKind.HIGH_LEADER, PositionKind.SUPERVISOR, JULY, []),
        (PositionKind.FUNCTIONAL, PositionKind.SUPERVISOR, JULY, ["level"]),
        (None, PositionKind.SUPERVISOR, JULY, ["level"]),
        (PositionKind.SUPERVISOR, PositionKind.SUPERVISOR, None, ["length"]),
        (PositionKind.SUPERVISOR, PositionKind.SUPERVISOR, date(2026, 8, 1), []),
        (PositionKind.SUPERVISOR, PositionKind.SUPERVISOR, date(2026, 8, 2), ["length"]),
    ],
)
def test_what_the_facts_do_not_settle_is_remarked(own, post, ends, codes):
    found = remarks_on_acting(own=own, post=post, starts=MAY, ends=ends)
    assert [one.code for one in found] == codes
