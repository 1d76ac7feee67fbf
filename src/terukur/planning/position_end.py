"""Plans where a position ends: closed on its last day at once, reopened where the end is taken back."""

from django.db.models import QuerySet

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record_all
from terukur.notation.dates import day_words
from terukur.organization.models import Assignment
from terukur.organization.position_ends import PositionEnd
from terukur.planning.models import Plan, PlanVersion


def _running(end: PositionEnd) -> QuerySet[Plan]:
    """Return the plans of the position that run beyond its last day; one that begins later never begins."""
    return Plan.objects.filter(
        assignment=end.assignment, starts__lte=end.last_day, ends__gt=end.last_day, closed_on__isnull=True
    )


def plans_told(end: PositionEnd) -> list[tuple[str, str]]:
    """Return what the end of a position does to its plans, in words."""
    told = []
    for plan in _running(end).order_by("year"):
        is_set = plan.versions.filter(status=PlanVersion.Status.SET).exists()
        rest = (
            "Yang dicapai sampai hari itu tetap dihitung, dengan target sampai hari itu."
            if is_set
            else "Belum ditetapkan: ajukan dan tetapkan sebelum hari itu agar masa ini ikut dinilai."
        )
        told.append((f"SKP {plan.year}", f"Berakhir {day_words(end.last_day)}. {rest}"))
    later = Plan.objects.filter(assignment=end.assignment, starts__gt=end.last_day)
    told += [
        (f"SKP {plan.year}", "Tidak berlaku: jabatannya berakhir sebelum rencananya mulai.") for plan in later
    ]
    return told


def close_plans(end: PositionEnd, acting: Acting[Actor]) -> None:
    """Close the running plans of a position on its last day."""
    plans = list(_running(end).select_for_update().order_by("pk"))
    for plan in plans:
        plan.closed_on = end.last_day
    Plan.objects.bulk_update(plans, ["closed_on"])
    told = {"last_day": str(end.last_day)}
    if plans:
        record_all([Act(f"plan/{plan.pk}", "plan-closed", after=told) for plan in plans], acting)


def reopen_plans(end: PositionEnd, acting: Acting[Actor]) -> None:
    """Let the plans that the end of a position closed run on to their agreed last day."""
    closed = Plan.objects.filter(assignment=end.assignment, closed_on=end.last_day)
    plans = list(closed.select_for_update().order_by("pk"))
    for plan in plans:
        plan.closed_on = None
    Plan.objects.bulk_update(plans, ["closed_on"])
    told = {"last_day": str(end.last_day)}
    if plans:
        record_all([Act(f"plan/{plan.pk}", "plan-reopened", before=told) for plan in plans], acting)


def plan_in_new_position(assignment: Assignment, acting: Acting[Actor]) -> str:
    """Return why a placement cannot be removed as if it had never begun, empty where it can."""
    plan = Plan.objects.filter(assignment=assignment).order_by("year").first()
    if plan is None:
        return ""
    return (
        f"SKP {plan.year} di jabatan baru sudah dimulai. Pindahkan ia lagi dengan tanggal sesudahnya; yang "
        "tercatat di antaranya tetap."
    )
