"""Reading of an evidence address chosen by a user, without letting it lead inside.

The user who states a realization chooses the address, so the server must not become their way to places that
only the server can reach: the host is resolved here, every one of its addresses must be public, and the
connection goes to the checked address.
"""

import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from terukur.jobs.public_address import is_public
from terukur.measurement.address_looks import Seen

SECONDS = 20
_TOO_SLOW = f"tidak selesai dalam {SECONDS} detik"
_LARGEST = 20 * 1024 * 1024
_PIECE = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_OK = 200


def look_at(
    address: str, *, is_reachable: Callable[[str], bool] = is_public, seconds: float = SECONDS
) -> Seen:
    """Return the hash of an address's content within so many seconds in all, or why it could not be read.

    It never raises. ``is_reachable`` replaces the rule that only public addresses are asked.
    """
    until = time.monotonic() + seconds
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        if parts.scheme not in _PORTS or not parts.hostname:
            return Seen(failure="bukan alamat http atau https")
        targets = _resolved(parts.hostname, port, until)
        if not targets or not all(map(is_reachable, targets)):
            return Seen(failure="alamat di jaringan dalam; tidak dibuka oleh sistem")
        return _ask(parts, targets[0], port, until)
    except (OSError, ValueError, HTTPException) as error:
        late = time.monotonic() >= until
        return Seen(failure=_TOO_SLOW if late else f"tidak terbuka: {type(error).__name__}")


def _resolved(host: str, port: int, until: float) -> list[str]:
    """Return the addresses of a host; a silent name server is not waited for."""
    found: list[str] = []

    def resolve() -> None:
        with suppress(OSError, UnicodeError):
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(entry[4][0]) for entry in entries)

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(until - time.monotonic())
    if not found:
        raise TimeoutError if thread.is_alive() else OSError("no such host")
    return list(found)


def _ask(parts: SplitResult, target: str, port: int, until: float) -> Seen:
    host = parts.hostname or ""
    connection = HTTPConnection(host, port)
    sock = socket.create_connection((target, port), timeout=_left(until))
    if parts.scheme == "https":
        context = ssl.create_default_context()
        sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    # A server that says one byte a second would pass any limit of a single read.
    clock = threading.Timer(_left(until), _hang_up, [sock])
    clock.daemon = True
    clock.start()
    connection.sock = sock
    try:
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "Terukur", "Accept": "*/*"})
        seen = _seen(connection.getresponse())
    finally:
        clock.cancel()
        connection.close()
    return Seen(failure=_TOO_SLOW) if time.monotonic() >= until else seen


def _left(until: float) -> float:
    return max(0.01, until - time.monotonic())


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _seen(answer: HTTPResponse) -> Seen:
    if answer.status != _OK:
        return Seen(failure=f"server menjawab {answer.status}")
    digest, size = hashlib.sha256(), 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > _LARGEST:
            return Seen(failure="lebih besar dari 20 MB")
        digest.update(piece)
    if answer.length:
        return Seen(failure="terputus sebelum selesai")
    return Seen(digest.hexdigest(), size)
