"""One spelling for the names of columns, and cells without what programs leave in them unseen."""

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Between letters it joins nothing; within an emoji it makes one picture of several.
_LONE_JOINER = re.compile("(?<=[ -~])\u200d|\u200d(?=[ -~])|^\u200d|\u200d$")
_AS_TEXT = re.compile(r'= ?"([^"]*)"|"(\d[^"]*)"')
_MARKS = "'’‘`´"
_MARKED_AS_TEXT = re.compile(r"['’‘`´] ?(?=[\d=])")


@lru_cache(4096)
def normalize_header(text: str) -> str:
    """Return one spelling for all: ``N.I.P Atasan`` and ``nip_atasan`` are ``nip atasan``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"\b(?:[a-z]\.)+[a-z]?\b\.?", lambda found: found[0].replace(".", ""), plain)
    return re.sub(r"[^a-z0-9%]+", " ", plain).strip()


def cleaned(text: str) -> str | None:
    """Return the text of a cell without invisible characters, ``="…"`` or an apostrophe before a number.

    None where nothing is left of it.
    """
    if text.isascii() and (plain := text.strip())[:1] not in ("=", "'", "`", '"'):
        return plain or None
    text = _LONE_JOINER.sub("", _INVISIBLE.sub("", text)).strip()
    if text[:1] and text[0] in _MARKS:
        text = _MARKED_AS_TEXT.sub("", text, count=1).strip()
    quoted = _AS_TEXT.fullmatch(text)
    return ((quoted[1] or quoted[2] or "").strip() if quoted else text) or None
