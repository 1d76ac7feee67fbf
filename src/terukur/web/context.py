"""The content of every page's frame."""

from typing import Any

from django.http import HttpRequest

from terukur.organization.models import RoleGrant
from terukur.web.viewer import standing

# Pages about a person's growth, behind one entry of the navigation.
_GROWING = {"dialogues", "dialogue", "development", "development-of", "talent", "learning", "growth"}


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation for the signed-in user, by their roles."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    held = standing(request)
    items = [("home", "Beranda", "home")]
    if held.employee and held.employee.is_asn:
        items += [
            ("plans", "SKP saya", "plan"),
            ("daily", "Harian", "daily"),
            ("measurements", "Hasil ukur", "measure"),
            ("appraisals", "Penilaian", "appraisal"),
            ("feedback", "Tumbuh", "growth"),
        ]
    if held.has_team:
        items.append(("team", "Tim saya", "team"))
    if held.roles & {RoleGrant.Role.PERFORMANCE_TEAM.value, RoleGrant.Role.AUDITOR.value}:
        items += [
            ("periods", "Periode", "period"),
            ("imports", "Impor", "import"),
            ("survey-points", "Survei", "survey"),
            ("organization", "Organisasi", "organization"),
        ]
    elif held.limited:
        items.append(("organization", "Organisasi", "organization"))
    elif held.roles & {RoleGrant.Role.LEADER.value, RoleGrant.Role.PDP_OFFICER.value}:
        items.append(("higher-access", "Peran", "organization"))
    match = request.resolver_match
    section = getattr(match, "kwargs", {}).get("section") or (match.url_name if match else "")
    current = "feedback" if section in _GROWING else str(section)
    return {"user": user, "nav_items": items, "nav_current": current, "held": held}
