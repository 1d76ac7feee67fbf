"""Pages for what is not there or not allowed."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, also for what exists but is not for this person's eyes."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 with the reason, where one was given to be shown."""
    return render(request, "403.html", {"reason": str(exception)}, status=403)


def not_readable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what no page can read, in words where we have some."""
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"reason": reason}, status=400)
