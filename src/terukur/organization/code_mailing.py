"""Requests to mail activation codes; the codes are made when their message is sent (``jobs.code_mail``)."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from terukur.accounts.guards import MANY_CODES, CodesWanted
from terukur.accounts.models import User
from terukur.accounts.operations import CodeRefused
from terukur.ledger.acting import Acting
from terukur.organization.activation import to_be_given, with_address
from terukur.organization.models import Assignment, CodeMailing, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.reach import all_below


@transaction.atomic
def request_mailing(*, unit: Unit | None, replace: bool, acting: Acting[User]) -> CodeMailing:
    """Store the request to mail codes to the people of a unit and below (None for all) with an address.

    :raises OrganizationRefused: where nobody who needs a code has an address.
    :raises CodeRefused: from outside the performance team of these people.
    """
    mailing = CodeMailing(unit=unit, replaces=replace, asked_by=acting.by, asked_at=acting.at)
    users = people_to_mail(mailing, at=acting.at).values_list("employee__user", flat=True)
    wanted = CodesWanted(frozenset(users))
    if not wanted.users:
        raise OrganizationRefused(
            "Tidak ada alamat surel orang yang memerlukan kode. Muat alamatnya di “Impor › Alamat surel”."
        )
    refusal = MANY_CODES.refusal(wanted, acting)
    if refusal:
        raise CodeRefused(refusal)
    mailing.total = len(wanted.users)
    mailing.save()
    return mailing


def people_to_mail(mailing: CodeMailing, *, at: datetime) -> QuerySet[Assignment]:
    """Return the people who still wait for their message; those who got a code since are left out."""
    units = None if mailing.unit_id is None else all_below([mailing.unit_id])
    on = timezone.localtime(at).date()
    waiting = with_address(to_be_given(units, replace=mailing.replaces, on=on, at=at))
    return waiting.exclude(employee__user__activation__issued_at__gte=mailing.asked_at)


def give_up_mailing(pk: int, *, why: str, at: datetime) -> None:
    """End a request that cannot go on, with a message for those who wait."""
    CodeMailing.objects.filter(pk=pk, finished_at=None).update(finished_at=at, error=why)
