"""The evaluation document and the summary: sections that fill themselves, no doubt about what is final."""

import json
from datetime import timedelta

import pytest

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals
from terukur.delivery.receipt import accept
from terukur.documents import appraisal as papers
from terukur.objections.hearing import DecisionDraft, answer_objection, decide_objection
from terukur.objections.models import Objection
from terukur.regulation.scales import Rating
from tests.support.cast import AFTER, ANI, BUDI, CITRA, EKO, acting, employee, moment, sign_in
from tests.support.quarter import confirm, hand_over, objecting, talk

pytestmark = pytest.mark.django_db
WORDS = 'Bukan #panic("x") *tebal* $x$ <label> @nama'


@pytest.fixture
def told(monkeypatch):
    """What the templates were given, beside the PDF they made of it."""
    seen: dict[str, dict] = {}
    make = papers.render_pdf

    def spy(template, data, *, at):
        seen[template] = json.loads(json.dumps(data))
        return make(template, data, at=at)

    monkeypatch.setattr(papers, "render_pdf", spy)
    return seen


def document(appraisal, on=AFTER) -> bytes:
    return papers.evaluation_pdf(appraisals().get(pk=appraisal.pk), on=on, at=moment(on))


def summary(appraisal, on=AFTER) -> bytes:
    return papers.summary_pdf(appraisals().get(pk=appraisal.pk), at=moment(on))


def test_there_is_no_document_before_the_delivery(appraisal, client):
    for make in (document, summary):
        with pytest.raises(papers.NotDelivered, match="pejabat penilai menyampaikan"):
            make(appraisal)
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{appraisal.pk}/dokumen/", follow=True)
    assert "ada setelah pejabat penilai" in page.content.decode()


def test_it_names_the_three_people_with_their_five_fields(appraisal, told):
    hand_over(appraisal)
    document(appraisal)
    people = told["evaluation"]["people"]
    assert [dict(person["rows"])["Nama"] for person in people] == ["Ani", "Budi", "Citra"]
    assert all(len(person["rows"]) == 5 for person in people)
    assert (told["evaluation"]["organization"], told["evaluation"]["grade"]) == ("Baik", "Baik")


def test_sections_six_to_eight_fill_themselves(appraisal, told):
    hand_over(appraisal)
    document(appraisal)
    sections = ("objection", "answer", "decision")
    assert [told["evaluation"][name] for name in sections] == [[], [], []]
    objection = objecting(appraisal, AFTER)
    answer_objection(
        objection=objection, text=f"{WORDS} sudah lengkap.", acting=acting(employee(BUDI).user, AFTER)
    )
    decide_objection(
        objection=Objection.objects.get(),
        acting=acting(employee(CITRA).user, AFTER),
        draft=DecisionDraft(
            "Keduanya didengar pada hari itu.", "Register membuktikan lebih.", Rating.ABOVE, Rating.ABOVE
        ),
    )
    assert document(appraisal).startswith(b"%PDF-")
    paper = told["evaluation"]
    assert paper["objection"][0].endswith("terhadap Rating hasil kerja.")
    assert paper["answer"][1].startswith(WORDS)
    assert paper["decision"][1] == "Dikabulkan: predikat Baik menjadi Sangat Baik."


def test_what_is_not_final_says_so(appraisal, told):
    hand_over(appraisal)
    document(appraisal)
    assert told["evaluation"]["mark"] == "SEMENTARA"
    accept(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))
    confirm(talk(appraisal, AFTER), AFTER)
    document(appraisal)
    assert told["evaluation"]["mark"] == ""


def test_a_trial_says_so(appraisal, told):
    Appraisal.objects.update(is_trial=True)
    hand_over(appraisal)
    document(appraisal)
    summary(appraisal)
    assert {paper["mark"] for paper in told.values()} == {"UJI COBA: TIDAK BERLAKU"}


def test_the_summary_is_one_page_and_says_what_comes_next(appraisal, told):
    hand_over(appraisal)
    made = summary(appraisal)
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") <= 1
    paper = told["summary"]
    assert paper["grade"] == "Baik"
    assert paper["figures"][0][0] == "Permohonan selesai"
    assert paper["figures"][0][1].startswith("Januari–Maret: 96 berkas")
    last = AFTER + timedelta(days=14)
    assert f"paling lambat {last.day} April 2026" in paper["next"]


def test_both_can_be_archived_and_read_aloud(appraisal):
    hand_over(appraisal)
    for made in (document(appraisal), summary(appraisal)):
        for mark in (b"<pdfaid:part>2", b"<pdfuaid:part>1", b"/Lang(id"):
            assert mark in made


def test_a_stranger_gets_neither(appraisal, client):
    hand_over(appraisal)
    sign_in(client, EKO)
    for page in ("dokumen", "ringkasan"):
        assert client.get(f"/penilaian/{appraisal.pk}/{page}/").status_code == 404
    sign_in(client, ANI)
    response = client.get(f"/penilaian/{appraisal.pk}/ringkasan/")
    assert response["Content-Disposition"].endswith('ringkasan-penilaian-2026-q1.pdf"')


def test_the_summary_names_the_months_of_every_figure(appraisal, told):
    hand_over(appraisal)
    summary(appraisal)
    first, second = told["summary"]["figures"]
    figure = "Januari–Maret: 96 berkas, seharusnya 100 berkas"
    assert first == ["Permohonan selesai", figure, figure, "96 %", "terukur dari data"]
    assert second[1] == "Januari–Maret: 3 berkas, seharusnya 3 berkas"
