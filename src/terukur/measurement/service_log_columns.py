"""The columns and words of a service log, as offices and queue machines write them."""

import re
from collections.abc import Mapping
from typing import BinaryIO

from terukur.measurement.table_mapping import Role, TableMapping
from terukur.organization.identities import NAME_COLUMNS
from terukur.tables.names import normalize_header
from terukur.tables.reading import UnreadableTable
from terukur.tables.streaming import StreamedTable, stream_table

COLUMNS = {
    "officer": ("NIP PETUGAS", "NIP", "PETUGAS", "NIP OPERATOR", "NIP PEGAWAI", "OFFICER ID"),
    "service": (
        "KODE LAYANAN",
        "LAYANAN",
        "JENIS LAYANAN",
        "NAMA LAYANAN",
        "JENIS PELAYANAN",
        "SERVICE CODE",
    ),
    "day": ("TANGGAL", "TGL", "TANGGAL LAYANAN", "TGL LAYANAN", "TANGGAL PELAYANAN", "DATE"),
    "accepted": (
        "BERKAS LENGKAP",
        "DITERIMA LENGKAP",
        "WAKTU LENGKAP",
        "MULAI DILAYANI",
        "JAM MULAI",
        "WAKTU MULAI",
        "MULAI",
        "JAM PANGGIL",
        "WAKTU PANGGIL",
        "ACCEPTED COMPLETE AT",
    ),
    "finished": (
        "SELESAI",
        "WAKTU SELESAI",
        "JAM SELESAI",
        "SELESAI DILAYANI",
        "TANGGAL SELESAI",
        "FINISHED AT",
    ),
    "duration": ("DURASI", "LAMA", "LAMA LAYANAN", "LAMA PELAYANAN", "DURASI LAYANAN", "WAKTU LAYANAN"),
    "outcome": ("HASIL", "STATUS", "STATUS PERMOHONAN", "STATUS LAYANAN", "STATUS TIKET", "RESULT"),
    "name": NAME_COLUMNS,
    "ticket": (
        "NO TIKET",
        "NOMOR TIKET",
        "TIKET",
        "NO ANTREAN",
        "NOMOR ANTREAN",
        "NO ANTRIAN",
        "NOMOR ANTRIAN",
        "NO PERMOHONAN",
        "NOMOR PERMOHONAN",
        "NO REGISTRASI",
        "TICKET",
        "TICKET ID",
    ),
}
REQUIRED = ("officer", "service", "accepted", "finished", "outcome")
_ASKED = {
    "officer": "Kolom NIP petugas",
    "service": "Kolom layanan",
    "day": "Kolom tanggal, bila jamnya di kolom lain",
    "accepted": "Kolom waktu berkas lengkap atau mulai dilayani",
    "finished": "Kolom waktu selesai",
    "duration": "Kolom lama layanan, bila waktu selesai tidak ada",
    "outcome": "Kolom hasil atau status",
    "ticket": "Kolom nomor tiket",
}
_NEEDED = ("officer", "service", "accepted")
ROLES = tuple(Role(key, label, required=key in _NEEDED, names=COLUMNS[key]) for key, label in _ASKED.items())
OUTCOMES = {
    **dict.fromkeys(("", "selesai", "done", "terlayani", "diterbitkan", "terbit", "finished"), "done"),
    **dict.fromkeys(("dikembalikan", "kembali", "tidak lengkap", "returned"), "returned"),
    **dict.fromkeys(("diulang", "perbaikan", "cetak ulang", "reworked"), "reworked"),
    **dict.fromkeys(("batal", "dibatalkan", "cancelled", "tidak hadir", "no show"), "cancelled"),
    **dict.fromkeys(
        (
            "proses",
            "diproses",
            "dalam proses",
            "sedang diproses",
            "menunggu",
            "antre",
            "antri",
            "berjalan",
            "belum selesai",
            "ditunda",
            "tertunda",
            "pending",
            "in progress",
            "on progress",
            "waiting",
        ),
        "unfinished",
    ),
}


_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}([.:]\d{2})?( ?[A-Za-z.]{2,5}){0,2}")


class Places(dict[str, int]):
    """The place of each role in a record; ``headers`` are the names that the file gives them."""

    headers: Mapping[str, str] = {}


def log_table(
    stream: BinaryIO, *, filename: str, mapping: TableMapping | None
) -> tuple[StreamedTable, Places]:
    """Return the rows of a log with the places of its columns.

    :raises UnreadableTable: where a needed column is missing.
    """
    chosen = mapping.columns if mapping else {}
    known = list(chosen.values()) or [name for names in COLUMNS.values() for name in names]
    line = mapping.header_line if mapping else None
    sheet = mapping.sheet if mapping else None
    table = stream_table(stream, filename=filename, known=known, sheet=sheet, header_line=line)
    spelled = {role: (chosen[role],) for role in chosen} or COLUMNS
    places = Places()
    for role, names in spelled.items():
        found = next((name for name in map(normalize_header, names) if name in table.names), None)
        if found is not None and table.names.index(found) not in places.values():
            places[role] = table.names.index(found)
    places.headers = {role: table.headers[place] for role, place in places.items()}
    missing = [spelled.get(role, COLUMNS[role])[0] for role in _missing(places)]
    missing += [header for role, header in chosen.items() if role not in places]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(dict.fromkeys(missing))} tidak ada di “{filename}”. Yang terbaca: "
            f"{', '.join(name for name in table.headers if name)}."
        )
    return table, places


def unused_columns(table: StreamedTable, places: Places) -> list[str]:
    """Return the headers that nobody reads."""
    return [name for place, name in enumerate(table.headers) if name and place not in places.values()]


def with_day(day: str, written: str) -> str:
    """Return a time of day with the day that stands in its own column; a whole moment as it is."""
    return f"{day} {written}" if _CLOCK.fullmatch(written) else written


def _missing(places: Places) -> list[str]:
    missing = [role for role in _NEEDED if role not in places]
    return missing if "finished" in places or "duration" in places else [*missing, "finished"]
