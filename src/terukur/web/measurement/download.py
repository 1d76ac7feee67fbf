"""Kept files leave as downloads, never as pages."""

from django.http import HttpResponse


def as_download(content: bytes, name: str) -> HttpResponse:
    """The bytes as a file to be saved: never shown, sniffed or run by the browser."""
    response = HttpResponse(content, content_type="application/octet-stream")
    safe = "".join(char if char.isalnum() or char in "._-" else "_" for char in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
