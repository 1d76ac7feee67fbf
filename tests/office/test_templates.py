"""Every importer has a template, and the template filled in by hand is loaded by its own importer."""

import io
import re
import zipfile
from datetime import date
from xml.sax.saxutils import escape

import pytest

from terukur.ledger.importing import importer_named, importers
from terukur.organization.models import Employee, Unit
from terukur.tables.reading import read_table, sheet_names
from terukur.tables.templates import template_of
from tests.support.awkward import Cell
from tests.support.record_samples import RECORDS, begin
from tests.support.value_samples import CASES

pytestmark = pytest.mark.django_db
# Columns of the plain tables by the names that templates give them.
OTHERS = {"BULAN": "PERIODE", "UNIT KERJA": "KODE UNIT", "DESA/KELURAHAN": "DESA KELURAHAN"}
FILLED = ["values of people", "shares of units", "percentages of units", "recap", "areas", "standards"]


@pytest.fixture(autouse=True)
def office(db):
    begin()


@pytest.mark.parametrize("key", [importer.key for importer in importers()])
def test_every_importer_has_a_template_with_help_and_examples(key):
    columns = importer_named(key).template
    assert columns
    assert all(column.help for column in columns)
    assert all(column.example for column in columns if column.required)
    assert sheet_names(template_of(columns), "templat.xlsx") == ["Data", "Daftar", "Petunjuk"]


@pytest.mark.parametrize("key", [importer.key for importer in importers()])
def test_columns_of_people_and_units_offer_those_of_the_office(key):
    columns = importer_named(key).template
    offered = {column.header: set(column.choices()) for column in columns if column.choices}
    people = set(Employee.objects.values_list("number", flat=True))
    units = {word for unit in Unit.objects.all() for word in (unit.code, unit.name)}
    for column in columns:
        # A table of people brings new ones.
        if column.header.startswith("NIP") and (key, column.header) != ("people", "NIP"):
            assert offered[column.header]
            assert offered[column.header] <= people
        if column.header in ("UNIT", "KODE UNIT", "UNIT KERJA"):
            assert offered[column.header]
            assert offered[column.header] <= units


@pytest.mark.parametrize("name", [*FILLED, *RECORDS])
def test_a_template_filled_in_by_hand_is_loaded_by_its_importer(name):
    case = (CASES | RECORDS)[name]
    columns = [column.header for column in case.importer.template]
    names = [header if header in columns else OTHERS.get(header, header) for header in case.sample.headers]
    assert set(names) - {"NO"} <= set(columns)
    rows = [dict(zip(names, row, strict=True)) for row in case.sample.rows]
    filled = by_hand(
        template_of(case.importer.template), [[row.get(header) for header in columns] for row in rows]
    )
    counts = case.load(filled)
    assert counts.rows == len(rows)
    assert counts.created
    # One template serves values of people and of units.
    assert set(counts.understood.unused) <= ({"NIP", "KODE UNIT"} if name in FILLED[:3] else set())
    assert "other-sheet" not in [question.topic for question in counts.asked]
    assert {left.words for left in counts.understood.left_out} <= {"Daftar", "Petunjuk"}
    again = case.load(filled)
    assert (again.created, again.updated) == (0, 0)


def test_a_person_of_the_lists_stands_beside_the_own_name():
    lists = read_table(template_of(importer_named("addresses").template), filename="templat.xlsx", sheet=1)
    told = {row.cells["daftar nip"]: row.cells["daftar nama"] for row in lists.rows}
    assert told == dict(Employee.objects.values_list("number", "name"))


def by_hand(content: bytes, rows: list[list[Cell]]) -> bytes:
    """The workbook with rows written below the heading of its first sheet, as a spreadsheet program does."""
    lines = "".join(
        f'<row r="{line}">{"".join(_cell(line, place, cell) for place, cell in enumerate(row))}</row>'
        for line, row in enumerate(rows, start=2)
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(stream, "w") as out:
        for name in read.namelist():
            part = read.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b"</sheetData>" in part
                part = part.replace(b"</sheetData>", f"{lines}</sheetData>".encode())
                part = re.sub(rb"<dimension [^>]*/>", b"", part)
            out.writestr(name, part)
    return stream.getvalue()


def _cell(line: int, place: int, cell: Cell) -> str:
    if cell is None:
        return ""
    where = f"{chr(65 + place)}{line}"
    if isinstance(cell, date):
        return f'<c r="{where}" t="inlineStr"><is><t>{cell:%d-%m-%Y}</t></is></c>'
    if isinstance(cell, str):
        return f'<c r="{where}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{where}"><v>{cell}</v></c>'
