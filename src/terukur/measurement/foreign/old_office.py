"""Evidence in the formats of Office before 2007: refused, with the reason."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from terukur.measurement.evidence_files import EvidenceFileRefused

_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros", "VBA"))
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# BOUNDSHEET of a workbook: length, place in the stream, how it is hidden, and kind 1 for macros.
_BOUND_SHEET = b"\x85\x00"


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield nothing.

    :raises EvidenceFileRefused: always; macros and passwords are named where they are seen.
    """
    content = source.read()
    if _ENCRYPTED in content:
        raise EvidenceFileRefused("Berkas ini berkata sandi. Simpan ulang tanpa sandi, lalu unggah lagi.")
    has_macros = any(name in content for name in _MACROS) or _has_macro_sheet(content)
    why = "memuat makro" if has_macros else "dapat menyimpan makro yang tidak terlihat"
    raise EvidenceFileRefused(
        f"Berkas Office lama (.doc, .xls, .ppt) tidak diterima: {why}. Simpan sebagai .docx, .xlsx, .pptx, "
        "atau PDF, lalu unggah lagi."
    )
    yield


def _has_macro_sheet(content: bytes) -> bool:
    start = content.find(_BOUND_SHEET)
    while start != -1:
        if 8 <= content[start + 2] <= 80 and content[start + 9 : start + 10] == b"\x01":
            return True
        start = content.find(_BOUND_SHEET, start + 2)
    return False
