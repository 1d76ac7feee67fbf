"""Files that were made to bring a reader down; each is small and must be refused, not survived by luck."""

import io
import struct
import zipfile
import zlib

_TYPES = "<Types/>"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORKBOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def package(parts: dict[str, str | bytes], types: str = _TYPES) -> bytes:
    """A package of parts by their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet(rows: str, *, before: str = "", styles: str = "", workbook: str = WORKBOOK) -> bytes:
    """A workbook of one sheet whose rows are written by hand."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/workbook.xml", workbook)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        if styles:
            archive.writestr("xl/styles.xml", f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>')
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>',
        )
    return stream.getvalue()


def _sparse() -> bytes:
    return sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )


def _hidden_sparse() -> bytes:
    """The same, written so that a quick look does not see how far it reaches."""
    return sheet(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD&#49;048576'><v>1</v></c></row>"
    )


def _bomb_of_zeros() -> bytes:
    return package({"xl/workbook.xml": "<x/>", "xl/sheet.xml": b"0" * 450 * 1024 * 1024})


def _png_of_gigabytes() -> bytes:
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0)
        + b"IDAT"
        + struct.pack(">I", zlib.crc32(b"IDAT"))
    )


def _pdf_without_pages() -> bytes:
    objects = b"".join(b"%d 0 obj<</A %d 0 R/B[[[]]]>>endobj\n" % (n, n + 1) for n in range(1, 30_000))
    return b"%PDF-1.7\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF"


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return sheet("", workbook=f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><x>&e11;</x>')


def _deep() -> bytes:
    return package({"xl/workbook.xml": "<x>" * 2_000_000})


HOSTILE: dict[str, bytes] = {
    "sparse.xlsx": _sparse(),
    "sparse-hidden.xlsx": _hidden_sparse(),
    "bomb.xlsx": _bomb_of_zeros(),
    "laughs.xlsx": _laughs(),
    "deep.xlsx": _deep(),
    "cut.xlsx": _sparse()[:700],
    "cut.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "picture.png": _png_of_gigabytes(),
    "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JF",
    "objects.pdf": _pdf_without_pages(),
    "cut.pdf": b"%PDF-1.7\n1 0 obj<</Type/Cat",
    "binary.bin": bytes(range(256)) * 40,
}
# For what reads JSON; as evidence or as a table they are text like any other.
HOSTILE_ANSWERS: dict[str, bytes] = {
    "deep.json": b'{"headers":' + b"[" * 1_000_000,
    "wide.json": b'{"headers":[],"rows":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "huge-number.json": b'{"headers":[{"name":"dx"},{"name":"pe"},{"name":"ou"},{"name":"value"}],'
    b'"rows":[["dx1","202601","KEC",' + b"9" * 100_000 + b"]]}",
    "infinite.json": b'{"headers":[{"name":"dx"},{"name":"pe"},{"name":"ou"},{"name":"value"}],'
    b'"rows":[["dx1","202601","KEC",Infinity]]}',
    "list.json": b"[1, 2]",
    "cut.json": b'{"headers": [{"name": "dx"',
}
