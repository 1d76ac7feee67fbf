"""Kinds of employment and of positions as personnel offices write them, and what a title of a position tells.

The kinds are those of UU 20/2023 Ps 5 and Ps 13-18; the levels of functional positions those of
PermenPANRB 1/2023 Ps 6-8. The spellings are those of exports and tables; a word that means none is refused.
"""

import re
from itertools import pairwise

from terukur.regulation.scales import EmploymentKind, PositionKind

# What a title of a structural position begins with, by the level of the position (PP 18/2016).
_LEADERS = (
    "sekretaris daerah",
    "asisten",
    "staf ahli",
    "inspektur",
    "sekretaris dprd",
    "sekretaris dewan",
    "kepala dinas",
    "kepala badan",
    "kepala satuan",
    "kepala biro",
    "kepala pelaksana",
    "direktur rs",
    "direktur rumah sakit",
    "sekretaris jenderal",
    "direktur jenderal",
)
_ADMINISTRATORS = (
    "camat",
    "kepala bidang",
    "kepala bagian",
    "inspektur pembantu",
    "sekretaris",
    "kepala kantor",
    "wakil direktur",
)
_SUPERVISORS = (
    "lurah",
    "kepala seksi",
    "kepala sub",
    "kepala subbagian",
    "kepala subbidang",
    "kepala uptd",
    "kepala upt",
    "sekretaris kecamatan",
    "sekretaris camat",
    "sekretaris lurah",
    "sekretaris kelurahan",
    "kasubag",
    "kasubbag",
    "kasi",
)
_FUNCTIONAL_LEVELS = (
    "Ahli Utama",
    "Ahli Madya",
    "Ahli Muda",
    "Ahli Pertama",
    "Penyelia",
    "Mahir",
    "Terampil",
    "Pemula",
)
_ECHELONS = {
    "i": PositionKind.HIGH_LEADER,
    "ii": PositionKind.HIGH_LEADER,
    "iii": PositionKind.ADMINISTRATOR,
    "iv": PositionKind.SUPERVISOR,
}


class UnknownWord(ValueError):
    """The word names no kind; the message says which are known."""


def employment_kind(written: str) -> EmploymentKind:
    """Return the kind of employment that a word means: ``PNS Daerah``, ``P3K``, ``PPPK PW``.

    A status such as “Aktif” is no kind.

    :raises UnknownWord: naming what is known.
    """
    words = _words(written.replace(".", ""))
    if words[:1] in (["pppk"], ["p3k"]) or _holds(words, "perjanjian", "kerja"):
        part_time = "pw" in words or _holds(words, "paruh", "waktu")
        return EmploymentKind.PPPK_PART_TIME if part_time else EmploymentKind.PPPK
    if words[:1] in (["pns"], ["cpns"]) or words[:2] == ["calon", "pns"] or _holds(words, "negeri", "sipil"):
        return EmploymentKind.PNS
    raise UnknownWord(
        f"“{written}” bukan jenis pegawai; tulis PNS, CPNS, PPPK atau PPPK Paruh Waktu. Status seperti "
        "“Aktif” bukan jenis pegawai."
    )


def position_kind(written: str, title: str) -> PositionKind | None:
    """Return the kind of a position from the word of a table, and from its title where the word says less.

    “Jabatan Struktural” stands for three kinds; the title tells which. None where it cannot be told.

    :raises UnknownWord: for a word that names no kind.
    """
    words = _words(written)
    own = [word for word in words if word not in ("jabatan", "pejabat")]
    if not own:
        return kind_of_title(title)
    if own[0] in ("jpt", "pimpinan") or _holds(own, "pimpinan", "tinggi"):
        return PositionKind.HIGH_LEADER
    if own[0] in ("administrator", "administratur"):
        return PositionKind.ADMINISTRATOR
    if own[0] == "pengawas":
        return PositionKind.SUPERVISOR
    if own[0] in ("pelaksana", "jfu") or _holds(own, "fungsional", "umum"):
        return PositionKind.IMPLEMENTER
    if own[0] in ("fungsional", "jf", "jft"):
        return PositionKind.FUNCTIONAL
    if own[0] in ("struktural", "eselon", "administrasi"):
        echelon = next((_ECHELONS[word] for word in own[1:] if word in _ECHELONS), None)
        found = echelon or kind_of_title(title)
        return None if found is PositionKind.FUNCTIONAL else found
    echelon = _ECHELONS.get(own[0])
    if echelon is not None:
        return echelon
    raise UnknownWord(
        f"“{written}” bukan jenis jabatan; tulis Pimpinan Tinggi, Administrator, Pengawas, Pelaksana atau "
        "Fungsional."
    )


def kind_of_title(title: str) -> PositionKind | None:
    """Return the kind of position that a title tells by itself; None where it could be several."""
    plain = " ".join(_words(re.sub(r"^(Plt|Plh|Pj)\.? ", "", title.strip(), flags=re.IGNORECASE)))
    if functional_level(title):
        return PositionKind.FUNCTIONAL
    for kind, beginnings in (
        (PositionKind.SUPERVISOR, _SUPERVISORS),
        (PositionKind.ADMINISTRATOR, _ADMINISTRATORS[:4]),
        (PositionKind.HIGH_LEADER, _LEADERS),
        (PositionKind.ADMINISTRATOR, _ADMINISTRATORS),
    ):
        if any(plain == words or plain.startswith(f"{words} ") for words in beginnings):
            return kind
    return None


def functional_level(title: str) -> str:
    """Return the level at the end of a functional title (``Dokter Ahli Madya``: ``Ahli Madya``), or blank."""
    plain = " ".join(_words(title))
    return next((level for level in _FUNCTIONAL_LEVELS if plain.endswith(f" {level.casefold()}")), "")


def _words(written: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", written.casefold())


def _holds(words: list[str], first: str, second: str) -> bool:
    return any(pair == (first, second) for pair in pairwise(words))
