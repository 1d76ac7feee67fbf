"""Mail about the weekly digest: no name and no figure leaves the system by mail."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection, send_mail

from terukur.coaching.digest import unsent
from terukur.coaching.models import WeeklyDigest

_log = logging.getLogger(__name__)


def send_digests(*, on: date, at: Callable[[], datetime]) -> int:
    """Mail everybody whose digest of the week was not sent; return how many failed.

    Without a mail server in the settings nothing is sent and nothing fails.
    """
    if not settings.EMAIL_HOST and "smtp" in settings.EMAIL_BACKEND:
        return 0
    failed = 0
    with get_connection() as connection:
        for digest in unsent(on=on).iterator(500):
            try:
                send_mail(
                    "Ringkasan minggu ini di Terukur",
                    _words(digest),
                    None,
                    [digest.employee.user.email],
                    connection=connection,
                )
            except (SMTPException, OSError) as error:
                _log.warning("weekly message to user %s: %s", digest.employee.user_id, type(error).__name__)
                failed += 1
                continue
            digest.sent_at = at()
            digest.save(update_fields=["sent_at"])
    return failed


def _words(digest: WeeklyDigest) -> str:
    people = len({line["person"] for line in digest.team})
    told = [
        f"{len(digest.own)} indikator Anda perlu perhatian." if digest.own else "",
        f"{people} orang di tim Anda perlu perhatian." if people else "",
    ]
    where = f"{settings.PUBLIC_ADDRESS}/ringkasan/"
    return "\n".join([*(line for line in told if line), "", f"Rinciannya: {where}"])
