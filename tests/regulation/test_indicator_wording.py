"""Activity is told from result by words: no activity passes, and no result is called one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.indicator_wording import counts_activity
from tests.regulation.indicator_phrases import ACTIVITY, RESULT


def test_there_are_sixty_phrases_each_way_and_none_twice() -> None:
    assert len(set(ACTIVITY)) == len(ACTIVITY) >= 60
    assert len(set(RESULT)) == len(RESULT) >= 60


@pytest.mark.parametrize("phrase", ACTIVITY)
def test_activity_is_seen(phrase: str) -> None:
    assert counts_activity(phrase)


@pytest.mark.parametrize("phrase", RESULT)
def test_result_is_left_alone(phrase: str) -> None:
    assert not counts_activity(phrase)


@given(st.sampled_from([*ACTIVITY, *RESULT]), st.sampled_from([" ", "  ", "\n"]))
def test_case_spaces_and_full_stops_change_nothing(phrase: str, space: str) -> None:
    told = counts_activity(phrase)
    assert counts_activity(phrase.upper()) == told
    assert counts_activity(phrase.replace(" ", space) + ".") == told


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    counts_activity(text, text)


def test_a_unit_of_activity_is_seen_unless_the_name_tells_a_result() -> None:
    assert counts_activity("Posyandu di wilayah kerja", "kegiatan")
    assert not counts_activity("Pekerjaan fisik yang selesai", "kegiatan")
