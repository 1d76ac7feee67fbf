"""Check of the plan version in force, computed from the versions themselves."""

from datetime import date
from itertools import groupby

from terukur.ledger.verification import Broken, Checked, run_check
from terukur.planning.models import PlanVersion

_STATUS = PlanVersion.Status


def check_plans(*, since: date | None = None) -> Checked:
    """Check every plan that was set: its newest set version is in force, each other until the next."""
    rows = PlanVersion.objects.filter(status__in=[_STATUS.SET, _STATUS.SUPERSEDED])
    if since is not None:
        rows = rows.filter(set_at__date__gte=since)
    found = rows.order_by("plan_id", "number").iterator(2000)
    plans = groupby(found, key=lambda version: version.plan_id)
    return run_check("SKP", (_plan(list(versions)) for _plan_id, versions in plans))


def _plan(versions: list[PlanVersion]) -> Broken | None:
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        told = (version.status, version.replaced_on)
        if following is None and told == (_STATUS.SET, None):
            continue
        if following is not None and told == (_STATUS.SUPERSEDED, following.in_force_from):
            continue
        return Broken(f"versi SKP {version.pk}", "masa berlakunya tidak cocok dengan versi lain.")
    return None
