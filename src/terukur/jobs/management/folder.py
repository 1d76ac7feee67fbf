"""A folder of files as one archive, so that a load of many files is kept as one."""

import io
import zipfile
from pathlib import Path

from terukur.tables.archive import MAX_MEMBERS
from terukur.tables.reading import MAX_BYTES, UnreadableTable

_TIME = (2026, 1, 1, 0, 0, 0)


def packed_folder(folder: Path) -> bytes:
    """Return the files of a folder as a ZIP; the same files give the same bytes.

    :raises UnreadableTable: where there are none, or too many or too large ones.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        raise UnreadableTable(f"Folder “{folder.name}” tidak berisi berkas.")
    if len(files) > MAX_MEMBERS:
        raise UnreadableTable(
            f"Folder “{folder.name}” berisi {len(files)} berkas; paling banyak {MAX_MEMBERS}. Bagi foldernya."
        )
    if sum(path.stat().st_size for path in files) > MAX_BYTES:
        raise UnreadableTable(f"Isi folder “{folder.name}” lebih dari 30 MB. Bagi foldernya.")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.writestr(zipfile.ZipInfo(path.name, _TIME), path.read_bytes())
    return stream.getvalue()
