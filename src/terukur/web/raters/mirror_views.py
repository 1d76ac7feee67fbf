"""The rater's mirror: an appraiser's own ratings, for that appraiser alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.raters.finding_view import own_findings
from terukur.raters.mirror import own_mirror
from terukur.web.raters.mirror_plots import plots_of
from terukur.web.viewer import today, user_of


def mirror(request: HttpRequest) -> HttpResponse:
    """Show one's own mirror. The address has no key, so it never leads to another's."""
    user = user_of(request)
    found = own_mirror(user, today(request))
    if found is None:
        raise Http404
    return render(
        request,
        "web/raters/mirror.html",
        {
            "mirror": found,
            "plots": plots_of(found.picture) if found.picture else None,
            "own_findings": own_findings(user, on=today(request)),
        },
    )
