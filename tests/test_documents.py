"""The documents are true: words that they name exist in the code, commands that they name run."""

import re
from functools import cache
from pathlib import Path

import pytest

from scripts.pictures import FOLDER, pictures
from terukur.config.command import all_commands
from terukur.jobs.rules.document import rules_document
from terukur.regulation.scales import Grade, Grade2019, OrganizationGrade

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))


def test_every_name_of_the_glossary_exists_in_its_room():
    rows = [
        row for row in (ROOT / "docs" / "glossary.md").read_text().splitlines() if "`" in row and "|" in row
    ]
    assert len(rows) > 80
    missing = []
    for row in rows:
        _, _, names, rooms, *_ = row.split("|")
        texts = "\n".join(_source_of(room.strip()) for room in rooms.split(","))
        parts = {part for name in re.findall(r"`([\w.]+)`", names) for part in name.split(".")}
        missing += [part for part in sorted(parts) if not re.search(rf"\b{part}\b", texts)]
    assert missing == []


@cache
def _source_of(room: str) -> str:
    return "\n".join(path.read_text() for path in (ROOT / "src" / "terukur" / room).rglob("*.py"))


@pytest.mark.parametrize("document", ["README.md", "BACA-SAYA.md", "CONTRIBUTING.md", "docs/operations.md"])
def test_every_command_of_the_documents_exists(document):
    text = (ROOT / document).read_text()
    said = re.findall(r"(?:`|bin/|^ {4,}|\| )terukur ([a-z]+(?: [a-z]+)?)", text, re.MULTILINE)
    assert said
    known = {*all_commands(), *(name.split()[0] for name in all_commands())}
    assert [name for name in said if name not in known and name.split()[0] not in known] == []


def test_every_place_of_the_documents_exists():
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_nothing_names_a_machine_or_a_registry():
    kept = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "requirements").iterdir()]
    for path in kept:
        assert not re.search(r"https?://(?!127\.0\.0\.1|localhost)[\w.-]*(pypi|simple)", path.read_text())


def test_the_page_of_rules_is_the_one_that_the_code_makes():
    assert (ROOT / "docs" / "rules.md").read_text() == rules_document(), "make documents"


def test_the_pictures_are_those_that_the_code_makes():
    kept = {path.name: path.read_text() for path in FOLDER.iterdir()}
    assert kept == pictures(), "make documents"


def test_the_table_of_the_environment_names_what_the_program_reads():
    page = (ROOT / "docs" / "operations.md").read_text().split("## Environment")[1].split("##")[0]
    told = {name for line in page.splitlines() for name in re.findall(r"`([A-Z_]+)`", line.split(" | ")[0])}
    read = re.findall(r"os\.environ(?:\.get\(|\[|\.pop\(|\.setdefault\()\s*\"([A-Z_]+)\"", SOURCE)
    # Some are named once and read by that name.
    named = re.findall(r"\"(TERUKUR_[A-Z_]+)\"", SOURCE)
    assert told == {*read, *named}


def test_grades_are_named_in_the_law_and_nowhere_else():
    words = re.compile(
        "|".join(
            re.escape(word)
            for scale in (Grade, OrganizationGrade, Grade2019)
            for member in scale
            for word in (member.label, f'"{member.value}"')
            if word not in ('"good"', '"poor"', '"fair"', "Baik", "Kurang", "Cukup")
        )
    )
    named = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*")
        if path.suffix in (".py", ".html")
        and not {"regulation", "migrations"} & set(path.parts)
        and words.search(path.read_text())
    ]
    assert named == []
