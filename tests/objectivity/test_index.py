"""The index: the worked case, its cap, what drops out, and silence about small units."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.objectivity.index import (
    Calibration,
    Consistency,
    EvidenceQuality,
    IndexComponents,
    WeightedResult,
    band_of,
    calibration,
    consistency,
    continuity,
    current_weights,
    justification,
    measured_share,
    objectivity_index,
    panel_agreement,
    unit_index,
    verified_evidence,
)

RESULTS = [
    WeightedResult(Fraction(40), True, EvidenceQuality.SYSTEM_OF_RECORD),
    WeightedResult(Fraction(30), True, EvidenceQuality.THIRD_PARTY),
    WeightedResult(Fraction(20), False, EvidenceQuality.ATTACHED),
    WeightedResult(Fraction(10), False, EvidenceQuality.NONE),
]
WORKED = IndexComponents(
    measured_share=measured_share(RESULTS),
    verified_evidence=verified_evidence(RESULTS),
    continuity=continuity(months_with_entry=8, months=12, entries=16, late_entries=6),
    consistency=consistency(Consistency.REASON),
    justification=justification(off_center=3, with_example=2),
    panel_agreement=panel_agreement(Fraction(3, 5), raters=5),
    calibration=calibration(Calibration.NONE_OR_EXPIRED),
)
NAMES = [field.name for field in fields(IndexComponents)]


def test_the_worked_case_is_62_point_3_and_band_b():
    parts = [float(getattr(WORKED, name)) for name in NAMES]
    assert parts == pytest.approx([0.70, 0.68, 0.521, 0.50, 0.667, 0.65, 0.60], abs=0.001)
    found = objectivity_index(WORKED)
    assert (round(float(found.value), 1), found.band, found.is_capped) == (62.3, "B", False)


def test_weights_sum_to_a_hundred_and_name_every_component():
    weights = current_weights()
    assert sum(weights.weights.values()) == 100
    assert set(weights.weights) == set(NAMES)


shares = st.one_of(st.none(), st.fractions(0, 1))


@settings(deadline=None)
@given(st.tuples(*[shares] * 7))
def test_what_does_not_apply_drops_out_and_a_missing_foundation_caps(parts):
    components = IndexComponents(*parts)
    known = components.known()
    if not known:
        with pytest.raises(ValueError, match="at least one"):
            objectivity_index(components)
        return
    found = objectivity_index(components)
    assert min(100 * min(known.values()), 39) <= found.value <= 100 * max(known.values())
    if 0 in (components.measured_share, components.verified_evidence):
        assert found.value <= 39 and found.band == "D"


@settings(deadline=None)
@given(st.tuples(*[st.fractions(0, 1)] * 7), st.sampled_from(NAMES), st.fractions(0, 1))
def test_a_better_component_never_lowers_the_index(parts, name, other):
    values = dict(zip(NAMES, parts, strict=True))
    better = IndexComponents(**(values | {name: max(values[name], other)}))
    assert objectivity_index(better).value >= objectivity_index(IndexComponents(**values)).value


@pytest.mark.parametrize(
    ("value", "band"), [(80, "A"), (79, "B"), (60, "B"), (59, "C"), (40, "C"), (39, "D"), (0, "D")]
)
def test_bands_begin_where_they_say(value, band):
    assert band_of(Fraction(value)) == band


def test_a_panel_of_three_does_not_count_and_a_unit_of_nine_shows_nothing():
    assert panel_agreement(Fraction(0), raters=3) is None
    one = objectivity_index(WORKED)
    assert unit_index([one] * 9, least=10).median is None
    assert unit_index([one] * 10, least=10).median == one.value
