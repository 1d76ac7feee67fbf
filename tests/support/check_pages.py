"""Posting through a check page: what it shows is confirmed, as a reader would."""

import re

from django.http import HttpResponse
from django.test import Client

_MARK = re.compile(r'name="confirmed" value="([0-9a-f]+)"')


def mark_in(response: HttpResponse) -> str:
    """The mark of a check page, empty where the page is none."""
    found = _MARK.search(response.content.decode()) if response.status_code == 200 else None
    return found[1] if found else ""


def confirmed(
    client: Client, address: str, data: dict | None = None, *, follow: bool = False
) -> HttpResponse:
    """Post, and where a check page answers, confirm what it shows."""
    data = data or {}
    first = client.post(address, data, follow=follow)
    mark = mark_in(first)
    return client.post(address, {**data, "confirmed": mark}, follow=follow) if mark else first
