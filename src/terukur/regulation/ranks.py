"""Pangkat and golongan ruang: 17 of the PNS with their names, 17 of the PPPK without."""

import re

from terukur.regulation.scales import EmploymentKind

PNS_RANKS = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tk. I",
    "I/c": "Juru",
    "I/d": "Juru Tk. I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tk. I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tk. I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tk. I",
    "III/c": "Penata",
    "III/d": "Penata Tk. I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tk. I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PPPK_RANKS = tuple("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII".split())


class InvalidRank(ValueError):
    """The text is not a golongan of this kind of employment."""


def parse_rank(written: str, kind: EmploymentKind) -> str:
    """Return the golongan in its official spelling, of what people write.

    ``Penata (III/c)``, ``Penata / III/c``, ``III.c``, ``Gol. iii c`` are ``III/c``; ``Gol. 9`` of a PPPK is
    ``IX``. A pangkat beside it must be its own.

    :raises InvalidRank: naming what is allowed, or the pangkat that does not belong to the golongan.
    """
    if kind is not EmploymentKind.PNS:
        found = re.fullmatch(r"(?:golongan|gol)?[. ]*([ivx]{1,6}|\d{1,2})", written.strip().casefold())
        number = found[1].upper() if found else ""
        if number.isdigit() and 1 <= int(number) <= len(PPPK_RANKS):
            return PPPK_RANKS[int(number) - 1]
        if number in PPPK_RANKS:
            return number
        raise InvalidRank(f"Golongan “{written}” tidak ada; PPPK: I sampai XVII.")
    found = re.search(r"(?<![a-z])(iv|i{1,3}|[1-4])[ /.\-]*([a-e])\W*$", written.strip().casefold())
    if found is None:
        raise InvalidRank(f"Golongan “{written}” tidak ada; PNS: I/a sampai IV/e.")
    number = found[1] if not found[1].isdigit() else ("i", "ii", "iii", "iv")[int(found[1]) - 1]
    rank = f"{number.upper()}/{found[2]}"
    if rank not in PNS_RANKS:
        raise InvalidRank(f"Golongan “{written}” tidak ada; PNS: I/a sampai IV/e.")
    beside = _plain(written.strip()[: found.start()])
    if beside != _NAMES[rank] and beside in _NAMES.values():
        raise InvalidRank(f"“{written}”: {rank} adalah {PNS_RANKS[rank]}. Perbaiki pangkat atau golongannya.")
    return rank


def rank_name(rank: str) -> str:
    """Return pangkat and golongan as printed: ``Penata Muda, III/a``; PPPK have no pangkat name."""
    return f"{PNS_RANKS[rank]}, {rank}" if rank in PNS_RANKS else rank or "–"


def _plain(pangkat: str) -> str:
    words = re.findall(r"[a-z]+", pangkat.casefold())
    return " ".join("tk" if word in ("tingkat", "tkt") else word for word in words)


_NAMES = {rank: _plain(name) for rank, name in PNS_RANKS.items()}
