"""``explain`` tells a quarter's own value with its own rows, and the total with all of them."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from terukur.appraisal.evaluation import evaluate
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from tests.support import cast
from tests.support.cast import ANI, acting
from tests.support.quarter import VALUES

pytestmark = pytest.mark.django_db
AFTER = date(2026, 7, 6)


@pytest.fixture
def second_quarter(version) -> None:
    cast.load_values(VALUES)
    cast.load_values({"2026-04": "40", "2026-05": "50"}, period="2026-Q2")
    evaluate(period=Period.parse("2026-Q2"), acting=acting(COMMAND, AFTER))


def test_the_tree_tells_both_and_what_is_missing(second_quarter, capsys):
    call_command("explain", ANI, "--period", "2026-Q2")
    told = capsys.readouterr().out
    assert "Periode ini (April–Mei): 90 berkas, seharusnya 67 berkas" in told
    assert "Januari–Mei: 186 berkas, seharusnya 167 berkas" in told
    assert "Bulan tanpa data: Juni; tidak dihitung nol" in told


def test_the_json_has_the_rows_of_each(second_quarter, capsys):
    call_command("explain", ANI, "--period", "2026-Q2", "--json")
    item = json.loads(capsys.readouterr().out)["results"][0]["indicators"][0]
    assert [source["rows"] for source in item["own"]["sources"]] == [[2, 3]]
    assert [source["rows"] for source in item["sources"]] == [[2, 3, 4], [2, 3]]
    assert (item["own"]["label"], item["reached"]["label"]) == ("April–Mei", "Januari–Mei")
    assert item["months"]["missing"] == ["2026-06-01"]
