"""The appraisal that an address names, for who may read it."""

from django.http import Http404, HttpRequest

from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisal_for
from terukur.web.viewer import today, user_of


def appraisal_or_404(request: HttpRequest, pk: int) -> Appraisal:
    """404 for strangers as for an appraisal that is not there."""
    found = appraisal_for(user_of(request), pk, on=today())
    if found is None:
        raise Http404
    return found
