"""One child process of ``terukur serve``: started, restarted after it died, and stopped."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_STEADY = 30.0
"""Seconds after which a child that lived so long is no longer thought to fail at its start."""


class Child:
    """A command that is to run all the time."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], *, patience: float) -> None:
        self._command = command
        self._environment = environment
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._began = self._not_before = 0.0
        self.failures = 0
        """How often in a row it died soon after its start."""

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process else None

    def keep_running(self) -> bool:
        """Start it where it does not run, later after each early death; return whether it was started."""
        now = time.monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._bury(now)
        if self._process is not None or now < self._not_before:
            return False
        self._began = now
        # A session of its own, so that Ctrl-C reaches the parent alone and it decides the order of stopping.
        self._process = subprocess.Popen(  # noqa: S603 - our own programs
            self._command, env=self._environment, start_new_session=True
        )
        return True

    def _bury(self, now: float) -> None:
        assert self._process is not None  # noqa: S101 - for the types
        _kill_group(self._process.pid)
        self._process = None
        self.failures = 0 if now - self._began > _STEADY else self.failures + 1
        self._not_before = now + min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** max(0, self.failures - 1))

    def ask_to_stop(self) -> None:
        """Ask it to finish its work and stop."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Wait until it has stopped, and kill it after its time."""
        if self._process is None:
            return
        self.ask_to_stop()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self._patience)
        _kill_group(self._process.pid)
        self._process.wait()


def _kill_group(pid: int) -> None:
    """Kill the rest of the session that a child led."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def note_children(folder: Path, pids: Sequence[int | None]) -> None:
    """Store the ids of our processes, for a next start after we were killed."""
    rows = []
    for pid in pids:
        with suppress(psutil.Error):
            if pid is not None:
                rows.append([pid, psutil.Process(pid).create_time()])
    _note(folder).write_text(json.dumps({"parent": _birth(os.getpid()), "children": rows}), "utf-8")


def forget_children(folder: Path) -> None:
    """Delete the note of the children: there are none any more."""
    _note(folder).unlink(missing_ok=True)


def end_orphans(folder: Path) -> None:
    """Kill the children of a server of this home that was killed, where they outlived it."""
    for path in folder.glob("serve-*.json"):
        with suppress(ValueError, OSError, KeyError):
            noted = json.loads(path.read_text("utf-8"))
            if _birth(int(path.stem.split("-")[1])) == noted["parent"]:
                continue
            for pid, born in noted["children"]:
                if _birth(pid) == born:
                    _kill_group(pid)
            path.unlink(missing_ok=True)


def _note(folder: Path) -> Path:
    return folder / f"serve-{os.getpid()}.json"


def _birth(pid: int) -> float | None:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return None
