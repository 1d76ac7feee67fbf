"""Sign of life of a child process, and its end when the parent ends."""

import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

FOLDER = "TERUKUR_SIGNS_OF_LIFE"
"""Names the folder where each child touches a file of its own; only children of ``serve`` have it."""
INTERVAL = 2.0
_PR_SET_PDEATHSIG = 1


def is_served() -> bool:
    """Return whether this process was started by ``terukur serve``."""
    return FOLDER in os.environ


def end_with_parent() -> None:
    """Let this process be killed when its parent ends, even where the parent was killed itself."""
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def show_life() -> None:
    """Touch this process's file; one that has not done so for long is stuck or stopped."""
    path = Path(os.environ[FOLDER]) / str(os.getpid())
    try:
        path.touch()
    except OSError:
        # A full disk does not make a process dead: the file's time can be set all the same.
        if path.exists():
            os.utime(path)


def silent(folder: Path, *, longer_than: float) -> list[int]:
    """Return the processes whose last sign of life is too old, and forget those that have ended."""
    found = []
    for path in folder.iterdir():
        if not _lives(int(path.name)):
            path.unlink(missing_ok=True)
        elif time.time() - path.stat().st_mtime > longer_than:
            found.append(int(path.name))
    return found


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
