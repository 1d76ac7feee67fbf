"""Limits on how often a person without an account may do acts that are expensive for the server."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.accounts.allowances import take
from terukur.web.client_address import client_key
from terukur.web.viewer import now

_SPAN = timedelta(minutes=1)
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """The number of requests a minute from one address, and from all together."""

    per_address: int
    in_total: int
    methods: frozenset[str] = frozenset({"POST"})


_ANY = frozenset({"GET", "HEAD", "POST"})
# By the name of the address. Whole offices share one address, so each is wide enough for an office.
LIMITS = {
    "activate": Limit(20, 120),
    "sign-in": Limit(60, 600),
    "lost-password": Limit(20, 60),
    "survey": Limit(30, 300),
    "appraisal-service": Limit(60, 600, _ANY),
    "seals": Limit(120, 1_200, _ANY),
    "sealed-day": Limit(120, 1_200, _ANY),
}
# Open to everybody and not limited, since they ask the database for one row at most.
CHEAP = {"healthz", "readyz", "method", "daily-offline", "daily-worker", "survey-thanks"}


class LimitMiddleware:
    """Answer 429 to a client above its limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        # What is refused until when (monotonic), so that a flood costs no statements.
        self._refused: dict[str, float] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Count the request where its address is limited."""
        name = request.resolver_match.url_name if request.resolver_match else None
        limit = LIMITS.get(name or "")
        if limit is None or request.method not in limit.methods:
            return None
        for key, most in (
            (f"limit|{name}|{client_key(request)}", limit.per_address),
            (f"limit|{name}", limit.in_total),
        ):
            seconds = self._wait(key, most, now(request))
            if seconds:
                return too_often(request, seconds)
        return None

    def _wait(self, key: str, most: int, at: datetime) -> int:
        left = self._refused.get(key, 0.0) - time.monotonic()
        if left > 0:
            return int(left) + 1
        count = take(key, at=at, within=_SPAN)
        if count.times <= most:
            return 0
        seconds = max(1.0, (count.ends_at - at).total_seconds())
        if len(self._refused) >= _MOST_REMEMBERED:
            self._refused.clear()
        self._refused[key] = time.monotonic() + seconds
        return int(seconds) + 1


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """Return the page that asks to wait."""
    response = render(request, "web/accounts/wait.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response
