"""Readiness tells the truth about database, worker, writing, disk and queue."""

import shutil
from collections import namedtuple

import pytest
from django.db import OperationalError, connection

from terukur.config import health

USAGE = namedtuple("USAGE", "total used free")


@pytest.fixture(autouse=True)
def _looks_anew(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(health, "_last", (0.0, {}))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: USAGE(1, 0, 10**12))
    settings.HOME = tmp_path


@pytest.fixture
def worker(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
        yield cursor.execute


def asked(client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def missing(client) -> set[str]:
    status, said = asked(client)
    assert status == (200 if said["ready"] else 503)
    return {part for part, state in said.items() if state is False} - {"ready"}


def test_it_is_green_where_everything_works(client, worker):
    assert missing(client) == set()


def test_a_stopped_worker_is_seen(client, worker):
    worker("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
    assert missing(client) == {"worker"}


def test_a_job_that_waits_too_long_is_seen_and_its_age_told(client, worker):
    worker(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
        "VALUES ('default', 'x', '{}', 'todo') RETURNING id"
    )
    worker("UPDATE procrastinate_events SET at = now() - interval '20 minutes' WHERE type = 'deferred'")
    assert missing(client) == {"queue"}
    assert 1190 < health._last[1]["oldest_job_seconds"] < 1300


def test_a_job_for_tomorrow_is_not_late(client, worker):
    worker(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, scheduled_at) "
        "VALUES ('default', 'x', '{}', 'todo', now() + interval '1 day')"
    )
    assert missing(client) == set()


def test_a_job_without_its_worker_is_counted(client, worker):
    worker(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) "
        "VALUES ('default', 'x', '{}', 'doing')"
    )
    assert asked(client)[1]["stalled_jobs"] == 1


def test_a_full_disk_is_seen(client, worker, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: USAGE(1, 1, 10**6))
    assert missing(client) == {"disk"}


def test_a_home_that_cannot_be_written_is_seen(client, worker, settings, tmp_path):
    (tmp_path / "run").write_text("a file where the folder should be")
    assert missing(client) == {"disk"}


def test_a_database_that_takes_no_write_is_seen(client, worker, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("could not extend file: No space left on device")

    monkeypatch.setattr(health, "take", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert missing(client) == {"write"}


def test_a_lost_database_is_seen(client, db, monkeypatch):
    def refuse() -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as lost:
        lost.setattr(connection, "cursor", refuse)
        lost.setattr(connection, "close", lambda: None)
        assert missing(client) == {"database", "worker", "write", "queue"}


def test_a_page_without_its_database_is_503_and_not_500(client, db, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("the database went away")

    client.raise_request_exception = False
    monkeypatch.setattr("terukur.web.limits.take", refuse)
    answer = client.get("/segel/")
    assert answer.status_code == 503
    assert "Ada gangguan" in answer.content.decode()
