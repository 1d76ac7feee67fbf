"""Jobs of workers that died are taken up again, a few times at most, and who waits is told."""

import json

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from terukur.appraisal.models import EvaluationRun
from terukur.jobs.service import worker
from terukur.oversight.models import PatternRun
from tests.support import own_loop

pytestmark = pytest.mark.django_db(transaction=True)


def run(number: int = 7) -> EvaluationRun:
    return EvaluationRun.objects.create(pk=number, period="2026-Q1", requested_at=timezone.now())


def job(*, attempts: int = 0, silent: int | None = None, task: str = "evaluate-period") -> int:
    """A job that a worker began, whose last heartbeat was so many seconds ago; without one it is gone."""
    with connection.cursor() as cursor:
        keeper = None
        if silent is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) "
                "VALUES (now() - make_interval(secs => %s)) RETURNING id",
                [silent],
            )
            (keeper,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, attempts, worker_id) "
            "VALUES ('default', %s, %s, %s, 'doing', %s, %s) RETURNING id",
            [task, task, json.dumps({"run": 7}), attempts, keeper],
        )
        return int(cursor.fetchone()[0])


def state(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [number])
        return str(cursor.fetchone()[0])


def take_up(own: int | None = None) -> None:
    async def once() -> None:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                await worker.take_up_stalled(app, own=own)

    own_loop.run(once())


@pytest.mark.parametrize(("silent", "becomes"), [(None, "todo"), (300, "todo"), (1, "doing")])
def test_a_job_goes_back_into_the_queue_only_where_its_worker_is_silent(silent, becomes):
    run()
    number = job(silent=silent)
    take_up()
    assert state(number) == becomes


def test_a_worker_that_was_late_itself_does_not_take_up_its_own_job():
    run()
    number = job(silent=300)
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id FROM procrastinate_jobs WHERE id = %s", [number])
        (own,) = cursor.fetchone()
    take_up(own)
    assert state(number) == "doing"


def test_what_ended_its_worker_three_times_is_given_up_and_told():
    wanted = run()
    number = job(attempts=worker.MOST_ATTEMPTS - 1)
    take_up()
    wanted.refresh_from_db()
    assert state(number) == "failed"
    assert wanted.finished_at is not None
    assert "terhenti tiga kali" in wanted.error


def test_a_search_that_is_given_up_does_not_stand_as_running():
    PatternRun.objects.create(pk=7, period="2026-Q1", requested_at=timezone.now())
    job(attempts=2, task="look-for-patterns")
    take_up()
    assert not PatternRun.objects.exists()
