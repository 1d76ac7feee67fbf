"""Blind re-rating: drawn, from evidence without names, counted by unit, and never anybody's second grade."""

import re

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.operations import deliver
from terukur.calibration.blind import BlindRefused, agreements, draw_blind, drawn, rate_blind
from terukur.calibration.models import BlindDraw, BlindRating, SecondOpinion
from terukur.calibration.opinions import OpinionDraft
from terukur.coaching.feedback import FeedbackDraft, share_feedback
from terukur.ledger.models import Entry
from terukur.objections.models import Objection, ObjectionDecision
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from tests.support import two_appraisers
from tests.support.built_once import built_once
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    QUARTER,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.feedback import BEHAVIOR, wrote
from tests.support.two_appraisers import GITA, HADI, WHY, appraisal_of, rated

SAME = OpinionDraft(Rating.MEETS, Rating.MEETS, WHY)
shapes = st.dictionaries(
    st.integers(1, 6), st.lists(st.integers(1, 400), unique=True, max_size=6), max_size=6
)


@given(shapes, st.dictionaries(st.integers(1, 30), st.integers(1, 6)), st.text(), st.integers(1, 3))
def test_a_draw_can_be_repeated_and_nobody_rates_their_own_unit(finished, raters, seed, size):
    taken: set[int] = set()
    finished = {
        unit: [pk for pk in rows if pk not in taken and not taken.add(pk)] for unit, rows in finished.items()
    }
    barred = {pk: {pk % 7} for rows in finished.values() for pk in rows}
    found = drawn(finished, raters, size=size, seed=seed, barred=barred)
    assert found == drawn(dict(reversed(finished.items())), raters, size=size, seed=seed, barred=barred)
    for unit, rows in finished.items():
        here = [pk for pk in rows if pk in found]
        assert len(here) <= size
        assert all(raters[found[pk]] != unit and found[pk] != pk % 7 for pk in here)


def finish(number: str) -> None:
    """Rated and with the employee."""
    rater = employee(two_appraisers.RATES[number]).user
    text = "Ani dan Pak Budi melayani; Hadi dan Gita juga. NIP 199001012015052001."
    feedback = wrote(
        appraisal_of(number).plan,
        FeedbackDraft(BEHAVIOR, "praise", text=text),
        by=two_appraisers.RATES[number],
    )
    share_feedback(feedback=feedback, acting=acting(rater, AFTER))
    rated(number)
    UnitGrade.objects.create(
        unit=appraisal_of(number).plan.assignment.position.unit,
        starts=QUARTER.starts,
        ends=QUARTER.ends,
        version=1,
        grade="good",
        reason="x",
        set_by=employee(CITRA).user,
        set_at=moment(AFTER),
    )
    deliver(appraisal=appraisal_of(number), acting=acting(rater, AFTER))


@pytest.fixture
def delivered(db):
    """Ani's and Hadi's results are with them; Eko's is rated only."""
    built_once("two-delivered", _delivered)


def _delivered():
    two_appraisers.load_everybody()
    finish(ANI)
    finish(HADI)
    rated(EKO)


def draw(period=QUARTER, by=DEWI, on=AFTER):
    return draw_blind(period=period, acting=acting(employee(by).user, on, moment(AFTER)))


@pytest.mark.django_db
def test_only_finished_ones_are_drawn_and_rated_in_another_unit(delivered):
    assert draw() == 2
    given_to = {d.appraisal.plan.assignment.employee.name: d.rater.name for d in BlindDraw.objects.all()}
    assert given_to == {"Ani": "Gita", "Hadi": "Budi"}, "Citra stands above both"
    entry = Entry.objects.get(act="blind-drawn")
    assert entry.after["seed"] == BlindDraw.objects.first().seed
    assert set(entry.after) == {"period", "seed", "appraisals", "raters", "drawn"}
    assert draw() == 0, "a unit is drawn once a quarter"


@pytest.mark.django_db
def test_a_trial_is_not_drawn():
    two_appraisers.load_everybody()
    Appraisal.objects.filter(pk=appraisal_of(ANI).pk).update(is_trial=True)
    finish(ANI)
    finish(HADI)
    assert draw() == 1
    assert BlindDraw.objects.get().appraisal == appraisal_of(HADI)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [ANI, BUDI, CITRA, FAJAR])
def test_the_performance_team_draws(delivered, who):
    with pytest.raises(BlindRefused, match="pengelola kinerja"):
        draw(by=who)


@pytest.mark.django_db
def test_a_quarter_that_is_over_is_drawn(delivered):
    with pytest.raises(BlindRefused, match="belum berakhir"):
        draw(on=QUARTER.ends)
    with pytest.raises(BlindRefused, match="triwulan"):
        draw(period=Period.parse("2025"))


@pytest.mark.django_db
def test_the_rater_reads_evidence_without_names_and_without_the_rating(delivered, client):
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    for who in (ANI, BUDI, CITRA, DEWI, FAJAR, EKO):
        sign_in(client, who)
        assert client.get(f"/nilai-ulang/{task.pk}/").status_code == 404
    sign_in(client, GITA)
    page = client.get(f"/nilai-ulang/{task.pk}/").content.decode()
    inside = page.split('id="isi"')[1]
    assert not re.search(r"\b(Ani|Budi)\b|1990010120|Seksi Pelayanan", inside)
    assert "Permohonan selesai" in inside
    assert "Saran" not in inside
    assert "pegawai ini dan Pak penilainya melayani" in inside
    assert not re.search(r"(Di atas|Sesuai|Di bawah) ekspektasi", inside.split("Rating menurut Anda")[0])


@pytest.mark.django_db
def test_handing_in_closes_the_page_and_changes_nothing(delivered, client):
    draw()
    before = list(Appraisal.objects.order_by("pk").values())
    task = BlindDraw.objects.get(rater=employee(GITA))
    sign_in(client, GITA)
    answer = {"results": "above", "behavior": "below", "ground": WHY}
    assert client.post(f"/nilai-ulang/{task.pk}/", answer).status_code == 302
    assert client.get(f"/nilai-ulang/{task.pk}/").status_code == 404
    assert list(Appraisal.objects.order_by("pk").values()) == before
    assert "above" not in str(Entry.objects.get(act="blind-rated").after)
    for who in (ANI, BUDI, CITRA, DEWI, FAJAR, GITA):
        sign_in(client, who)
        for address in (
            "/nilai-ulang/",
            f"/penilaian/{task.appraisal_id}/",
            f"/penilaian/{task.appraisal_id}/riwayat/",
        ):
            page = client.get(address)
            assert "Di atas ekspektasi" not in page.content.decode(), (who, address)


@pytest.mark.django_db
def test_only_who_was_drawn_rates_whole_and_once(delivered):
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    rate = {"draw": task}
    with pytest.raises(BlindRefused, match="orang lain"):
        rate_blind(draft=SAME, acting=acting(employee(BUDI).user, AFTER), **rate)
    with pytest.raises(BlindRefused, match="kedua rating"):
        rate_blind(
            draft=OpinionDraft(Rating.MEETS, None, WHY), acting=acting(employee(GITA).user, AFTER), **rate
        )
    with pytest.raises(BlindRefused, match="dasarnya"):
        rate_blind(draft=OpinionDraft(None, None, ""), acting=acting(employee(GITA).user, AFTER), **rate)
    rate_blind(draft=SAME, acting=acting(employee(GITA).user, AFTER), **rate)
    with pytest.raises(BlindRefused, match="Sudah"):
        rate_blind(draft=SAME, acting=acting(employee(GITA).user, AFTER), **rate)


@pytest.mark.django_db
@pytest.mark.parametrize(("least", "shown"), [(1, True), (2, False)])
def test_the_agreement_of_a_unit_is_counted_from_enough_pairs(delivered, monkeypatch, least, shown):
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    one_off = OpinionDraft(Rating.ABOVE, Rating.MEETS, WHY)
    rate_blind(draw=task, draft=one_off, acting=acting(employee(GITA).user, AFTER))
    monkeypatch.setattr("terukur.calibration.blind.at_least", lambda of, on: least)
    (found,) = agreements(on=AFTER)
    assert found.unit.code == "SEKSI"
    if shown:
        assert (found.results.pairs, found.results.exact, found.results.within_one) == (1, 0, 1)
        assert found.behavior.exact == 1
    else:
        assert (found.results, found.behavior) == (None, None)


@pytest.mark.django_db
def test_what_cannot_be_judged_is_not_counted(delivered, monkeypatch):
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    none = OpinionDraft(None, None, "Bukti perilakunya tidak ada.")
    rate_blind(draw=task, draft=none, acting=acting(employee(GITA).user, AFTER))
    monkeypatch.setattr("terukur.calibration.blind.at_least", lambda of, on: 1)
    (found,) = agreements(on=AFTER)
    assert found.results is None
    assert BlindRating.objects.get().results == ""


@pytest.mark.django_db
def test_who_was_asked_for_a_second_opinion_is_not_drawn_for_it(delivered):
    """They know whose work it is."""
    SecondOpinion.objects.create(
        appraisal=appraisal_of(ANI),
        colleague=employee(GITA),
        question=WHY,
        asked_by=employee(BUDI).user,
        asked_at=moment(AFTER),
    )
    draw()
    assert not BlindDraw.objects.filter(appraisal=appraisal_of(ANI), rater=employee(GITA)).exists()


@pytest.mark.django_db
def test_a_granted_objection_does_not_move_the_agreement(delivered, monkeypatch):
    """Counted is the rating that stood at the draw: a count moving by one would tell of that person."""
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    rate_blind(draw=task, draft=SAME, acting=acting(employee(GITA).user, AFTER))
    monkeypatch.setattr("terukur.calibration.blind.at_least", lambda of, on: 1)
    before = agreements(on=AFTER)
    objection = Objection.objects.create(
        appraisal=task.appraisal,
        filed_by=employee(ANI).user,
        filed_at=moment(AFTER),
        last_day=AFTER,
        grounds=WHY,
        is_late=False,
    )
    ObjectionDecision.objects.create(
        objection=objection,
        heard=WHY,
        reason=WHY,
        result_before="meets",
        result_after="above",
        behavior_before="meets",
        behavior_after="meets",
        grade_before="good",
        grade_after="good",
        by=employee(CITRA).user,
        at=moment(AFTER),
        decide_by=AFTER,
    )
    with pgtrigger.ignore():
        Appraisal.objects.filter(pk=task.appraisal_id).update(result_rating="above")
    assert agreements(on=AFTER) == before


@pytest.mark.django_db
def test_leaders_read_the_agreement_of_their_own_units(delivered, client):
    draw()
    task = BlindDraw.objects.get(rater=employee(GITA))
    rate_blind(draw=task, draft=SAME, acting=acting(employee(GITA).user, AFTER))
    for who, reads in ((BUDI, True), (CITRA, True), (GITA, False), (FAJAR, True)):
        sign_in(client, who)
        page = client.get("/nilai-ulang/?periode=2026-Q1").content.decode()
        assert ("Seksi Pelayanan" in page) == reads, who
    sign_in(client, ANI)
    assert client.get("/nilai-ulang/").status_code == 404


@pytest.mark.django_db
def test_the_pages_stay_within_their_budget(delivered, client):
    draw()
    sign_in(client, GITA)
    for address in ("/nilai-ulang/", f"/nilai-ulang/{BlindDraw.objects.get(rater=employee(GITA)).pk}/"):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        assert len(captured) <= 8
