"""PDF from a Typst template: tagged, archivable (PDF/A-2a) and accessible (PDF/UA-1)."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

import typst

from terukur.documents.lettering import MARK, drawable, legible

# Noto for the scripts of the world and for emoji; the scripts of this country stand in this folder.
_FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_NOTE = f"Tanda {MARK} menggantikan huruf yang tidak dapat dicetak; teks aslinya ada di Terukur."


def render_pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the template's PDF; data reach it as JSON, so nothing in them can act as markup.

    The same template, data and moment give the same bytes. Letters that no font has are replaced by a mark,
    and the foot of each page says so: a document never fails because of its text.
    """
    clean = _mapped(data, legible)
    try:
        return _compiled(template, clean, at)
    except typst.TypstError:
        return _compiled(template, _mapped(clean, _drawn), at)


def _compiled(template: str, data: object, at: datetime) -> bytes:
    said = json.dumps(data, ensure_ascii=False)
    return _pdf(
        template,
        {"data": said, "note": _NOTE if MARK in said else ""},
        at.astimezone(UTC).replace(microsecond=0),
    )


def _pdf(template: str, inputs: dict[str, str], at: datetime | int) -> bytes:
    with as_file(files("terukur.documents") / "templates" / f"{template}.typ") as path:
        return typst.compile(
            str(path),
            format="pdf",
            sys_inputs=inputs,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            timestamp=at,
        )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return the fonts of the packages, searched once: a document then costs no search."""
    folders = [str(files(package)) for package in _FONT_PACKAGES]
    folders.append(str(files("terukur.documents") / "fonts"))
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _drawn(text: str) -> str:
    return drawable(text, draws=_draws)


@lru_cache(maxsize=8192)
def _draws(text: str) -> bool:
    try:
        _pdf("probe", {"data": text}, 0)
    except typst.TypstError:
        return False
    return True


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return the data with each text in them changed, at whatever depth it stands."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(item, change) for item in value]
    return value
