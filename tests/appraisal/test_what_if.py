"""What if: the same rules on other figures; nothing is stored and nobody else sees it."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.appraisal.models import Computation
from terukur.appraisal.what_if import imagine
from terukur.ledger.models import Entry
from terukur.measurement.models import Realization
from terukur.regulation.scales import Grade, Rating
from tests.support import cast, computed_tree
from tests.support.cast import ANI, BUDI, CITRA, DEWI, sign_in
from tests.support.quarter import VALUES, computed, declare

pytestmark = pytest.mark.django_db
TREE = computed_tree.tree(computed_tree.indicator())


def threads(tree) -> list[str]:
    return [item.thread for item in tree.indicators()]


def test_unmoved_it_is_what_was_computed(appraisal):
    tree = appraisal.tree
    told = imagine(tree, realizations={}, behavior=Rating.MEETS)
    assert (told.suggested, told.tree) == (tree.suggested, tree)
    assert told.grade is Grade.GOOD


@pytest.mark.parametrize(
    ("done", "rating"), [("50", Rating.BELOW), ("96", Rating.MEETS), ("200", Rating.ABOVE)]
)
@pytest.mark.parametrize("behavior", list(Rating))
def test_another_realization_leads_elsewhere_and_the_grade_follows_the_matrix(
    appraisal, done, rating, behavior
):
    tree = appraisal.tree
    both = dict(zip(threads(tree), (Fraction(done), Fraction(done) * 3 / 100), strict=True))
    told = imagine(tree, realizations=both, behavior=behavior)
    assert told.suggested is rating
    assert (told.grade is Grade.VERY_GOOD) == (rating is behavior is Rating.ABOVE)


def test_it_agrees_with_what_the_figures_give_once_they_are_real(version):
    cast.load_values(VALUES)
    declare(version)
    before = computed().tree
    imagined = imagine(before, realizations={threads(before)[0]: Fraction(106)}, behavior=Rating.MEETS)
    cast.load_values(VALUES | {"2026-02": "44"})
    after = computed().tree
    assert imagined.tree.indicators()[0].achievement == after.indicators()[0].achievement
    assert imagined.suggested == after.suggested


def test_a_missing_figure_once_imagined_counts_as_verified(version):
    tree = computed().tree
    assert imagine(tree, realizations={}, behavior=Rating.MEETS).suggested is None
    told = imagine(
        tree, realizations={thread: Fraction(500) for thread in threads(tree)}, behavior=Rating.ABOVE
    )
    assert (told.suggested, told.grade) == (Rating.ABOVE, Grade.VERY_GOOD)


@settings(max_examples=50, deadline=None)
@given(more=st.integers(0, 400), less=st.integers(0, 400))
def test_doing_more_never_leads_lower(more, less):
    order = [Rating.BELOW, Rating.MEETS, Rating.ABOVE]
    found = [
        imagine(TREE, realizations={"a": Fraction(done)}, behavior=Rating.MEETS).suggested
        for done in sorted((less, more))
    ]
    assert order.index(found[0]) <= order.index(found[1])


def test_the_page_stores_nothing_and_is_for_the_employee_alone(appraisal, client):
    def stored() -> tuple[int, int, int]:
        return Entry.objects.count(), Computation.objects.count(), Realization.objects.count()

    before = stored()
    page = f"/penilaian/{appraisal.pk}/andai/"
    for number in (BUDI, CITRA, DEWI):
        sign_in(client, number)
        assert client.get(page).status_code == 404
    sign_in(client, ANI)
    assert "Sekarang, saran" in client.get(page).content.decode()
    first = threads(appraisal.tree)[0]
    told = client.post(page, {first: "50", "behavior": "below"}).content.decode()
    assert "Kalau begitu" in told
    assert "Di bawah ekspektasi" in told
    assert client.post(page, {first: "-1", "behavior": "x"}).status_code == 200
    assert stored() == before


def test_leaving_every_field_as_it_is_changes_nothing(appraisal, client):
    sign_in(client, ANI)
    page = f"/penilaian/{appraisal.pk}/andai/"
    form = client.get(page).context["form"]
    same = {name: form[name].value() for name in form.fields}
    assert "Sekarang, saran" in client.post(page, same).content.decode()
