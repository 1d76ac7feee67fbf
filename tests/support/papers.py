"""Every document of the program with the data that it is made from, and the words of a PDF."""

from typing import Any

import pypdfium2

from terukur.documents import rendering
from terukur.documents.appraisal import evaluation_pdf, summary_pdf
from terukur.documents.plan import plan_pdf
from terukur.documents.slips import slips_pdf
from terukur.documents.survey import survey_pdf
from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey import open_point
from terukur.measurement.survey_report import survey_report
from terukur.organization.activation import IssuedCode
from terukur.organization.models import Unit
from terukur.planning.queries import version_with_content
from tests.measurement.test_survey_report import answers
from tests.support.cast import AFTER, BUDI, DEWI, QUARTER, acting, employee, moment

Data = dict[str, Any]


def words_of(pdf: bytes) -> str:
    """The text of all pages, without the breaks that a page makes."""
    # A hyphen at the end of a line comes as U+FFFE.
    return "".join("".join(pages_of(pdf)).replace("\ufffe", "-").split())


def pages_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def data_of_every_document(appraisal, monkeypatch) -> dict[str, Data]:
    """What each template was given for a delivered appraisal and a survey, by template."""
    seen: dict[str, Data] = {}
    compiled = rendering._compiled

    def spy(template, data, at):
        seen[template] = data
        return compiled(template, data, at)

    monkeypatch.setattr(rendering, "_compiled", spy)
    evaluation_pdf(appraisal, on=AFTER, at=moment(AFTER))
    summary_pdf(appraisal, at=moment(AFTER))
    version = version_with_content(appraisal.plan.versions.get().pk)
    version.results.all()[0].expectation = "Warga tahu siapa yang menangani."
    plan_pdf(version, appraiser=employee(BUDI), at=moment(AFTER))
    point = open_point(
        point=SurveyPoint(unit=Unit.objects.get(code="SEKSI"), service="KTP", population=1000),
        acting=acting(employee(DEWI).user, QUARTER.ends),
    )
    answers(point, 6, comment="Cepat dan ramah.")
    survey_pdf(survey_report(point, period=QUARTER, on=AFTER), point=point, period=QUARTER, at=moment(AFTER))
    code = IssuedCode("Ani", "Petugas", "Seksi Pelayanan", "ABCD-EFGH-JKMN")
    slips_pdf(
        [code], address="https://kinerja.contoh.go.id/aktivasi/", expires=moment(AFTER), at=moment(AFTER)
    )
    monkeypatch.setattr(rendering, "_compiled", compiled)
    return seen


def filled(value: Any, texts) -> Any:
    """The same data with each text replaced by the next of ``texts``."""
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, dict):
        return {key: filled(item, texts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [filled(item, texts) for item in value]
    return value
