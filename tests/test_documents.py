"""The documents are true: words that they name exist in the code, commands that they name run."""

import re
from pathlib import Path

from terukur.config.command import all_commands
from terukur.jobs.rules.document import rules_document
from terukur.regulation.scales import Grade, Grade2019, OrganizationGrade

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))


def test_every_name_of_the_glossary_exists_in_the_code():
    rows = (ROOT / "docs" / "glossary.md").read_text().splitlines()[4:]
    names = {part for row in rows for part in re.findall(r"`([\w.]+)`", row)}
    assert names
    missing = [name for name in names for part in name.split(".") if not re.search(rf"\b{part}\b", SOURCE)]
    assert missing == []


def test_every_command_of_the_readme_exists():
    said = re.findall(r"`(?:\.venv/bin/)?terukur ([a-z]+(?: [a-z]+)?)", (ROOT / "README.md").read_text())
    assert said
    known = {*all_commands(), *(name.split()[0] for name in all_commands())}
    assert [name for name in said if name not in known and name.split()[0] not in known] == []


def test_every_place_of_the_documents_exists():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_nothing_names_a_machine_or_a_registry():
    kept = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "requirements").iterdir()]
    for path in kept:
        assert not re.search(r"https?://(?!127\.0\.0\.1|localhost)[\w.-]*(pypi|simple)", path.read_text())


def test_the_page_of_rules_is_the_one_that_the_code_makes():
    assert (ROOT / "docs" / "rules.md").read_text() == rules_document(), "make documents"


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
