"""Evidence that is a PDF: every object of it is examined, also those in compressed streams."""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from terukur.measurement.evidence_files import EvidenceFileRefused, count_citizen_numbers

_MOST_OBJECTS = 300_000
_FORBIDDEN_KEYS = {"/JS", "/JavaScript", "/EmbeddedFile", "/EmbeddedFiles", "/RichMediaContent", "/XFA"}
_FORBIDDEN_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
    "/GoTo3DView",
    "/Movie",
    "/Sound",
}
_FORBIDDEN_KINDS = {"/EmbeddedFile", "/RichMedia", "/Filespec+"}
_AUTOMATIC = ("/OpenAction", "/AA")
_HARMLESS_AUTOMATIC = {"/GoTo", "/Named"}
# Names long enough not to occur in compressed bytes by chance; readers other than ours repair files
# in other ways than ours does.
_WRITTEN_OUT = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|OpenAction\s*<<)\b")
# Bytes that an empty stream has at most, packed or not.
_EMPTY_CONTENT = 12
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield kind, numbers that look like a NIK in the uncompressed parts, and whether a page is written.

    :raises EvidenceFileRefused: for scripts, programs, files inside, automatic actions, and passwords.
    """
    content = source.read()
    names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if (written := _WRITTEN_OUT.search(names)) is not None:
        raise _active(written[1].decode())
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            _refuse_active(document)
            has_written_page = _has_written_page(document)
    except pikepdf.PasswordError as error:
        raise EvidenceFileRefused("PDF ini berkata sandi. Cetak ulang ke PDF tanpa sandi.") from error
    except pikepdf.PdfError as error:
        raise EvidenceFileRefused("PDF ini rusak. Cetak ulang ke PDF, lalu unggah lagi.") from error
    yield ["PDF", count_citizen_numbers(content.decode("latin-1")), False, int(has_written_page)]


def _has_written_page(document: pikepdf.Pdf) -> bool:
    """Return whether any page has content; nothing is unpacked for it."""
    for page in document.pages:
        found = page.obj.get("/Contents")
        parts = list(found) if isinstance(found, pikepdf.Array) else [found]
        streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
        if sum(len(part.read_raw_bytes()) for part in streams) > _EMPTY_CONTENT:
            return True
    return False


def _active(name: str) -> EvidenceFileRefused:
    return EvidenceFileRefused(
        f"PDF ini memuat isi aktif ({name.strip('/')}). Cetak ulang ke PDF biasa, lalu unggah lagi."
    )


def _refuse_active(document: pikepdf.Pdf) -> None:
    for count, whole in enumerate(document.objects):
        if count > _MOST_OBJECTS:
            raise EvidenceFileRefused("PDF ini memuat terlalu banyak objek. Bagi menjadi beberapa berkas.")
        open_parts: list[Any] = [whole]
        while open_parts:
            part = open_parts.pop()
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                _refuse_dictionary(part)
                inner = [value for _key, value in part.items()]
            elif isinstance(part, pikepdf.Array):
                inner = list(part)
            else:
                continue
            open_parts += [value for value in inner if _is_direct(value)]


def _is_direct(value: Any) -> bool:
    """Return whether a value stands inside its owner; a referred value is an object of its own."""
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _refuse_dictionary(part: Any) -> None:
    for key in part:
        if key in _FORBIDDEN_KEYS:
            raise _active(key)
        if key in _AUTOMATIC and not _is_harmless(part[key]):
            raise _active(key)
    if str(part.get("/S", "")) in _FORBIDDEN_ACTIONS:
        raise _active(str(part["/S"]))
    for role in ("/Type", "/Subtype"):
        if str(part.get(role, "")) in _FORBIDDEN_KINDS:
            raise _active(str(part[role]))


def _is_harmless(action: Any) -> bool:
    """Return whether an automatic action is only a jump to a page."""
    if isinstance(action, pikepdf.Array):
        return True
    if not isinstance(action, pikepdf.Dictionary):
        return False
    if "/S" in action:
        return str(action["/S"]) in _HARMLESS_AUTOMATIC and "/Next" not in action
    return all(_is_harmless(value) for _key, value in action.items())
