"""The embedded PostgreSQL: odd paths, killed servers, stale files, another user of the machine."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from terukur.jobs.service import embedded

pytestmark = pytest.mark.slow
JOIN = (
    "import os, sys; from pathlib import Path; from terukur.jobs.service import embedded; import psycopg; "
    # Another user may not reach this interpreter's own files, so all is imported before.
    "import encodings.idna, stringprep; "
    "[(os.setgroups([]), os.setgid(int(user)), os.setuid(int(user))) for user in sys.argv[2:]]; "
    "url = embedded.join(Path(sys.argv[1])); "
    "print(psycopg.connect(url).execute('SELECT 1').fetchone()[0], flush=True); sys.stdin.read()"
)


def begun(folder: Path, *user: str) -> subprocess.Popen:
    process = subprocess.Popen(
        [sys.executable, "-c", JOIN, str(folder), *user],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return process


def said(process: subprocess.Popen) -> str:
    line = process.stdout.readline().strip()
    return line or process.stderr.read()


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split("\n", 1)[0])


def is_stopped(folder: Path) -> bool:
    deadline = time.monotonic() + 30
    while (folder / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not (folder / "postmaster.pid").exists()


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "Dinas Kesehatan é $HOME" / "postgres"
    yield place
    if embedded.is_running(place):
        os.kill(postmaster(place), signal.SIGINT)
        assert is_stopped(place)


def test_it_starts_in_a_folder_with_spaces_and_signs_and_ends_with_its_last_owner(folder):
    first = begun(folder)
    assert said(first) == "1"
    second = begun(folder)
    assert said(second) == "1"
    first.communicate("")
    assert embedded.is_running(folder)
    second.communicate("")
    assert is_stopped(folder)


def test_a_killed_owner_keeps_no_server_alive_and_a_killed_server_starts_again(folder):
    owner = begun(folder)
    assert said(owner) == "1"
    owner.kill()
    owner.wait()
    os.kill(postmaster(folder), signal.SIGKILL)
    (folder.parent / "postgres" / "postmaster.pid").touch()
    again = begun(folder)
    assert said(again) == "1"
    again.communicate("")
    assert is_stopped(folder)


def test_a_stale_file_whose_number_belongs_to_another_program_does_not_stand_in_the_way(folder):
    owner = begun(folder)
    assert said(owner) == "1"
    os.kill(postmaster(folder), signal.SIGKILL)
    lines = (folder / "postmaster.pid").read_text().split("\n")
    (folder / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    again = begun(folder)
    assert said(again) == "1"
    for process in (owner, again):
        process.communicate("")
    assert is_stopped(folder)


def test_a_path_too_long_for_a_socket_is_possible(tmp_path):
    folder = tmp_path / ("panjang" * 20) / "postgres"
    owner = begun(folder)
    assert said(owner) == "1"
    owner.communicate("")
    assert is_stopped(folder)


def test_a_stopped_server_is_ended_and_begun_again(folder):
    owner = begun(folder)
    assert said(owner) == "1"
    os.kill(postmaster(folder), signal.SIGSTOP)
    url = embedded.restart(folder)
    with psycopg.connect(url, connect_timeout=10) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    owner.communicate("")
    assert is_stopped(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_second_user_of_the_machine_starts_a_server_too(folder, tmp_path):
    owner = begun(folder)
    assert said(owner) == "1"
    nobody = 65534
    home = tmp_path / "nobody"
    home.mkdir()
    os.chown(home, nobody, nobody)
    # The folders of a test are root's alone.
    for path in tmp_path.parents[:3]:
        path.chmod(path.stat().st_mode | 0o011)
    other = begun(home / "postgres", str(nobody))
    assert said(other) == "1"
    for process in (owner, other):
        process.communicate("")
