"""Children of the server: begun anew, stopped, seen when silent, and ended where they outlived it."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from terukur.jobs.service import children, lifeline
from terukur.jobs.service.children import Child, end_orphans

WAITS = [sys.executable, "-c", "import time; time.sleep(600)"]
DIES = [sys.executable, "-c", "raise SystemExit(3)"]
ENDS_WITH_PARENT = (
    "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', "
    "'from terukur.jobs.service.lifeline import end_with_parent; import time; end_with_parent(); "
    "print(1, flush=True); time.sleep(600)']); print(child.pid, flush=True); sys.stdin.read()"
)


def until(true) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def child():
    made = Child(WAITS, dict(os.environ), patience=5)
    yield made
    made.stop()


def test_a_child_that_dies_is_begun_anew_under_another_number(child):
    assert child.keep_running()
    assert not child.keep_running()
    first = child.pid
    os.kill(first, signal.SIGKILL)
    assert until(child.keep_running)
    assert child.pid != first


def test_early_deaths_are_counted_and_the_pause_grows(monkeypatch):
    monkeypatch.setattr(children, "_FIRST_PAUSE", 0.05)
    dying = Child(DIES, dict(os.environ), patience=5)
    begun = []
    while len(begun) < 4:
        if until(dying.keep_running):
            begun.append(time.monotonic())
    assert dying.failures == 3
    assert dying._not_before - begun[-1] < 1
    dying.stop()


def test_a_child_that_does_not_stop_in_time_is_killed():
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(600)"
    child = Child([sys.executable, "-c", stubborn], dict(os.environ), patience=0.5)
    child.keep_running()
    pid = child.pid
    time.sleep(1)
    child.stop()
    assert not psutil.pid_exists(pid)


def test_a_child_ends_when_its_parent_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", ENDS_WITH_PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    pid = max(int(parent.stdout.readline()), int(parent.stdout.readline()))
    child = psutil.Process(pid)
    parent.kill()
    parent.wait()
    assert psutil.wait_procs([child], timeout=30)[1] == []


def test_what_outlived_a_killed_server_is_ended_and_what_has_its_number_now_is_not(tmp_path):
    orphan = subprocess.Popen(WAITS, start_new_session=True)
    other = subprocess.Popen(WAITS, start_new_session=True)
    rows = [[orphan.pid, psutil.Process(orphan.pid).create_time()], [other.pid, 1.0]]
    note = tmp_path / "serve-999999999.json"
    note.write_text(json.dumps({"parent": 1.0, "children": rows}))
    end_orphans(tmp_path)
    assert orphan.wait(30) == -signal.SIGKILL
    assert other.poll() is None
    assert not note.exists()
    other.kill()
    other.wait()


def test_children_of_a_server_that_lives_are_left_alone(tmp_path):
    process = subprocess.Popen(WAITS, start_new_session=True)
    children.note_children(tmp_path, [process.pid, None])
    end_orphans(tmp_path)
    assert process.poll() is None
    children.forget_children(tmp_path)
    assert list(tmp_path.iterdir()) == []
    process.kill()
    process.wait()


def test_a_process_without_a_sign_of_life_is_seen_and_a_dead_one_forgotten(tmp_path, monkeypatch):
    monkeypatch.setenv(lifeline.FOLDER, str(tmp_path))
    lifeline.show_life()
    (tmp_path / "999999999").touch()
    assert lifeline.silent(tmp_path, longer_than=60) == []
    assert [path.name for path in tmp_path.iterdir()] == [str(os.getpid())]
    old = time.time() - 90
    os.utime(tmp_path / str(os.getpid()), (old, old))
    assert lifeline.silent(tmp_path, longer_than=60) == [os.getpid()]
