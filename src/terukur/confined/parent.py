"""Start of the child that reads foreign bytes; its output is taken as data only.

A reader is a function in a folder called ``foreign``, named here by its address, so that only the child ever
loads the code that parses foreign bytes. The child ends by its own limits, or as soon as no process listens;
every failure of it is ``FileRefused`` here and never the end of the server.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, BinaryIO, cast

from terukur.confined.refusal import FileRefused

Source = bytes | BinaryIO
_COMMAND = (sys.executable, "-I", "-m", "terukur.confined.child")
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}
_PIECE = 1024 * 1024
_MEGABYTE = 1024 * 1024
# So many files are read at once for one server process; others wait for their turn.
_PLACES = threading.BoundedSemaphore(2)
_LONGEST_TURN = 60
_STARTING = threading.Lock()
_waiting: socket.socket | None = None
STOPPED = (
    "Berkas ini tidak dapat dibaca: rusak, atau isinya melampaui batas waktu dan memori. Buka di aplikasi "
    "asalnya, salin bagian yang berisi data ke berkas baru, lalu unggah lagi."
)
BUSY = "Berkas ini belum dibaca karena banyak berkas lain sedang diperiksa. Coba lagi sebentar."


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Limits of a child: memory and output in bytes, processor and whole time in seconds."""

    memory: int = 1536 * _MEGABYTE
    processor: int = 40
    wall: int = 90
    output: int = 256 * _MEGABYTE

    @classmethod
    def for_size(cls, size: int) -> "ChildLimits":
        """Return limits for a table of any length, read in pieces: time and output grow with it."""
        seconds = 40 + 4 * size // _MEGABYTE
        return cls(processor=seconds, wall=600 + 10 * seconds, output=512 * _MEGABYTE + 8 * max(0, size))


def read_all(reader: str, source: Source, *, limits: ChildLimits, **options: Any) -> list[Any]:
    """Return everything that a reader says about a file; few files are read at once.

    :raises FileRefused: where the reader refuses the file, or its process had to be ended.
    """
    if not _PLACES.acquire(timeout=_LONGEST_TURN):
        raise FileRefused(BUSY)
    try:
        return list(read_in_pieces(reader, source, limits=limits, **options))
    finally:
        _PLACES.release()


def read_in_pieces(reader: str, source: Source, *, limits: ChildLimits, **options: Any) -> Iterator[Any]:
    """Yield the output of a reader, piece after piece; numbers come as ``Decimal``.

    :raises FileRefused: where the reader refuses the file, or its process had to be ended.
    """
    ours, theirs = socket.socketpair()
    with ours, _descriptor(source) as file:
        with theirs:
            _ask(reader, theirs.fileno(), file)
        order = {"limits": asdict(limits), "options": options}
        ours.settimeout(limits.wall)
        try:
            ours.sendall(json.dumps(order).encode() + b"\n")
            with cast(BinaryIO, ours.makefile("rb", buffering=_PIECE)) as output:
                yield from _pieces(output, limits.output)
        except OSError as error:
            raise FileRefused(STOPPED) from error


def _pieces(output: BinaryIO, most: int) -> Iterator[Any]:
    received = 0
    while line := output.readline(most - received + 1):
        received += len(line)
        kind, said = _message(line) if received <= most else ("", None)
        if kind == "item":
            yield said
        elif kind == "refused":
            raise FileRefused(str(said))
        elif kind == "end":
            return
        else:
            break
    raise FileRefused(STOPPED)


def _message(line: bytes) -> tuple[str, Any]:
    try:
        kind, said = json.loads(line, parse_float=_number, parse_int=_number)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return "", None
    return str(kind), said


def _number(written: str) -> Decimal:
    return Decimal(written).normalize()


def _ask(reader: str, channel: int, file: int) -> None:
    """Hand a file to a fresh copy of the waiting process; a dead one is started again."""
    global _waiting
    with _STARTING:
        for _attempt in range(2):
            try:
                if _waiting is None:
                    _waiting = _start()
                socket.send_fds(_waiting, [reader.encode()], [channel, file])
                return
            except OSError:
                _waiting = None
    raise FileRefused(STOPPED)


def _start() -> socket.socket:
    """Return a waiting process without anything of ours: no secrets, no open files, no terminal."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(  # noqa: S603 - our own program, no shell
            [*_COMMAND, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    return ours


@contextmanager
def _descriptor(source: Source) -> Iterator[int]:
    """Yield a descriptor of the bytes that the child may read; a file on disk is opened again, not copied."""
    with ExitStack() as stack:
        try:
            if isinstance(source, bytes):
                raise OSError
            source.seek(0)
            # A descriptor of its own has a position of its own, and cannot be written to.
            file: BinaryIO = stack.enter_context(open(f"/proc/self/fd/{source.fileno()}", "rb"))
        except OSError:
            file = stack.enter_context(tempfile.TemporaryFile())
            for piece in [source] if isinstance(source, bytes) else iter(lambda: source.read(_PIECE), b""):
                file.write(piece)
            file.seek(0)
        yield file.fileno()
