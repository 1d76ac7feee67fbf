"""Two versions of a plan side by side: what changed, and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.planning.comparing import compared, parts_of
from terukur.planning.queries import comparable_versions, version_with_content
from terukur.web.planning.views import version_to_read
from terukur.web.written import key_in


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a version changes in the one before it, or in another one of the person's."""
    version = version_to_read(request, pk)
    others = comparable_versions(version)
    wanted = key_in(request.GET.get("dengan", ""))
    chosen = next((one for one in others if wanted in (None, one.pk)), None)
    if wanted is not None and chosen is None:
        raise Http404
    other = version_with_content(chosen.pk) if chosen else None
    changes = compared(parts_of(other), parts_of(version)) if other else []
    return render(
        request,
        "web/planning/compare.html",
        {"version": version, "plan": version.plan, "other": other, "others": others, "changes": changes},
    )
