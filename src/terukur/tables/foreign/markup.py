"""Walk through the XML of a foreign file: no entities, nothing kept."""

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from terukur.tables.reading import UnreadableTable

_PREFIXED = re.compile(rb"<[A-Za-z_][\w.-]*:")
Start = Callable[[str, Mapping[str, str]], None]


def walk(
    content: bytes,
    start: Start,
    *,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call ``start`` with the local name and attributes of each element, ``end`` with its name.

    :raises UnreadableTable: for XML that is broken or declares entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def opened(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def closed(name: str) -> None:
        if end is not None:
            end(name.rpartition(":")[2])

    parser.StartElementHandler = opened if _PREFIXED.search(content) else start
    parser.EndElementHandler = closed if end is not None else None
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableTable("XML di dalam berkas ini rusak; simpan ulang sebagai .xlsx.") from error


def _refuse_entity(*_declared: object) -> None:
    raise UnreadableTable("Berkas ini memuat entitas XML yang tidak dipakai lembar kerja biasa.")
