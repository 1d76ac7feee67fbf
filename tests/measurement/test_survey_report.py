"""The report of a survey point: its figures add up and nobody can be recognised in it."""

import io
from datetime import date, timedelta

import pytest
from python_calamine import CalamineWorkbook

from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey import SurveyRefused, open_point, survey_result, take_answer
from terukur.measurement.survey_report import as_workbook, survey_report
from terukur.organization.models import Unit
from terukur.regulation.periods import Period
from terukur.regulation.scales import ServiceElement
from tests.support import cast
from tests.support.cast import AFTER, DEWI, QUARTER, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
BEFORE = QUARTER.previous
LOW = {"biaya": 2, "waktu": 1, "sarana": 2}


@pytest.fixture
def point():
    cast.load_people()
    return open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service="KTP", population=1000),
        acting=acting(employee(DEWI).user, QUARTER.ends),
    )


def answers(point: SurveyPoint, count: int, *, period: Period = QUARTER, comment: str = "") -> None:
    scores = {element.value: 4 for element in ServiceElement} | LOW
    for number in range(count):
        take_answer(
            point=point,
            nonce=f"{period}{number}",
            scores=scores,
            comment=comment,
            on=period.starts,
            at=moment(period.starts) + timedelta(minutes=number),
        )


def workbook(point: SurveyPoint) -> bytes:
    return as_workbook(survey_report(point, period=QUARTER, on=AFTER))


def sheets(point: SurveyPoint) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(point)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_report_holds_index_grade_and_both_samples(point):
    answers(point, 6)
    told = {row[0]: row[1] for row in sheets(point)["Laporan"]}
    # Six elements of 4, two of 2 and one of 1: 29 ÷ 9 = 3.2222, × 25 = 80.56.
    assert (told["Indeks"], told["IKM"], told["Mutu pelayanan"]) == (3.2222, 80.56, "B (Baik)")
    assert (told["Responden yang diperlukan (Krejcie-Morgan)"], told["Responden"]) == (278, 6)


def test_the_sums_of_the_matrix_are_the_sums_of_the_elements(point):
    answers(point, 6)
    told = sheets(point)
    header, *matrix = told["Jawaban"]
    for label, total, count, mean, *_ in told["Unsur"][1:]:
        column = [row[header.index(label)] for row in matrix]
        assert (sum(column), len(column)) == (total, count)
        assert mean == pytest.approx(total / count)


def test_the_three_lowest_wait_for_a_plan(point):
    answers(point, 6)
    labels = [row[0] for row in sheets(point)["Tindak lanjut"][1:]]
    assert set(labels) == {ServiceElement(key).label for key in LOW}


def test_earlier_periods_show_the_trend_and_too_few_answers_no_figure(point):
    answers(point, 6)
    answers(point, 4, period=BEFORE)
    answers(point, 5, period=BEFORE.previous)
    trend = [row for row in sheets(point)["Laporan"] if row[0] in labels_of_three()][-3:]
    assert [row[2] for row in trend] == [80.56, "Terlalu sedikit jawaban", 80.56]


def labels_of_three() -> set[str]:
    return {QUARTER.label, BEFORE.label, BEFORE.previous.label}


def test_no_report_where_people_could_be_recognised(point):
    answers(point, 4)
    with pytest.raises(SurveyRefused, match="mulai 5"):
        survey_report(point, period=QUARTER, on=AFTER)


def test_words_of_citizens_are_text_and_have_no_row_of_their_scores(point):
    answers(point, 6, comment='=HYPERLINK("http://x")')
    told = sheets(point)
    assert told["Saran"][1] == ['=HYPERLINK("http://x")']
    assert {cell for row in told["Jawaban"][1:] for cell in row[1:]} == {1, 2, 4}


def test_the_page_gives_the_report_and_says_why_it_cannot(point, client):
    sign_in(client, DEWI)
    address = f"/survei/titik/{point.pk}/laporan/?periode={QUARTER}"
    answers(point, 4)
    assert "mulai 5" in client.get(address, follow=True).content.decode()
    answers(point, 6, period=QUARTER)
    response = client.get(address)
    assert response["Content-Disposition"].endswith('laporan-skm-seksi-2026-q1.xlsx"')
    assert response.content == workbook(point)


@pytest.mark.parametrize("period", ["2019-Q4", "2001", "2026-03", "yesterday"])
def test_a_period_before_all_rules_or_of_no_kind_is_not_found(point, client, period):
    sign_in(client, DEWI)
    for page in ("", "laporan/"):
        assert client.get(f"/survei/titik/{point.pk}/{page}?periode={period}").status_code == 404


def test_a_running_quarter_shows_whole_blocks_so_that_no_day_tells_one_answer(point):
    shown = []
    for count in range(1, 17):
        answers(point, count)
        shown.append(survey_result(point, period=QUARTER, on=QUARTER.ends).answers)
    assert shown == [0] * 9 + [5] * 5 + [10] * 2
    assert survey_result(point, period=QUARTER, on=AFTER).answers == 16


def test_a_half_year_from_which_a_quarter_could_be_subtracted_is_not_shown(point):
    answers(point, 6)
    answers(point, 4, period=Period.parse("2026-Q2"))
    half = Period.parse("2026-S1")
    assert survey_result(point, period=half, on=date(2026, 7, 6)).outcome is None
    answers(point, 5, period=Period.parse("2026-Q2"))
    assert survey_result(point, period=half, on=date(2026, 7, 6)).outcome is not None
