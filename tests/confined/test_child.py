"""The child that reads foreign bytes: whatever happens to it, the parent goes on and says so."""

import os
import sys
import time
from pathlib import Path

import pytest

from terukur.confined import parent
from terukur.confined.parent import ChildLimits, read_all, read_in_pieces
from terukur.confined.refusal import FileRefused

ROOT = str(Path(__file__).resolve().parents[2])
SMALL = ChildLimits(memory=300 * 1024 * 1024, processor=2, wall=20, output=1024 * 1024)
SLEEPY = ChildLimits(memory=300 * 1024 * 1024, processor=2, wall=1, output=1024 * 1024)


@pytest.fixture(autouse=True)
def _own_readers(monkeypatch):
    """A waiting process that finds the readers of these tests too."""
    begin = f"import sys; sys.path.insert(0, {ROOT!r}); from terukur.confined.child import main; main()"
    monkeypatch.setattr(parent, "_COMMAND", (sys.executable, "-I", "-c", begin))
    monkeypatch.setattr(parent, "_waiting", None)


def ask(name, limits=SMALL, content=b"isi", **options):
    return read_all(f"tests.confined.readers:{name}", content, limits=limits, **options)


def test_what_a_reader_says_comes_back_as_data():
    assert ask("echo", word="é") == [["isi", "é"]]


def test_a_refusal_keeps_its_words():
    with pytest.raises(FileRefused, match="tidak pantas"):
        ask("refuse")


@pytest.mark.parametrize(
    "name", ["abort", "allocate", "spin", "leave", "raise_error", "babble", "nest", "stop_early"]
)
def test_a_reader_that_dies_or_lies_is_a_refusal_and_the_next_file_is_read(name):
    with pytest.raises(FileRefused, match="tidak dapat dibaca"):
        ask(name)
    assert ask("echo", word="") == [["isi", ""]]


def test_a_reader_that_sleeps_is_ended():
    started = time.monotonic()
    with pytest.raises(FileRefused):
        ask("sleep", SLEEPY)
    assert time.monotonic() - started < 10


def test_it_knows_no_secret_and_cannot_write_or_start_anything(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    ((environment, descriptors, wrote, core),) = ask("look_around", path=str(tmp_path / "x"))
    assert set(environment) <= {"PATH", "LANG", "LC_CTYPE", "PWD"}
    assert int(descriptors) <= 6
    assert (wrote, int(core)) == (False, 0)
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


def test_a_waiting_process_that_died_is_started_anew():
    ask("echo", word="")
    assert parent._waiting is not None
    parent._waiting.close()
    assert ask("echo", word="lagi") == [["isi", "lagi"]]


def test_nobody_reads_on_when_nobody_listens(tmp_path):
    pieces = read_in_pieces(
        "tests.confined.readers:endless", b"", limits=ChildLimits(), path=str(tmp_path / "pid")
    )
    pid = int(next(pieces))
    pieces.close()
    for _ in range(100):
        if not os.path.exists(f"/proc/{pid}"):
            return
        time.sleep(0.05)
    pytest.fail("the child still lives")


def test_a_file_on_disk_keeps_its_place(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"isi")
    with path.open("rb") as stream:
        stream.read(1)
        assert list(read_in_pieces("tests.confined.readers:echo", stream, limits=SMALL, word="")) == [
            ["isi", ""]
        ]
        assert stream.read() == b"isi"
