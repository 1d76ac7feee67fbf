"""Citizens answer without a name; their answers become measures of units and of officers."""

from datetime import date, timedelta

import pytest
from django.db import connection

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import COMMAND
from terukur.measurement.models import Observation, SurveyAnswer, SurveyPoint
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.survey import (
    SurveyRefused,
    TooMany,
    collect_answers,
    open_point,
    survey_result,
    take_answer,
)
from terukur.measurement.verification import check_observations
from terukur.organization.models import Unit
from terukur.regulation.scales import ServiceElement
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable
from tests.ledger.test_chains import at_once
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, QUARTER, acting, employee, moment

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 9)
GOOD = {element.value: 3 for element in ServiceElement}


@pytest.fixture
def point():
    cast.load_people()
    return open_point(
        point=SurveyPoint(
            unit=Unit.objects.get(code="SEKSI"), service="KTP", officer=employee(ANI), population=1000
        ),
        acting=acting(employee(DEWI).user, MARCH),
    )


def answer(point, *, nonce, scores=GOOD, comment="", second=0):
    return take_answer(
        point=point,
        nonce=str(nonce),
        scores=scores,
        comment=comment,
        on=MARCH,
        at=moment(MARCH) + timedelta(seconds=second),
    )


def many(point, count, scores=GOOD):
    for number in range(count):
        answer(point, nonce=number, scores=scores, second=2 * number)


def measured() -> dict:
    return {row.measure.key: row for row in Observation.objects.select_related("measure")}


def test_an_answer_holds_a_day_and_nothing_that_says_who(point):
    answer(point, nonce="a", comment="Cepat")
    kept = SurveyAnswer.objects.get()
    stored = {field.name for field in SurveyAnswer._meta.concrete_fields}
    assert stored == {"id", "point", "nonce", "day", "scores", "comment"}
    assert (kept.day, kept.comment) == (MARCH, "Cepat")


def test_the_same_form_sent_twice_counts_once(point):
    assert answer(point, nonce="a") is True
    assert answer(point, nonce="a") is False
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_counts_once(point):
    said = at_once(lambda _number: answer(point, nonce="a"))
    assert sorted(said) == [False] * 7 + [True]
    assert SurveyAnswer.objects.count() == 1


def test_a_flood_is_stopped_and_what_came_before_stays(point):
    for number in range(60):
        answer(point, nonce=number)
    with pytest.raises(TooMany, match="satu menit"):
        answer(point, nonce="more")
    assert SurveyAnswer.objects.count() == 60
    assert answer(point, nonce="later", second=60)


@pytest.mark.parametrize(
    "scores", [{}, {"waktu": 5}, {"waktu": 0}, {"suasana": 3}, {"waktu": 3, "biaya": -1}]
)
def test_scores_outside_the_questions_are_refused(point, scores):
    with pytest.raises(SurveyRefused):
        answer(point, nonce="a", scores=scores)
    assert not SurveyAnswer.objects.exists()


def test_a_closed_point_takes_nothing(point):
    point.is_open = False
    with pytest.raises(SurveyRefused, match="ditutup"):
        answer(point, nonce="a")


def test_a_unit_is_measured_from_five_and_an_officer_from_thirty(point):
    many(point, 4)
    collect_answers(period=QUARTER, acting=acting(COMMAND, AFTER))
    assert measured() == {}
    answer(point, nonce="fifth", second=100)
    collect_answers(period=QUARTER, acting=acting(COMMAND, AFTER))
    assert set(measured()) == {"ikm"}
    for number in range(25):
        answer(point, nonce=f"x{number}", second=200 + 2 * number)
    collect_answers(period=QUARTER, acting=acting(COMMAND, AFTER))
    row = measured()["ikm-loket"]
    assert (row.employee, row.value, row.rows) == (employee(ANI), 75, 30)


def test_collected_answers_are_a_kept_file_that_verifies(point):
    many(point, 30)
    collect_answers(period=QUARTER, acting=acting(COMMAND, AFTER))
    row = measured()["ikm"]
    content = row.source.file.content().decode()
    assert "2026-03-09" not in content
    assert check_observations().broken is None


def test_the_rating_of_the_officer_rests_on_the_answers(point):
    many(point, 30, GOOD | {"waktu": 4})
    collect_answers(period=QUARTER, acting=acting(COMMAND, AFTER))
    cast.load_plan(lines=(cast.Line("Kepuasan di loket", "80", "100", "ikm-loket", pace="TETAP"),))
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    body = Appraisal.objects.get(plan__assignment__employee=employee(ANI)).computation.body
    indicator = body["results"][0]["indicators"][0]
    assert (indicator["origin"], indicator["sources"][0]["file"]) == (
        "measured",
        "jawaban-survei-2026-q1.csv",
    )
    assert indicator["sources"][0]["counted_rows"] == 30


def test_few_answers_are_not_shown_to_anybody(point):
    for number in range(4):
        answer(point, nonce=number, comment="Terlalu lama")
    result = survey_result(point, period=QUARTER, on=AFTER)
    assert (result.answers, result.outcome, result.comments) == (4, None, ())


def test_the_result_names_the_lowest_elements_and_the_sample(point):
    many(point, 6, GOOD | {"waktu": 1, "biaya": 4})
    result = survey_result(point, period=QUARTER, on=AFTER)
    assert result.lowest[0][0] == ServiceElement.TIME.label
    assert (result.answers, result.needed, result.outcome.quality.value) == (6, 278, "c")


def test_only_the_performance_team_opens_points(point):
    with pytest.raises(SurveyRefused):
        open_point(
            point=SurveyPoint(unit=point.unit, service="KK"), acting=acting(employee(BUDI).user, MARCH)
        )


# Recap sheets as offices keep them, written by hand: labels in words, numbers with a swapped end, keys.
LABELS = "REKAP SKM TRIWULAN I;;;;\n\nUnit Layanan;Persyaratan;Waktu penyelesaian;Biaya/tarif;Catatan\n"
NUMBERS = "Kode Unit,U1,U2,U3,U4,U5,U6,U7,U9,U8\n"
KEYS = "KODE UNIT\tNIP PETUGAS\tpersyaratan\twaktu\n"


@pytest.mark.parametrize(
    ("content", "ikm"),
    [
        (LABELS + "Seksi Pelayanan;4;3;;ramai\n" * 5, "87.5"),
        (NUMBERS + "SEKSI,4,4,4,4,4,4,4,1,4\n" * 5, "91.6667"),
        (KEYS + f"SEKSI\t{ANI}\t3\t3\n" * 5, "75"),
    ],
)
def test_recap_sheets_in_three_layouts(point, content, ikm):
    import_satisfaction(
        content=content.encode(), filename="skm.csv", period=QUARTER, acting=acting(COMMAND, AFTER)
    )
    assert str(measured()["ikm"].value.normalize()) == ikm


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("KODE UNIT,Waktu\nSEKSI,5\n", ImportRefused),
        ("KODE UNIT,Waktu\nSEKSI,baik\n", ImportRefused),
        ("KODE UNIT,Waktu\n" + "TIADA,3\n" * 5, ImportRefused),
        ("KODE UNIT,Suasana\nSEKSI,3\n", UnreadableTable),
        ("Waktu,Biaya\n3,3\n", UnreadableTable),
    ],
)
def test_a_bad_sheet_stores_nothing(point, content, error):
    with pytest.raises(error):
        import_satisfaction(
            content=content.encode(), filename="skm.csv", period=QUARTER, acting=acting(COMMAND, AFTER)
        )
    assert not Observation.objects.exists()


def test_no_table_of_the_survey_refers_to_a_user():
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if "survey" in t]
        linked = {table: connection.introspection.get_relations(cursor, table).values() for table in tables}
    assert "accounts_user" not in {other for rows in linked.values() for _, other, *_ in rows}
