"""Downloads of kept files, which are never shown as pages."""

from django.http import HttpResponse


def as_download(content: bytes, name: str) -> HttpResponse:
    """Return the bytes as a file to be saved: never shown, sniffed or run by the browser."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{_safe(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """Return a document that the program made itself: the browser may show it, under its own name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_safe(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _safe(name: str) -> str:
    return "".join(char if char.isalnum() or char in "._-" else "_" for char in name)
