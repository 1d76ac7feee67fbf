"""What was final is printed the same for ever, and a signature never stands alone."""

from datetime import date, timedelta

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals
from terukur.coaching.dialogue import AgreementDraft
from terukur.coaching.models import Agreement
from terukur.delivery.receipt import accept
from terukur.documents.appraisal import evaluation_data, evaluation_pdf, summary_pdf
from terukur.documents.models import FinalPapers
from terukur.documents.rendering import render_pdf
from terukur.organization.agency import set_place
from terukur.organization.models import Agency, Employee, Position, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment, sign_in
from tests.support.papers import pages_of, words_of
from tests.support.quarter import begun, confirm, hand_over, talk

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=90)


def agreement(text: str, due: date) -> AgreementDraft:
    return AgreementDraft(text, Agreement.Owner.EMPLOYEE, due)


@pytest.fixture
def final(db):
    return built_once("final", _final)


def _final():
    appraisal = begun()
    hand_over(appraisal)
    accept(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))
    agreed = [agreement("Berkas diserahkan tiap Jumat.", LATER)]
    confirm(talk(appraisal, AFTER, agreements=agreed), AFTER)
    return Appraisal.objects.get(pk=appraisal.pk)


def printed(appraisal, on=AFTER) -> list[str]:
    whole = appraisals().get(pk=appraisal.pk)
    made = evaluation_pdf(whole, on=on, at=moment(on)), summary_pdf(whole, at=moment(on))
    return ["".join(words_of(pdf).split("dicetak")[0]) for pdf in made]


def every_later_act(appraisal) -> None:
    """A talk with new agreements, other names, posts, units, ranks and appraisers."""
    talk(
        appraisal,
        LATER,
        reviews={item.pk: _done() for item in Agreement.objects.all()},
        agreements=[agreement("Kesepakatan triwulan sesudahnya.", LATER)],
    )
    Employee.objects.filter(number__in=[ANI, BUDI, CITRA]).update(name="Nama Baru", rank="III/d")
    Position.objects.update(title=Concat(Value("Jabatan Baru "), "title"))
    Unit.objects.update(name="Unit Baru")
    Agency.objects.update(name="Instansi Baru", place="Kota Baru")
    ReportingLine.objects.update(appraiser=employee(EKO))


def _done():
    from terukur.coaching.dialogue import ReviewDraft
    from terukur.coaching.models import AgreementReview

    return ReviewDraft(AgreementReview.Outcome.DONE)


def test_a_final_result_is_printed_the_same_after_every_later_act(final):
    before = printed(final)
    assert "Berkasdiserahkan" in before[0]
    assert "Berkasdiserahkan" in before[1]
    every_later_act(final)
    assert printed(final, LATER) == before


def test_it_was_kept_when_it_became_final_and_not_when_it_was_first_printed(final):
    every_later_act(final)
    evaluation, summary = printed(final, LATER)
    for said in (evaluation, summary):
        assert "Baru" not in said
        assert "sesudahnya" not in said


def test_a_result_final_before_papers_were_kept_shows_no_later_agreement(final, monkeypatch):
    monkeypatch.setattr("terukur.documents.appraisal._kept", lambda _appraisal: None)
    every_later_act(final)
    evaluation, summary = printed(final, LATER)
    assert "Berkasdiserahkan" in evaluation
    assert "Kesepakatantriwulan" not in evaluation + summary


def test_the_database_keeps_what_a_final_paper_says(final):
    from django.db import InternalError, ProgrammingError, transaction

    for change in (
        lambda: FinalPapers.objects.update(evaluation={}),
        lambda: FinalPapers.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_each_signature_has_name_rank_number_place_and_day(final):
    Agency.objects.update(place="Palembang")
    data = evaluation_data(appraisals().get(pk=final.pk), at=moment(AFTER))
    for field, number in zip(data["signatures"], [ANI, BUDI], strict=True):
        assert field["number"] == f"NIP {number}"
        assert field["rank"]
        assert field["place"] == f"Palembang, {AFTER.day} April 2026"
        assert field["name"] in ("Ani", "Budi")


@pytest.mark.parametrize("lines", [*range(0, 60, 4), 200])
def test_signatures_stand_with_the_sentence_that_they_sign(final, lines):
    data = evaluation_data(appraisals().get(pk=final.pk), at=moment(AFTER))
    data |= {"notes": ["Alasan yang ditulis pejabat penilai."] * lines, "footer": "kaki"}
    last = pages_of(render_pdf("evaluation", data, at=moment(AFTER)))[-1]
    for words in ("Hasil evaluasi kinerja Ani", ANI, BUDI, "Pejabat penilai kinerja"):
        assert words in last


def test_the_place_is_set_by_the_performance_team_alone(client, appraisal):
    sign_in(client, DEWI)
    page = client.post("/kebijakan/tempat/", {"place": "  Plaju  Ulu "}, follow=True)
    assert "Plaju Ulu" in page.content.decode()
    agency = Agency.objects.get()
    assert agency.place == "Plaju Ulu"
    with pytest.raises(OrganizationRefused):
        set_place(agency=agency, place="X", acting=acting(employee(ANI).user, AFTER))


def test_it_is_shown_in_the_browser_under_its_name(final, client):
    sign_in(client, ANI)
    for page, name in (("dokumen", "evaluasi-kinerja"), ("ringkasan", "ringkasan-penilaian")):
        response = client.get(f"/penilaian/{final.pk}/{page}/")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'inline; filename="{name}-2026-q1.pdf"'
        assert response["X-Content-Type-Options"] == "nosniff"
