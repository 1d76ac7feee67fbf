"""The house holds: foreign keys point down, rooms have names, the clock stays at the doors."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "terukur"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
HEIGHT = {
    name.strip(" ()"): -level for level, line in enumerate(CONTRACT["layers"]) for name in line.split("|")
}
MODELS = [model for model in apps.get_models() if model.__module__.startswith("terukur.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_foreign_key_points_up_or_sideways(model):
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        other = field.related_model._meta.app_label
        if other in HEIGHT and other != own:
            assert HEIGHT[other] < HEIGHT[own], f"{model._meta.label}.{field.name} → {other}"


def test_every_folder_is_in_the_contract():
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(HEIGHT)


def test_nothing_is_called_utils():
    names = {path.stem for path in SOURCE.rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "core", "misc"}


def test_the_clock_is_read_at_the_doors_only():
    reads = re.compile(r"timezone\.(now|localdate)\(|datetime\.now\(|date\.today\(")
    below = [
        path.relative_to(SOURCE)
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in ("web", "jobs", "config")
        and reads.search(path.read_text())
    ]
    assert below == []


def _reads_clock(node: ast.AST) -> bool:
    """A day or moment taken from the clock; an age in seconds is none, nor is a given moment's day."""
    if isinstance(node, ast.Call) and not node.args and not node.keywords:
        return ast.unparse(node.func) in ("timezone.localdate", "timezone.localtime")
    clocks = ("timezone.now", "datetime.now", "datetime.utcnow", "date.today")
    return isinstance(node, ast.Attribute) and ast.unparse(node).endswith(clocks)


def test_each_door_reads_the_clock_in_one_module():
    reading, knowing_no_request = set(), set()
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        nodes = list(ast.walk(ast.parse(path.read_text())))
        if any(map(_reads_clock, nodes)):
            reading.add(name)
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module == "terukur.web.viewer":
                knowing_no_request |= {name for one in node.names if one.name == "clock"}
    assert reading == {"web/viewer.py", "jobs/clock.py", "config/health.py"}
    assert knowing_no_request == {"web/fields.py", "web/accounts/backend.py"}


@pytest.mark.parametrize("area", ["planning", "appraisal", "development"])
def test_status_changes_in_one_function(area):
    texts = [path.read_text() for path in (SOURCE / area).rglob("*.py")]
    assert sum(len(re.findall(r"\.status = ", text)) for text in texts) == 1


def test_docstrings_of_functions_begin_with_an_act():
    asks = ("What", "Who", "Whose", "Whether", "How", "Which")
    found = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = (ast.get_docstring(node) or "").partition(" ")[0].rstrip(",:")
                if first in asks:
                    found.setdefault(path.relative_to(SOURCE).as_posix(), []).append(node.name)
    assert found == {}
