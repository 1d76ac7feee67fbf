"""Days in sentences: one formatter, and nothing beside it."""

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import terukur
from terukur.notation.dates import written_day

SOURCES = sorted(Path(terukur.__file__).parent.rglob("*.py"))


def day_formats(source: str) -> list[int]:
    """Return the lines with a text that makes a day of a date: ``%d`` beside ``%m``, ``%b``, ``%B``, ``%Y``.

    The parts of an f-string, and so its format, are such texts.
    """
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "%d" in node.value
        and any(part in node.value for part in ("%m", "%b", "%B", "%Y"))
    ]


@pytest.mark.parametrize("path", [p for p in SOURCES if "%d" in p.read_text()], ids=lambda p: p.name)
def test_sentences_write_days_by_the_one_formatter(path):
    # ``as_key`` makes a number of a day, which nobody reads.
    allowed = {"%Y%m%d"}
    lines = path.read_text().splitlines()
    wrong = [n for n in day_formats(path.read_text()) if not any(one in lines[n - 1] for one in allowed)]
    assert not wrong, f"{path}: lines {wrong} write a day by themselves; call notation.dates.written_day"


@pytest.mark.parametrize(
    "source",
    ['f"{day:%d-%m-%Y}"', 'day.strftime("%d %B %Y")', '"{:%d-%m-%Y}".format(day)', 'f"{d:%Y-%m-%d}"'],
)
def test_a_day_written_otherwise_is_seen(source):
    assert day_formats(source) == [1]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_has_two_digits_two_digits_and_four(day):
    assert written_day(day) == f"{day:%d-%m-%Y}"
