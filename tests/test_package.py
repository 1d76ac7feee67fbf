"""What is installed from the package can run: it names every library that the program imports."""

import ast
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from terukur import __file__ as _program

SOURCE = Path(_program).parent
# Packages of one library under another name, or that the interpreter brings.
OURS = {"terukur"}


def test_the_package_names_every_library_that_the_program_imports() -> None:
    named = {_plain(line) for line in requires("terukur") or []}
    distributions = packages_distributions()
    missing = {
        module: distributions.get(module)
        for module in _imported()
        if not {_plain(name) for name in distributions.get(module, [])} & named
    }
    assert missing == {}


def _imported() -> set[str]:
    found: set[str] = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                found.add(node.module.split(".")[0])
    return found - OURS - sys.stdlib_module_names


def _plain(requirement: str) -> str:
    name = requirement.split(";")[0]
    for mark in "[<>=!~ ":
        name = name.split(mark)[0]
    return name.lower().replace("_", "-")
