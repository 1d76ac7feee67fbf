"""What many tests begin with is built once in a run, kept as rows and files, and put back for each test.

Building runs the real acts, with their rules, triggers and ledger entries; putting back copies the rows that
they left. It happens only where the database is as empty as at the beginning, so nothing can be mixed up.
"""

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction

Built = TypeVar("Built")
_FOLDER: list[Path] = []


@dataclass(frozen=True)
class _State:
    """Rows of every table that was filled, places of sequences, files, and what was returned."""

    rows: dict[str, bytes]
    sequences: dict[str, int]
    files: dict[str, bytes]
    returned: object


def keep_in(folder: Path) -> None:
    """Let all workers of a run share what one of them has built."""
    _FOLDER[:] = [folder]


def built_once(name: str, build: Callable[[], Built]) -> Built:
    """Return what ``build`` returns, with the rows and files that it leaves; run it once for all tests."""
    if not _FOLDER or not _is_empty():
        return build()
    with _alone(name) as file:
        if not file.exists():
            built = build()
            file.write_bytes(pickle.dumps(_seen(built)))
            return built
    state: _State = pickle.loads(file.read_bytes())  # noqa: S301 - our own file of this run
    _put_back(state)
    return state.returned  # type: ignore[return-value]


@contextmanager
def _alone(name: str) -> Iterator[Path]:
    """The file of a state, for one worker at a time; several states are built inside each other."""
    with (_FOLDER[0] / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield _FOLDER[0] / f"{name}.pickle"


@lru_cache
def _tables() -> tuple[str, ...]:
    """Every table that is empty when a run begins."""
    with connection.cursor() as cursor:
        names = sorted(connection.introspection.table_names(cursor))
        cursor.execute(
            " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names)
        )
        filled = {name for (name,) in cursor.fetchall()}
    return tuple(name for name in names if name not in filled)


def remember_empty_tables() -> None:
    """Look which tables are empty now, before the first test."""
    _tables.cache_clear()
    _tables()


def _is_empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " OR ".join(f"EXISTS (SELECT FROM {name})" for name in _tables()))
        return not cursor.fetchone()[0]


def _seen(returned: object) -> _State:
    rows = {}
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
                content = b"".join(copy)
            if len(content) > _NO_ROWS:
                rows[table] = content
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        sequences = dict(cursor.fetchall())
    root = Path(settings.MEDIA_ROOT)
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return _State(rows, sequences, files, returned)


# Header and trailer of a binary copy without rows.
_NO_ROWS = 21


def _put_back(state: _State) -> None:
    with transaction.atomic(), connection.cursor() as outer:
        # Triggers noted, chained and checked these rows when they were written.
        outer.execute("SET LOCAL session_replication_role = replica")
        with connection.connection.cursor() as cursor:
            for table, content in state.rows.items():
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(content)
        outer.execute("SET LOCAL session_replication_role = origin")
        outer.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences")
        for name, value in outer.fetchall():
            if state.sequences.get(name, 0) > value:
                outer.execute("SELECT setval(%s::regclass, %s)", [name, state.sequences[name]])
    for name, content in state.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
