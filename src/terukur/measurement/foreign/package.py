"""Evidence that is a package of parts: documents of Office and OpenDocument."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from terukur.measurement.evidence_files import (
    ACCEPTED,
    EvidenceFileRefused,
    count_citizen_numbers,
    lists_patients,
)
from terukur.tables.foreign.markup import walk
from terukur.tables.foreign.shown import MAX_AREA, column_number
from terukur.tables.reading import UnreadableTable

_LARGEST_UNPACKED = 200 * 1024 * 1024
_LARGEST_PART = 60 * 1024 * 1024
_MOST_PARTS = 5_000
_OFFICE = {"word/": "dokumen Word", "xl/": "lembar kerja", "ppt/": "presentasi"}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_ACTIVE_PARTS = re.compile(
    r"(vbaProject|vbaData|macrosheets/|dialogsheets/|/activeX/|/embeddings/|oleObject|\.exe$|\.bat$|Basic/|"
    r"Scripts/)",
    re.I,
)
_ACTIVE_TYPES = re.compile(r"(vbaProject|macroEnabled|macrosheet|activeX|oleObject|dialogsheet)", re.I)
_ACTIVE_ELEMENTS = {
    "ddeLink",
    "oleLink",
    "dde-connection-decl",
    "dde-source",
    "event-listener",
    "applet",
    "plugin",
}
# Everything else that leads outside is fetched when the document is opened, without asking.
_ASKED_FIRST = ("/hyperlink", "/externalLinkPath", "/externalLinkLongPath")
_FIELD = re.compile(r"\bDDE(AUTO)?\b", re.I)


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield kind, numbers that look like a NIK, and whether it reads like a list of patients.

    :raises EvidenceFileRefused: for macros, objects, content from outside, and other archives.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.read())) as package:
            text = _Text()
            kind = _kind(package)
            for entry in package.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    text.take(package.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, UnreadableTable) as error:
        raise EvidenceFileRefused(
            "Berkas ini rusak atau terkunci sandi. Simpan ulang tanpa sandi, lalu unggah lagi."
        ) from error
    yield [kind, count_citizen_numbers(text.written), lists_patients(text.written)]


def _kind(package: zipfile.ZipFile) -> str:
    entries, names = package.infolist(), package.namelist()
    sizes = [entry.file_size for entry in entries]
    if len(entries) > _MOST_PARTS or sum(sizes) > _LARGEST_UNPACKED or max(sizes, default=0) > _LARGEST_PART:
        raise EvidenceFileRefused("Isi berkas ini tidak wajar besarnya setelah dibuka.")
    active = next((name for name in names if _ACTIVE_PARTS.search(name)), None)
    if active is not None:
        raise _active(active)
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return kind
    if "mimetype" in names and package.read("mimetype").startswith(_OPEN_DOCUMENT):
        return "OpenDocument"
    raise EvidenceFileRefused(f"Arsip ZIP tidak diterima. Unggah berkasnya sendiri: {ACCEPTED}.")


def _active(what: str) -> EvidenceFileRefused:
    return EvidenceFileRefused(
        f"Berkas ini memuat makro atau objek ({what[:80]}). Simpan sebagai PDF, lalu unggah lagi."
    )


class _Text:
    """The text of all parts, read across the markup; active content and outside links are refused."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._fields: list[str] = []
        self._is_field = False
        self._last_row = self._last_column = 0

    @property
    def written(self) -> str:
        return " ".join(self._pieces)

    def take(self, part: bytes) -> None:
        """Read one part.

        :raises EvidenceFileRefused: for active content, links to outside, or cells too far apart.
        """
        self._fields = []
        walk(part, self._start, end=self._end, text=self._said)
        if _FIELD.search("".join(self._fields)):
            raise _active("medan DDE")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _ACTIVE_ELEMENTS:
            raise _active(name)
        if name == "Relationship":
            _refuse_outside(attributes)
        elif name in ("Override", "Default") and _ACTIVE_TYPES.search(attributes.get("ContentType", "")):
            raise _active(attributes["ContentType"])
        elif name == "c" and "r" in attributes:
            self._reach(attributes["r"])
        self._is_field = name == "instrText"
        for key, value in attributes.items():
            if key.endswith(":instr"):
                self._fields.append(value)
            elif key == "office:value":
                self._said(value)

    def _end(self, _name: str) -> None:
        self._is_field = False

    def _said(self, text: str) -> None:
        if self._is_field:
            self._fields.append(text)
        self._pieces.append(_unrounded(text))

    def _reach(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self._last_column = max(self._last_column, column_number(letters) + 1)
        self._last_row = max(self._last_row, int(reference[len(letters) :] or 1))
        if self._last_row * self._last_column > MAX_AREA:
            raise EvidenceFileRefused(
                f"Isi lembar kerja ini tersebar terlalu jauh (sampai sel {reference[:12]}). Salin "
                "bagian yang berisi data ke berkas baru, lalu unggah lagi."
            )


def _refuse_outside(attributes: Mapping[str, str]) -> None:
    kind = attributes.get("Type", "")
    if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith(_ASKED_FIRST):
        raise EvidenceFileRefused(
            f"Berkas ini mengambil sesuatu dari luar saat dibuka ({kind.rpartition('/')[2][:40]}). Simpan "
            "sebagai PDF, lalu unggah lagi."
        )


def _unrounded(text: str) -> str:
    """Return the text with sixteen digits that a spreadsheet keeps as 3.27E+15 written out."""
    if "E+" not in text and "e+" not in text and "E15" not in text:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number:.0f}" if 10**15 <= number < 10**16 else text
