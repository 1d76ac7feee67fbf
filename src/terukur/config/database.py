"""Choice of the PostgreSQL in use: the one named by DATABASE_URL, or an embedded one of our own.

The embedded server listens on a Unix socket alone, is shared by all processes of one
TERUKUR_HOME, and stops when the last of them ends.
"""

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg

LIMITED = "TERUKUR_LIMITED_STATEMENTS"
"""Set to 1 by the web server: no page may hold a thread or a lock for long."""
_LIMITS = "-c statement_timeout=60s -c lock_timeout=20s -c idle_in_transaction_session_timeout=120s"


class DatabaseUnavailable(RuntimeError):
    """No database could be reached or started; the message says what to do."""


def home() -> Path:
    """Return the folder of everything that this installation keeps."""
    return Path(os.environ.get("TERUKUR_HOME", "var")).resolve()


def ensure_database() -> None:
    """Make sure that DATABASE_URL names a running server, for this process and its children.

    :raises DatabaseUnavailable: where the embedded server does not start.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_embedded(home() / "postgres")
        os.environ["TERUKUR_EMBEDDED"] = "1"


def may_work_as(role: str) -> bool:
    """Return whether the user of DATABASE_URL can become a role that may add to the ledger there."""
    try:
        with psycopg.connect(os.environ["DATABASE_URL"], options=f"-c role={role}") as probe:
            found = probe.execute(
                "SELECT has_table_privilege(to_regclass('ledger_entry'), 'INSERT')"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(found and found[0])


def start_embedded(folder: Path) -> str:
    """Start (or join) the embedded server whose data lie in ``folder``; return its URL.

    :raises DatabaseUnavailable: where it does not start.
    """
    from terukur.jobs.service import embedded  # noqa: PLC0415 - not needed with DATABASE_URL

    try:
        return embedded.join(folder)
    except (embedded.NotStarted, OSError, subprocess.SubprocessError) as error:
        raise DatabaseUnavailable(
            f"PostgreSQL bawaan di {folder} tidak dapat dijalankan ({error}). Lihat {folder}/log, "
            "atau isi DATABASE_URL dengan alamat server PostgreSQL milik Anda."
        ) from error


def database_settings(
    url: str | None, *, pooled: bool, role: str = "", signs_in: bool = False
) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL URL; without one, settings that cannot connect.

    ``role`` is what the application works as; with ``signs_in`` it is its user from the beginning.

    :raises DatabaseUnavailable: for a URL that is not PostgreSQL's.
    """
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "NAME": "terukur"}
    if not url:
        return settings
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise DatabaseUnavailable("DATABASE_URL harus dimulai dengan postgresql://.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    settings.update(
        NAME=unquote(parts.path.lstrip("/")) or "postgres",
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=options.pop("host", None) or unquote(parts.hostname or ""),
        PORT=str(parts.port or ""),
    )
    if pooled:
        # A database that went away is asked again every few seconds, and no page waits long for it.
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}
        settings["CONN_HEALTH_CHECKS"] = True
    if role and signs_in:
        settings["USER"] = role
    elif role:
        # Django's assume_role waits for its own connection pool for ever.
        options["options"] = f"{options.get('options', '')} -c role={role}".strip()
    if os.environ.get(LIMITED) == "1":
        options["options"] = f"{options.get('options', '')} {_LIMITS}".strip()
    settings["OPTIONS"] = options
    return settings
