"""Files of which no importer may make anything but their reason, as programs and offices produce them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.support.awkward import Sample, as_ods, as_xlsx
from tests.support.old_excel import as_xls, compound_file

Made = Callable[[Sample], bytes]
_PASSWORD = Path(__file__).parent.parent / "tables" / "files" / "password.xlsx"


def _page(before: bytes) -> Made:
    return lambda _sample: before + b"<tr><td>NIP</td><td>NAMA</td></tr></table></body></html>"


def _hidden(hide: Callable[[xlsxwriter.worksheet.Worksheet, Sample], object]) -> Made:
    def made(sample: Sample) -> bytes:
        stream = io.BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            page = book.add_worksheet("Data")
            for line, cells in enumerate(sample.lines):
                for place, cell in enumerate(cells):
                    page.write(line, place, "" if cell is None else str(cell))
            hide(page, sample)
        return stream.getvalue()

    return made


def _hide_alternate_rows(page: xlsxwriter.worksheet.Worksheet, sample: Sample) -> None:
    for line in range(2, len(sample.rows) + 1, 2):
        page.set_row(line, None, None, {"hidden": True})


def _hide_in_open_document(sample: Sample) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_ods(sample.lines))) as read, zipfile.ZipFile(stream, "w") as out:
        for name in read.namelist():
            part = read.read(name).decode()
            head, last, tail = part.rpartition("<table:table-row>")
            hidden = f'{head}<table:table-row table:visibility="filter">{tail}'
            out.writestr(name, hidden if last else part)
    return stream.getvalue()


def _encrypted_open_document(_sample: Sample) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
            '<manifest:encryption-data manifest:checksum="AAAA"/></manifest:file-entry></manifest:manifest>',
        )
        archive.writestr("content.xml", bytes(range(256)) * 4)
    return stream.getvalue()


def _encrypted_archive(sample: Sample) -> bytes:
    """An XLSX whose parts were packed with a password: every entry carries the mark of encryption."""
    content = bytearray(as_xlsx({"Data": sample.lines}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


UNREADABLE: dict[str, tuple[str, dict[str, Made]]] = {
    "hidden": (
        "menyembunyikan isi",
        {
            "a row": _hidden(lambda page, _sample: page.set_row(1, None, None, {"hidden": True})),
            "rows between": _hidden(_hide_alternate_rows),
            "a column": _hidden(lambda page, _sample: page.set_column(1, 1, None, None, {"hidden": True})),
            "the last columns": _hidden(
                lambda page, sample: page.set_column(2, len(sample.headers) - 1, None, None, {"hidden": 1})
            ),
            "filtered in an open document": _hide_in_open_document,
        },
    ),
    "web page": (
        "halaman web atau dokumen",
        {
            "doctype": _page(b"<!DOCTYPE html><html><body><table>"),
            "table alone": _page(b"<table border=1>"),
            "after a mark and blank lines": _page(b"\xef\xbb\xbf\r\n\r\n<html><table>"),
            "after a comment": _page(b"<!-- SIMPEG --><html><table>"),
            "style first": _page(b"<style>td{mso-number-format:'\\@'}</style><table>"),
            "division": _page(b'<div class="report"><table>'),
            "XML spreadsheet": _page(b'<?xml version="1.0"?><Workbook><Worksheet>'),
            "saved page": _page(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html><table>"),
            "UTF-16": lambda _sample: "<html><body><table><tr><td>NIP</td></tr></table>".encode("utf-16"),
        },
    ),
    "password": (
        "berkata sandi",
        {
            "Excel": lambda _sample: _PASSWORD.read_bytes(),
            "another Excel": lambda _sample: compound_file(
                {"EncryptionInfo": bytes(80), "EncryptedPackage": bytes(5000)}
            ),
            "old Excel": lambda sample: as_xls({"Data": sample.lines}, password=True),
            "open document": _encrypted_open_document,
            "parts of an archive": _encrypted_archive,
        },
    ),
    "empty": (
        "kosong|tidak berisi|hanya berisi|tidak ada|tanpa pegawai|Judul kolom tidak ditemukan|memerlukan",
        {
            "nothing": lambda _sample: b"",
            "blanks": lambda _sample: b" \r\n\t\r\n ",
            "a mark alone": lambda _sample: b"\xef\xbb\xbf",
            "separators": lambda _sample: b";;;;\r\n;;;;\r\n",
            "an empty sheet": lambda _sample: as_xlsx({"Sheet1": []}),
            "an empty old sheet": lambda _sample: as_xls({"Sheet1": []}),
            "an empty open document": lambda _sample: as_ods([]),
            "a heading alone": lambda sample: as_xlsx({"Data": [sample.headers]}),
            "a title alone": lambda _sample: as_xlsx({"Data": [["DAFTAR PEGAWAI"]]}),
        },
    ),
}
