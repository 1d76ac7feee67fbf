"""The report of a survey on paper: archivable, accessible, and nothing in it acts."""

import pytest

from terukur.documents.survey import survey_pdf
from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey import open_point
from terukur.measurement.survey_report import survey_report
from terukur.organization.models import Unit
from tests.measurement.test_survey_report import answers
from tests.support import cast
from tests.support.cast import AFTER, DEWI, QUARTER, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
WORDS = '#panic("x") *tebal* $x$ <label> @nama'


@pytest.fixture
def point():
    cast.load_people()
    return open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service=WORDS, population=1000),
        acting=acting(employee(DEWI).user, QUARTER.ends),
    )


def pdf(point: SurveyPoint) -> bytes:
    report = survey_report(point, period=QUARTER, on=AFTER)
    return survey_pdf(report, point=point, period=QUARTER, at=moment(AFTER))


def test_it_can_be_archived_and_read_aloud(point):
    answers(point, 6, comment=WORDS)
    made = pdf(point)
    assert made.startswith(b"%PDF-")
    for mark in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1", b"/Lang(id"):
        assert mark in made


def test_the_same_answers_at_the_same_moment_give_the_same_bytes(point):
    answers(point, 6)
    assert pdf(point) == pdf(point)


def test_without_words_and_with_hundreds_of_answers_it_is_made_too(point):
    answers(point, 300)
    assert len(pdf(point)) > 20_000


def test_the_page_hands_it_over_as_a_download(point, client):
    answers(point, 6)
    sign_in(client, DEWI)
    response = client.get(f"/survei/titik/{point.pk}/laporan/?periode={QUARTER}&berkas=pdf")
    assert response["Content-Disposition"].endswith('laporan-skm-seksi-2026-q1.pdf"')
    assert response.content.startswith(b"%PDF-")
