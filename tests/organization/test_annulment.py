"""A person who was added by mistake is removed while nothing hangs on the record."""

import pytest

from terukur.accounts.models import User
from terukur.accounts.operations import issue_activation_code
from terukur.coaching.models import WeeklyDigest
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.annulment import annul_employee, hanging_on
from terukur.organization.employees import add_employee
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused, set_appraiser
from terukur.organization.positions import Post
from terukur.organization.queries import assignment_on
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, acting, employee, moment, sign_in
from tests.support.check_pages import confirmed, mark_in

pytestmark = pytest.mark.django_db
NEW = "199506062019032001"
WHY = "Tercatat dua kali"


@pytest.fixture
def gita():
    cast.load_people()
    return add_employee(
        number=NEW,
        name="Gita",
        rank="III/a",
        to=Post(Unit.objects.get(code="SEKSI"), "Petugas"),
        since=AFTER,
        appraiser=employee(BUDI),
        acting=acting(employee(DEWI).user, AFTER),
    )


def annul(person, by=DEWI, reason=WHY):
    annul_employee(employee=person, reason=reason, acting=acting(employee(by).user, AFTER))


def test_a_person_added_by_mistake_is_removed_and_the_number_is_free(gita):
    key, unit = gita.pk, Unit.objects.get(code="SEKSI").pk
    issue_activation_code(user=gita.user, acting=acting(employee(DEWI).user, AFTER))
    WeeklyDigest.objects.create(employee=gita, monday=AFTER, made_at=moment(AFTER))
    annul(gita)
    assert not Employee.objects.filter(pk=key).exists()
    assert not User.objects.filter(username=NEW).exists()
    assert not Assignment.objects.filter(employee=key).exists()
    for chain in (f"employee/{key}", f"unit/{unit}"):
        entry = Entry.objects.filter(chain=chain).latest("number")
        assert (entry.act, entry.reason, entry.before["name"]) == ("employee-annulled", WHY, "Gita")
    own = Entry.objects.get(chain=f"employee/{key}", act="employee-annulled")
    assert own.rows[f"organization.employee:{key}"] == ""
    again = add_employee(
        number=NEW,
        name="Gita",
        to=Post(Unit.objects.get(code="SEKSI"), "Petugas"),
        since=AFTER,
        acting=acting(employee(DEWI).user, AFTER),
    )
    assert again.pk != key


@pytest.mark.parametrize(
    ("hang", "word"),
    [
        (
            lambda gita: Headship.objects.create(
                unit=Unit.objects.get(code="SEKSI"), employee=gita, kind="plh", starts=AFTER
            ),
            "kepala unit",
        ),
        (
            lambda gita: set_appraiser(
                assignment=assignment_on(employee(ANI).pk, AFTER),
                appraiser=gita,
                acting=acting(COMMAND, AFTER),
                since=AFTER,
            ),
            "pegawai yang dinilainya",
        ),
        (lambda gita: User.objects.filter(pk=gita.user_id).update(password="x"), "akun yang sudah dipakai"),
    ],
)
def test_what_hangs_on_a_person_is_named_and_nothing_is_removed(gita, hang, word):
    hang(gita)
    gita.refresh_from_db()
    with pytest.raises(OrganizationRefused, match=word):
        annul(Employee.objects.get(pk=gita.pk))
    assert Employee.objects.filter(pk=gita.pk).exists()
    assert ReportingLine.objects.filter(assignment__employee=gita).exists()


def test_a_plan_hangs_on_a_person(gita):
    cast.load_plan(year=AFTER.year)
    assert "SKP" in hanging_on(employee(ANI))


def test_only_the_performance_team_removes_and_says_why(gita):
    with pytest.raises(OrganizationRefused, match="pengelola kinerja"):
        annul(gita, by=BUDI)
    with pytest.raises(OrganizationRefused, match="Tulis alasannya"):
        annul(gita, reason="-")


def test_the_page_shows_the_effect_first_and_what_to_do_instead(gita, client):
    sign_in(client, DEWI)
    page = f"/organisasi/pegawai/{gita.pk}/hapus/"
    assert page in client.get(f"/organisasi/pegawai/{gita.pk}/").content.decode()
    assert mark_in(client.post(page, {"reason": WHY}))
    assert Employee.objects.filter(pk=gita.pk).exists()
    told = confirmed(client, page, {"reason": WHY}, follow=True).content.decode()
    assert "Gita dihapus" in told
    assert f"<strong>Gita</strong>: {WHY}" in told
    assert not Employee.objects.filter(pk=gita.pk).exists()
    cast.load_plan(year=AFTER.year)
    refused = client.get(f"/organisasi/pegawai/{employee(ANI).pk}/hapus/").content.decode()
    assert "tidak dapat dihapus" in refused
    assert "Catat berhenti" in refused
