"""The worker, as a child of ``terukur serve``: it does jobs, and takes over those of workers that died."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
import psutil
from django.conf import settings

from terukur.jobs.service.lifeline import INTERVAL, end_with_parent, is_served, show_life

HEARTBEAT = 5.0
STALLED_AFTER = 30.0
"""Seconds without a heartbeat after which the jobs of a worker are somebody else's."""
MOST_ATTEMPTS = 3
"""A job that has ended its worker so often is not begun again."""
GRACE = 20.0
"""Seconds that a running job may take to finish when the worker is told to stop."""
_CONCURRENT = 4


def main() -> None:
    """Work until told to stop."""
    django.setup()
    if is_served():
        end_with_parent()
    code = 1
    try:
        asyncio.run(_work())
        code = 0
    finally:
        # A thread that still computes would keep the process; its transaction ends with the process.
        sys.stderr.flush()
        os._exit(code)


async def _work() -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs Django set up
    from procrastinate.worker import Worker  # noqa: PLC0415 - see above

    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()):
        async with app.open_async():
            worker = Worker(
                app=app,
                concurrency=_CONCURRENT,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                install_signal_handlers=False,
                task_middleware=[_with_fresh_connection],
            )
            await _forget_predecessor(app)
            _stop_when_told(worker)
            beside = [
                asyncio.create_task(_take_up_for_ever(worker)),
                asyncio.create_task(_show_life_for_ever(worker)),
            ]
            await worker.run()
            for task in beside:
                task.cancel()


def _with_fresh_connection(call: Any, _context: Any, _worker: Any) -> Any:
    """Run a job with a live connection, and release it afterwards."""
    from django.db import close_old_connections  # noqa: PLC0415 - needs Django set up

    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()


def _stop_when_told(worker: Any) -> None:
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[None]] = set()

    def stop() -> None:
        worker.stop()
        if not running:
            running.add(loop.create_task(_hand_over(worker)))

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


async def _hand_over(worker: Any) -> None:
    """Return unfinished jobs to the queue, for the next worker, and end."""
    await asyncio.sleep(GRACE)
    mine = worker.worker_id
    await worker.app.job_manager.unregister_worker(mine)
    os._exit(0)


async def _show_life_for_ever(worker: Any) -> None:
    while True:
        if is_served():
            show_life()
        _keep_identity(worker.worker_id)
        await asyncio.sleep(INTERVAL)


async def _take_up_for_ever(worker: Any) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT)
        await take_up_stalled(worker.app, own=worker.worker_id)


async def take_up_stalled(app: Any, *, own: int | None) -> None:
    """Return the jobs of workers that show no life to the queue; give up those that failed too often."""
    from procrastinate.jobs import Status  # noqa: PLC0415 - needs Django set up

    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        if own is not None and job.worker_id == own:
            continue
        if job.attempts + 1 < MOST_ATTEMPTS:
            await manager.retry_job(job)
            continue
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        await asyncio.to_thread(_tell_who_waits, job.task_name, job.task_kwargs)


def _tell_who_waits(task: str, arguments: dict[str, Any]) -> None:
    from django.db import connections  # noqa: PLC0415 - needs Django set up

    from terukur.jobs.tasks import give_up  # noqa: PLC0415 - see above

    try:
        give_up(task, arguments)
    finally:
        connections.close_all()


def _identity_file() -> Path:
    return Path(settings.HOME) / "run" / "worker.json"


def _keep_identity(worker: int | None) -> None:
    if worker is None or not is_served():
        return
    me = psutil.Process()
    text = json.dumps({"pid": me.pid, "born": me.create_time(), "worker": worker})
    path = _identity_file()
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


async def _forget_predecessor(app: Any) -> None:
    """Remove the last worker of this home from the list if it died, so that its jobs need not wait."""
    try:
        last = json.loads(_identity_file().read_text("utf-8"))
    except (OSError, ValueError):
        return
    if not _is_alive(last["pid"], last["born"]):
        await app.job_manager.unregister_worker(last["worker"])


def _is_alive(pid: int, born: float) -> bool:
    try:
        process = psutil.Process(pid)
        return bool(process.create_time() == born) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


if __name__ == "__main__":
    main()
