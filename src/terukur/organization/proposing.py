"""Proposed heads and appraisers, read from the data of a day, and stored once a person confirmed them."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef

from terukur.ledger.acting import Acting, Actor
from terukur.organization.acting_posts import appoint_head
from terukur.organization.head_proposal import Holder, Place, Proposals, UnitProposal, propose
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused, set_appraisers
from terukur.organization.rights import acts_for_team
from terukur.regulation.appraiser_office import check_office
from terukur.regulation.scales import ActingPlan, PositionKind

_REASON = "Usulan dari jabatan dan susunan unit"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many heads and appraisers were stored."""

    heads: int
    appraisers: int


def proposals_on(day: date) -> Proposals:
    """Return the proposals for all units by the data of a day, in three statements."""
    led = dict(
        Headship.objects.on(day).exclude(kind=Headship.Kind.DAILY).values_list("unit_id", "employee_id")
    )
    open_units = Unit.objects.filter(closed_on__isnull=True).order_by("code")
    places = [
        Place(unit, name, parent, led.get(unit))
        for unit, name, parent in open_units.values_list("pk", "name", "parent_id")
    ]
    lines = ReportingLine.objects.on(day).filter(assignment=OuterRef("pk"))
    held = Assignment.objects.on(day).filter(
        employee__left_on__isnull=True, position__unit__closed_on__isnull=True
    )
    rows = held.annotate(lined=Exists(lines)).order_by("employee__name", "pk")
    fields = ("pk", "employee_id", "employee__name", "position__unit_id", "position__title")
    holders = [
        Holder(pk, employee, name, unit, title, PositionKind(kind), lined)
        for pk, employee, name, unit, title, kind, lined in rows.values_list(
            *fields, "position__kind", "lined"
        )
    ]
    return propose(places, holders)


def mark_of(units: Collection[UnitProposal]) -> str:
    """Return the mark that distinguishes these proposals from others: what was shown is what is stored."""
    told = [
        (one.place.unit, one.leader, one.head is None, [a.assignment for a in one.appraised]) for one in units
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def needs_letter(proposal: UnitProposal) -> bool:
    """Return whether the proposed head's position lets them appraise only by a letter that delegates it."""
    return proposal.head is not None and bool(check_office(kind=proposal.head.kind, rank="", ranks=()))


@transaction.atomic
def confirm_proposals(
    *,
    shown: Collection[UnitProposal],
    heads: Collection[int],
    appraised: Collection[int],
    basis: str,
    since: date,
    acting: Acting[Actor],
) -> Confirmed:
    """Store the chosen proposals of those ``shown``: heads of some units, and those appraised in some.

    Each holds from ``since``, or from the day on which the head or the person came into the position where
    that is later. Nobody is given an appraiser whose own proposal as head was not chosen. ``basis`` is the
    letter by which heads below the office of a pengawas (of a health centre, a school) lead.

    :raises OrganizationRefused: from outside the performance team, where nothing was chosen or a letter is
        missing, and as ``appoint_head``.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Ini dilakukan oleh pengelola kinerja.")
    chosen = [one for one in shown if one.head and one.place.unit in heads]
    wanted = [one for one in shown if one.appraised and one.place.unit in appraised]
    rated = [one for one in wanted if not one.head or one.place.unit in heads]
    if not chosen and not rated:
        raise OrganizationRefused("Belum ada usulan yang dipilih; centang yang benar.")
    lacking = [one.place.name for one in chosen if needs_letter(one)] if not basis.strip() else []
    if lacking:
        raise OrganizationRefused(
            f"Kepala {', '.join(lacking[:3])}{' dan lainnya' if lacking[3:] else ''} bukan pejabat "
            "struktural. Tulis surat yang mengangkatnya sebagai kepala, atau hapus centangnya.",
            field="basis",
        )
    leaders = Employee.objects.in_bulk({one.leader for one in (*chosen, *rated)})
    begun = dict(
        Assignment.objects.on(acting.on).filter(employee__in=leaders).values_list("employee_id", "starts")
    )
    units = Unit.objects.in_bulk([one.place.unit for one in chosen])
    for one in chosen:
        starts = max(since, begun.get(one.leader, since))
        appoint_head(
            unit=units[one.place.unit],
            employee=leaders[one.leader],
            kind=Headship.Kind.DEFINITIVE,
            plan=ActingPlan.OWN_PLAN,
            basis=basis if needs_letter(one) else "",
            acting=Acting(acting.by, starts, acting.at),
        )
    keys = [held.assignment for one in rated for held in one.appraised]
    assignments = Assignment.objects.select_related("position").in_bulk(keys)
    pairs: list[tuple[Assignment, Employee | None]] = [
        (assignments[held.assignment], leaders[one.leader]) for one in rated for held in one.appraised
    ]
    set_appraisers(pairs=pairs, acting=acting, since=since, reason=_REASON)
    return Confirmed(len(chosen), len(pairs))
