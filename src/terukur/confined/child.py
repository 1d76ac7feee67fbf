"""The processes that read foreign files: one that waits, and a fresh copy of it for every file.

Run as ``python -I -m terukur.confined.child DESCRIPTOR``. The waiting process never sees a file; it loads the
readers once and copies itself, which takes milliseconds. The copy gives up what it does not need, reads its
file, writes the result and ends. Every line of the result is ``["item", …]``, ``["refused", message]`` or
``["end", null]``.
"""

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
from typing import Any, BinaryIO, cast

from terukur.confined.refusal import FileRefused

_OPEN_FILES = 32
_LONGEST_NAME = 200


def main() -> None:
    """Copy this process for every file that is asked for, until the server is gone."""
    # Nobody waits for the copies.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    asked = socket.socket(fileno=int(sys.argv[1]))
    while True:
        name, descriptors, _flags, _address = socket.recv_fds(asked, _LONGEST_NAME, 2)
        if not name:
            return
        module, _, function = name.decode().partition(":")
        read = getattr(importlib.import_module(module), function)
        gc.freeze()
        if os.fork() == 0:
            asked.close()
            try:
                answer(read, *descriptors)
            finally:
                os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)


def answer(read: Any, channel: int, file: int) -> None:
    """Take the order, limit this process for good, and only then let the reader see the file."""
    with socket.socket(fileno=channel) as server, open(file, "rb") as source:
        order = json.loads(server.makefile("rb").readline())
        limit(order["limits"])
        with cast(BinaryIO, server.makefile("wb", buffering=1 << 18)) as output:
            try:
                for item in read(source, **order["options"]):
                    _say(output, "item", item)
            except FileRefused as error:
                _say(output, "refused", str(error))
            else:
                _say(output, "end", None)


def limit(limits: dict[str, int]) -> None:
    """Limit memory, processor and time; no files written, no processes started, no core left."""
    signal.alarm(limits["wall"])
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["processor"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _say(output: BinaryIO, kind: str, said: Any) -> None:
    line = json.dumps([kind, said], ensure_ascii=False, separators=(",", ":"))
    output.write(line.encode("utf-8", "replace") + b"\n")


if __name__ == "__main__":
    main()
