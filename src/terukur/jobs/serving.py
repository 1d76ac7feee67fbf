"""Running the web server and the worker as children, and stopping them together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

FIRST_PORT = 8000
_PATIENCE = 60


class PortTaken(RuntimeError):
    """The wanted port is in use."""


def choose_port(host: str, wanted: int | None) -> int:
    """The wanted port if it is free, or the first free one from 8000 on.

    :raises PortTaken: where the wanted port, or all of a thousand, are in use.
    """
    if wanted is not None:
        if not _is_free(host, wanted):
            raise PortTaken(f"Port {wanted} sedang dipakai. Pilih yang lain dengan --port.")
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + 1000):
        if _is_free(host, port):
            return port
    raise PortTaken("Tidak ada port yang bebas antara 8000 dan 8999.")


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run_server(*, host: str, port: int, announce: Callable[[str], None]) -> int:
    """Serve until Ctrl-C or SIGTERM, then stop both children; answers the exit code."""
    environment = {**os.environ, "TERUKUR_POOL": "1"}
    binaries = Path(sys.executable).parent
    workers = max(1, min(4, os.cpu_count() or 1))
    commands: list[Sequence[str]] = [
        [
            str(binaries / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", str(workers), "--blocking-threads", "2", "--no-ws",
            "--log-level", "warning", "terukur.config.wsgi:application",
        ],
        [sys.executable, "-m", "django", "procrastinate", "worker"],
    ]  # fmt: skip
    # Children get a session of their own, so that Ctrl-C reaches this process alone and it
    # decides the order of stopping.
    children = [
        subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
        for command in commands
    ]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    address = f"http://{host}:{port}/"
    try:
        if _answers(f"{address}readyz", children):
            announce(address)
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        codes = [_stop(child) for child in children]
    return 0 if stopping else max([1, *codes])


def _answers(address: str, children: list[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own address
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _stop(child: subprocess.Popen[bytes]) -> int:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    return abs(int(child.returncode or 0))
