"""A least length counts letters, and is named so in one room."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.letters import PHRASE_LETTERS, SENTENCE_LETTERS, has_letters

SOURCE = Path(__file__).resolve().parents[2] / "src" / "terukur"


@given(st.text(max_size=40), st.sampled_from([PHRASE_LETTERS, SENTENCE_LETTERS]))
def test_spaces_around_a_text_do_not_lengthen_it(text, least):
    assert has_letters(f"  {text}\n", least) is has_letters(text, least) is (len(text.strip()) >= least)


def test_lengths_are_what_acts_asked_for_before():
    assert (PHRASE_LETTERS, SENTENCE_LETTERS) == (10, 20)


def test_nobody_counts_letters_against_a_number_of_their_own():
    counted = re.compile(r"len\([\w.]+\.strip\(\)\) *[<>]=? *[\w.]")
    elsewhere = [path for path in SOURCE.rglob("*.py") if counted.search(path.read_text())]
    assert elsewhere == [SOURCE / "regulation" / "letters.py"]
