"""The form of a plan with its annex, to be printed."""

from django.http import HttpRequest, HttpResponse

from terukur.documents.plan import plan_pdf
from terukur.organization.queries import appraiser_of
from terukur.web.measurement.download import as_pdf
from terukur.web.planning.views import version_to_read
from terukur.web.viewer import now, today


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the form of one version as PDF."""
    version = version_to_read(request, pk)
    by = version.set_by.employee if version.set_by and hasattr(version.set_by, "employee") else None
    appraiser = by or appraiser_of(version.plan.assignment, on=today(request))
    content = plan_pdf(version, appraiser=appraiser, at=now(request))
    return as_pdf(content, f"skp-{version.plan.year}-versi-{version.number}.pdf")
