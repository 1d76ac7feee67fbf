"""Pangkat and golongan ruang: 17 of the PNS with their names, 17 of the PPPK without."""

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
    """Return the golongan in its official spelling: ``iii/A`` becomes ``III/a``.

    :raises InvalidRank: naming what is allowed.
    """
    compact = written.replace(" ", "")
    if kind is EmploymentKind.PNS:
        for rank in PNS_RANKS:
            if rank.lower() == compact.lower():
                return rank
        raise InvalidRank(f"Golongan “{written}” tidak ada; PNS: I/a sampai IV/e.")
    if compact.upper() in PPPK_RANKS:
        return compact.upper()
    raise InvalidRank(f"Golongan “{written}” tidak ada; PPPK: I sampai XVII.")


def rank_name(rank: str) -> str:
    """Return pangkat and golongan as printed: ``Penata Muda, III/a``; PPPK have no pangkat name."""
    return f"{PNS_RANKS[rank]}, {rank}" if rank in PNS_RANKS else rank or "–"
