"""How hard a target is beside last year and like positions."""

from datetime import date
from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.difficulty import Against, Ease, Goal, difficulty, ease_of
from terukur.regulation.scales import Direction

DAY = date(2026, 1, 1)
values = st.fractions(min_value=1, max_value=1000, max_denominator=20)
directions = st.sampled_from([Direction.HIGHER, Direction.LOWER])


def found(goal, **more):
    return difficulty(goal, **{"direction": Direction.HIGHER, "on": DAY, **more})


def goals(*numbers):
    return [Goal(Fraction(number)) for number in numbers]


def test_less_than_was_reached_is_easier():
    (own,) = found(Goal(Fraction(90)), realized=Goal(Fraction(120)), last_target=Goal(Fraction(80)))
    assert (own.against, own.ease) == (Against.REALIZED, Ease.EASIER)
    assert own.words == "lebih mudah dari capaian tahun lalu (120)"


def test_without_a_realization_last_years_target_stands():
    (own,) = found(Goal(Fraction(90)), last_target=Goal(Fraction(80)))
    assert (own.against, own.ease) == (Against.LAST_TARGET, Ease.HARDER)


def test_within_the_band_it_is_alike():
    assert found(Goal(Fraction(96)), realized=Goal(Fraction(100)))[0].ease is Ease.ALIKE


def test_exposure_is_counted():
    own = found(Goal(Fraction(180), Fraction(200)), realized=Goal(Fraction(180), Fraction(600)))
    assert (own[0].ease, own[0].words) == (
        Ease.HARDER,
        "lebih sulit dari capaian tahun lalu (60 untuk paparan ini)",
    )
    assert found(Goal(Fraction(180), Fraction(200)), realized=Goal(Fraction(180))) == []


def test_like_positions_are_told_from_five_people_on():
    assert found(Goal(Fraction(50)), like=goals(100, 100, 100, 100)) == []
    (like,) = found(Goal(Fraction(50)), like=goals(60, 80, 100, 120, 140))
    assert (like.reference, like.ease) == (100, Ease.EASIER)


def test_a_range_is_not_compared():
    assert found(Goal(Fraction(50)), direction=Direction.RANGE, realized=Goal(Fraction(1))) == []


@given(values, values, directions)
def test_easier_one_way_is_harder_the_other(one, other, direction):
    opposite = Direction.LOWER if direction is Direction.HIGHER else Direction.HIGHER
    swapped = {Ease.EASIER: Ease.HARDER, Ease.HARDER: Ease.EASIER, Ease.ALIKE: Ease.ALIKE}
    there = ease_of(one, other, direction, band=Fraction(5))
    assert ease_of(one, other, opposite, band=Fraction(5)) is swapped[there]


@given(values, st.lists(values, min_size=5, max_size=20), st.randoms())
def test_the_order_of_people_does_not_matter(own, others, random):
    like = goals(*others)
    first = found(Goal(own), like=like)
    random.shuffle(like)
    assert found(Goal(own), like=like) == first
    assert first[0].reference == median(others)
