"""The calibration panel, which works through findings. Two of the performance team name each member."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.organization.access import StandsAbove, is_performance_team, people_above, sits_in_panel
from terukur.organization.models import AccessRequest, RoleGrant
from terukur.organization.operations import end_role
from terukur.organization.queries import find_employee, standing_of
from terukur.organization.second_person import ask_for_access
from terukur.raters.models import Finding
from terukur.regulation.decision import Refused

PANEL = RoleGrant.Role.CALIBRATION_PANEL


class PanelRefused(Refused):
    """The panel cannot be changed so; the message says why and what to do."""


def members(*, on: date) -> QuerySet[RoleGrant]:
    """Return the members of the panel on a day, by name."""
    return RoleGrant.objects.on(on).filter(role=PANEL).select_related("user").order_by("user__name")


def ask_for_member(*, number: str, reason: str, acting: Acting[User]) -> AccessRequest:
    """Store the request for another member of the panel; a second one of the performance team grants it.

    :raises PanelRefused: for an unknown number.
    :raises OrganizationRefused: as ``ask_for_access`` does.
    """
    found = find_employee(number)
    if found is None or not found.user.is_active or found.left_on is not None:
        raise PanelRefused("Tidak ada pegawai aktif dengan NIP itu. Periksa angkanya.", field="number")
    kind = AccessRequest.Kind.ROLE
    return ask_for_access(kind=kind, subject=found.user, role=PANEL, reason=reason, acting=acting)


@transaction.atomic
def release_member(*, user: User, acting: Acting[User]) -> None:
    """Remove a member from the panel; their notes stay.

    :raises PanelRefused: from anybody but the performance team.
    """
    _refuse_others(acting)
    end_role(user=user, role=PANEL, acting=acting)


def _refuse_others(acting: Acting[User]) -> None:
    if not is_performance_team(acting.by, on=acting.on):
        raise PanelRefused("Anggota panel ditunjuk oleh pengelola kinerja.")


def workable(user: User, *, on: date) -> QuerySet[Finding]:
    """Return the findings that a panel member may work through, none for anybody else.

    The appraiser and all above and below in that line are too near to judge. Nor may a member judge who is
    asked about their own ratings, until that is settled.
    """
    if not sits_in_panel(user, on=on):
        return Finding.objects.none()
    own = standing_of(user, on=on).employee
    if own is None:
        return Finding.objects.all()
    asked = Finding.objects.filter(appraiser=own, settled_at__isnull=True)
    return (
        Finding.objects.exclude(Exists(asked))
        .exclude(appraiser=own)
        .exclude(StandsAbove(own.pk, "appraiser", on=on))
        .exclude(appraiser__in=people_above(own.pk, on=on))
    )
