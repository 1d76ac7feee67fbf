"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest

from terukur.organization.models import RoleGrant
from terukur.web.viewer import standing


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation for the signed-in user, by what the user is."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    held = standing(request)
    items = [("home", "Beranda", "home")]
    if held.employee:
        items += [("plans", "SKP saya", "plan"), ("daily", "Harian", "daily"),
                  ("feedback", "Umpan balik", "feedback"),
                  ("measurements", "Hasil ukur", "measure"),
                  ("appraisals", "Penilaian", "appraisal"),
                  ("dialogues", "Percakapan", "talk")]  # fmt: skip
    if held.has_team:
        items.append(("team", "Tim saya", "team"))
    if held.roles & {RoleGrant.Role.PERFORMANCE_TEAM.value, RoleGrant.Role.AUDITOR.value}:
        items += [("periods", "Periode", "period"), ("imports", "Impor", "import"),
                  ("survey-points", "Survei", "survey"),
                  ("organization", "Organisasi", "organization")]  # fmt: skip
    match = request.resolver_match
    section = getattr(match, "kwargs", {}).get("section") or (match.url_name if match else "")
    return {"user": user, "nav_items": items, "current": str(section), "held": held}
