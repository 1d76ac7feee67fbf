"""The appraisal that an address names, for a permitted reader."""

from django.http import Http404, HttpRequest

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisal_for
from terukur.appraisal.visits import note_view
from terukur.web.viewer import acting, today, user_of


def appraisal_or_404(request: HttpRequest, pk: int) -> Appraisal:
    """Return the appraisal; 404 for strangers as for one that does not exist."""
    found = appraisal_for(user_of(request), pk, on=today(request))
    if found is None:
        raise Http404
    return found


def opened_appraisal_or_404(request: HttpRequest, pk: int) -> Appraisal:
    """Return the same for a page that shows it: a reader from outside the line is recorded."""
    found = appraisal_or_404(request, pk)
    note_view(appraisal=found, acting=acting(request))
    return found
