"""``docs/rules.md``, made of the register, the docstrings, the citations and the parameters."""

from collections.abc import Iterator

from terukur.jobs.rules.inputs import inputs_of
from terukur.jobs.rules.tables import TABLES
from terukur.regulation.citations import CITATIONS
from terukur.regulation.parameters import national_parameters
from terukur.regulation.register import RULES, Rule

_HEAD = """# Rules

Made by `terukur rule --document`; a test fails when this page is stale. Each rule can be asked from
a shell: `terukur rule NAME key=value …`, with `--json` for scripts. The regulation wins over this page.

Certainty of each fact: **CONFIRMED** the text itself or two independent sources; **SINGLE** one
secondary source; **UNSURE** sources disagree or the text was not obtainable; **POLICY** no law says
it, the agency decides. What is SINGLE or UNSURE is a dated parameter (last section) that an agency
corrects in `TERUKUR_HOME/parameters.yaml`, a file of the same form as
`src/terukur/regulation/data/parameters.yaml`.
"""


def rules_document() -> str:
    """Return the whole page as Markdown, national values only."""
    return "\n".join([_HEAD, *_rules(), *_register(), *_parameters()]) + "\n"


def _rules() -> Iterator[str]:
    for rule in RULES:
        yield f"## `{rule.name}`\n"
        yield f"{rule.decides}. `{f'terukur rule {rule.name} {rule.example}'.strip()}`\n"
        yield f"{rule.text}\n"
        yield from TABLES.get(rule.name, lambda: [])()
        yield from _inputs(rule)


def _inputs(rule: Rule) -> Iterator[str]:
    entries = inputs_of(rule)
    if not entries:
        return
    yield "| Input | Allowed | |"
    yield "|---|---|---|"
    for entry in entries:
        allowed = entry.allowed.replace("|", "\\|")
        yield f"| `{entry.name}` | {allowed} | {'optional' if entry.is_optional else ''} |"
    yield ""


def _register() -> Iterator[str]:
    yield "## Articles\n"
    yield "| Article | Status | What it says |"
    yield "|---|---|---|"
    for citation in CITATIONS.values():
        yield f"| {citation.reference} | {citation.status} | {citation.says} |"
    yield ""


def _parameters() -> Iterator[str]:
    yield "## Parameters\n"
    yield "| Parameter | Value | Unit | From | To | Scope | Legal basis | Status |"
    yield "|---|---|---|---|---|---|---|---|"
    for entry in national_parameters():
        unit = entry.unit.replace("|", "\\|")
        value = "table" if entry.is_table else entry.value
        yield (
            f"| `{entry.name}`: {entry.description} | {value} | {unit} | {entry.valid_from} | "
            f"{entry.valid_to or ''} | {entry.scope.name.lower()} | {entry.legal_basis} | {entry.status} |"
        )
