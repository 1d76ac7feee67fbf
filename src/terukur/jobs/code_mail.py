"""Activation codes by mail: each is made when its message is sent, and void again where that failed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from terukur.accounts.many_codes import issue_codes
from terukur.accounts.models import User
from terukur.accounts.operations import CodeRefused
from terukur.jobs.mail import has_mail_server, is_sent
from terukur.ledger.acting import Acting
from terukur.organization.code_mailing import give_up_mailing, people_to_mail
from terukur.organization.models import CodeMailing


class _NotSentError(Exception):
    """A message could not be sent; its code is taken back with the transaction."""


def mail_codes(run: int, *, at: Callable[[], datetime]) -> None:
    """Carry out a requested mailing and keep its progress where the page reads it.

    It can begin again at any time: who got a code since the request is left out.
    """
    mailing = CodeMailing.objects.select_related("asked_by").get(pk=run)
    if not has_mail_server():
        give_up_mailing(run, why="Server surel belum diatur (TERUKUR_SMTP di server).", at=at())
        return
    waiting = people_to_mail(mailing, at=at()).values_list("employee__user", flat=True)
    users = list(User.objects.filter(pk__in=list(waiting)).order_by("pk"))
    sent = CodeMailing.objects.filter(pk=run)
    with get_connection() as connection:
        for user in users:
            try:
                reached = _is_mailed(user, mailing, connection, at())
            except CodeRefused as refusal:
                give_up_mailing(run, why=str(refusal), at=at())
                return
            mailing.sent += reached
            mailing.failed += not reached
            sent.update(sent=mailing.sent, failed=mailing.failed)
    sent.update(finished_at=at())


def _is_mailed(user: User, mailing: CodeMailing, connection: Any, at: datetime) -> bool:
    """Issue a code for a user and send it; false, with nothing issued, where it could not be sent."""
    try:
        with transaction.atomic():
            codes = issue_codes(
                users=[user.pk], way="mail", acting=Acting(mailing.asked_by, timezone.localdate(at), at)
            )
            if not is_sent(user, "Kode masuk Terukur", _words(codes[user.pk]), connection=connection):
                raise _NotSentError
    except _NotSentError:
        return False
    return True


def _words(code: str) -> str:
    """Return the message: no name, no number, nothing about performance."""
    return "\n".join(
        [
            f"Kode aktivasi Anda: {code}",
            "",
            f"1. Buka {settings.PUBLIC_ADDRESS}/aktivasi/",
            "2. Isi NIP Anda dan kode ini, lalu pilih kata sandi Anda sendiri.",
            "",
            "Kode berlaku 14 hari dan hanya sekali. Jangan teruskan surel ini kepada siapa pun.",
        ]
    )
