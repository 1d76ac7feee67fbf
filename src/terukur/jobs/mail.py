"""Messages by mail, and word of the weekly digest: no name and no figure leaves the system so."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection, send_mail

from terukur.accounts.models import User
from terukur.coaching.digest import unsent
from terukur.coaching.models import WeeklyDigest

_log = logging.getLogger(__name__)


def send_digests(*, on: date, at: Callable[[], datetime]) -> int:
    """Mail everybody whose digest of the week was not sent; return how many failed.

    Without a mail server in the settings nothing is sent and nothing fails.
    """
    if not has_mail_server():
        return 0
    failed = 0
    with get_connection() as connection:
        for digest in unsent(on=on).iterator(500):
            user, words = digest.employee.user, _words(digest)
            if is_sent(user, "Ringkasan minggu ini di Terukur", words, connection=connection):
                digest.sent_at = at()
                digest.save(update_fields=["sent_at"])
            else:
                failed += 1
    return failed


def has_mail_server() -> bool:
    """Return whether the settings name a mail server, or another way than one."""
    return bool(settings.EMAIL_HOST) or "smtp" not in settings.EMAIL_BACKEND


def is_sent(user: User, subject: str, words: str, *, connection: Any = None) -> bool:
    """Send a message to a user; false where it could not be sent, which the log tells."""
    try:
        send_mail(subject, words, None, [user.email], connection=connection)
    except (SMTPException, OSError) as error:
        _log.warning("a message to user %s could not be sent: %s", user.pk, type(error).__name__)
        return False
    return True


def _words(digest: WeeklyDigest) -> str:
    people = len({line["person"] for line in digest.team})
    told = [
        f"{len(digest.own)} indikator Anda perlu perhatian." if digest.own else "",
        f"{people} orang di tim Anda perlu perhatian." if people else "",
    ]
    where = f"{settings.PUBLIC_ADDRESS}/ringkasan/"
    return "\n".join([*(line for line in told if line), "", f"Rinciannya: {where}"])
