"""Values of an address or a hand-made form, read by one rule: foreign text never reaches the database raw.

Every parameter is foreign: a number that no row can have, a digit that is none for arithmetic, a day at the
end of the calendar. An impossible value counts as missing, or is refused for the whole request.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from terukur.tables.cells import parse_day
from terukur.web.errors import not_readable
from terukur.web.fields import EARLIEST, LATEST

_DIGITS_OF_A_KEY = 18
_NUL = "Isian atau alamatnya memuat tanda NUL, yang bukan huruf. Hapus, ketik ulang, lalu kirim lagi."


def key_in(written: str | None) -> int | None:
    """Return the key of a row, or None for an invalid one: signs, superscripts, too many digits."""
    text = (written or "").strip()
    is_key = text.isascii() and text.isdecimal() and len(text) <= _DIGITS_OF_A_KEY
    return int(text) if is_key else None


def day_in(written: str | None, *, default: date) -> date:
    """Return the written day, or the default for an invalid one or one out of all reach."""
    found = parse_day((written or "").strip()[:40])
    return found if found is not None and EARLIEST <= found <= LATEST else default


def json_in(written: str) -> Any:
    """Return the written JSON.

    :raises ValueError: for invalid JSON, endless nesting, or letters that cannot be stored.
    """
    try:
        found = json.loads(written)
        plain = json.dumps(found, ensure_ascii=False)
        plain.encode()
    except RecursionError as error:
        raise ValueError("too deep") from error
    if "\\u0000" in plain:
        raise ValueError("NUL")
    return found


class RefuseNul:
    """Answer 400 to text that no database keeps, in whatever field or parameter it comes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address before anything else does; the body is looked at before a view."""
        if "\0" in request.path_info or _has_nul(request.GET.lists()):
            return not_readable(request, BadRequest(_NUL))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Look at the sent values, after the time for reading them was granted."""
        if request.method == "POST" and _has_nul(request.POST.lists()):
            return not_readable(request, BadRequest(_NUL))
        return None


def _has_nul(lists: Iterable[tuple[str, list[str]]]) -> bool:
    return any("\0" in name or any("\0" in value for value in values) for name, values in lists)
