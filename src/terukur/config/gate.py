"""The gate before the application: a request is read whole before a thread begins to work on it.

A thread that reads from a client waits for that client, and a few clients that send slowly or stop
half-way would hold all threads. Here the reading waits without a thread, within limits of time and size.
"""

import asyncio
import io
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

Result = TypeVar("Result")
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
_KEPT_IN_MEMORY = 256 * 1024
_BEAT = 2.0


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Limits that one process sets for all its clients together, and for each of them."""

    threads: int = 4
    upload_threads: int = 2
    """For what carries files: reading them takes long, and no page shall wait for it."""
    costly_threads: int = 1
    """For what hashes a password, which takes a core for as long."""
    waiting: int = 256
    """Requests of one kind that may wait or be worked on; whoever comes later is told to come again."""
    body: int = 32 * 1024 * 1024
    all_bodies: int = 512 * 1024 * 1024
    """Bytes of all bodies that are being read or worked on."""
    patience: float = 20.0
    """Seconds in which a body must have come, and no piece may keep waiting for longer."""
    least_rate: int = 4_000
    """Bytes a second; each that came prolongs the patience accordingly."""


class RequestRefused(Exception):
    """The request is not let in; the status says why."""

    def __init__(self, status: int) -> None:
        self.status = status


class Gone(Exception):
    """The client has left before the request was whole."""


class Gate:
    """An ASGI application that lets whole requests in to a WSGI application, a few at a time."""

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        limits: RequestLimits,
        costly: frozenset[str] = frozenset(),
        beat: Callable[[], None] | None = None,
    ) -> None:
        self._application = application
        self._beat = beat
        self._beating: asyncio.Task[None] | None = None
        self._limits = limits
        self._costly = costly
        self._pages = _Lane(limits.threads, limits.waiting)
        self._uploads = _Lane(limits.upload_threads, limits.waiting)
        self._hashing = _Lane(limits.costly_threads, limits.waiting)
        self._held = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the start and the end of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        if scope["type"] != "http":
            return
        body = _Body(self._limits)
        try:
            await self._read(scope, receive, body)
            status, headers, content = await self._work(scope, body)
        except Gone:
            return
        except RequestRefused as refusal:
            status, headers, content = _refusal(refusal.status)
        finally:
            self._held -= body.size
            body.close()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        if self._beat is not None:
            self._beating = asyncio.create_task(self._show_life(self._beat))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _show_life(self, beat: Callable[[], None]) -> None:
        while True:
            beat()
            await asyncio.sleep(_BEAT)

    async def _read(self, scope: Message, receive: Receive, body: "_Body") -> None:
        stated = _stated_size(scope["headers"])
        if stated is None:
            return
        if stated > self._limits.body:
            raise RequestRefused(413)
        more = True
        while more:
            try:
                message = await asyncio.wait_for(receive(), body.time_left())
            except TimeoutError as error:
                raise RequestRefused(408) from error
            if message["type"] != "http.request":
                raise Gone
            more = message.get("more_body", False)
            self._hold(body, message.get("body", b""))

    def _hold(self, body: "_Body", piece: bytes) -> None:
        self._held += len(piece)
        body.add(piece)
        if body.size > self._limits.body:
            raise RequestRefused(413)
        if self._held > self._limits.all_bodies:
            raise RequestRefused(503)

    async def _work(self, scope: Message, body: "_Body") -> tuple[int, Headers, bytes]:
        environ = _environ(scope, body)
        lane = self._lane_for(environ)
        return await lane.run(partial(_answer, self._application, environ))

    def _lane_for(self, environ: dict[str, Any]) -> "_Lane":
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self._pages
        if environ["PATH_INFO"] in self._costly:
            return self._hashing
        is_upload = environ.get("CONTENT_TYPE", "").startswith("multipart/")
        return self._uploads if is_upload else self._pages


class _Lane:
    """Threads for one kind of request, and room to wait for them."""

    def __init__(self, threads: int, waiting: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._most = waiting
        self._inside = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return the result of the work, done by the next free thread."""
        if self._inside >= self._most:
            raise RequestRefused(503)
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._inside -= 1


class _Body:
    """The body of a request as received until now, and the time left for the rest."""

    def __init__(self, limits: RequestLimits) -> None:
        self._limits = limits
        self._began = time.monotonic()
        self._file: IO[bytes] | None = None
        self.size = 0

    def add(self, piece: bytes) -> None:
        if self._file is None:
            self._file = SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._file.write(piece)
        self.size += len(piece)

    def time_left(self) -> float:
        limits = self._limits
        whole = self._began + limits.patience + self.size / limits.least_rate
        return max(0.0, min(limits.patience, whole - time.monotonic()))

    def reader(self) -> IO[bytes]:
        if self._file is None:
            return io.BytesIO()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _stated_size(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Return the stated size of a body, 0 where it comes in pieces, and nothing where there is none."""
    found = None
    for name, value in headers:
        if name == b"content-length" and value.isdigit():
            found = int(value)
        elif name == b"transfer-encoding":
            return 0
    return found


def _environ(scope: Message, body: _Body) -> dict[str, Any]:
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body.reader(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        # “x_forwarded_for” would become what “x-forwarded-for” becomes, past the proxy that sets it.
        if b"_" not in name:
            _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(body.size)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    key = "CONTENT_TYPE" if name == "content-type" else f"HTTP_{name.upper().replace('-', '_')}"
    if key in environ:
        value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
    environ[key] = value


def _answer(
    application: Callable[..., Iterable[bytes]], environ: dict[str, Any]
) -> tuple[int, Headers, bytes]:
    """Run the application to its end, in a thread."""
    said: list[tuple[int, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        said.append((int(status.split(" ", 1)[0]), pairs))

    parts = application(environ, start)
    try:
        content = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    status, headers = said[-1]
    return status, headers, content


_WORDS = {
    408: "Kiriman terlalu lama datang. Periksa sambungan, lalu kirim lagi.",
    413: "Kiriman terlalu besar. Paling besar 30 MB.",
    503: "Server sedang sangat sibuk. Coba lagi sebentar.",
}


def _refusal(status: int) -> tuple[int, Headers, bytes]:
    content = f'<!doctype html><html lang="id"><meta charset="utf-8"><p>{_WORDS[status]}</p>'.encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
    ]
    if status == 503:
        headers.append((b"retry-after", b"5"))
    return status, headers, content
