"""No number of people, answers or forms below which nothing is shown stands in the code: all are dated."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeGuard

import pytest

from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.parameters import parameter_names

SOURCE = Path(__file__).resolve().parents[2] / "src" / "terukur"
# A formula of statistics says beside itself what it needs; sample data and migrations show nothing.
ELSEWHERE = ("statistics", "jobs/sample", "jobs/analysis")
# These count no people: letters, words, bytes, rates, versions, targets and shares.
NO_PEOPLE = re.compile(
    r"words|letters|why|reason|marks|key|version|rate|free|side|bytes|likeness|best|on_target|outside|targets"
    r"|^_least$",
    re.IGNORECASE,
)
LEAST_NAME = re.compile(r"(^|_)(least|minimum|fewest)(_|$)", re.IGNORECASE)
OF_PEOPLE = re.compile(
    r"people|employee|forms\b|answers|raters|appraisals|pairs|subjects|respondents|colleagues|ratees"
)
IN_SQL = re.compile(r"having[^%]*?[<>]=?\s*\d|count\([^)]*\)\s*[<>]=?\s*[2-9]", re.IGNORECASE)


def test_values_are_what_they_were_before_they_were_dated():
    assert {of.value: at_least(of, on=date(2026, 3, 31)) for of in Least} == {
        "aggregate.least_people": 5,
        "aggregate.least_raters": 5,
        "aggregate.least_in_distribution": 10,
        "objectivity.least_in_unit": 10,
        "mirror.least_employees": 5,
        "mirror.least_forms": 10,
        "dependability.least_people": 30,
        "blind.least_pairs": 5,
        "behavior_survey.least": 4,
        "survey.least_for_unit": 5,
        "survey.least_for_officer": 30,
    }


def test_every_parameter_of_at_least_is_named_once():
    # A sample of respondents that an old custom asked for; it holds nothing back.
    dated = {name for name in parameter_names() if ".least" in name} - {"satisfaction.least_respondents"}
    assert dated == set(Least)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("LEAST_PEOPLE = 5", 1),
        ("_LEAST_IN_CELL: int = 5", 1),
        ("LEAST_ROWS, SHOWN = 5, 3", 1),
        ("def plot(cells, *, least=5): ...", 1),
        ("class Mirror:\n    least_employees: int = 5", 1),
        ("shown = len(people) >= 5", 1),
        ("if self.answers < 4: ...", 1),
        ("SQL = 'GROUP BY unit HAVING count(*) >= 5'", 1),
        ("least = at_least(Least.PEOPLE, on=on)", 0),
        ("LEAST_LETTERS = 10", 0),
        ("SQL = 'GROUP BY unit HAVING count(*) >= %(least)s'", 0),
        ("if not answers > 0: ...", 0),
    ],
)
def test_the_search_finds_a_bare_number(code, found):
    assert len(list(_bare(ast.parse(code)))) == found


def test_no_bare_number_is_left():
    bare = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not str(path.relative_to(SOURCE)).startswith(ELSEWHERE) and "migrations" not in path.parts
        for line in _bare(ast.parse(path.read_text()))
    ]
    assert bare == []


def test_nobody_else_reads_such_a_parameter():
    read = re.compile(r"(number|parameter)\(\s*f?[\"'][a-z_]+\.least")
    assert [path for path in SOURCE.rglob("*.py") if read.search(path.read_text())] == []


def _bare(tree: ast.AST) -> Iterator[int]:
    """Yield the lines with a number of people in them that is no parameter."""
    for node in ast.walk(tree):
        for name, value in _named(node):
            if LEAST_NAME.search(name) and not NO_PEOPLE.search(name) and _number(value):
                yield value.lineno
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            about = any(OF_PEOPLE.search(ast.unparse(side)) for side in sides)
            ordered = all(isinstance(sign, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for sign in node.ops)
            if about and ordered and any(_number(side) for side in sides):
                yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_SQL.search(node.value):
            yield node.lineno


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield the names that a statement or a signature gives a value to."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(map(ast.unparse, target.elts), node.value.elts, strict=False)
            else:
                yield ast.unparse(target), node.value
    elif isinstance(node, ast.AnnAssign):
        yield ast.unparse(node.target), node.value
    elif isinstance(node, ast.arguments):
        ordered = [*node.posonlyargs, *node.args]
        for one, default in zip(reversed(ordered), reversed(node.defaults), strict=False):
            yield one.arg, default
        for one, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            yield one.arg, default


def _number(node: ast.expr | None) -> TypeGuard[ast.Constant]:
    """Return whether it is a whole number from 3 up; of two, one can always tell the other."""
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value >= 3
