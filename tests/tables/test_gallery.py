"""Files as offices really send them: each is read rightly or refused with a message."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.tables.cells import CellError, choice, day, digits, number, text
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, UnreadableTable, read_table
from terukur.tables.writing import to_csv, to_xlsx

KNOWN = ("NIP", "NAMA", "NILAI")


def read(content, known=KNOWN):
    return read_table(content, filename="uji.csv", known_headers=known)


def row(value):
    return Row(7, {"nilai": value})


def sheet(cells, merged=()):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet()
        for span, words in merged:
            page.merge_range(span, words)
        for place, value in cells.items():
            page.write(place, value)
    return stream.getvalue()


def test_semicolons_and_decimal_commas():
    table = read(b"NIP;NAMA;NILAI\n1;Ani;12,5\n")
    assert number(table.rows[0], "NILAI") == Decimal("12.5")


def test_a_file_in_windows_encoding():
    assert read("NIP;NAMA\n1;Andr\xe9\n".encode("cp1252")).rows[0].cells["nama"] == "André"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_with_a_byte_order_mark(encoding):
    assert read("NIP,NAMA\n1,Ani\n".encode(encoding)).rows[0].cells["nama"] == "Ani"


def test_titles_and_merged_cells_above_the_header():
    content = sheet(
        {"A3": "NIP", "B3": "NAMA", "C3": "NILAI", "A4": "1", "B4": "Ani", "C4": 3},
        merged=[("A1:C1", "LAPORAN"), ("B2:C2", "Data")],
    )
    table = read(content)
    assert (table.header_line, table.rows[0].line, table.rows[0].cells["nilai"]) == (3, 4, 3)


def test_names_of_columns_in_any_spelling():
    assert normalize_header(" N.I.P.\nAtasan ") == normalize_header("nip_atasan") == "nip atasan"


def test_an_xlsx_that_is_not_one():
    with pytest.raises(UnreadableTable, match="bukan XLSX"):
        read(b"PK\x03\x04 this is no archive")


def test_a_web_page_called_a_spreadsheet():
    with pytest.raises(UnreadableTable, match="halaman web"):
        read(b"<html><table><tr><td>NIP</td></tr></table></html>")


def test_thirty_megabytes_of_one_line():
    with pytest.raises(UnreadableTable, match="lebih panjang"):
        read(b"a" * (30 * 1024 * 1024))


def test_more_than_thirty_megabytes():
    with pytest.raises(UnreadableTable, match="30 MB"):
        read(b"a" * (30 * 1024 * 1024 + 1))


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\x00\x01\x02" * 50])
def test_empty_and_binary_files(content):
    with pytest.raises(UnreadableTable):
        read(content)


def test_a_decimal_comma_in_a_comma_file_is_named_by_its_line():
    with pytest.raises(UnreadableTable, match="Baris 2"):
        read(b"NIP,NAMA,NILAI\n1,Ani,12,5\n")


def test_the_same_column_twice():
    with pytest.raises(UnreadableTable, match="dua kali"):
        read(b"NIP,NAMA,nip\n1,Ani,2\n")


def test_a_bomb_of_zeros():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(5):
            archive.writestr(f"xl/part{part}.xml", b"0" * (90 * 1024 * 1024))
    with pytest.raises(UnreadableTable, match="tidak wajar"):
        read(stream.getvalue())


def test_quoted_line_breaks_keep_the_line_of_the_record():
    table = read(b'NIP,NAMA\n1,"Ani\nSari"\n2,Budi\n')
    assert [entry.line for entry in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("85 %", "85"),
        ("0,125", "0.125"),
        ("-3", "-3"),
    ],
)
def test_numbers_as_people_write_them(written, meant):
    assert number(row(written), "NILAI") == Decimal(meant)


@pytest.mark.parametrize("written", ["1.234", "12,345", "Rp 1.000", "nan", "=1+1", "1e5", "1,2,3"])
def test_what_could_mean_two_things_or_nothing_is_refused(written):
    with pytest.raises(CellError, match="Baris 7"):
        number(row(written), "NILAI")


def test_a_number_in_a_spreadsheet_that_has_lost_its_digits():
    with pytest.raises(CellError, match="Teks"):
        digits(row(Decimal("198609262015051000")), "NILAI")


def test_a_failed_formula():
    with pytest.raises(CellError, match="rumus"):
        text(row("#REF!"), "NILAI")


@pytest.mark.parametrize("written", ["2026-03-31", "31/03/2026", "31-3-2026", "31 Maret 2026"])
def test_dates_as_people_write_them(written):
    span = {"earliest": date(2020, 1, 1), "latest": date(2027, 1, 1)}
    assert day(row(written), "NILAI", **span) == date(2026, 3, 31)


def test_a_date_in_2062():
    span = {"earliest": date(2020, 1, 1), "latest": date(2027, 1, 1)}
    with pytest.raises(CellError, match="2062"):
        day(row("31-03-2062"), "NILAI", **span)


def test_a_word_that_is_not_in_the_list_is_answered_with_the_list():
    with pytest.raises(CellError, match="PNS, PPPK"):
        choice(row("Honorer"), "NILAI", allowed={"PNS": 1, "PPPK": 2})


def test_what_we_write_never_acts_as_a_formula():
    assert b"'=cmd" in to_csv(["a"], [["=cmd|' /C calc'!A0"]])


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda word: word[0] not in "=+-@'’`\"<%"
)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=8), st.sampled_from([to_csv, to_xlsx]))
def test_what_is_written_is_read_again(rows, write):
    table = read(write(["NIP", "NAMA"], rows))
    assert [tuple(entry.cells.values()) for entry in table.rows] == rows


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_table_or_a_message(content):
    try:
        read(content)
    except UnreadableTable as error:
        assert str(error)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_spreadsheet_is_a_table_or_a_message(changes):
    content = bytearray(to_xlsx(["NIP", "NAMA"], [["1", "Ani"]]))
    for place, value in changes:
        content[place % len(content)] = value
    try:
        read(bytes(content))
    except UnreadableTable as error:
        assert str(error)
