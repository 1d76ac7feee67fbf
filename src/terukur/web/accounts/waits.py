"""Waiting after wrong passwords: longer after each, a minute at most, and never for a known device.

A lock would let any stranger shut out the owner, above all where many share one address. So wrong passwords
are counted for the number and the address together, and for the number alone from everywhere; a device on
which the owner has signed in before has a count of its own, which strangers do not reach.
"""

from datetime import timedelta
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from terukur.accounts.allowances import Taken, forget, take, taken
from terukur.web.client_address import client_key
from terukur.web.limits import too_often
from terukur.web.viewer import now

_FREE, _FREE_FROM_EVERYWHERE = 8, 40
_LONGEST = 60
_FORGOTTEN_AFTER = timedelta(hours=1)
_COOKIE = "perangkat"
_SALT = "terukur.web.accounts.waits"
_COOKIE_AGE = 180 * 24 * 3600
_DEVICE_USERS = 6


class WaitingHandler(AbstractAxesHandler, AxesBaseHandler):  # type: ignore[misc]
    """The handler that django-axes calls on a sign-in."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Return whether no wait is running; the request keeps how long it is."""
        seconds = _seconds_left(request, _username(credentials))
        request.axes_wait = seconds  # type: ignore[attr-defined]
        request.axes_locked_out = bool(seconds)  # type: ignore[attr-defined]
        return not seconds

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        """Return whether a wait is running."""
        return bool(getattr(request, "axes_locked_out", False))

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return how many wrong passwords count here."""
        counts = taken(list(_keys(request, _username(credentials))), at=now(request))
        return max((count.times for count in counts.values()), default=0)

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
    ) -> None:
        """Count a wrong password; attempts that were refused before the password was checked do not count."""
        if request is None or getattr(request, "axes_locked_out", False):
            return
        for key in _keys(request, _username(credentials)):
            take(key, at=now(request), within=_FORGOTTEN_AFTER, slides=True)

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
        """Forget the wrong passwords typed here before the right one."""
        # Attempts of others from elsewhere still count.
        forget(next(iter(_keys(request, user.get_username()))))

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
        """Do nothing: a sign-out is not counted."""


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Return the page that asks to wait, for as long as the wait runs."""
    return too_often(request, getattr(request, "axes_wait", 1))


def know_device(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark this device as one on which this user has signed in."""
    mark = _mark(username)
    marks = [mark, *(known for known in _marks(request) if known != mark)][:_DEVICE_USERS]
    response.set_signed_cookie(
        _COOKIE,
        ".".join(marks),
        salt=_SALT,
        max_age=_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _seconds_left(request: HttpRequest, username: str) -> int:
    keys = _keys(request, username)
    at = now(request)
    left = [
        _wait(count, keys[key]) - (at - count.last_at).total_seconds()
        for key, count in taken(list(keys), at=at).items()
    ]
    longest = max(left, default=0)
    return int(longest) + 1 if longest > 0 else 0


def _wait(count: Taken, free: int) -> int:
    over = count.times - free
    return 0 if over < 0 else min(_LONGEST, 2 ** min(over, 10))


def _keys(request: HttpRequest, username: str) -> dict[str, int]:
    """Return the keys under which tries are counted, each with how many are free; the closest first."""
    if any(constant_time_compare(_mark(username), mark) for mark in _marks(request)):
        return {f"sign-in|{username}|known": _FREE}
    return {f"sign-in|{username}|{client_key(request)}": _FREE, f"sign-in|{username}": _FREE_FROM_EVERYWHERE}


def _marks(request: HttpRequest) -> list[str]:
    try:
        return (request.get_signed_cookie(_COOKIE, salt=_SALT, max_age=_COOKIE_AGE) or "").split(".")
    except (KeyError, BadSignature):
        return []


def _mark(username: str) -> str:
    return salted_hmac(_SALT, username).hexdigest()[:20]


def _username(credentials: dict[str, Any] | None) -> str:
    return str((credentials or {}).get("username") or "")
