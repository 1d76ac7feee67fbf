"""The field of work of a post, a need and an item: first whether it is one's own work, then the words.

The catalogue has no column for it and posts are free text, so a field is known by plain words that nobody
uses of another one. What names no field is for everybody.
"""

import re

_FIELDS = {
    "kesehatan": "imunisasi vaksin vaksinasi puskesmas posyandu bidan perawat dokter pasien balita kesehatan "
    "vaksinator gizi",
    "pendidikan": "ajar mengajar guru murid siswa sekolah ketuntasan rpp pembelajaran pendidikan",
    "pengaduan": "pengaduan aduan sp4n keluhan",
}
_WORDS = {word: field for field, words in _FIELDS.items() for word in words.split()}


def fields_of(*texts: str) -> frozenset[str]:
    """Return the fields of work that these texts name."""
    words = re.findall(r"[a-z0-9]+", " ".join(texts).casefold())
    return frozenset(_WORDS[word] for word in words if word in _WORDS)


def is_foreign(item: frozenset[str], need: frozenset[str]) -> bool:
    """Whether an item belongs to fields of which a need and the post behind it name none."""
    return bool(item) and not item & need


def serves_other_posts(item: frozenset[str]) -> bool:
    """Whether an item is for other posts altogether; complaints come to every post."""
    return item != {"pengaduan"}
