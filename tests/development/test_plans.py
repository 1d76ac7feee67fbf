"""A development plan: proposed, agreed, finished with a certificate, or dropped with words; hours; effect."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import InternalError, ProgrammingError
from django.test.utils import CaptureQueriesContext

from terukur.development.effects import NeedOutcome, effects_by_unit, helped_among
from terukur.development.models import Certificate, LearningItem, PlanItem
from terukur.development.operations import DevelopmentRefused, agree, drop
from terukur.development.queries import hours_of
from terukur.development.ranking import Helped
from terukur.ledger.models import Entry
from terukur.organization.models import Employee, Unit
from terukur.organization.people_import import import_people
from terukur.regulation.periods import Period
from terukur.regulation.scales import EmploymentKind, Rating
from tests.support import cast, learning_case
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment, sign_in
from tests.support.learning_case import (
    CERTIFICATE,
    chosen,
    confirmed,
    delivered,
    development,
    finished,
    learned,
    quarter_later,
)
from tests.support.quarter import begun, computed, declare

pytestmark = pytest.mark.django_db
Q2, Q3 = Period.parse("2026-Q2"), Period.parse("2026-Q3")
LATER = date(2026, 11, 2)


@pytest.fixture
def need(db):
    """Ani's Adaptif is below, and there is something to learn."""
    return built_once("learning-needed", _need)


def _need():
    appraisal = begun()
    learning_case.shelf()
    return delivered(appraisal)


def agreed(code="C1"):
    return agree(planned=chosen(code), acting=acting(employee(BUDI).user, AFTER))


def dropped(planned, by, why="Bentrok dengan jadwal loket"):
    return drop(planned=planned, why=why, acting=acting(employee(by).user, AFTER))


def test_what_the_employee_chooses_waits_for_the_appraiser(need):
    planned = chosen()
    assert (planned.status, planned.agreed_by) == ("proposed", None)
    assert planned.gap["evidence"][0].endswith(learning_case.EXAMPLE)
    assert "10-20-70" in planned.reason
    done = agree(planned=planned, acting=acting(employee(BUDI).user, AFTER))
    assert (done.status, done.agreed_by) == ("agreed", employee(BUDI).user)
    acts = Entry.objects.filter(chain=f"development/{planned.pk}").values_list("act", flat=True)
    assert list(acts.order_by("number")) == ["learning-proposed", "learning-agreed"]


def test_what_the_appraiser_adds_is_agreed(need):
    assert chosen(by=BUDI).status == "agreed"


@pytest.mark.parametrize("number", [CITRA, DEWI, EKO])
def test_nobody_else_writes_in_a_plan(need, number):
    with pytest.raises(DevelopmentRefused):
        chosen(by=number)
    planned = chosen()
    with pytest.raises(DevelopmentRefused):
        agree(planned=planned, acting=acting(employee(number).user, AFTER))
    with pytest.raises(DevelopmentRefused):
        dropped(planned, number)


def test_nobody_agrees_to_their_own_learning(need):
    with pytest.raises(DevelopmentRefused):
        agree(planned=chosen(), acting=acting(employee(ANI).user, AFTER))


def test_an_item_is_planned_once_a_year_and_again_once_it_was_dropped(need):
    planned = chosen()
    with pytest.raises(DevelopmentRefused, match="sudah ada"):
        chosen()
    dropped(planned, ANI)
    assert chosen().status == "proposed"


def test_dropping_needs_words_and_what_is_agreed_only_the_appraiser_drops(need):
    planned = agreed()
    with pytest.raises(DevelopmentRefused, match="dibatalkan oleh pejabat penilai"):
        dropped(planned, ANI)
    with pytest.raises(DevelopmentRefused, match="mengapa"):
        dropped(planned, BUDI, why=" ")
    assert dropped(planned, BUDI).status == "dropped"


def test_the_last_place_is_given_once(need):
    LearningItem.objects.filter(code="C2").update(capacity=1)
    first = chosen("C2")
    other = PlanItem.objects.create(
        employee=employee(EKO),
        year=2026,
        item=first.item,
        gap=first.gap,
        reason="x",
        identity="x",
        status="agreed",
        proposed_by=employee(CITRA).user,
        proposed_at=moment(AFTER),
        agreed_by=employee(CITRA).user,
        agreed_at=moment(AFTER),
    )
    with pytest.raises(DevelopmentRefused, match="sudah habis"):
        agree(planned=first, acting=acting(employee(BUDI).user, AFTER))
    codes = [one.item.code for view in development().needs for one in view.recommendations]
    assert "C2" not in codes and other.status == "agreed"


def test_finishing_takes_a_file_and_no_more_hours_than_the_catalogue_gives(need):
    planned = agreed()
    for refused in (
        lambda: finished(planned, hours="7"),
        lambda: finished(planned, content=b""),
        lambda: finished(planned, by=BUDI),
        lambda: finished(planned, content=b"<script>alert(1)</script>"),
    ):
        with pytest.raises(DevelopmentRefused):
            refused()
    assert confirmed(finished(planned)).hours == 6
    assert hours_of(employee(ANI), 2026) == 6
    assert hours_of(employee(ANI), 2025) == 0
    with pytest.raises(DevelopmentRefused):
        finished(planned)


def test_what_was_only_proposed_cannot_be_finished(need):
    with pytest.raises(DevelopmentRefused, match="belum disepakati"):
        finished(chosen())


def test_the_hours_are_a_floor_for_some_and_a_ceiling_for_others(need):
    learned(agreed())
    floor = development().hours.result
    assert (floor.limit_kind, floor.limit, floor.remaining, floor.is_met) == ("floor", 20, 14, False)
    Employee.objects.filter(number=ANI).update(kind=EmploymentKind.PPPK)
    ceiling = development().hours.result
    assert (ceiling.limit_kind, ceiling.limit, ceiling.is_met) == ("ceiling", 24, True)


@pytest.mark.parametrize(
    "change", ["status = 'proposed'", "status = 'finished', finished_on = now()", "year = 2025"]
)
def test_the_database_refuses_steps_and_changes_that_no_act_makes(need, change):
    planned = chosen()
    if "proposed" in change:
        agree(planned=planned, acting=acting(employee(BUDI).user, AFTER))
    with pytest.raises((InternalError, ProgrammingError)), connection.cursor() as cursor:
        cursor.execute(f"UPDATE development_planitem SET {change}")


def effect(on=LATER):
    return development(on=on).planned[0].effect


def test_an_effect_is_not_known_before_a_later_period(need):
    learned(agreed())
    assert effect(AFTER).outcome is NeedOutcome.UNKNOWN
    assert [look.shown for look in effect(AFTER).later] == ["belum ada", "belum ada"]


@pytest.mark.parametrize(
    ("mark", "outcome"), [(Rating.MEETS, NeedOutcome.IMPROVED), (Rating.BELOW, NeedOutcome.SAME)]
)
def test_the_same_value_is_looked_at_later_and_shown_also_where_nothing_changed(need, mark, outcome):
    learned(agreed())
    quarter_later(Q2, mark)
    found = effect()
    assert found.before == "Triwulan I 2026: Di bawah ekspektasi"
    assert (found.later[0].outcome, found.outcome) == (outcome, outcome)


def test_two_periods_later_counts_and_a_relapse_is_told(need):
    learned(agreed())
    quarter_later(Q2, Rating.MEETS)
    quarter_later(Q3, Rating.BELOW)
    found = effect()
    assert [look.outcome for look in found.later] == [NeedOutcome.IMPROVED, NeedOutcome.SAME]
    assert found.outcome is NeedOutcome.SAME


def test_a_period_that_ended_before_the_learning_says_nothing_about_it(need):
    planned = agreed()
    quarter_later(Q2, Rating.MEETS)
    learned(planned, on=date(2026, 8, 3))
    found = effect()
    assert (found.later[0].outcome, found.later[0].counts) == (NeedOutcome.IMPROVED, False)
    assert found.outcome is NeedOutcome.UNKNOWN


def test_an_indicator_that_falls_is_told_as_such(version):
    cast.load_values({"2026-01": "20", "2026-02": "20", "2026-03": "20"})
    declare(version)
    learning_case.shelf()
    delivered(computed())
    learned(agreed("C4"), hours="16")
    quarter_later(Q2, values=(5, 5, 5))
    assert effect().outcome is NeedOutcome.WORSE
    assert effect().later[0].shown.startswith("capaian ")


def colleagues_who_improved(count):
    """Others with the same need who finished the same item and were rated again."""
    number = 199001012015052100
    rows = [cast.colleague(str(number + index), f"Orang {index}") for index in range(count)]
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *rows]),
        filename="p.csv",
        acting=acting(cast.COMMAND, cast.NEW_YEAR),
    )
    for row in rows:
        cast.load_plan(row[0])
        learning_case.first_quarter(row[0])
        mine = chosen("C1", by=row[0], number=row[0])
        agree(planned=mine, acting=acting(employee(BUDI).user, AFTER))
        learned(mine, by=row[0])
        quarter_later(Q2, Rating.MEETS, number=row[0])


def test_what_helped_others_is_told_from_five_people_up(need):
    colleagues_who_improved(5)
    finished_items = PlanItem.objects.filter(status="finished").select_related("item")
    assert helped_among(finished_items, on=LATER) == {"behavior:AD": {"C1": Helped(5, 5)}}
    (view,) = [view for view in development(on=LATER).needs if view.need.kind == "behavior"]
    first = view.recommendations[0]
    assert "5 dari 5 orang dengan kesenjangan yang sama membaik sesudahnya" in first.why
    seksi = Unit.objects.get(code="SEKSI")
    (row,) = effects_by_unit([seksi.pk], on=LATER)
    assert (row.unit, row.known, row.improved) == ("Seksi Pelayanan", 5, 5)


def test_fewer_than_five_people_are_not_told(need):
    quarter_later(Q2, Rating.BELOW)
    assert effects_by_unit([Unit.objects.get(code="SEKSI").pk], on=LATER) == []


def test_the_doors_from_choosing_to_the_certificate(need, client):
    sign_in(client, ANI)
    page = client.get("/pengembangan/").content.decode()
    assert learning_case.EXAMPLE in page and "Mentoring memakai aplikasi antrean baru" in page
    ani = employee(ANI).pk
    client.post(f"/pengembangan/{ani}/pilih/", {"need": "behavior:AD", "item": "C1"})
    planned = PlanItem.objects.get()
    client.post(f"/pengembangan/{ani}/pilih/", {"need": "behavior:AD", "item": "C4"})
    assert PlanItem.objects.count() == 1
    client.post(f"/pengembangan/rencana/{planned.pk}/setujui/")
    planned.refresh_from_db()
    assert planned.status == "proposed"
    sign_in(client, BUDI)
    assert "Diusulkan" in client.get(f"/pengembangan/{ani}/").content.decode()
    client.post(f"/pengembangan/rencana/{planned.pk}/setujui/")
    sign_in(client, ANI)
    done = client.post(
        f"/pengembangan/rencana/{planned.pk}/selesai/",
        {"issued_on": "2026-05-04", "hours": "6", "file": SimpleUploadedFile("c.png", CERTIFICATE)},
    )
    assert done.status_code == 302
    assert Certificate.objects.get().hours == 6
    assert client.get(f"/pengembangan/rencana/{planned.pk}/sertifikat/").content == CERTIFICATE
    sign_in(client, EKO)
    assert client.get(f"/pengembangan/rencana/{planned.pk}/sertifikat/").status_code == 404


def test_a_page_with_much_on_it_costs_no_more(need, client):
    learned(agreed())
    learning_case.standard()
    learning_case.assessed()
    for number in (ANI, BUDI, CITRA):
        sign_in(client, number)
        address = "/pengembangan/" if number == ANI else f"/pengembangan/{employee(ANI).pk}/"
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= 8


def test_the_catalogue_is_searched_by_words(need, client):
    sign_in(client, EKO)
    found = client.get("/pengembangan/katalog/?cari=antrean+mentoring").content.decode()
    assert "Mentoring memakai aplikasi" in found and "Bimtek" not in found
