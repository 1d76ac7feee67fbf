"""Who was rated on figures that were corrected later gets to know it; the rating stands until decided."""

import pytest

from terukur.appraisal.basis import BasisRefused, decide_change, differences
from terukur.appraisal.models import Appraisal, BasisChange
from terukur.appraisal.tree import StatedSource
from terukur.ledger.models import Entry
from terukur.regulation.scales import Origin
from tests.support import cast, computed_tree
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment, sign_in
from tests.support.quarter import VALUES, computed, give, hand_over

pytestmark = pytest.mark.django_db
WORDS = "Selisihnya kecil; rating tetap karena capaian masih di dalam pita."


@pytest.fixture
def changed(appraisal) -> BasisChange:
    hand_over(appraisal)
    cast.load_values(VALUES | {"2026-02": "44"})
    computed()
    return BasisChange.objects.get()


def test_a_corrected_file_is_noted_under_a_delivered_rating(changed):
    (found,) = changed.differences
    assert (found["name"], found["realization_before"], found["realization_after"]) == (
        "Permohonan selesai",
        "96",
        "106",
    )
    rating = Appraisal.objects.get(pk=changed.appraisal_id)
    assert (rating.grade, rating.computation.body["suggested"]) == ("good", "meets")
    assert Entry.objects.filter(act="basis-changed").count() == 1


def test_the_same_change_is_noted_once(changed):
    computed()
    computed()
    assert BasisChange.objects.count() == 1


def test_loading_the_same_figures_from_another_file_changes_nothing(appraisal):
    hand_over(appraisal)
    cast.load_values(VALUES)
    computed()
    assert not BasisChange.objects.exists()


def test_a_rating_that_is_not_delivered_simply_follows_its_figures(appraisal):
    give(appraisal)
    cast.load_values(VALUES | {"2026-02": "44"})
    assert computed().computation.body["results"][0]["indicators"][0]["realization"] == "106"
    assert not BasisChange.objects.exists()


def test_only_figures_count():
    def tree(**more):
        return computed_tree.tree(computed_tree.indicator(name="A", **more))

    source = StatedSource(1, "Ani", moment(AFTER), None, ())
    assert differences(tree(), tree(steps=("y",), sources=(source,))) == []
    assert [d["name"] for d in differences(tree(), tree(origin=Origin.DECLARED))] == ["A"]
    assert [d["name"] for d in differences(tree(), computed_tree.tree())] == ["A"]


@pytest.mark.parametrize("number", [CITRA, DEWI])
def test_the_superior_or_the_performance_team_decides(changed, number):
    decide_change(change=changed, decision=WORDS, acting=acting(employee(number).user, AFTER))
    changed.refresh_from_db()
    assert (changed.decision, changed.decided_by) == (WORDS, employee(number).user)
    with pytest.raises(BasisRefused, match="Sudah"):
        decide_change(change=changed, decision=WORDS, acting=acting(employee(number).user, AFTER))


@pytest.mark.parametrize("number", [ANI, BUDI, EKO])
def test_neither_the_two_nor_a_stranger_decides(changed, number):
    with pytest.raises(BasisRefused):
        decide_change(change=changed, decision=WORDS, acting=acting(employee(number).user, AFTER))


def test_a_decision_needs_words(changed):
    with pytest.raises(BasisRefused, match="alasannya"):
        decide_change(change=changed, decision="ok", acting=acting(employee(CITRA).user, AFTER))


@pytest.mark.parametrize("number", [ANI, BUDI])
def test_both_are_told_at_home_and_see_what_changed(changed, client, number):
    sign_in(client, number)
    assert "Angka di bawah rating" in client.get("/").content.decode()
    page = client.get(f"/penilaian/{changed.appraisal_id}/").content.decode()
    assert "realisasi 96 menjadi 106" in page
    assert "Simpan keputusan" not in page
