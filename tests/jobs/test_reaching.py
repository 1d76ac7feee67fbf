"""A wrong DATABASE_URL is one sentence with a remedy, for every command."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from terukur.config.command import WITHOUT_DATABASE, all_commands, main
from terukur.config.database import DatabaseUnavailable
from terukur.config.reaching import check_reachable
from tests.support.postgres import server_url

NOBODY = "postgresql://terukur:rahasia@127.0.0.1:1/terukur"


def changed(**parts: str) -> str:
    return urlunsplit(urlsplit(server_url())._replace(**parts))


WRONG = {
    "scheme": ("mysql://a:rahasia@localhost/x", "postgresql://"),
    "no scheme": ("localhost/x", "postgresql://"),
    "port": (NOBODY, "Periksa portnya"),
    "no number": ("postgresql://a:rahasia@localhost:abc/x", "port harus angka"),
    "large number": ("postgresql://a:rahasia@localhost:99999/x", "port harus angka"),
    "host": ("postgresql://a:rahasia@tiada.invalid/x", "nama servernya tidak dikenal"),
    "socket": ("postgresql://a:rahasia@/x?host=/tiada/folder", "folder soket"),
    "option": ("postgresql://a:rahasia@localhost/x?tiada=1", "DATABASE_URL tidak dapat dipakai"),
    "brackets": ("postgresql://a:rahasia@[::1/x", "DATABASE_URL tidak terbaca"),
}


@pytest.mark.parametrize(("url", "remedy"), WRONG.values(), ids=WRONG)
def test_each_mistake_has_its_remedy_and_never_shows_the_password(url, remedy):
    with pytest.raises(DatabaseUnavailable) as refusal:
        check_reachable(url)
    assert remedy in str(refusal.value)
    assert "rahasia" not in str(refusal.value)


@pytest.mark.parametrize(
    ("parts", "remedy"),
    [
        ({"path": "/tiada"}, "nama basis datanya tidak ada"),
        ({"netloc": "tiada:rahasia@"}, "penggunanya tidak ada"),
    ],
)
def test_a_name_that_the_server_does_not_know(parts, remedy):
    with pytest.raises(DatabaseUnavailable, match=remedy):
        check_reachable(changed(**parts))


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ('FATAL:  password authentication failed for user "a"', "kata sandinya ditolak"),
        ("fe_sendauth: no password supplied", "server meminta kata sandi"),
        ('FATAL:  database "database" does not exist', "nama basis datanya tidak ada"),
        ('FATAL:  role "database" does not exist', "penggunanya tidak ada"),
        ("connection timeout expired", "tidak menjawab"),
        ("FATAL:  sorry, too many clients already", "sambungan"),
        ("FATAL: kesalahan aneh dengan rahasia", "kesalahan aneh dengan …"),
    ],
)
def test_what_a_server_says_becomes_a_remedy(monkeypatch, said, remedy):
    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError(said)

    monkeypatch.setattr(psycopg, "connect", refuse)
    with pytest.raises(DatabaseUnavailable) as refusal:
        check_reachable("postgresql://a:rahasia@localhost/x")
    assert remedy in str(refusal.value)
    assert "rahasia" not in str(refusal.value)


@pytest.mark.parametrize("name", sorted(set(all_commands()) - WITHOUT_DATABASE))
def test_every_command_says_it_and_ends_with_1(monkeypatch, capsys, name):
    monkeypatch.setenv("DATABASE_URL", NOBODY)
    monkeypatch.setattr(sys, "argv", ["terukur", *name.split()])
    with pytest.raises(SystemExit) as end:
        main()
    out, err = capsys.readouterr()
    assert (end.value.code, out) == (1, "")
    assert "Periksa portnya" in err


@pytest.mark.slow
@pytest.mark.parametrize("url", ["mysql://a@localhost/x", NOBODY, "postgresql://a@localhost:abc/x"])
def test_a_process_of_its_own_shows_no_trace(tmp_path, url):
    done = subprocess.run(
        [Path(sys.executable).parent / "terukur", "evaluate", "--period", "2026-Q1"],
        text=True,
        env={**os.environ, "DATABASE_URL": url, "TERUKUR_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
