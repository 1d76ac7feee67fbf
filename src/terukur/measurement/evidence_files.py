"""What an evidence file really is, told by its content; what it must not carry.

A file is taken for what its bytes say, never for its name. Anything that a program could run is
refused, and what looks like identity numbers of citizens is asked about before it is kept.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date

from terukur.tables.reading import UnreadableTable, sheet_rows

_LARGEST_UNPACKED = 200 * 1024 * 1024
_LARGEST_PART = 20 * 1024 * 1024
_OFFICE = {"word/": "dokumen Word", "xl/": "lembar kerja", "ppt/": "presentasi"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_PDF_ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/RichMedia")
_ACTIVE_PARTS = re.compile(
    r"(vbaProject\.bin|/activeX/|/embeddings/|oleObject|\.exe$|Basic/|Scripts/)", re.I
)
_NIK = re.compile(r"(?<!\d)\d{6}(\d{2})(\d{2})(\d{2})\d{4}(?!\d)")
_PATIENTS = re.compile(
    r"\b(nama (pasien|anak|bayi|balita|ibu)|no(mor)?[ .]*(rm|rekam medis|kk|bpjs)|rekam medis|"
    r"tgl[ .]*lahir|tanggal lahir|nik|diagnos[ai]s?)\b",
    re.I,
)
_HEADINGS_OF_A_LIST = 2
ACCEPTED = "PDF, JPEG, PNG, WebP, Word, Excel, PowerPoint, OpenDocument, CSV, atau teks"


class EvidenceFileRefused(ValueError):
    """The file is not kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is, how many numbers look like a NIK, and whether it reads like a list of patients."""

    kind: str
    citizen_numbers: int
    lists_patients: bool = False


def inspect_evidence(content: bytes) -> Inspected:
    """The kind of a file by its content, after looking for what it must not carry.

    :raises EvidenceFileRefused: for other kinds than ``ACCEPTED``, and for active content.
    """
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    for signature, kind in ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG")):
        if content.startswith(signature):
            return Inspected(kind, 0)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Inspected("WebP", 0)
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    return _text(content)


def _pdf(content: bytes) -> Inspected:
    found = next(
        (mark for mark in _PDF_ACTIVE if re.search(re.escape(mark) + rb"\b", content)), None
    )
    if found is not None:
        raise EvidenceFileRefused(
            f"PDF ini memuat isi aktif ({found.decode()[1:]}). Cetak ulang ke PDF biasa, lalu unggah lagi."
        )
    return Inspected("PDF", count_citizen_numbers(content.decode("latin-1")))


def _package(content: bytes) -> Inspected:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = package.namelist()
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST_UNPACKED:
                raise EvidenceFileRefused("Isi berkas ini tidak wajar besarnya setelah dibuka.")
            kind = _package_kind(package, names)
            active = next((name for name in names if _ACTIVE_PARTS.search(name)), None)
            text = "" if active else _package_text(package)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        if isinstance(error, EvidenceFileRefused):
            raise
        raise EvidenceFileRefused(
            "Berkas ini rusak atau terkunci sandi. Simpan ulang tanpa sandi."
        ) from error
    if active is not None:
        raise EvidenceFileRefused(
            f"Berkas ini memuat makro atau objek ({active}). Simpan sebagai PDF, lalu unggah lagi."
        )
    numbers = count_citizen_numbers(text)
    numbers += _cell_numbers(content) if kind == "lembar kerja" else 0
    return Inspected(kind, numbers, lists_patients(text))


def _package_kind(package: zipfile.ZipFile, names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return kind
    if "mimetype" in names and package.read("mimetype").startswith(_OPEN_DOCUMENT):
        return "OpenDocument"
    raise EvidenceFileRefused(f"Arsip ZIP tidak diterima. Unggah berkasnya sendiri: {ACCEPTED}.")


def _package_text(package: zipfile.ZipFile) -> str:
    parts = [
        package.read(entry).decode("utf-8", "replace")
        for entry in package.infolist()
        if entry.filename.endswith(".xml") and entry.file_size < _LARGEST_PART
    ]
    # Words are cut into runs by markup; numbers are read across it.
    return "\n".join(re.sub(r"<[^>]+>", " ", part) for part in parts)


def _cell_numbers(content: bytes) -> int:
    """Numbers in cells: a spreadsheet keeps sixteen digits as 3.27e15."""
    try:
        cells = [cell for _line, row in sheet_rows(content, "bukti") for cell in row]
    except UnreadableTable:
        return 0
    written = (f"{cell:.0f}" for cell in cells if isinstance(cell, float) and cell >= 1e15)
    return count_citizen_numbers("\n".join(written))


def _text(content: bytes) -> Inspected:
    text = content.decode("utf-8-sig", "replace")
    start = text.lstrip()[:300].lower()
    if b"\x00" in content or text.count("�") > max(3, len(text) // 50):
        raise EvidenceFileRefused(f"Jenis berkas ini tidak diterima. Unggah {ACCEPTED}.")
    if start.startswith(("<", "#!", "mz")) or "<script" in text.lower():
        raise EvidenceFileRefused(
            f"Halaman web, gambar SVG, dan skrip tidak diterima. Cetak ke PDF, atau unggah {ACCEPTED}."
        )
    return Inspected("teks", count_citizen_numbers(text), lists_patients(text))


def lists_patients(text: str) -> bool:
    """Whether a text has the headings of a list of patients: two of name, birth date, record number …"""
    found = {match.group(0).casefold() for match in _PATIENTS.finditer(text)}
    return len(found) >= _HEADINGS_OF_A_LIST


def count_citizen_numbers(text: str) -> int:
    """How many 16-digit numbers carry a birth date where a NIK does (women's days are 41 to 71)."""
    return sum(
        1 for match in _NIK.finditer(text) if _is_birth(*(int(part) for part in match.groups()))
    )


def _is_birth(day: int, month: int, year: int) -> bool:
    day = day - 40 if day > 40 else day
    try:
        # Only day and month are told by two digits of the year; a leap year allows 29 February.
        date(2000 if year % 4 == 0 else 2001, month, day)
    except ValueError:
        return False
    return True
