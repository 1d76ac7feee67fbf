"""Small files that are made to cost their reader much."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator

_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each."""
    yield "jarang.xlsx", _workbook(_cell("A1") + _cell("XFD1048576", row=1_048_576))
    yield "bom.xlsx", _workbook(_cell("A1"), padding=40_000_000)
    yield "sudut.docx", _archive({"word/document.xml": b"<" * 160_000})
    yield "sudut.html", b"<" * 160_000
    yield "dalam.json", b"[" * 100_000
    yield "lebar.csv", b";".join([b"NIP"] * 200_000) + b"\n" + b"1;" * 200_000
    yield "satu-baris.csv", b"NIP,NAMA\n" + b"9" * 3_000_000
    yield "besar.png", _huge_picture()
    yield "putus.pdf", b"%PDF-1.7\n1 0 obj\n<< /Length 999999999 >>\nstream\n" + b"\0" * 2_000
    yield "bersarang.zip", _nested(8)
    yield "bukan.xlsx", b"PK\x03\x04" + b"\xff" * 4_000
    yield "angka.json", json.dumps({"headers": [], "rows": [["9" * 5_000]] * 200}).encode()
    yield "nol.csv", b"\0" * 100_000
    yield "kosong.xlsx", b""


def _cell(place: str, *, row: int = 1) -> str:
    return f'<row r="{row}"><c r="{place}" t="inlineStr"><is><t>NIP</t></is></c></row>'


def _workbook(rows: str, *, padding: int = 0) -> bytes:
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{" " * padding}</worksheet>'
    return _archive(
        {
            "[Content_Types].xml": _CONTENT_TYPES.encode(),
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        }
    )


def _archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _nested(depth: int) -> bytes:
    content = b"\0" * 1_000_000
    for level in range(depth):
        content = _archive({f"{level}-{copy}.zip": content for copy in range(4)})
    return content


def _huge_picture() -> bytes:
    size = (100_000).to_bytes(4, "big")
    head = b"IHDR" + size + size + b"\x08\x02\0\0\0"
    data = b"IDAT" + zlib.compress(b"\0" * 10_000)
    chunks = (head, data, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") for chunk in chunks
    )
