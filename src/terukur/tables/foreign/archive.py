"""The entry point of the child for a ZIP of tables: few files, none too large, none deeper than one level."""

import base64
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from terukur.tables.archive import MAX_MEMBERS, MAX_UNPACKED, TABLE_ENDINGS
from terukur.tables.reading import MAX_BYTES, UnreadableTable

# One of them is in every spreadsheet, and in no folder of forms.
_SPREADSHEET = frozenset({"[Content_Types].xml", "content.xml", "mimetype"})
_ENCRYPTED = 0x1
_LONGEST_NAME = 120


def members(source: BinaryIO, *, filename: str) -> Iterator[tuple[str, str | None]]:
    """Yield each file with its bytes in Base64, or None for one that is no table by its name.

    Nothing comes from a spreadsheet. What a member says about its size is not believed: it is read to the
    bound and no further.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableTable(f"Arsip “{filename}” rusak. Buat ulang arsipnya.") from error
    found = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_clutter(entry.filename)]
    if _SPREADSHEET & {entry.filename for entry in found}:
        return
    if len(found) > MAX_MEMBERS:
        raise UnreadableTable(
            f"Arsip “{filename}” berisi {len(found)} berkas; paling banyak {MAX_MEMBERS}. Bagi arsipnya."
        )
    left = MAX_UNPACKED
    for entry in found:
        name = PurePosixPath(entry.filename.replace("\\", "/")).name[-_LONGEST_NAME:]
        if not name.casefold().endswith(TABLE_ENDINGS):
            yield name, None
            continue
        content = _unpacked(archive, entry, name, min(left, MAX_BYTES))
        left -= len(content)
        yield name, base64.b64encode(content).decode()


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, most: int) -> bytes:
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableTable(f"Berkas “{name}” di dalam arsip berkata sandi. Buat arsip tanpa kata sandi.")
    try:
        with archive.open(entry) as stream:
            content = stream.read(most + 1)
    except Exception as error:
        # zipfile, zlib and lzma have errors of many kinds.
        raise UnreadableTable(f"Berkas “{name}” di dalam arsip rusak. Buat ulang arsipnya.") from error
    if len(content) > most:
        raise UnreadableTable(
            f"Isi arsip terlalu besar (sampai “{name}”): sebuah berkas paling besar 30 MB, semuanya 100 MB."
        )
    return content


def _is_clutter(name: str) -> bool:
    """Return whether a file is what programs leave behind: locks of Office, traces of macOS."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
