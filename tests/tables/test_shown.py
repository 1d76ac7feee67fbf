"""Cells mean what they show: percentages, hidden parts, stale formulas, days counted from 1904."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from terukur.tables.cells import CellError, day, number, text
from terukur.tables.reading import UnreadableTable, read_table, sheet_names
from terukur.tables.streaming import stream_records
from tests.support.hostile_files import WORKBOOK, sheet

FILES = Path(__file__).parent / "files"
FORMATS = (
    '<numFmts><numFmt numFmtId="170" formatCode="0.0&quot;%&quot;"/>'
    '<numFmt numFmtId="171" formatCode="0.00%;[Red]-0.00%"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>'
)

HEADINGS = '<row r="1"><c r="A1" t="str"><v>SATU</v></c><c r="B1" t="str"><v>DUA</v></c></row>'


def table(content, **how):
    return read_table(content, filename="uji.xlsx", **how)


def streamed(content):
    return [row for _line, row in stream_records(io.BytesIO(content), filename="uji.xlsx")]


def written(fill, **options):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, options) as book:
        fill(book)
    return stream.getvalue()


def open_document(rows, *, columns="", hidden_sheet=False):
    """A spreadsheet as LibreOffice writes it, without what nobody reads."""
    style = (
        '<office:automatic-styles><style:style style:name="t" style:family="table">'
        f'<style:table-properties table:display="{"false" if hidden_sheet else "true"}"/>'
        "</style:style></office:automatic-styles>"
    )
    space = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content {space} office:version="1.3">{style}<office:body>'
            f'<office:spreadsheet><table:table table:name="Data" table:style-name="t">{columns}{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return stream.getvalue()


def od_row(*cells, visibility=""):
    shown = f' table:visibility="{visibility}"' if visibility else ""
    return f"<table:table-row{shown}>{''.join(cells)}</table:table-row>"


def od_cell(value, kind="float", formula=""):
    formula = f' table:formula="{formula}"' if formula else ""
    if kind == "string":
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    if not kind:
        return f"<table:table-cell{formula}/>"
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"{formula}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


@pytest.mark.parametrize(
    ("name", "shown"), [("percent.xlsx", ["95", "90"]), ("percent-by-month.xlsx", ["72.4"])]
)
def test_a_percentage_is_what_the_cell_shows(name, shown):
    content = (FILES / name).read_bytes()
    assert [row.cells["nilai"] for row in table(content).rows] == [Decimal(v) for v in shown]
    assert [row[2] for row in streamed(content)[1:]] == shown


def test_a_percent_target_of_a_plan_is_not_a_hundredth():
    content = (FILES / "plan-percent.xlsx").read_bytes()
    assert table(content).rows[0].cells["target"] == 95


@pytest.mark.parametrize("quote", ['"', "'"])
def test_only_a_percent_sign_that_scales_counts(quote):
    """A sign in quotation marks is text; the quick look and the walk agree."""
    row = '<row r="2"><c r="A2" s="2"><v>72.4</v></c><c r="B2" s="3"><v>0.724</v></c></row>'
    content = sheet(HEADINGS + row.replace('"', quote), styles=FORMATS)
    assert list(table(content).rows[0].cells.values()) == [Decimal("72.4"), Decimal("72.4")]


def test_a_percentage_before_its_style_is_found_too():
    row = '<row r="2"><c t="n" s="1" r="A2"><v>0.95</v></c><c r="B2" t="n" s="1"><v>1</v></c></row>'
    (found,) = table(sheet(HEADINGS + row, styles=FORMATS)).rows
    assert list(found.cells.values()) == [95, 100]


def test_the_sheet_that_is_seen_is_read():
    content = (FILES / "hidden-sheet.xlsx").read_bytes()
    assert sheet_names(content, "uji.xlsx") == ["baru"]
    assert table(content).rows[0].cells["nilai"] == 88
    assert streamed(content)[1][2] == "88"


def test_only_hidden_sheets_are_refused():
    hidden = sheet(HEADINGS, workbook=WORKBOOK.replace('sheetId="1"', 'sheetId="1" state="veryHidden"'))
    with pytest.raises(UnreadableTable, match="tersembunyi"):
        table(hidden)


def _hidden_row(book):
    page = book.add_worksheet("Data")
    for row in range(4):
        page.write_row(row, 0, (row, "isi"))
    page.set_row(2, None, None, {"hidden": True})


def _hidden_column(book):
    page = book.add_worksheet("Data")
    page.write_row(0, 0, ("NIP", "LAMA", "NILAI"))
    page.set_column("B:B", None, None, {"hidden": True})


@pytest.mark.parametrize(
    ("fill", "named"), [(_hidden_row, "baris 3"), (_hidden_column, "kolom B")], ids=["row", "column"]
)
def test_hidden_content_is_refused_by_place(fill, named):
    content = written(fill)
    with pytest.raises(UnreadableTable, match=named):
        table(content)
    with pytest.raises(UnreadableTable, match=named):
        streamed(content)


def test_hidden_rows_and_columns_without_content_are_nothing():
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("NIP", "NILAI"))
        page.set_column("D:XFD", None, None, {"hidden": True})
        page.set_row(500, None, None, {"hidden": True})

    assert table(written(fill)).headers == ("NIP", "NILAI")


@pytest.mark.parametrize("formula", ["<f>B1*2</f>", '<f t="shared" si="0"/>'], ids=["its own", "shared"])
def test_a_formula_without_a_value_is_refused_by_its_cell(formula):
    content = sheet(
        '<row r="1"><c r="A1" t="str"><v>NILAI</v></c><c r="B1" t="str"><v>KET</v></c></row>'
        f'<row r="2"><c r="A2">{formula}</c><c r="B2"><f>1+1</f><v>2</v></c></row>'
    )
    (row,) = table(content).rows
    assert row.cells["ket"] == 2
    with pytest.raises(CellError, match="Baris 2, kolom NILAI: berisi rumus yang belum dihitung"):
        number(row, "NILAI")


def test_values_that_wait_for_a_calculation_are_not_relied_upon():
    """XlsxWriter writes 0 for every formula, and asks the program that opens the file to calculate."""

    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("NILAI",))
        page.write_formula(1, 0, "=40+2")

    (row,) = table(written(fill)).rows
    with pytest.raises(CellError, match="belum dihitung"):
        number(row, "NILAI")


def test_an_error_is_an_error_and_no_empty_cell():
    content = sheet(
        '<row r="1"><c r="A1" t="str"><v>NILAI</v></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    (row,) = table(content).rows
    assert row.cells["nilai"] == "#DIV/0!"
    with pytest.raises(CellError, match="rumus yang gagal"):
        text(row, "NILAI")


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_and_moments_are_those_that_are_shown(since_1904):
    def fill(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ("TANGGAL", "SAAT", "JAM"))
        shown = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        page.write_datetime(1, 0, date(2026, 3, 31), shown)
        page.write_datetime(1, 1, datetime(2026, 3, 31, 10, 30), shown)
        page.write_number(1, 2, 0.5, book.add_format({"num_format": "hh:mm"}))

    content = written(fill, date_1904=since_1904)
    (row,) = table(content).rows
    assert dict(row.cells) == {
        "tanggal": date(2026, 3, 31),
        "saat": datetime(2026, 3, 31, 10, 30),
        "jam": "12:00:00",
    }
    assert text(row, "SAAT") == "2026-03-31 10:30:00"
    found = day(row, "SAAT", earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
    assert (type(found), found) == (date, date(2026, 3, 31))
    assert streamed(content)[1] == ["2026-03-31", "2026-03-31 10:30:00", "12:00:00"]


def test_text_that_looks_like_a_number_keeps_its_digits_without_the_mark_of_a_text():
    def fill(book):
        book.add_worksheet().write_column(0, 0, ("NIP", "'0012", "1.234,5"))

    rows = table(written(fill, strings_to_numbers=False)).rows
    assert [row.cells["nip"] for row in rows] == ["0012", "1.234,5"]


def test_an_open_document_shows_its_percentages():
    content = open_document(od_row(od_cell("NILAI", "string")) + od_row(od_cell("0.724", "percentage")))
    assert table(content).rows[0].cells["nilai"] == Decimal("72.4")


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        (od_row(od_cell("A", "string")) + od_row(od_cell(1), visibility="filter"), "", "baris 2"),
        (od_row(od_cell("A", "string")), '<table:table-column table:visibility="collapse"/>', "kolom A"),
        (
            od_row(
                '<table:table-cell table:number-columns-repeated="9000" office:value-type="float" '
                'office:value="1"/>'
            ),
            "",
            "300 kolom",
        ),
    ],
    ids=["row", "column", "wide"],
)
def test_an_open_document_hides_nothing(rows, columns, said):
    with pytest.raises(UnreadableTable, match=said):
        table(open_document(rows, columns=columns))


def test_an_open_document_with_a_formula_never_calculated():
    content = open_document(
        od_row(od_cell("NILAI", "string"), od_cell("B", "string"))
        + od_row(od_cell("", "", "of:=1+1"), od_cell(2))
    )
    with pytest.raises(CellError, match="belum dihitung"):
        number(table(content).rows[0], "NILAI")


def test_a_password_is_told():
    with pytest.raises(UnreadableTable, match="sandi"):
        table((FILES / "password.xlsx").read_bytes())
