"""The empty tables that are handed out are tables that their importers read."""

import pytest

from terukur.ledger.importing import importer_named
from terukur.organization.models import Unit
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import read_table
from terukur.tables.templates import template_of
from tests.support.awkward import as_xlsx
from tests.support.cast import ANI
from tests.support.value_samples import CASES, begin

KEYS = {"service log": "service-log", "survey": "satisfaction", "recap": "immunization"} | {
    name: name for name in ("areas", "standards")
}


@pytest.fixture(autouse=True)
def office(db):
    begin()


@pytest.mark.parametrize("name", KEYS)
def test_the_example_of_a_template_is_read_by_its_importer(name):
    importer = importer_named(KEYS[name])
    assert importer is CASES[name].importer
    columns = importer.template
    unit, area = Unit.objects.get(code="PKM-A"), "Misalan"
    Unit.objects.filter(code="PKM-B").update(code="PKM-SR")
    known = {"199001152014022003": ANI, "Sungai Rekaan": area, "3": "3"}
    rows = [[column.header for column in columns], [known.get(c.example, c.example) for c in columns]]
    if name == "areas":
        rows[1][1] = "Desa Baru"
    counts = CASES[name].load(as_xlsx({"Data": rows}), dry_run=True)
    assert counts.rows or name == "survey"
    assert counts.understood.unused == []
    assert unit.code in template_lists(columns) or "KODE UNIT" not in rows[0]


def template_lists(columns):
    """All that the sheet of lists offers."""
    table = read_table(template_of(columns), filename="templat.xlsx", sheet=1)
    return {cell for row in table.rows for cell in row.cells.values()}


@pytest.mark.parametrize("name", ["values of people", "shares of units", "percentages of units"])
def test_one_template_serves_all_measures(name):
    columns = CASES[name].importer.template
    Unit.objects.filter(code="PKM-B").update(code="PKM-SR")
    told = {"NIP": ANI, "NAMA": "Ani"}
    row = [told.get(column.header, column.example) for column in columns]
    content = as_xlsx({"Data": [[column.header for column in columns], row]})
    try:
        assert CASES[name].load(content, dry_run=True).rows == 1
    except ImportRefused as refused:
        raise AssertionError(str(refused.errors)) from refused
