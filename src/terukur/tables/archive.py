"""The files in a ZIP of tables; it is opened in the confined child only."""

import base64
from dataclasses import dataclass

from terukur.confined.parent import ChildLimits, read_all
from terukur.tables.reading import MAX_BYTES, UnreadableTable, refusals

MAX_MEMBERS = 500
MAX_UNPACKED = 100 * 1024 * 1024
TABLE_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv")
_READER = "terukur.tables.foreign.archive:members"
_ZIP = b"PK\x03\x04"
_LIMITS = ChildLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; ``content`` is None where it is no table by its name, and not unpacked."""

    name: str
    content: bytes | None


def members_of(content: bytes, filename: str) -> list[Member]:
    """Return the files in a ZIP, none for any other file; a spreadsheet is no archive of files here.

    :raises UnreadableTable: for an archive that is broken, has a password, or holds too much.
    """
    if not content.startswith(_ZIP):
        return []
    if len(content) > MAX_BYTES:
        raise UnreadableTable(f"Berkas “{filename}” lebih besar dari 30 MB. Bagi menjadi beberapa berkas.")
    with refusals():
        found = read_all(_READER, content, limits=_LIMITS, filename=filename)
    return [
        Member(name, None if packed is None else base64.b64decode(packed, validate=True))
        for name, packed in found
    ]
