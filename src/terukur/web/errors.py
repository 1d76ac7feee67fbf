"""Error pages: not found, not allowed or broken."""

import sys

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 404, also for pages that exist but are not for this person."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 403 with the reason, where one was given to be shown."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Show 500; or 503 where the database cannot be reached, which ends by itself."""
    lost = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return HttpResponse(render_to_string("500.html"), status=503 if lost else 500)


def not_readable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Show 400 for a request that no page can read, in words where we have some."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)
