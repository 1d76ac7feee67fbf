"""Clients that send or read as slowly as they can."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable

from attack_service import ask

_HOST = "127.0.0.1"
_HEAD = b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"


async def slow_clients(port: int, many: int, *, seconds: float) -> list[tuple[str, ...]]:
    """Hold the server with four kinds of slow clients while its sign-in page is asked for; return rows."""
    before = await asyncio.to_thread(_page, port)
    kinds: list[tuple[str, Callable[[int], Awaitable[None]]]] = [
        ("kepala lambat", _slow_head),
        ("isi setengah", _half_body),
        ("isi menetes", _dripping_body),
        ("pembaca lambat", _slow_reader),
    ]
    clients = [(kinds[n % 4][0], asyncio.create_task(_held(kinds[n % 4][1], port))) for n in range(many)]
    times, failed, began = [], 0, time.monotonic()
    while time.monotonic() - began < seconds:
        took = await asyncio.to_thread(_page, port)
        failed += took is None
        times += [took] if took is not None else []
        await asyncio.sleep(0.25)
    ended = Counter(kind for kind, task in clients if task.done())
    held = Counter(kind for kind, _ in clients)
    for _, task in clients:
        task.cancel()
    await asyncio.gather(*(task for _, task in clients), return_exceptions=True)
    times.sort()
    rows = [(kind, f"{n} klien", f"{ended[kind]} diputus server") for kind, n in held.items()]
    middle, last = (times[len(times) // 2], times[-1]) if times else (0.0, 0.0)
    return [
        *rows,
        (
            "/masuk/ sementara itu",
            f"{len(times)} kali",
            f"{failed} gagal",
            f"sebelumnya {before or 0:.2f} d",
            f"p50 {middle:.2f} d",
            f"terlama {last:.2f} d",
        ),
    ]


def _page(port: int) -> float | None:
    began = time.monotonic()
    try:
        status, _, _ = ask(port, "GET", "/masuk/")
    except OSError:
        return None
    return time.monotonic() - began if status == 200 else None


async def _held(client: Callable[[int], Awaitable[None]], port: int) -> None:
    try:
        await client(port)
    except OSError:
        return


async def _slow_head(port: int) -> None:
    reader, writer = await asyncio.open_connection(_HOST, port)
    for byte in b"GET /masuk/ HTTP/1.1\r\nHost: localhost\r\nX-Lama: " + b"a" * 500:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.5)
        if reader.at_eof():
            return


async def _half_body(port: int) -> None:
    reader, writer = await asyncio.open_connection(_HOST, port)
    writer.write(_HEAD + b"Content-Length: 100000\r\n\r\n0123456789")
    await reader.read()


async def _dripping_body(port: int) -> None:
    reader, writer = await asyncio.open_connection(_HOST, port)
    writer.write(_HEAD + b"Content-Length: 100000\r\n\r\n")
    answer = asyncio.create_task(reader.read())
    while not answer.done():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.5)


async def _slow_reader(port: int) -> None:
    reader, writer = await asyncio.open_connection(_HOST, port, limit=64)
    writer.write(b"GET /masuk/ HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40)
    while await reader.read(10):
        await asyncio.sleep(1)
