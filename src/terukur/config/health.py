"""Whether the process lives (``/healthz``) and whether it can work (``/readyz``)."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

_WORKER_SILENT_AFTER = "60 seconds"


@login_not_required
def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(_request: HttpRequest) -> JsonResponse:
    """Database and worker are there; 503 names what is missing."""
    checks = {"database": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM procrastinate_workers "
                "WHERE last_heartbeat > now() - %s::interval)",
                [_WORKER_SILENT_AFTER],
            )
            checks["worker"] = cursor.fetchone()[0]
            checks["database"] = True
    except DatabaseError:
        checks["database"] = False
    ready = all(checks.values())
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)
