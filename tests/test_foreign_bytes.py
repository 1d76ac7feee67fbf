"""Whatever takes in files refuses hostile ones and lives on; nothing but the child parses them."""

import ast
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command, get_commands
from django.urls import reverse

import terukur
from terukur.jobs.management.import_commands import FileImportCommand, with_command
from terukur.measurement.evidence_files import EvidenceFileRefused, inspect_evidence
from terukur.measurement.sources import sources
from terukur.planning.models import Indicator, Measure
from terukur.tables.columns import read_columns
from terukur.tables.dhis2 import Dhis2Refused, read_dhis2
from terukur.tables.reading import UnreadableTable, read_table
from terukur.tables.streaming import stream_records
from terukur.web.measurement.forms import UploadForm
from tests.support.cast import ANI, DEWI, sign_in
from tests.support.hostile_files import HOSTILE, HOSTILE_ANSWERS

SOURCE = Path(terukur.__file__).parent
TABLES = {name: HOSTILE[name] for name in HOSTILE if not name.endswith((".jpg", ".png"))}
KINDS = [kind for kind, _label in UploadForm.base_fields["kind"].choices]
# Each import command with what it wants beside the file; those of the importers are found.
COMMANDS = {
    **{name: [] for name in with_command()},
    **{
        f"import_measurements --source {source}": ["--source", source, "--period", "2026-Q1"]
        for source in ["permohonan", *(importer.source for importer in sources())]
    },
}
# It asks a server; what that answers is read by the same reader as the answers below.
WITHOUT_FILE = {"import_dhis2"}
ANALYSES = {
    "analyse_reliability": [],
    "analyse_rater_effects": ["--score", "a", "--rater", "b", "--ratee", "c"],
    "analyse_group_gap": ["--score", "a", "--rater", "b", "--ratee", "c", "--group", "d", "--unit", "e"],
    "analyse_integrity": ["--achievement", "a"],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_table_is_refused_by_every_reader_of_tables(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(TABLES[name])
    with pytest.raises(UnreadableTable, match=r"\w"):
        read_table(TABLES[name], filename=name)
    with path.open("rb") as stream, pytest.raises(UnreadableTable, match=r"\w"):
        list(stream_records(stream, filename=name))
    with path.open("rb") as stream, pytest.raises(UnreadableTable, match=r"\w"):
        read_columns(stream, ["a", "b"], filename=name)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_evidence_is_refused(name):
    with pytest.raises(EvidenceFileRefused, match=r"\w"):
        inspect_evidence(HOSTILE[name])


@pytest.mark.parametrize("name", HOSTILE_ANSWERS)
@pytest.mark.parametrize("status", [200, 500])
def test_a_hostile_answer_of_dhis2_is_refused(name, status):
    with pytest.raises(Dhis2Refused, match=r"\w"):
        read_dhis2(HOSTILE_ANSWERS[name], status=status)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["sparse.xlsx", "cut.xls", "objects.pdf"])
def test_the_page_of_imports_refuses_them_for_every_kind(version, client, kind, name):
    sign_in(client, DEWI)
    measure = Measure.objects.get(key="permohonan").pk
    answer = client.post(
        "/impor/muat/",
        {
            "kind": kind,
            "period": "2026-Q1",
            "measure": measure,
            "file": SimpleUploadedFile(name, HOSTILE[name]),
        },
    )
    assert (answer.status_code, "counts" in answer.context) == (200, False)
    assert answer.context["form"].errors["file"]
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", TABLES)
def test_the_page_for_unforeseen_tables_refuses_them(version, client, name):
    sign_in(client, DEWI)
    answer = client.post(
        "/impor/petakan/",
        {
            "measure": Measure.objects.get(key="permohonan").pk,
            "period": "2026-Q1",
            "file": SimpleUploadedFile(name, TABLES[name]),
        },
    )
    assert answer.status_code == 200
    assert answer.context["start"].errors["file"]


@pytest.mark.parametrize("name", ["sparse.xlsx", "deep.xlsx", "picture.png", "objects.pdf"])
def test_the_page_of_realizations_refuses_them(version, client, name):
    sign_in(client, ANI)
    thread = Indicator.objects.get(result__version=version, measure=None).thread
    answer = client.post(
        reverse("declare", args=[thread]),
        {
            "period": "2026-01",
            "value": "1",
            "origin": "file",
            "note": "",
            "file": SimpleUploadedFile(name, HOSTILE[name]),
        },
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not version.plan.realizations.exists()


def test_every_importer_is_in_the_sweep():
    ours = {name for name, app in get_commands().items() if app == "terukur.jobs"}
    importing = {name for name in ours if name.startswith("import_")} | set(with_command())
    assert importing == {name.split()[0] for name in COMMANDS} | WITHOUT_FILE
    assert {n for n in ours if n.startswith("analyse_")} == set(ANALYSES)


@pytest.mark.parametrize("command", [*COMMANDS, *ANALYSES])
@pytest.mark.parametrize("name", ["sparse.xlsx", "bomb.xlsx", "cut.xls", "objects.pdf"])
def test_every_command_refuses_them(version, tmp_path, command, name):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    with pytest.raises((CommandError, SystemExit)) as stopped:
        name = command.split()[0]
        importer = with_command().get(name)
        call_command(
            FileImportCommand(importer) if importer else name, str(path), *(COMMANDS | ANALYSES)[command]
        )
    assert getattr(stopped.value, "returncode", getattr(stopped.value, "code", 1)) == 1


PARSERS = {
    "python_calamine",
    "xlrd",
    "openpyxl",
    "pikepdf",
    "pypdf",
    "PIL",
    "zipfile",
    "tarfile",
    "lxml",
    "xml",
    "defusedxml",
    "csv",
    "pickle",
    "marshal",
    "shelve",
    "gzip",
    "bz2",
    "lzma",
    "zlib",
    "olefile",
}
# Files that write, and one that reads what it wrote itself.
WRITERS = {"tables/writing.py", "jobs/sample/growth.py", "jobs/management/folder.py"}
JSON_OF_OURS = {
    "ledger/verification.py": "entries of the ledger",
    "confined/parent.py": "what the child says, limited in length",
    "confined/child.py": "the order of its parent",
    "web/static/web/check_proof.py": "runs on the computer of whoever checks a seal",
    "web/written.py": "hidden fields of our own forms, limited by the server",
    "jobs/service/children.py": "what serve wrote of its own children",
    "jobs/service/worker.py": "what serve wrote of its own children",
    "ledger/seal_copies.py": "the copy of the seals, named by whoever runs the command",
}


def modules() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if "foreign" not in path.parts]


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_child_loads_what_parses_foreign_bytes(path):
    names = imported(ast.parse(path.read_text()))
    assert not [name for name in names if ".foreign" in name], "loaded by name in the child only"
    if str(path.relative_to(SOURCE)) not in WRITERS:
        assert not {name.partition(".")[0] for name in names} & PARSERS


def test_json_is_parsed_where_it_is_ours_only():
    found = {
        str(path.relative_to(SOURCE))
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("loads", "load")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "json"
    }
    assert found <= set(JSON_OF_OURS)
