"""The history speaks the language of its readers."""

import ast
from collections.abc import Iterator
from pathlib import Path

import terukur
from terukur.planning.models import PlanVersion
from terukur.web.act_words import WORDS


def acts_in(call: ast.Call) -> Iterator[str]:
    """The names an ``Act(chain, name)`` can have; a plan's steps end with its status."""
    name = call.args[1]
    if isinstance(name, ast.JoinedStr):
        assert isinstance(name.values[0], ast.Constant)
        statuses = [PlanVersion.Status.DRAFT, PlanVersion.Status.SET]
        if name.values[0].value == "plan-":
            statuses = list(PlanVersion.Status)
        yield from (f"{name.values[0].value}{status.value}" for status in statuses)
    else:
        yield from (
            part.value
            for part in ast.walk(name)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )


def test_every_act_the_code_records_has_its_words():
    recorded = {
        act
        for path in Path(terukur.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Act"
        for act in acts_in(node)
    }
    assert recorded == set(WORDS)
