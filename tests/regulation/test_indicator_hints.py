"""Hints on an indicator: activity, no source, cannot fail; a good one gets none."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.indicator_hints import IndicatorWords, indicator_hints
from terukur.regulation.scales import Direction

GOOD = IndicatorWords("Persentase permohonan selesai dalam 24 jam", "%", target=F(95), source="SIAK")
HIGHER, LOWER, RANGE = Direction.HIGHER, Direction.LOWER, Direction.RANGE


def keys(**told: object) -> list[str]:
    words = {name: getattr(GOOD, name) for name in IndicatorWords.__slots__} | told
    return [hint.key for hint in indicator_hints(IndicatorWords(**words))]  # type: ignore[arg-type]


def test_a_good_indicator_gets_no_hint() -> None:
    assert indicator_hints(GOOD) == []


def test_activity_is_said_and_not_where_less_of_it_is_good() -> None:
    assert keys(name="Jumlah rapat koordinasi") == ["activity"]
    assert keys(name="Jumlah rapat koordinasi", direction=LOWER) == []


@pytest.mark.parametrize("source", ["", " - ", "Tidak ada.", "catatan sendiri"])
def test_no_source_is_said_unless_data_fill_it(source: str) -> None:
    assert keys(source=source) == ["source"]
    assert keys(source=source, is_measured=True) == []


@pytest.mark.parametrize(
    "told",
    [
        {"target": F(0)},
        {"direction": LOWER, "target": F(100)},
        {"direction": RANGE, "target": F(0), "target_high": F(100)},
        {"name": "Persentase pekerjaan terjadwal yang selesai", "target": F(100)},
        {"name": "Persentase tugas sesuai agenda", "unit": "persen", "target": F(100)},
        {"target": F(80), "worst_last_year": F(81)},
        {"direction": LOWER, "target": F(9), "worst_last_year": F(8)},
    ],
)
def test_what_cannot_be_missed_is_said(told: dict[str, object]) -> None:
    assert keys(**told) == ["cannot-fail"]


@pytest.mark.parametrize(
    "told",
    [
        {"target": None},
        {"target": F(100)},
        {"direction": RANGE, "target": F(0), "target_high": F(0)},
        {"direction": LOWER, "target": F(100), "unit": "berkas"},
        {"name": "Persentase pekerjaan terjadwal yang selesai", "target": F(99)},
        {"target": F(81), "worst_last_year": F(81)},
        {"direction": RANGE, "target": F(1), "target_high": F(2), "worst_last_year": F(50)},
    ],
)
def test_what_can_be_missed_gets_no_hint(told: dict[str, object]) -> None:
    assert keys(**told) == []


@given(st.fractions(min_value=0), st.fractions(min_value=0), st.sampled_from([HIGHER, LOWER]))
def test_a_harder_target_never_gets_a_hint_that_an_easier_one_does_not(
    one: F, worst: F, direction: Direction
) -> None:
    step = F(1) if direction is HIGHER else -min(one, F(1))
    told = {"unit": "berkas", "direction": direction, "worst_last_year": worst}
    assert len(keys(target=one + step, **told)) <= len(keys(target=one, **told))
