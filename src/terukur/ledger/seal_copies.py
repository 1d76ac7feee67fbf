"""A copy of the seals outside the database: one JSON object a line, added to and never rewritten.

A person with all rights in the database can recompute everything in it, seals included, but not a copy that
lies elsewhere.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from terukur.ledger.canonical import canonical
from terukur.ledger.models import Seal
from terukur.ledger.sealing import stated
from terukur.ledger.verification import Broken, Checked, run_check

_NAMES = frozenset(("number", "day", "chains", "root", "previous", "digest"))


class UnreadableCopy(ValueError):
    """The file is no copy of seals; the message says which line."""


def lines_of(seals: Sequence[Seal]) -> str:
    """Return seals as they are written in a copy."""
    return "".join(f"{canonical(stated(seal)).decode()}\n" for seal in seals)


def add_to_copy(path: Path) -> int:
    """Add every seal that the file does not hold yet; return how many were added.

    :raises OSError: where the file cannot be written.
    :raises UnreadableCopy: where the existing content is no copy of seals.
    """
    last = max((told["number"] for told in read_copy(path)), default=0) if path.exists() else 0
    fresh = list(Seal.objects.filter(number__gt=last).order_by("number"))
    if fresh:
        with path.open("a", encoding="utf-8") as file:
            file.write(lines_of(fresh))
            file.flush()
            os.fsync(file.fileno())
    return len(fresh)


def read_copy(path: Path) -> list[dict[str, Any]]:
    """Return the fields of each seal in a copy, in its order.

    :raises OSError: where it cannot be read.
    :raises UnreadableCopy: naming the first line that is no seal.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or set(told) != _NAMES or not isinstance(told["number"], int):
            raise UnreadableCopy(f"{path.name} baris {number}: bukan segel yang ditulis Terukur.")
        found.append(told)
    return found


def check_copy(path: Path) -> Checked:
    """Check every seal of a copy outside against the seals in the database.

    :raises OSError, UnreadableCopy: where the copy cannot be read.
    """
    return run_check("Salinan segel", _compare(read_copy(path)))


def _compare(copy: list[dict[str, Any]]) -> Iterator[Broken | None]:
    stands = {seal.number: stated(seal) for seal in Seal.objects.defer("blocks")}
    for told in copy:
        where = f"segel nomor {told['number']} ({told['day']}) dalam salinan"
        content = {name: value for name, value in told.items() if name != "digest"}
        seal = stands.get(told["number"])
        if hashlib.sha256(canonical(content)).hexdigest() != told["digest"]:
            yield Broken(where, "isinya tidak cocok dengan sidiknya; salinan ini sendiri berubah.")
        elif seal is None:
            yield Broken(where, "tidak ada lagi di basis data.")
        elif seal != told:
            yield Broken(where, "lain di basis data: catatan atau segelnya ditulis ulang.")
        else:
            yield None
