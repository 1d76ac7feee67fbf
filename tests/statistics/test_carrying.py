"""At a ceiling, below a count of fifty, without a known reliability of results, nothing is said."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.raters.wording import CANNOT_SHOW, scale_reason, severity_sentence
from terukur.statistics.carrying import carries_bunching, scale_of
from terukur.statistics.reliability.report import AgreementTrust, reliability_of
from terukur.statistics.screening.gaps import GapStatus, conditional_gap
from terukur.statistics.screening.report import screen_raters
from terukur.statistics.severity.estimate import estimate_severity
from terukur.statistics.severity.ratings import Ratings
from terukur.statistics.severity.verdict import SeverityStatus


def ratings(share: float, *, seed: int = 1, base: float = 0.0) -> Ratings:
    """Forty raters of ten people in eight quarters; so many of the scores are the middle one."""
    rng = np.random.default_rng(seed)
    rater = np.repeat(np.arange(40), 80)
    ratee = np.repeat(np.arange(400), 8)
    scores = rng.choice([1.0, 2.0, 3.0], p=[(1 - share) / 2, share, (1 - share) / 2], size=3200)
    # One rater gives away all the odd marks there are: at a ceiling that is chance as well.
    return Ratings(
        score=scores + base,
        rater=rater,
        ratee=ratee,
        team=rng.integers(0, 20, 3200),
        period=np.tile(np.arange(8), 400),
    )


@pytest.mark.parametrize("share", [0.95, 0.97, 0.997, 1.0])
def test_at_a_ceiling_nobody_is_found_and_nobody_acquitted(share):
    table = ratings(share)
    report = estimate_severity(table)
    for one in report.estimates():
        assert one.status is SeverityStatus.SCALE_SHOWS_NOTHING
        assert one.severity is None and one.flags == []
        assert CANNOT_SHOW in severity_sentence(one).lower()
    screens = screen_raters(table)
    assert not any(screen.flagged.any() for screen in screens.screens.values())
    assert set(screens.checked().values()) == {0}


def test_below_the_ceiling_raters_are_looked_at():
    statuses = {one.status for one in estimate_severity(ratings(0.6)).estimates()}
    assert SeverityStatus.SCALE_SHOWS_NOTHING not in statuses


def test_where_a_scale_begins_changes_no_flag():
    low, high = (list(estimate_severity(ratings(0.5, base=base)).estimates()) for base in (0.0, 1.0))
    assert [one.status for one in low] == [one.status for one in high]
    for one, other in zip(low, high, strict=True):
        assert (one.severity is None) == (other.severity is None)
        assert one.severity is None or one.severity == pytest.approx(other.severity)


@given(st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=60))
def test_the_share_is_that_of_the_commonest_value(values):
    scale = scale_of(values)
    assert scale.share == max(values.count(v) for v in values) / len(values)
    assert bool(scale_reason(scale)) is not scale.shows_difference


def test_the_part_that_differs_less_decides():
    assert not scale_of([1, 2, 3], [2] * 95 + [3] * 5).shows_difference


def test_a_count_below_fifty_and_an_unknown_one_carry_no_heap():
    assert [carries_bunching(target) for target in (None, 0, 49, 50, 600)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_a_table_of_one_value_has_no_agreement_to_tell():
    table = np.full((60, 4), 2.0)
    table[0, 0] = 3.0
    found = reliability_of(table)
    assert found.standing is AgreementTrust.UNKNOWN
    assert found.icc == {} and not any(found.alpha.values())
    assert CANNOT_SHOW in scale_reason(found.scale).lower()


def test_two_equal_groups_differ_only_by_a_shaky_result():
    rng = np.random.default_rng(4)
    people, inside = 3000, np.arange(3000) % 2 == 0
    true = rng.normal(0, 1, people) - 0.8 * inside
    shown = true + rng.normal(0, 1, people)
    score = 2 + 0.3 * true + rng.normal(0, 0.2, people)
    unit, rater = np.zeros(people, dtype=np.int64), np.arange(people) // 30
    known = {"person": np.arange(people)}
    naive = conditional_gap(score, shown[:, None], inside, unit, rater, **known)
    assert naive.status is GapStatus.DIFFERENT
    trust = float(np.var(true) / np.var(shown))
    mended = conditional_gap(score, shown[:, None], inside, unit, rater, **known, reliability=trust)
    assert mended.gap == pytest.approx(0, abs=0.05)


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    subjects=st.integers(3, 25),
    raters=st.integers(2, 5),
    values=st.integers(2, 400),
)
def test_an_interval_holds_its_estimate_or_is_none(seed, subjects, raters, values):
    rng = np.random.default_rng(seed)
    table = rng.integers(0, values, (subjects, 1)) + rng.integers(0, 3, (subjects, raters))
    found = reliability_of(table.astype(float), draws=40)
    for one in [*found.alpha.values(), found.kappa, found.dependability]:
        if one is not None and np.isfinite(one.low):
            assert one.low <= one.value <= one.high
