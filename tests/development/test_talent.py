"""The talent box: from given ratings and an imported assessment, shown with both, open to objection."""

from datetime import date

import pytest

from terukur.development.models import TalentAnswer, TalentObjection
from terukur.development.operations import DevelopmentRefused
from terukur.development.talent import answer_box, object_to_box, talent_of
from terukur.ledger.models import Entry
from terukur.regulation.scales import Rating
from terukur.regulation.talent import performance_axis
from tests.support import learning_case
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, sign_in
from tests.support.learning_case import delivered, rated

pytestmark = pytest.mark.django_db
WHY = "Asesmen itu milik orang lain dengan nama yang sama."
FOUND = "Berkas asesmen diperiksa; hasilnya memang milik Anda."


def view(on=AFTER, number=ANI):
    return talent_of(employee(number), on=on)


@pytest.fixture
def placed(appraisal):
    learning_case.potential("Tinggi")
    return delivered(appraisal, mark=Rating.MEETS, results=Rating.MEETS)


def objects(by=ANI, text=WHY):
    return object_to_box(employee=employee(ANI), text=text, acting=acting(employee(by).user, AFTER))


def answers(objection, by=DEWI, text=FOUND, granted=False):
    return answer_box(
        objection=objection, is_granted=granted, text=text, acting=acting(employee(by).user, AFTER)
    )


def test_the_box_comes_from_the_rating_and_the_assessment(placed):
    found = view()
    assert found.decision is not None and found.decision.result == 8
    assert (found.performance, str(found.given.period)) == (Rating.MEETS, "2026-Q1")
    assert found.potential.source == "Asesmen Center 2026"


@pytest.mark.parametrize(
    ("results", "behavior", "axis"),
    [
        ("above", "above", "above"),
        ("above", "meets", "meets"),
        ("meets", "meets", "meets"),
        ("above", "below", "below"),
        ("below", "above", "below"),
    ],
)
def test_the_lower_of_both_ratings_places_somebody(results, behavior, axis):
    assert performance_axis(Rating(results), Rating(behavior)) is Rating(axis)


def test_without_one_of_the_two_there_is_no_box_and_it_says_why(appraisal):
    assert "rating" in view().missing
    learning_case.potential()
    rated(appraisal)
    assert view().decision is None
    learner_only = view(number=EKO)
    assert learner_only.decision is None


def test_an_assessment_that_is_too_old_gives_no_box(placed):
    assert view(on=date(2029, 1, 15)).decision is not None
    old = view(on=date(2029, 1, 16))
    assert old.decision is None and "15-01-2029" in old.missing


def test_the_newest_assessment_counts(placed):
    learning_case.potential("Rendah", on="2026-03-01")
    assert view().decision.result == 2


def test_an_objection_keeps_what_was_shown_and_is_answered_once(placed):
    objection = objects()
    assert (objection.box, objection.performance, objection.potential.potential) == (8, "meets", "high")
    with pytest.raises(DevelopmentRefused, match="masih diperiksa"):
        objects()
    answers(objection)
    with pytest.raises(DevelopmentRefused, match="sudah dijawab"):
        answers(objection)
    acts = Entry.objects.filter(chain=f"talent/{employee(ANI).pk}").order_by("number")
    assert list(acts.values_list("act", flat=True)) == ["box-objected", "box-answered"]
    assert objects().box == 8


@pytest.mark.parametrize("number", [BUDI, CITRA, DEWI, EKO])
def test_nobody_objects_for_somebody_else(placed, number):
    with pytest.raises(DevelopmentRefused):
        objects(by=number)


@pytest.mark.parametrize("number", [ANI, BUDI, CITRA, EKO, FAJAR])
def test_only_the_performance_team_answers(placed, number):
    with pytest.raises(DevelopmentRefused):
        answers(objects(), by=number)
    assert not TalentAnswer.objects.exists()


def test_words_are_needed_on_both_sides(placed):
    with pytest.raises(DevelopmentRefused):
        objects(text="Keliru.")
    with pytest.raises(DevelopmentRefused):
        answers(objects(), text="Tidak.")


def test_without_a_box_there_is_nothing_to_object_to(appraisal):
    with pytest.raises(DevelopmentRefused, match="Belum ada rating"):
        objects()


def test_the_page_shows_the_box_its_inputs_and_the_answer(placed, client):
    sign_in(client, ANI)
    page = client.get("/talenta/").content.decode()
    assert "8 ●" in page and "Asesmen Center 2026" in page and "Triwulan I 2026" in page
    client.post("/talenta/keberatan/kirim/", {"text": WHY})
    objection = TalentObjection.objects.get()
    sign_in(client, FAJAR)
    assert WHY in client.get("/talenta/keberatan/").content.decode()
    sign_in(client, DEWI)
    client.post(f"/talenta/keberatan/{objection.pk}/jawab/", {"text": FOUND, "outcome": "granted"})
    sign_in(client, ANI)
    page = client.get("/talenta/").content.decode()
    assert FOUND in page and "Dibenarkan" in page
