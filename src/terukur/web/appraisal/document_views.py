"""Pages of the evaluation document and the summary, for readers of the appraisal."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from terukur.documents.appraisal import NotDelivered, evaluation_pdf, summary_pdf
from terukur.web.appraisal.lookup import appraisal_or_404
from terukur.web.measurement.download import as_pdf
from terukur.web.viewer import now, today


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the official document with its eight sections."""
    appraisal = appraisal_or_404(request, pk)
    return _as_file(
        request,
        pk,
        f"evaluasi-kinerja-{appraisal.period}",
        lambda: evaluation_pdf(appraisal, on=today(request), at=now(request)),
    )


def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the summary, one page in plain words."""
    appraisal = appraisal_or_404(request, pk)
    return _as_file(
        request,
        pk,
        f"ringkasan-penilaian-{appraisal.period}",
        lambda: summary_pdf(appraisal, at=now(request)),
    )


def _as_file(request: HttpRequest, pk: int, name: str, made: Callable[[], bytes]) -> HttpResponse:
    try:
        content = made()
    except NotDelivered as error:
        messages.error(request, str(error))
        return redirect("appraisal", pk)
    return as_pdf(content, f"{name}.pdf".lower())
