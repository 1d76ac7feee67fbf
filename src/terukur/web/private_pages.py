"""Rules for the copies of a page in a browser, and for the end of a session without activity."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

SEEN = "seen"
EXPIRED = "berakhir"
_SIGNED_IN = "signed-in-at"
_RENEWED_AFTER = 60
_SALT = "terukur.seen"
_View = Callable[..., HttpResponse]
_Answer = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Refuse copies in browsers and proxies of a page made for a person, or behind sign-in."""

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Whether there is a session, and not whose: the answer must not need the database.
        if not _is_public(request) or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: _View, *_: Any) -> None:
        """Remember whether the page is one for everybody."""
        request.is_public = not getattr(view, "login_required", True)  # type: ignore[attr-defined]


class IdleSessions:
    """End a session without activity, or long after sign-in; the user signs in again and comes back.

    The time of the last activity is in a signed cookie of its own, tied to the session: it costs no statement
    of the database, and a session's cookie alone has no value after the idle time.
    """

    def __init__(self, get_response: _Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_public(request) or not request.user.is_authenticated:
            return response
        if _age_of_mark(request) > _RENEWED_AFTER:
            response.set_signed_cookie(
                SEEN,
                f"{_tie(request)}|{time.time():.0f}",
                salt=_SALT,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def process_view(self, request: HttpRequest, _view: _View, *_: Any) -> HttpResponse | None:
        """Sign out a user who was away too long, and lead back to the page afterwards."""
        if _is_public(request) or not request.user.is_authenticated:
            return None
        why = _over(request)
        if why is None:
            return None
        logout(request)
        messages.info(request, why)
        target = f"{resolve_url(settings.LOGIN_URL)}?{_query(_page(request))}"
        return HttpResponseClientRedirect(target) if _is_htmx(request) else redirect(target)


def _is_public(request: HttpRequest) -> bool:
    """Return whether the page is for everybody; an address without a page is not."""
    return bool(getattr(request, "is_public", False))


def _over(request: HttpRequest) -> str | None:
    """Return why the session is over, or None while it goes on."""
    began = float(request.session.get(_SIGNED_IN, 0))
    since_sign_in = time.time() - began
    if since_sign_in > settings.SESSION_COOKIE_AGE:
        return "Setiap orang masuk lagi setelah 12 jam. Masuklah; Anda kembali ke halaman tadi."
    if min(since_sign_in, _age_of_mark(request)) <= settings.IDLE_MINUTES * 60:
        return None
    return (
        f"Anda tidak berbuat apa-apa selama {settings.IDLE_MINUTES} menit, jadi kami menutup sesi Anda agar "
        "tidak dipakai orang lain. Masuklah lagi; Anda kembali ke halaman tadi. Tulisan yang belum tersimpan "
        "kami kembalikan di sana; berkas dilampirkan lagi."
    )


def _age_of_mark(request: HttpRequest) -> float:
    """Return the seconds since the cookie was written; endless where it is missing or another session's."""
    mark = request.get_signed_cookie(SEEN, default="", salt=_SALT) or ""
    tie, _, written = mark.partition("|")
    if not written or tie != _tie(request):
        return float("inf")
    return time.time() - float(written)


def _tie(request: HttpRequest) -> str:
    """Return the mark that ties the cookie to its session without revealing the session's key."""
    return salted_hmac(_SALT, request.session.session_key or "").hexdigest()[:20]


def _page(request: HttpRequest) -> str:
    """Return the page to come back to: the requested one, or the page with the form that was sent."""
    if request.method == "GET" and not _is_htmx(request):
        return request.get_full_path()
    address = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    allowed = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, allowed, require_https=request.is_secure()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _query(page: str) -> str:
    query = QueryDict(mutable=True)
    query["next"], query[EXPIRED] = page, "1"
    return query.urlencode(safe="/")


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _begin(*, request: HttpRequest, **_: Any) -> None:
    request.session[_SIGNED_IN] = time.time()


user_logged_in.connect(_begin, dispatch_uid="session-begins")
