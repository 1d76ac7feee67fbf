"""Watch over the embedded database: it is started again when it died or no longer answers."""

import threading
from pathlib import Path

import psycopg

from terukur.jobs.service import embedded

_INTERVAL = 0.5
_QUESTION_EVERY = 10
_LONGEST_ANSWER = 10
_SILENCES = 3
"""So many questions in a row without any answer are not a busy server but a stopped one."""


class DatabaseKeeper(threading.Thread):
    """Check often whether the server in a folder lives, and now and then whether it answers."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(daemon=True, name="database-keeper")
        self._folder = folder
        self._url = url
        self._ending = threading.Event()

    def end(self) -> None:
        """Stop watching."""
        self._ending.set()
        self.join(_LONGEST_ANSWER)

    def run(self) -> None:
        """Watch until told to end."""
        silences = looks = 0
        while not self._ending.wait(_INTERVAL):
            looks += 1
            if looks % _QUESTION_EVERY == 0:
                silences = 0 if self._answers() else silences + 1
            if silences >= _SILENCES or not embedded.is_running(self._folder):
                silences = 0
                self._restart()

    def _restart(self) -> None:
        try:
            embedded.restart(self._folder)
        except (embedded.NotStarted, OSError) as error:
            print(f"terukur: PostgreSQL bawaan belum dapat dijalankan lagi: {error}", flush=True)

    def _answers(self) -> bool:
        """Return whether the server answers at all; “starting up” and “too many” are answers."""
        try:
            with psycopg.connect(self._url, connect_timeout=_LONGEST_ANSWER, autocommit=True) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error as error:
            return "FATAL" in str(error)
        return True
