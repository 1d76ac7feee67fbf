"""The gate before the application: slow, huge and broken-off requests hold no thread."""

import asyncio
import threading

import pytest

from terukur.config.gate import Gate, RequestLimits
from tests.support import own_loop

QUICK = RequestLimits(threads=2, patience=0.3, least_rate=1_000, body=5_000, all_bodies=8_000)


def echo(environ, start):
    content = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain"), ("X-Path", environ["PATH_INFO"])])
    return [environ["CONTENT_LENGTH"].encode(), b" ", content]


def scope(method="POST", path="/x/", *headers):
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "headers": list(headers),
        "client": ("203.0.113.9", 1),
        "server": ("localhost", 80),
    }


async def asked(gate, request, pieces=(), *, then="wait"):
    """Status and body of an answer; after the pieces the client waits for ever, or leaves."""
    left = list(pieces)
    sent = []

    async def receive():
        if left:
            piece = left.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(left) or then != "end"}
        if then == "leave":
            return {"type": "http.disconnect"}
        await asyncio.sleep(60)

    async def send(message):
        sent.append(message)

    await gate(request, receive, send)
    return (sent[0]["status"], sent[1]["body"]) if sent else None


def length(size):
    return (b"content-length", str(size).encode())


def ask(*arguments, limits=QUICK, application=echo, **how):
    return own_loop.run(asked(Gate(application, limits), *arguments, **how))


def test_a_whole_request_reaches_the_application():
    assert ask(scope("POST", "/ä/", length(5)), [b"ab", b"cde"], then="end") == (200, b"5 abcde")


def test_a_body_in_pieces_of_unknown_length_does_too():
    chunked = (b"transfer-encoding", b"chunked")
    assert ask(scope("POST", "/", chunked), [b"ab", b"cde"], then="end") == (200, b"5 abcde")


def test_a_half_sent_body_is_refused_after_its_time():
    assert ask(scope("POST", "/", length(5_000)), [b"0123456789"])[0] == 408


def test_a_body_that_drips_is_refused_although_each_piece_is_quick():
    async def dripping():
        async def receive():
            await asyncio.sleep(0.05)
            return {"type": "http.request", "body": b"x", "more_body": True}

        sent = []

        async def send(message):
            sent.append(message)

        await asyncio.wait_for(Gate(echo, QUICK)(scope("POST", "/", length(999)), receive, send), 5)
        return sent[0]["status"]

    assert own_loop.run(dripping()) == 408


@pytest.mark.parametrize("stated", [5_001, 10**30])
def test_a_body_stated_too_large_is_refused_before_it_is_read(stated):
    assert ask(scope("POST", "/", length(stated)), [b"x"])[0] == 413


def test_a_body_that_becomes_too_large_is_refused():
    chunked = (b"transfer-encoding", b"chunked")
    assert ask(scope("POST", "/", chunked), [b"x" * 3_000] * 2, then="end")[0] == 413


def test_all_bodies_together_have_a_limit_and_give_their_room_back():
    async def many():
        gate = Gate(echo, QUICK)
        request = scope("POST", "/", length(4_000))
        slow = [asyncio.create_task(asked(gate, request, [b"x" * 3_000])) for _ in range(3)]
        statuses = sorted([(await task)[0] for task in slow])
        again = await asked(gate, scope("POST", "/", length(3)), [b"abc"], then="end")
        return statuses, again

    assert own_loop.run(many()) == ([408, 408, 503], (200, b"3 abc"))


def test_a_client_that_leaves_is_no_error():
    assert ask(scope("POST", "/", length(10)), [b"abc"], then="leave") is None


def test_headers_with_an_underscore_cannot_pose_as_others():
    def shown(environ, start):
        start("200 OK", [])
        return [environ.get("HTTP_X_FORWARDED_FOR", "none").encode()]

    forged = (b"x_forwarded_for", b"1.2.3.4")
    assert ask(scope("GET", "/", forged), application=shown)[1] == b"none"


def test_uploads_and_hashing_leave_the_pages_their_threads():
    release = threading.Event()

    def busy(environ, start):
        if environ["REQUEST_METHOD"] == "POST":
            release.wait(10)
        start("200 OK", [])
        return [b"page"]

    async def crowd():
        gate = Gate(busy, QUICK, costly=frozenset({"/masuk/"}))
        file = (b"content-type", b"multipart/form-data; boundary=x")
        held = [
            asyncio.create_task(asked(gate, request, [b"abc"], then="end"))
            for request in (
                *[scope("POST", "/bukti/", length(3), file)] * 6,
                *[scope("POST", "/masuk/", length(3))] * 6,
            )
        ]
        await asyncio.sleep(0.1)
        page = await asyncio.wait_for(asked(gate, scope("GET", "/")), 5)
        release.set()
        await asyncio.gather(*held)
        return page

    assert own_loop.run(crowd()) == (200, b"page")


def test_who_comes_after_too_many_is_told_to_come_again():
    release = threading.Event()

    def busy(environ, start):
        release.wait(10)
        start("200 OK", [])
        return [b""]

    async def crowd():
        gate = Gate(busy, RequestLimits(threads=1, waiting=3))
        held = [asyncio.create_task(asked(gate, scope("GET", "/"))) for _ in range(3)]
        await asyncio.sleep(0.1)
        status, _ = await asked(gate, scope("GET", "/"))
        release.set()
        await asyncio.gather(*held)
        return status

    assert own_loop.run(crowd()) == 503
