"""The titles by which the head of a unit is known: “Kepala Dinas …” leads a unit called “Dinas …”.

Pure: the proposal of heads rests on it, and a person confirms each.
"""

import re

# Titles without “Kepala”, and those whose unit is called otherwise, with the beginnings of its name.
_SCHOOL = ("sekolah", "sd", "sdn", "smp", "smpn", "sma", "sman", "smk", "smkn", "slb", "slbn", "tk", "paud")
_OTHER_WORDS = (
    ("kepala sekolah", _SCHOOL),
    ("kepala pelaksana", ("badan",)),
    ("kepala satpol", ("satuan polisi", "satpol")),
    ("sekretaris daerah", ("sekretariat daerah", "setda")),
    ("sekretaris dprd", ("sekretariat dprd", "sekretariat dewan", "setwan")),
    ("sekretaris dewan", ("sekretariat dprd", "sekretariat dewan", "setwan")),
    ("sekretaris", ("sekretariat",)),
    ("inspektur pembantu", ("inspektorat pembantu",)),
    ("inspektur", ("inspektorat",)),
    ("camat", ("kecamatan",)),
    ("lurah", ("kelurahan",)),
    ("direktur", ("rsud", "rumah sakit", "uptd rsud", "uptd rumah sakit")),
    ("asisten", ("asisten",)),
)
_ABBREVIATED = (
    (r"^kasubbag\b", "kepala subbagian"),
    (r"^kabag\b", "kepala bagian"),
    (r"^kabid\b", "kepala bidang"),
    (r"^kasi\b", "kepala seksi"),
    (r"\bsub (bagian|bidang|bag)\b", r"sub\1"),
    (r"\bsubbag\b", "subbagian"),
    (r"\bupt(?= |$)", "uptd"),
    (r"\bpusat kesehatan masyarakat\b", "puskesmas"),
)
_TECHNICAL_UNIT = "uptd"


def is_head_title(title: str) -> bool:
    """Return whether a title is that of somebody who leads some unit."""
    words = _plain(title)
    return words.startswith("kepala ") or any(_begins(words, known) for known, _ in _OTHER_WORDS)


def leads_unit(title: str, unit: str) -> bool:
    """Return whether a title is that of the head of a unit of this name, by the kind of unit both name."""
    words, name = _plain(title), _plain(unit)
    for known, units in _OTHER_WORDS:
        if _begins(words, known):
            return any(_begins(one, begin) for one in (name, _without_technical(name)) for begin in units)
    if not words.startswith("kepala "):
        return False
    led = words.removeprefix("kepala ")
    return _kind(led) == _kind(name) or _kind(_without_technical(led)) == _kind(_without_technical(name))


def _plain(written: str) -> str:
    words = " ".join(re.sub(r"[^\w ]", " ", written.casefold()).split())
    for pattern, meant in _ABBREVIATED:
        words = re.sub(pattern, meant, words)
    return words


def _begins(words: str, begin: str) -> bool:
    return words == begin or words.startswith(f"{begin} ")


def _without_technical(words: str) -> str:
    """Return the words without UPTD before them: a health centre is led by that name or the longer one."""
    rest = words.removeprefix(f"{_TECHNICAL_UNIT} ")
    return rest or words


def _kind(words: str) -> str:
    return words.partition(" ")[0]
