"""Health of the process: it lives (``/healthz``), it can work (``/readyz``)."""

import shutil
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from terukur.accounts.allowances import take

_WORKER_SILENT_AFTER = 30
_QUEUE_LATE_AFTER = 15 * 60
_LEAST_FREE = 100 * 1024 * 1024
_KEPT_FOR = 1.0
_WORK = """
    SELECT EXISTS (SELECT 1 FROM procrastinate_workers
                   WHERE last_heartbeat > now() - make_interval(secs => %s)),
           (SELECT coalesce(max(extract(epoch FROM now() - coalesce(job.scheduled_at, event.at))), 0)::int
            FROM procrastinate_jobs job
            JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
            WHERE job.status = 'todo' AND coalesce(job.scheduled_at, event.at) <= now()),
           (SELECT count(*) FROM procrastinate_jobs job
            LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing' AND (worker.id IS NULL
                  OR worker.last_heartbeat < now() - make_interval(secs => %s)))
"""

_last: tuple[float, dict[str, Any]] = (0.0, {})


@login_not_required
def healthz(_request: HttpRequest) -> JsonResponse:
    """Return 200 while the process runs."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(_request: HttpRequest) -> JsonResponse:
    """Return whether everything can work; 503 where anything is missing, and each part by its name.

    Asked often, it looks once a second: it writes to the database to know that it can be written to.
    """
    global _last
    looked, state = _last
    if not state or time.monotonic() - looked > _KEPT_FOR:
        state = _looked()
        _last = (time.monotonic(), state)
    return JsonResponse(state, status=200 if state["ready"] else 503)


def _looked() -> dict[str, Any]:
    state: dict[str, Any] = {
        "database": False,
        "worker": False,
        "write": False,
        "disk": _has_room(),
        "queue": False,
        "oldest_job_seconds": None,
        "stalled_jobs": None,
    }
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WORK, [_WORKER_SILENT_AFTER, _WORKER_SILENT_AFTER])
            state["worker"], oldest, stalled = cursor.fetchone()
        state.update(database=True, oldest_job_seconds=oldest, stalled_jobs=stalled)
        state["queue"] = oldest < _QUEUE_LATE_AFTER
        take("readyz", at=timezone.now(), within=timedelta(minutes=1))
        state["write"] = True
    except DatabaseError:
        # What was found until then stands; the rest is false.
        connection.close()
    ready = all(state[part] for part in ("database", "worker", "write", "disk", "queue"))
    return {"ready": ready, **state}


def _has_room() -> bool:
    """Return whether the disk of the home has room, and takes a file."""
    probe = settings.HOME / "run" / "write-probe"
    try:
        probe.parent.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()
        return shutil.disk_usage(settings.HOME).free >= _LEAST_FREE
    except OSError:
        return False
