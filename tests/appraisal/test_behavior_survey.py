"""The closed survey of behavior: sums from four answers up, once it is closed, for two readers only."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.appraisal.behavior_survey import (
    BehaviorSurveyRefused,
    answer_survey,
    ask_for_survey,
    candidates,
    decline_survey,
    result_for,
    result_of,
    waiting_surveys,
)
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import BehaviorSurvey, SurveyInvitation
from terukur.appraisal.queries import appraisal_for
from terukur.ledger.models import Entry
from terukur.organization.models import Employee
from terukur.organization.people_import import import_people
from terukur.regulation.behaviors import BEHAVIOR_CODES
from tests.support import cast, quarter
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, NEW_YEAR, acting, employee, sign_in
from tests.support.quarter import begun

pytestmark = pytest.mark.django_db
GITA, HADI, INTAN = "199001012015011001", "199001012015011002", "199001012015011003"
ASKED = (GITA, HADI, INTAN, EKO, DEWI)
OVER = AFTER + timedelta(days=8)
SAME = dict.fromkeys(BEHAVIOR_CODES, "meets")
CHOICE = st.sampled_from(["below", "meets", "above", "unknown"])


@pytest.fixture
def survey(db):
    return built_once("behavior-survey", lambda: ask(with_colleagues(begun())))


def with_colleagues(appraisal):
    rows = [
        cast.colleague(number, name, title=f"Petugas {name}")
        for number, name in ((GITA, "Gita"), (HADI, "Hadi"), (INTAN, "Intan"))
    ]
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *rows]),
        filename="p.csv",
        acting=acting(cast.COMMAND, NEW_YEAR),
    )
    return appraisal


def ask(appraisal, people=ASKED, *, by=BUDI):
    keys = [employee(number).pk for number in people]
    return ask_for_survey(appraisal=appraisal, people=keys, acting=acting(employee(by).user, AFTER))


def answer(survey, number, answers=SAME, on=AFTER):
    answer_survey(survey=survey, answers=answers, acting=acting(employee(number).user, on))


def read(survey, number, on):
    user = employee(number).user
    found = appraisal_for(user, survey.appraisal_id, on=on)
    return found and result_for(user, found, on=on)


def fresh(survey):
    return BehaviorSurvey.objects.get(pk=survey.pk)


def test_four_to_five_colleagues_or_subordinates_are_asked_once(appraisal):
    with_colleagues(appraisal)
    for people in (ASKED[:3], (*ASKED, FAJAR)):
        with pytest.raises(BehaviorSurveyRefused, match="Pilih 4 sampai 5 orang"):
            ask(appraisal, people)
    ask(appraisal, ASKED[:4])
    with pytest.raises(BehaviorSurveyRefused, match="sudah diminta"):
        ask(appraisal, ASKED[:4])


@pytest.mark.parametrize("stranger", [ANI, BUDI, CITRA])
def test_neither_the_employee_nor_anybody_above_is_asked(appraisal, stranger):
    with_colleagues(appraisal)
    with pytest.raises(BehaviorSurveyRefused, match="tidak dapat dimintai"):
        ask(appraisal, (*ASKED[:3], stranger))


def test_who_has_left_is_not_asked(appraisal):
    with_colleagues(appraisal)
    Employee.objects.filter(number=GITA).update(left_on=AFTER)
    names = [one.employee.name for one in candidates(appraisal, on=AFTER)]
    assert names == ["Hadi", "Intan", "Dewi", "Eko", "Fajar"]


@pytest.mark.parametrize("number", [ANI, CITRA, DEWI, EKO, FAJAR])
def test_only_the_appraiser_asks(appraisal, number):
    with pytest.raises(BehaviorSurveyRefused, match="pejabat penilai"):
        ask(with_colleagues(appraisal), by=number)


def test_nobody_reads_anything_before_it_is_closed(survey):
    for number in ASKED[:4]:
        answer(survey, number)
        result = read(survey, BUDI, AFTER)
        assert (result.is_closed, result.answers, result.counts) == (False, 0, None)


def test_three_answers_are_never_shown_nor_counted(survey):
    for number in ASKED[:3]:
        answer(survey, number)
    result = read(survey, BUDI, OVER)
    assert (result.is_closed, result.answers, result.counts) == (True, 0, None)


def test_from_four_answers_up_the_sums_are_shown_and_stay(survey):
    for number in ASKED[:4]:
        answer(survey, number)
    result = read(survey, BUDI, OVER)
    assert result.answers == 4
    assert result.counts["BP"] == {"below": 0, "meets": 4, "above": 0, "unknown": 0}
    with pytest.raises(BehaviorSurveyRefused, match="ditutup"):
        answer(survey, ASKED[4], on=OVER)
    assert read(survey, BUDI, OVER) == result


def test_all_answered_closes_it_at_once(survey):
    for number in ASKED:
        answer(survey, number)
    assert read(survey, BUDI, AFTER).answers == 5
    with pytest.raises(DatabaseError), transaction.atomic():
        BehaviorSurvey.objects.update(counts={})


def test_a_value_that_few_had_an_opinion_on_shows_nothing(survey):
    for number in ASKED[:3]:
        answer(survey, number, SAME | {BEHAVIOR_CODES[3]: "unknown"})
    answer(survey, ASKED[3], SAME | {BEHAVIOR_CODES[3]: "below"})
    counts = read(survey, BUDI, OVER).counts
    assert counts[BEHAVIOR_CODES[3]] is None
    assert counts["BP"]["meets"] == 4


def test_declined_and_unanswered_look_alike_to_every_reader(survey, client):
    for number in ASKED[:4]:
        answer(survey, number)
    before = (read(survey, BUDI, AFTER), read(survey, BUDI, OVER), fresh(survey).counts)
    decline_survey(survey=survey, acting=acting(employee(ASKED[4]).user, AFTER))
    assert before == (read(survey, BUDI, AFTER), read(survey, BUDI, OVER), fresh(survey).counts)


def test_what_is_stored_does_not_tell_an_answer_from_a_refusal(survey):
    answer(survey, GITA)
    decline_survey(survey=survey, acting=acting(employee(HADI).user, AFTER))
    rows = {
        row["employee__number"]: row
        for row in SurveyInvitation.objects.values("employee__number", "is_settled", "survey")
    }
    one, other = rows[GITA], rows[HADI]
    assert one | {"employee__number": ""} == other | {"employee__number": ""}
    fields = {field.name for field in SurveyInvitation._meta.get_fields()}
    assert fields == {"id", "survey", "employee", "is_settled"}


def test_an_answer_leaves_no_entry_and_the_request_no_names(survey):
    entries = list(Entry.objects.values_list("act", flat=True))
    answer(survey, GITA)
    decline_survey(survey=survey, acting=acting(employee(HADI).user, AFTER))
    assert list(Entry.objects.values_list("act", flat=True)) == entries
    assert Entry.objects.get(act="behavior-survey-asked").after == {
        "asked": 5,
        "closes_on": str(survey.closes_on),
    }


@pytest.mark.parametrize("answers", [{}, SAME | {"BP": "excellent"}, dict(list(SAME.items())[:6])])
def test_all_seven_values_are_answered_or_nothing_is(survey, answers):
    with pytest.raises(BehaviorSurveyRefused, match="ketujuh nilai"):
        answer(survey, GITA, answers)
    assert fresh(survey).answers == 0
    assert waiting_surveys(employee(GITA), on=AFTER).exists()


@pytest.mark.parametrize("number", [ANI, BUDI, CITRA, FAJAR])
def test_who_was_not_asked_cannot_answer(survey, number):
    with pytest.raises(BehaviorSurveyRefused, match="Tidak ada survei"):
        answer(survey, number)


def test_nobody_answers_twice(survey):
    answer(survey, GITA)
    with pytest.raises(BehaviorSurveyRefused):
        answer(survey, GITA)


def test_the_employee_reads_the_same_once_delivered_and_others_never(survey):
    for number in ASKED[:4]:
        answer(survey, number)
    for number in (ANI, CITRA, DEWI, EKO, FAJAR, GITA):
        assert read(survey, number, OVER) is None
    quarter.hand_over(survey.appraisal)
    assert read(survey, ANI, OVER) == read(survey, BUDI, OVER)
    assert read(survey, ANI, AFTER) is None
    for number in (CITRA, DEWI, EKO, FAJAR, GITA):
        assert read(survey, number, OVER) is None


def test_the_employee_does_not_learn_of_it_before_delivery(survey, client):
    sign_in(client, ANI)
    for page in ("", "riwayat/"):
        shown = client.get(f"/penilaian/{survey.appraisal_id}/{page}").content.decode()
        assert "urvei perilaku d" not in shown


def test_it_is_input_and_no_score(survey):
    without = str(explanation_of(survey.appraisal))
    for number in ASKED:
        answer(survey, number, dict.fromkeys(BEHAVIOR_CODES, "below"))
    found = appraisal_for(employee(BUDI).user, survey.appraisal_id, on=AFTER)
    assert str(explanation_of(found)) == without
    quarter.give(survey.appraisal)
    survey.appraisal.refresh_from_db()
    assert survey.appraisal.behavior_rating == "meets"


def test_the_pages_from_home_to_the_answer(survey, client):
    cast.load_plan(GITA)
    quarter.computed()
    survey = fresh(survey)
    BehaviorSurvey.objects.filter(pk=survey.pk).update(closes_on=AFTER + timedelta(days=9999))
    sign_in(client, GITA)
    assert "dimintai survei perilaku" in client.get("/").content.decode()
    page = f"/survei-perilaku/{survey.pk}/"
    assert page in client.get("/survei-perilaku/").content.decode()
    shown = client.get(page).content.decode()
    assert "Budi sebagai penilai membaca jumlah per nilai" in shown
    half = client.post(page, {"BP": "above"})
    assert "ketujuh nilai" in half.content.decode()
    assert client.post(page, SAME).status_code == 302
    assert client.get(page).status_code == 404
    assert "dimintai survei perilaku" not in client.get("/").content.decode()


def test_the_appraiser_asks_on_a_page(appraisal, client):
    with_colleagues(appraisal)
    sign_in(client, BUDI)
    page = f"/penilaian/{appraisal.pk}/survei-perilaku/"
    assert page in client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    sought = {"cari": "hadi", "search": "1"}
    assert "Gita" not in client.post(page, sought).content.decode()
    kept = client.post(page, sought | {"people": [employee(GITA).pk]}).content.decode()
    assert f'value="{employee(GITA).pk}" checked' in kept
    assert not BehaviorSurvey.objects.exists()
    few = client.post(page, {"people": [employee(GITA).pk]})
    assert "Pilih 4 sampai 5" in few.content.decode()
    assert client.post(page, {"people": [employee(n).pk for n in ASKED]}).status_code == 302
    shown = client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    assert "Diminta kepada 5 orang" in shown


ANSWERS = st.dictionaries(
    st.sampled_from(ASKED),
    st.one_of(st.just("decline"), st.fixed_dictionaries(dict.fromkeys(BEHAVIOR_CODES, CHOICE))),
    min_size=2,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ANSWERS, later=ANSWERS)
def test_no_two_looks_differ_by_fewer_than_four(survey, acts, later):
    """The appraiser looks after every act, on every day; what is shown changes once at most."""
    with transaction.atomic():
        looks = [result_of(fresh(survey), on=AFTER)]
        for number, what in (*acts.items(), *later.items()):
            try:
                if what == "decline":
                    decline_survey(survey=survey, acting=acting(employee(number).user, AFTER))
                else:
                    answer(survey, number, what)
            except BehaviorSurveyRefused:
                pass
            looks.append(result_of(fresh(survey), on=AFTER))
        for day in (survey.closes_on, OVER, OVER + timedelta(days=400)):
            looks.append(result_of(fresh(survey), on=day))
        taken = fresh(survey).answers
        transaction.set_rollback(True)
    shown = [look for look in looks if look.counts is not None]
    assert all(look.answers == taken >= 4 for look in shown)
    assert all(look.counts == shown[0].counts for look in shown)
    assert all(look.answers == 0 for look in looks if look.counts is None)
    for counts in filter(None, shown[0].counts.values() if shown else ()):
        opinions = sum(count for choice, count in counts.items() if choice != "unknown")
        assert opinions >= 4
        assert sum(counts.values()) == taken


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_all_counted(appraisal):
    survey = ask(with_colleagues(appraisal))
    together = threading.Barrier(len(ASKED) * 2)
    refused = []

    def run(number):
        together.wait()
        try:
            answer(survey, number)
        except BehaviorSurveyRefused:
            refused.append(number)
        finally:
            connection.close()

    # Everybody presses twice.
    threads = [threading.Thread(target=run, args=(number,)) for number in ASKED * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == sorted(ASKED)
    assert fresh(survey).answers == 5
    assert fresh(survey).counts["BP"]["meets"] == 5
