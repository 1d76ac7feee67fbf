"""Under the application's role the ledger can be added to and read, and nothing else."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors

from terukur.appraisal.models import Appraisal
from terukur.jobs.management.commands.verify import CHECKS
from terukur.ledger.database_role import ROLE, RoleUnavailable, set_up_role
from terukur.ledger.models import Entry, Seal
from tests.ledger.test_tampering import whole_quarter
from tests.support import cast
from tests.support.cast import ANI, BUDI, sign_in
from tests.support.postgres import server_url

pytestmark = pytest.mark.django_db
LEDGER = ("entry", "seal", "sealedhead", "storedfile", "importrecord", "head")


@pytest.fixture
def as_application(db):
    """Everything from here on happens under the role."""
    set_up_role(may_sign_in=False)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        yield cursor.execute
        cursor.execute("RESET ROLE")


def refused(execute, statement: str) -> None:
    with pytest.raises(Exception, match=r"permission denied|must be owner") as error, transaction.atomic():
        execute(statement)
    assert isinstance(error.value.__cause__, errors.InsufficientPrivilege)


@pytest.mark.parametrize("table", LEDGER)
def test_the_ledger_is_not_changed_deleted_or_emptied(as_application, table):
    column = {"seal": "number", "head": "number"}.get(table, "id")
    for statement in (
        f"UPDATE ledger_{table} SET {column} = {column}",
        f"DELETE FROM ledger_{table}",
        f"TRUNCATE ledger_{table} CASCADE",
        f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL",
        f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER",
        f"DROP TABLE ledger_{table} CASCADE",
    ):
        refused(as_application, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER keep_heads ON ledger_entry",
        "SET LOCAL session_replication_role = replica",
        "INSERT INTO ledger_head VALUES ('x', 1, 'x')",
        "CREATE OR REPLACE FUNCTION ledger_keep_heads() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NULL; END'",
        "GRANT UPDATE ON ledger_entry TO terukur_app",
        "DELETE FROM django_migrations",
    ],
)
def test_what_guards_the_ledger_is_not_taken_away(as_application, statement):
    refused_or_ignored(as_application, statement)


def refused_or_ignored(execute, statement: str) -> None:
    """A grant by somebody without the right is no error in SQL: it does nothing."""
    if not statement.startswith("GRANT"):
        refused(execute, statement)
        return
    execute(statement)
    refused(execute, "UPDATE ledger_entry SET reason = 'x'")


def test_the_library_s_switch_for_triggers_does_not_open_the_ledger(as_application):
    import pgtrigger

    with pgtrigger.ignore():
        refused(as_application, "UPDATE ledger_entry SET reason = 'x'")


def test_a_table_of_a_later_migration_is_covered(as_application):
    as_application("RESET ROLE")
    as_application("CREATE TABLE later_table (id int)")
    as_application(f"SET ROLE {ROLE}")
    as_application("INSERT INTO later_table VALUES (1)")
    refused(as_application, "TRUNCATE later_table")


def test_a_whole_quarter_with_seals_and_pages_works_under_it(as_application, client):
    whole_quarter()
    sign_in(client, ANI)
    appraisal = Appraisal.objects.get()
    for page in ("/", f"/penilaian/{appraisal.pk}/", f"/penilaian/{appraisal.pk}/riwayat/"):
        assert client.get(page).status_code == 200
    sign_in(client, BUDI)
    assert client.get("/tim/").status_code == 200
    assert Entry.objects.exists()
    assert Seal.objects.exists()
    assert [check().broken for check in CHECKS] == [None] * len(CHECKS)


def test_setting_it_up_twice_changes_nothing(as_application):
    as_application("RESET ROLE")
    set_up_role(may_sign_in=False)
    as_application(f"SET ROLE {ROLE}")
    refused(as_application, "DELETE FROM ledger_entry")


def test_emptying_a_table_of_the_ledger_is_refused_to_its_owner_too(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
        with pytest.raises(Exception, match="never emptied"), transaction.atomic():
            cursor.execute("TRUNCATE ledger_entry")


def test_without_the_right_to_make_roles_the_message_says_who_does_what(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE test_owner_without_rights")
        cursor.execute("SET ROLE test_owner_without_rights")
        with pytest.raises(RoleUnavailable, match="Minta pengelola basis data menjalankan"):
            set_up_role(may_sign_in=False)


@pytest.fixture
def own_database(tmp_path):
    """A database of its own on the server of the tests, with a user who owns it and makes no roles."""
    name, parts = f"role_{os.getpid()}", urlsplit(server_url())
    with psycopg.connect(server_url(), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name}")
        admin.execute(f"DROP ROLE IF EXISTS {name}")
        admin.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'x'")
        admin.execute(f"CREATE DATABASE {name} OWNER {name}")
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            admin.execute(f"CREATE ROLE {ROLE} NOLOGIN")
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit(parts._replace(netloc=f"{name}:x@{host}", path=f"/{name}"))
        environment = {**os.environ, "DATABASE_URL": url, "TERUKUR_HOME": str(tmp_path)}
        environment.pop("TERUKUR_EMBEDDED", None)
        yield environment, lambda statement: admin.execute(statement), name
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.execute(f"DROP OWNED BY {name}")
        admin.execute(f"DROP ROLE {name}")


def terukur(environment, *words) -> subprocess.CompletedProcess:
    program = Path(sys.executable).parent / "terukur"
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_managed_database_without_the_right_is_loud_and_works_and_has_the_role_once_granted(
    own_database, tmp_path
):
    environment, admin, name = own_database
    found = ("agency", "KOTA", "Kota", "--nip", cast.DEWI, "--person", "Dewi")
    done = terukur(environment, *found)
    assert done.returncode == 0, done.stderr
    assert re.search("PERHATIAN: Peran basis data “terukur_app” tidak dapat disiapkan", done.stderr)
    people = tmp_path / "pegawai.csv"
    people.write_bytes(cast.people_csv())
    assert terukur(environment, "import", "people", str(people)).returncode == 0
    admin(f"GRANT {ROLE} TO {name}")
    again = terukur(environment, *found)
    assert "PERHATIAN" not in again.stderr
    whom = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT current_user')"
    pooled = subprocess.run(
        [sys.executable, "-m", "django", "shell", "-v0", "-c", f"{whom}; print(k.fetchone()[0])"],
        env=environment | {"TERUKUR_POOL": "1", "TERUKUR_ROLE": ROLE},
        timeout=60,
        capture_output=True,
        text=True,
        check=False,
    )
    assert pooled.stdout.strip() == ROLE, pooled.stderr
    done = terukur(environment, "verify")
    assert (done.returncode, done.stderr) == (0, "")
