"""An import that is killed leaves all of its file or nothing."""

import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from terukur.config.database import database_settings
from terukur.ledger.database_role import ROLE
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI
from tests.support.forked_process import forked
from tests.support.postgres import prepared_database, server_url, url_of

TERUKUR = Path(sys.executable).parent / "terukur"
KILLS = 20
TICKETS = 8_000
pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path):
    """A database of its own on the server of the tests, with the cast loaded."""
    name = f"killed_{os.getpid()}"
    with psycopg.connect(server_url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {prepared_database()}")
        url = url_of(name)
        environment = {**os.environ, "DATABASE_URL": url, "TERUKUR_HOME": str(tmp_path)}
        people = tmp_path / "pegawai.csv"
        people.write_bytes(cast.people_csv())
        run(environment, "agency", "KOTA", "Kota", "--nip", cast.DEWI, "--person", "Dewi")
        run(environment, "import", "people", str(people))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(environment, *words) -> None:
    subprocess.run([TERUKUR, *words], env=environment, check=True, capture_output=True)


def test_twenty_kills_leave_all_or_nothing(database, tmp_path, django_db_blocker):
    url = database
    log = tmp_path / "log.csv"
    headers = ("NIP PETUGAS", "KODE LAYANAN", "BERKAS LENGKAP", "SELESAI", "HASIL")
    log.write_bytes(
        to_csv(
            headers,
            (
                (number, "KTP", "2026-03-02 08:00", f"2026-03-{day:02d} 09:00", "selesai")
                for _ in range(TICKETS // 40)
                for number in (ANI, BUDI)
                for day in range(2, 22)
            ),
        )
    )
    started = time.monotonic()
    importing = begun(url, log, django_db_blocker)
    assert os.waitpid(importing, 0)[1] == 0
    whole = time.monotonic() - started
    draw = random.Random(20)  # noqa: S311 - moments, no secrets
    with psycopg.connect(url, autocommit=True) as watch:
        everything = state(watch)
        assert everything[1] > 0
        for _ in range(KILLS):
            empty(watch)
            importing = begun(url, log, django_db_blocker)
            time.sleep(draw.uniform(0, whole * 1.05))
            os.kill(importing, signal.SIGKILL)
            os.waitpid(importing, 0)
            assert state(watch) in ((0, 0, 0), everything)


def begun(url: str, log: Path, django_db_blocker) -> int:
    """The command in a copy of this process, warm already, under the application's role."""

    def load() -> None:
        with django_db_blocker.unblock():
            connection.settings_dict.update(database_settings(url, pooled=False, role=ROLE))
            call_command(
                "import_measurements",
                str(log),
                source="log-layanan",
                period="2026-03",
                confirm=["all"],
                stdout=io.StringIO(),
                stderr=io.StringIO(),
            )

    return forked(load)


def state(watch) -> tuple[int, int, int]:
    """Imports, observations, and entries of the source's chain."""
    # A killed client's transaction ends when the server notices; wait until it has.
    while watch.execute(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone():
        time.sleep(0.02)
    return watch.execute(
        "SELECT (SELECT count(*) FROM ledger_importrecord WHERE kind = 'measurements'), "
        "(SELECT count(*) FROM measurement_observation), "
        "(SELECT count(*) FROM ledger_entry WHERE chain = 'source/log-layanan')"
    ).fetchone()


def empty(watch) -> None:
    """Take the import back by a hand that the triggers do not stop."""
    watch.execute("SET session_replication_role = replica")
    watch.execute("DELETE FROM measurement_observation")
    watch.execute("DELETE FROM ledger_importrecord WHERE kind = 'measurements'")
    watch.execute("DELETE FROM ledger_entry WHERE chain = 'source/log-layanan'")
    watch.execute("SET session_replication_role = DEFAULT")
