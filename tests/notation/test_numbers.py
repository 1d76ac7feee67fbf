"""One formatter: estimates, months and days are written the same way wherever they appear."""

import ast
from datetime import date
from fractions import Fraction
from math import copysign, isclose
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from terukur.notation.dates import MONTHS, day_and_month, day_words, month_number, short_month, written_day
from terukur.notation.numbers import display, fixed, written, written_percent

STATISTICS = Path(__file__).resolve().parents[2] / "src" / "terukur" / "statistics"
ESTIMATES = st.floats(-1e6, 1e6)
DAYS = st.dates(date(1000, 1, 1))


def read(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".").replace("−", "-"))


@given(ESTIMATES, st.integers(0, 4))
@example(-0.001, 2)
def test_an_estimate_is_read_back_and_zero_has_no_sign(value, places):
    text = written(value, places, trim=False)
    assert isclose(read(text), value, abs_tol=0.5 * 10.0**-places + 1e-9)
    assert "-" not in text
    assert not text.startswith("−") or read(text) < 0
    assert len(text.partition(",")[2]) == places


@given(ESTIMATES)
def test_without_trailing_zeros_it_is_the_same_number(value):
    assert read(written(value)) == read(written(value, trim=False))
    assert written_percent(value) == f"{written(value, 0)} %"


@given(st.fractions(0, 10**6), st.integers(0, 4))
def test_estimates_and_exact_numbers_are_written_alike(value, places):
    exact = Fraction(float(value))
    assert written(float(value), places) == display(exact, places)


@given(ESTIMATES, st.integers(0, 4))
def test_a_fixed_estimate_tells_its_side_of_zero(value, places):
    text = fixed(value, places)
    assert isclose(read(text), value, abs_tol=0.5 * 10.0**-places + 1e-9)
    assert len(text.partition(",")[2]) == places
    assert text.startswith("−") is (copysign(1, value) < 0)
    assert "-" not in text and "." not in text


@given(DAYS)
def test_a_day_in_words_names_its_month(day):
    number, month, year = day_words(day).split()
    assert date(int(year), month_number(month.lower()) or 0, int(number)) == day
    assert day_words(day) == f"{day_and_month(day)} {day.year}"
    assert month_number(short_month(day.month).lower()) == day.month
    assert written_day(day) == f"{day:%d-%m-}{day.year}"


@given(st.sampled_from(MONTHS), st.integers(0, 9))
def test_a_month_is_known_by_three_letters_and_more(month, length):
    word = month.lower()[:length]
    assert month_number(word) == (None if len(word) < 3 else MONTHS.index(month) + 1)


def test_months_that_are_spelled_otherwise():
    spelled = {"agt": 8, "ags": 8, "agst": 8, "sept": 9, "peb": 2, "pebruari": 2, "nop": 11, "nopember": 11}
    assert {word: month_number(word) for word in spelled} == spelled
    assert month_number("bulan") is None


def test_statistics_make_no_sentence():
    """Numbers go out; the sentence is made where somebody reads it."""
    for path in STATISTICS.rglob("*.py"):
        tree = ast.parse(path.read_text())
        described = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described
        ]
        assert [text for text in texts if " " in text and text.rstrip().endswith((".", "!"))] == [], path
