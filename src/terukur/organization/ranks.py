"""Ranks with their TMT: the present one, those held before, and the rank on a day."""

from datetime import date, timedelta

from terukur.notation.dates import written_day
from terukur.organization.models import Employee, FormerRank
from terukur.organization.operations import OrganizationRefused


def rank_on(employee: Employee, day: date) -> str:
    """Return the rank that an employee held on a day; documents of that time print it."""
    former = employee.former_ranks.filter(until__gte=day).order_by("until").first()
    return former.rank if former else employee.rank


def hold_rank(employee: Employee, rank: str, since: date | None, *, on: date) -> bool:
    """Change a rank on a locked employee, not yet saved, and keep the one before; return whether it changed.

    A new rank with a later TMT is a promotion: the former one ends the day before. The same TMT, or none,
    corrects the present rank; the same rank with another TMT corrects the TMT.

    :raises OrganizationRefused: for a TMT to come, or one that does not follow the rank before.
    """
    if since is not None and since > on:
        raise OrganizationRefused(
            "TMT pangkat belum tiba; catat pangkatnya mulai hari itu.", field="rank_since"
        )
    before = (employee.rank, employee.rank_since)
    if rank == employee.rank or since in (None, employee.rank_since) or not employee.rank:
        _correct(employee, rank, since)
    else:
        _promote(employee, rank, since)
    return before != (employee.rank, employee.rank_since)


def _correct(employee: Employee, rank: str, since: date | None) -> None:
    if since is not None and since != employee.rank_since:
        former = employee.former_ranks.order_by("-until").first()
        if former is not None:
            _follow(former, since)
        employee.rank_since = since
    employee.rank = rank


def _follow(former: FormerRank, since: date) -> None:
    """Let the rank before end where the corrected TMT begins."""
    if former.since is not None and since <= former.since:
        raise OrganizationRefused(
            f"Pangkat sebelumnya, {former.rank_label}, berlaku sejak {written_day(former.since)}; isi TMT "
            "sesudahnya.",
            field="rank_since",
        )
    former.until = since - timedelta(days=1)
    former.save(update_fields=["until"])


def _promote(employee: Employee, rank: str, since: date | None) -> None:
    if since is None:
        return
    held_since = employee.rank_since
    if held_since is not None and since < held_since:
        raise OrganizationRefused(
            f"{employee.rank_label} berlaku sejak {written_day(held_since)}. Isi TMT sesudahnya, atau "
            "kosongkan TMT bila pangkat yang tercatat keliru.",
            field="rank_since",
        )
    FormerRank.objects.create(
        employee=employee, rank=employee.rank, since=held_since, until=since - timedelta(days=1)
    )
    employee.rank, employee.rank_since = rank, since


def restore_rank(employee: Employee) -> FormerRank | None:
    """Make the rank before the present one again, on a locked employee, not yet saved; return it."""
    former = employee.former_ranks.order_by("-until").first()
    if former is not None:
        employee.rank, employee.rank_since = former.rank, former.since
        former.delete()
    return former
