"""Supervision of the web server, the worker and the embedded database: kept running, stopped together."""

import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

from django.conf import settings

from terukur.jobs.service.children import Child, end_orphans, forget_children, note_children
from terukur.jobs.service.database_keeper import DatabaseKeeper
from terukur.jobs.service.lifeline import FOLDER, silent

FIRST_PORT = 8000
_PATIENCE = 60
_EARLY_DEATHS = 3
"""A child that died so often before the first answer will not live: the program ends with its message."""
_LOOK, _SIGNS_EVERY = 0.3, 20
_SILENT_AFTER = 60.0
_WEB_STOPS_IN, _WORKER_STOPS_IN = 12, 30


class PortTaken(RuntimeError):
    """The wanted port is in use."""


def choose_port(host: str, wanted: int | None) -> int:
    """Return the wanted port if it is free, or the first free one from 8000 on.

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
    """Serve until Ctrl-C or SIGTERM, restarting processes that die; return the exit code."""
    stopping = _StopSignal()
    folder = Path(settings.HOME) / "run"
    signs = folder / f"signs-{os.getpid()}"
    signs.mkdir(parents=True, exist_ok=True)
    end_orphans(folder)
    keeper = _database_keeper()
    children = _children(host, port, signs)
    announcing, looks = _Announcement(f"http://{host}:{port}/", announce), 0
    try:
        while not stopping.told:
            if any([child.keep_running() for child in children]):
                note_children(folder, [child.pid for child in children])
            looks += 1
            if looks % _SIGNS_EVERY == 0:
                _end_silent(signs)
            if announcing.waits:
                announcing.try_now()
            if announcing.waits and max(child.failures for child in children) >= _EARLY_DEATHS:
                return 1
            time.sleep(_LOOK)
    finally:
        _stop_all(children, keeper)
        forget_children(folder)
        _remove(signs)
    return 0


def _children(host: str, port: int, signs: Path) -> list[Child]:
    environment = {**os.environ, "TERUKUR_POOL": "1", FOLDER: str(signs)}
    module = [sys.executable, "-m"]
    return [
        Child(
            [*module, "terukur.jobs.service.web_server", host, str(port)], environment, patience=_WEB_STOPS_IN
        ),
        Child([*module, "terukur.jobs.service.worker"], environment, patience=_WORKER_STOPS_IN),
    ]


def _database_keeper() -> DatabaseKeeper | None:
    if os.environ.get("TERUKUR_EMBEDDED") != "1":
        return None
    keeper = DatabaseKeeper(Path(settings.HOME) / "postgres", os.environ["DATABASE_URL"])
    keeper.start()
    return keeper


def _end_silent(signs: Path) -> None:
    """Kill processes that show no life; they are then restarted as usual."""
    for pid in silent(signs, longer_than=_SILENT_AFTER):
        print(f"terukur: proses {pid} tidak bergerak lagi dan dimulai ulang", file=sys.stderr)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _stop_all(children: list[Child], keeper: DatabaseKeeper | None) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
    if keeper is not None:
        keeper.end()


def _remove(signs: Path) -> None:
    for path in signs.iterdir():
        path.unlink(missing_ok=True)
    signs.rmdir()


class _StopSignal:
    """The flag that is set by Ctrl-C or SIGTERM."""

    def __init__(self) -> None:
        self.told = False
        signal.signal(signal.SIGINT, self._hear)
        signal.signal(signal.SIGTERM, self._hear)

    def _hear(self, _signal: int, _frame: FrameType | None) -> None:
        self.told = True


class _Announcement:
    """The one message about where the pages are, when they answer or after a while at the latest."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self._address = address
        self._say = say
        self._deadline = time.monotonic() + _PATIENCE
        self.waits = True

    def try_now(self) -> None:
        """Print the message if the pages answer now."""
        if _answers(f"{self._address}readyz") or time.monotonic() > self._deadline:
            self.waits = False
            self._say(self._address)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own address
            return True
    except OSError:
        return False
