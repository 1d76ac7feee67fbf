"""Looking at an address that somebody gave as evidence, without letting it lead us inside.

Whoever states a realization chooses the address, so the server must not become their way to what
only the server can reach: the host is resolved here, every one of its addresses must be public, and
the connection goes to the address that was looked at.
"""

import hashlib
import socket
import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from terukur.measurement.address_looks import Seen

_SECONDS = 15
_LARGEST = 20 * 1024 * 1024
_PIECE = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_OK = 200


def look_at(address: str, *, is_reachable: Callable[[str], bool] | None = None) -> Seen:
    """Hash what an address answers, or say why it could not be seen. It never raises.

    ``is_reachable`` replaces the rule that only public addresses are asked.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
        if parts.scheme not in _PORTS or not parts.hostname:
            return Seen(failure="bukan alamat http atau https")
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
        targets = [str(entry[4][0]) for entry in found]
        if not all((is_reachable or _is_public)(target) for target in targets):
            return Seen(failure="alamat di jaringan dalam; tidak dibuka oleh sistem")
        return _ask(parts, targets[0], port)
    except (OSError, ValueError, HTTPException) as error:
        return Seen(failure=f"tidak terbuka: {type(error).__name__}")


def _is_public(target: str) -> bool:
    return ip_address(target).is_global


def _ask(parts: SplitResult, target: str, port: int) -> Seen:
    host = parts.hostname or ""
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    sock = socket.create_connection((target, port), timeout=_SECONDS)
    if parts.scheme == "https":
        sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    connection.sock = sock
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"User-Agent": "Terukur", "Accept": "*/*"})
        return _seen(connection.getresponse())
    finally:
        connection.close()


def _seen(answer: HTTPResponse) -> Seen:
    if answer.status != _OK:
        return Seen(failure=f"server menjawab {answer.status}")
    digest, size = hashlib.sha256(), 0
    while piece := answer.read(_PIECE):
        size += len(piece)
        if size > _LARGEST:
            return Seen(failure="lebih besar dari 20 MB")
        digest.update(piece)
    return Seen(digest.hexdigest(), size)
