"""What is installed from the package can run: it names every library that the program imports."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from terukur import __file__ as _program
from terukur.config.command import main

SOURCE = Path(_program).parent
ROOT = Path(__file__).resolve().parent.parent
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


def test_the_program_tells_its_version(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["terukur", "--version"])
    main()
    assert capsys.readouterr().out == f"terukur {_written_version()}\n"


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    releases = re.findall(r"^## (\d+\.\d+\.\d+) · \d{4}-\d{2}-\d{2}$", _text("CHANGELOG.md"), re.M)
    assert releases[0] == _written_version()


def _written_version() -> str:
    return str(tomllib.loads(_text("pyproject.toml"))["project"]["version"])


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


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
