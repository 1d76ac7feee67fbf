"""The field of work of a post, a need and an item: one's own work first, then the words.

The catalogue has no column for it and posts are free text, so a field is recognized by plain words that are
not used for another one. An item without a field is for everybody.
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
    """Return whether an item belongs to fields that neither a need nor the post behind it names."""
    return bool(item) and not item & need


def serves_other_posts(item: frozenset[str]) -> bool:
    """Return whether an item is for other posts altogether; complaints come to every post."""
    return item != {"pengaduan"}
