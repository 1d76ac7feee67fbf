"""Targets as people write them in a cell: a number with its unit, a range, a least or a most."""

import re
from dataclasses import dataclass
from decimal import Decimal

from terukur.regulation.scales import Direction
from terukur.tables.numerals import NotANumber, UnclearNumber, read_number

_NUMBER = r"[+-]?\d[\d.,]{0,30}"
_LEAST = r"≥|>=|>|minimal|min|sekurang-kurangnya|paling sedikit|paling rendah|lebih dari"
_MOST = r"≤|<=|<|maksimal|maks|max|paling lama|paling banyak|paling lambat|kurang dari"
_WRITTEN = re.compile(
    rf"(?P<bound>{_LEAST}|{_MOST})?\.?\s{{0,3}}(?P<money>rp\.?)?\s{{0,3}}(?P<low>{_NUMBER})\s{{0,3}}"
    rf"(?P<share>%|persen)?(?:\s{{0,3}}(?:-|–|—|s\.?d\.?|s/d|sampai)\s{{0,3}}(?P<high>{_NUMBER})\s{{0,3}}"
    r"(?P<high_share>%|persen)?)?\s{0,3}(?:\((?P<words>[^()]{1,80})\))?\s{0,3}(?P<unit>[^\W\d_].{0,60})?",
    re.IGNORECASE,
)
_BELOW = re.compile(_MOST, re.IGNORECASE)


class NotATarget(ValueError):
    """The text is no target; the message says what can be written."""


@dataclass(frozen=True, slots=True)
class WrittenTarget:
    """A target as written: ``high`` for a range, ``unit`` and ``direction`` where the words tell them.

    ``unclear`` is the question that the number leaves open; ``low`` is then its Indonesian reading.
    """

    low: Decimal
    high: Decimal | None = None
    unit: str = ""
    direction: Direction | None = None
    unclear: str = ""


def read_target(written: str) -> WrittenTarget:
    """Return what a written target means.

    >>> read_target("95 - 100%").high
    Decimal('100')

    :raises NotATarget: for words without a number, and for anything that reads as no target.
    """
    plain = " ".join(written.split())
    found = _WRITTEN.fullmatch(plain)
    if found is None:
        raise NotATarget(
            f"“{plain[:60]}” bukan target; tulis angkanya dengan satuan, misalnya 240 bayi, 95%, 95-100% "
            "atau 12 bulan."
        )
    low, unclear = _number(found["low"])
    high = None
    if found["high"]:
        high, also = _number(found["high"])
        unclear = unclear or also
    if high is not None and high < low:
        raise NotATarget(f"“{plain}”: batas atas {high} lebih kecil dari batas bawah {low}.")
    share = "%" if found["share"] or found["high_share"] else ""
    return WrittenTarget(
        low,
        high,
        share or ("Rp" if found["money"] else _unit(found["unit"])),
        _direction(found, high),
        unclear,
    )


def _number(written: str) -> tuple[Decimal, str]:
    try:
        return read_number(written.rstrip(".,")), ""
    except UnclearNumber as unclear:
        return unclear.indonesian, str(unclear)
    except NotANumber as error:
        raise NotATarget(str(error)) from error


def _unit(words: str | None) -> str:
    return (words or "").strip(" .,;")


def _direction(found: re.Match[str], high: Decimal | None) -> Direction | None:
    if high is not None:
        return Direction.RANGE
    if found["bound"] is None:
        return None
    return Direction.LOWER if _BELOW.fullmatch(found["bound"]) else Direction.HIGHER
