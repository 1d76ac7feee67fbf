"""The kind of an evidence file, found from its content, and what it must not contain.

The kind comes from the bytes, never from the name. Anything that a program could run is refused, and numbers
that look like identity numbers of citizens cause a question before the file is kept. The bytes are read by a
confined child; here only the first of them choose its reader.
"""

import re
from dataclasses import dataclass
from datetime import date

from terukur.confined.parent import ChildLimits, read_all
from terukur.confined.refusal import FileRefused

_FOLDER = "terukur.measurement.foreign"
_READERS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "package",
    b"\xff\xd8\xff": "picture",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"RIFF": "picture",
    b"\xd0\xcf\x11\xe0": "old_office",
}
_LIMITS = ChildLimits(memory=768 * 1024 * 1024, processor=15, wall=45, output=64 * 1024)
_NIK = re.compile(r"(?<!\d)\d{6}(\d{2})(\d{2})(\d{2})\d{4}(?!\d)")
_PATIENTS = re.compile(
    r"\b(nama (pasien|anak|bayi|balita|ibu)|no(mor)?[ .]*(rm|rekam medis|kk|bpjs)|rekam medis|"
    r"tgl[ .]*lahir|tanggal lahir|nik|diagnos[ai]s?)\b",
    re.I,
)
_HEADINGS_OF_A_LIST = 2
ACCEPTED = "PDF, JPEG, PNG, WebP, Word, Excel, PowerPoint, OpenDocument, CSV, atau teks"


class EvidenceFileRefused(FileRefused):
    """The file is not kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """The kind of a file, how many numbers look like a NIK, and whether it reads like a list of patients.

    ``extent``: the points of a picture's shorter side; of a PDF 1 where a page has content.
    """

    kind: str
    citizen_numbers: int
    lists_patients: bool = False
    extent: int = 0


def inspect_evidence(content: bytes) -> Inspected:
    """Return the kind of a file by its content, after a search for forbidden content.

    :raises EvidenceFileRefused: for other kinds than ``ACCEPTED``, for active content, and for a file that
        cannot be searched within its limits.
    """
    reader = next((name for start, name in _READERS.items() if content.startswith(start)), "text")
    try:
        ((kind, numbers, patients, *extent),) = read_all(f"{_FOLDER}.{reader}:read", content, limits=_LIMITS)
    except FileRefused as error:
        raise EvidenceFileRefused(str(error)) from error
    return Inspected(str(kind), int(numbers), bool(patients), int(extent[0]) if extent else 0)


def lists_patients(text: str) -> bool:
    """Return whether a text has two headings of a list of patients: name, birth date, record number …"""
    found = {match.group(0).casefold() for match in _PATIENTS.finditer(text)}
    return len(found) >= _HEADINGS_OF_A_LIST


def count_citizen_numbers(text: str) -> int:
    """Return how many 16-digit numbers have a birth date where a NIK has it (women's days are 41 to 71)."""
    return sum(1 for match in _NIK.finditer(text) if _is_birth(*(int(part) for part in match.groups())))


def _is_birth(day: int, month: int, year: int) -> bool:
    day = day - 40 if day > 40 else day
    try:
        # Only day and month are told by two digits of the year; a leap year allows 29 February.
        date(2000 if year % 4 == 0 else 2001, month, day)
    except ValueError:
        return False
    return True
