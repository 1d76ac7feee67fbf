"""One PostgreSQL for all tests and workers, with a database on it that all migrations were applied to.

Migrations take longest of all that a test needs, so they run once: whoever needs a database of its own
copies the prepared one. What they leave depends on the migrations, the models and the libraries, and so
does the name: after any change there they run again.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
_TAG = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
_FOLDER = Path(tempfile.gettempdir()) / f"terukur-tests-{_TAG}"
_PREPARED = "prepared_"
_LOCK = 20260101
_MIGRATE = "import django; django.setup(); from terukur.jobs.migrating import migrate; migrate()"


def server_url() -> str:
    """The PostgreSQL server that all tests and workers share."""
    from terukur.config.database import start_embedded

    _FOLDER.mkdir(exist_ok=True)
    return os.environ.get("DATABASE_URL") or _hurried(start_embedded(_FOLDER / "postgres"))


def _hurried(url: str) -> str:
    """The embedded server without waiting for the disk: nothing of the tests outlives a power cut."""
    with psycopg.connect(url, autocommit=True) as server:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")
        server.execute("SELECT pg_reload_conf()")
    return url


def url_of(database: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(server_url())._replace(path=f"/{database}"))


def prepared_database() -> str:
    """The name of the database to copy; the first who asks makes it, and the others wait."""
    name = f"{_PREPARED}{_fingerprint()}"
    with psycopg.connect(server_url(), autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        found = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREPARED}%"]
        ).fetchall()
        if (name,) in found:
            return name
        for (old,) in found:
            admin.execute(f"DROP DATABASE {old}")
        making = f"{_PREPARED}making"
        admin.execute(f"CREATE DATABASE {making}")
        _migrate(url_of(making))
        admin.execute(f"ALTER DATABASE {making} RENAME TO {name}")
    return name


def _fingerprint() -> str:
    source = ROOT / "src"
    files = [
        *source.rglob("migrations/*.py"),
        *source.rglob("models.py"),
        *source.rglob("models/*.py"),
        *source.rglob("database_role.py"),
        *source.rglob("settings.py"),
        *(ROOT / "requirements").glob("*.txt"),
    ]
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()[:16]


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "-c", _MIGRATE],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "terukur.config.settings"},
        check=True,
    )
