"""Evidence that is plain text."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from terukur.measurement.evidence_files import (
    ACCEPTED,
    EvidenceFileRefused,
    count_citizen_numbers,
    lists_patients,
)

_PAGES_AND_SCRIPTS = ("<", "#!", "mz")
_DOCUMENTS = ("{\\rtf", "id;p", "mime-version:")
_FORMULA = ("=", "+", "-", "@")


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield kind, numbers that look like a NIK, and whether it reads like a list of patients.

    :raises EvidenceFileRefused: for pages, scripts, and text that a program would act upon.
    """
    content = source.read()
    text = content.decode("utf-8-sig", "replace")
    start = text.lstrip()[:300].lower()
    if b"\x00" in content or text.count("�") > max(3, len(text) // 50):
        raise EvidenceFileRefused(f"Jenis berkas ini tidak diterima. Unggah {ACCEPTED}.")
    if start.startswith(_PAGES_AND_SCRIPTS) or "<script" in text.lower():
        raise EvidenceFileRefused(
            f"Halaman web, gambar SVG, dan skrip tidak diterima. Cetak ke PDF, atau unggah {ACCEPTED}."
        )
    if start.startswith(_DOCUMENTS):
        raise EvidenceFileRefused(
            f"Berkas RTF, SYLK, dan MHT tidak diterima karena dapat menjalankan sesuatu. Unggah {ACCEPTED}."
        )
    _refuse_commands(text)
    yield ["teks", count_citizen_numbers(text), lists_patients(text)]


def _refuse_commands(text: str) -> None:
    """Refuse a cell such as ``=cmd|'/C calc'!A0``: a spreadsheet that opens the file starts a program."""
    for number, line in enumerate(text.splitlines(), start=1):
        if "|" not in line or "!" not in line:
            continue
        for cell in line.replace(";", ",").replace("\t", ",").split(","):
            program, bar, rest = cell.strip(" \"'").partition("|")
            is_formula = program.startswith(_FORMULA) and program.lstrip("=+-@ ").isalnum()
            if bar and is_formula and "!" in rest:
                raise EvidenceFileRefused(
                    f"Baris {number} memuat rumus yang memanggil program lain (DDE). Hapus, lalu unggah lagi."
                )
