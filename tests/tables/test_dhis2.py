"""Answers of DHIS2 analytics (adjacent rules 12.4; DH-1 after the published sample)."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.tables.dhis2 import Dhis2Refused, read_dhis2

NAMES = ("dx", "pe", "ou", "value")
ROWS = [
    ["eTDtyyaSA7f", "2016Q2", "ImspTQPwCqd", "81.1"],
    ["eTDtyyaSA7f", "2016Q1", "ImspTQPwCqd", "74.7"],
    ["FbKK4ofIv5R", "2016Q2", "ImspTQPwCqd", "88.9"],
    ["FbKK4ofIv5R", "2016Q1", "ImspTQPwCqd", "84.0"],
]


def answer(order=NAMES, rows=ROWS, **more) -> bytes:
    places = [NAMES.index(name) for name in order]
    return json.dumps(
        {
            "headers": [{"name": name, "column": name.title()} for name in order],
            "rows": [[row[place] for place in places] for row in rows],
            **more,
        }
    ).encode()


def test_the_published_sample():
    rows = read_dhis2(answer()).rows
    assert sorted(row.value for row in rows) == [Decimal(v) for v in ("74.7", "81.1", "84.0", "88.9")]
    assert {row.period for row in rows} == {"2016-Q1", "2016-Q2"}


@pytest.mark.parametrize("order", [("value", "pe", "dx", "ou"), ("ou", "value", "dx", "pe")])
def test_shuffled_headers_mean_the_same(order):
    assert read_dhis2(answer(order)) == read_dhis2(answer())


def test_a_csv_with_quoted_values():
    content = b'"Data","Period","Organisation unit","Value"\n"a","202601","x","12.5"\n'
    (row,) = read_dhis2(content).rows
    assert (row.data, row.period, row.unit, row.value) == ("a", "2026-01", "x", Decimal("12.5"))


def test_a_decimal_comma_where_semicolons_divide():
    (row,) = read_dhis2(b"Data;Period;Organisation unit;Value\na;202601;x;12,5\n").rows
    assert row.value == Decimal("12.5")


def test_blank_is_missing_and_not_zero():
    (row,) = read_dhis2(answer(rows=[["a", "202601", "x", ""]])).rows
    assert row.value is None


def test_an_error_of_the_server_refuses_all_with_its_message():
    body = json.dumps({"errorCode": "E7124", "message": "Data dimension not found"}).encode()
    with pytest.raises(Dhis2Refused, match=r"409 E7124.*Data dimension not found"):
        read_dhis2(body, status=409)


def test_months_beside_quarters_are_refused():
    rows = [["a", "2026Q1", "x", "1"], ["a", "202604", "x", "2"]]
    with pytest.raises(Dhis2Refused, match="bercampur"):
        read_dhis2(answer(rows=rows))


@pytest.mark.parametrize(
    "meta", [{"names": {"x": "Plaju"}}, {"items": {"x": {"name": "Plaju"}}, "dimensions": {}}]
)
def test_names_of_old_and_new_servers(meta):
    assert read_dhis2(answer(metaData=meta)).names == {"x": "Plaju"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{}", "headers"),
        (b'{"headers": [1], "rows": []}', "name"),
        (b'{"headers": [', "JSON"),
        (b'{"headers": [{"name": "dx"}], "rows": [1]}', "daftar"),
        (b"Data,Period,Organisation unit,Value\na,202601\n", "lebih pendek"),
        (b"", "kosong"),
        (b"Data,Value\na,1\n", "pe, ou"),
        (answer(rows=[["a", "LAST_12_MONTHS", "x", "1"]]), "LAST_12_MONTHS"),
        (answer(rows=[["a", "202613", "x", "1"]]), "202613"),
        (answer(rows=[["a", "202601", "x", "NaN"]]), "bukan angka"),
        (answer(rows=[["a", "202601", "x", "many"]]), "bukan angka"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_place(content, said):
    with pytest.raises(Dhis2Refused, match=said):
        read_dhis2(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["headers", "rows", "metaData", "items", "name", "x"]), inner)
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_any_json_is_an_answer_or_a_message(rows, meta):
    headers = [{"name": name} for name in NAMES]
    for data in (rows, {"headers": headers, "rows": rows, "metaData": meta}):
        try:
            read_dhis2(json.dumps(data).encode())
        except Dhis2Refused as error:
            assert str(error)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_answer_or_a_message(content):
    try:
        read_dhis2(content)
    except Dhis2Refused as error:
        assert str(error)
