"""Values of units from an answer of DHIS2 analytics, and what is refused."""

import json

import pytest

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import ImportRecord
from terukur.measurement.mappings import import_mapped
from terukur.measurement.models import Observation, SourceMapping
from terukur.measurement.observations import UnknownSubjects
from terukur.measurement.table_mapping import TableMapping
from terukur.measurement.verification import check_observations
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable
from tests.support import cast
from tests.support.cast import AFTER, QUARTER, acting

pytestmark = pytest.mark.django_db
HEADERS = ("value", "pe", "dx", "ou", "numerator", "denominator")
ROWS = (
    ("12.5", "202601", "IDL", "OuSeksi", "10", "80"),
    ("15", "202602", "IDL", "OuSeksi", "12", "80"),
    ("", "202603", "IDL", "OuSeksi", "", ""),
    ("99", "202601", "BCG", "OuSeksi", "9", "10"),
)


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def measure(combination="latest") -> Measure:
    return save_measure(
        measure=Measure(
            key="idl", name="Cakupan IDL", unit="%", subject="unit", combination=combination, per=100
        ),
        acting=acting(COMMAND, AFTER),
    )


def load(of, *, rows=ROWS, data="IDL", aliases=None, names=None, content=None):
    answer = {
        "headers": [{"name": name} for name in HEADERS],
        "rows": rows,
        "metaData": {"items": {key: {"name": name} for key, name in (names or {}).items()}},
    }
    return import_mapped(
        name=f"dhis2 {data}",
        mapping=TableMapping({"dhis2": data}, aliases or {}),
        measure=of,
        content=content or json.dumps(answer).encode(),
        filename="dhis2.json",
        period=QUARTER,
        acting=acting(COMMAND, AFTER),
    )


def stored() -> list:
    return [
        (row.unit.code, f"{row.starts:%m}", row.value, row.numerator, row.line)
        for row in Observation.objects.order_by("starts")
    ]


def test_shuffled_columns_other_data_and_blanks(people):
    load(measure(), names={"OuSeksi": "Seksi Pelayanan"})
    assert stored() == [("SEKSI", "01", 12.5, None, 2), ("SEKSI", "02", 15, None, 3)]
    assert check_observations().broken is None


def test_a_share_is_loaded_as_its_parts():
    load(measure("ratio"), aliases={"OuSeksi": "SEKSI"})
    assert [row[2:4] for row in stored()] == [(None, 10), (None, 12)]


def test_a_unit_that_nobody_knows_is_asked_and_not_guessed():
    with pytest.raises(UnknownSubjects) as refusal:
        load(measure())
    assert refusal.value.subjects == ["OuSeksi"]
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"data": "MR1"}, UnreadableTable),
        ({"rows": [["1", "202604", "IDL", "OuSeksi", "", ""]]}, ImportRefused),
        (
            {"rows": [["1", "2026Q1", "IDL", "OuSeksi", "", ""], ["1", "202601", "IDL", "OuSeksi", "", ""]]},
            ImportRefused,
        ),
        ({"rows": [["", "202601", "IDL", "OuSeksi", "", ""]]}, UnreadableTable),
        ({"content": b"<html>"}, UnreadableTable),
    ],
)
def test_what_cannot_be_used_stores_nothing(how, error):
    with pytest.raises(error):
        load(measure(), aliases={"OuSeksi": "SEKSI"}, **how)
    assert not Observation.objects.exists()
    assert not ImportRecord.objects.filter(kind="measurements").exists()
    assert not SourceMapping.objects.exists()


def test_a_share_without_its_parts_says_how_to_ask():
    with pytest.raises(ImportRefused) as refusal:
        load(measure("ratio"), rows=[["1", "202601", "IDL", "OuSeksi", "", ""]], aliases={"OuSeksi": "SEKSI"})
    assert "includeNumDen" in refusal.value.errors[0].message
