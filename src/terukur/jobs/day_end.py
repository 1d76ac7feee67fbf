"""End of a day: entries for rows without one, seals, and a copy of the seals outside the database."""

import logging
from collections.abc import Sequence
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.models import Seal
from terukur.ledger.noting import forget_notes
from terukur.ledger.seal_copies import UnreadableCopy, add_to_copy, lines_of
from terukur.ledger.sealing import seal_until
from terukur.ledger.stock import name_finished_days

_DAYS_MAILED = 7
_log = logging.getLogger(__name__)
_SUBJECT = "Segel harian Terukur"
_WORDS = (
    "Segel hari-hari terakhir. Simpan surat ini di luar server: bila catatan ditulis ulang oleh siapa pun "
    "yang menguasai basis data, segel di sana tidak lagi sama dengan yang di bawah ini. Salin baris-baris "
    "di bawah ke sebuah berkas, lalu jalankan “terukur verify --seals BERKAS”."
)


def end_days(*, acting: Acting[Actor]) -> list[Seal]:
    """Name and seal every finished day, and copy the new seals.

    :raises OSError, UnreadableCopy: where the copy could not be written; the seals stay, and the next call
        adds all that the copy lacks.
    """
    name_finished_days(acting=acting)
    sealed = seal_until(acting=acting)
    forget_notes()
    hand_out(sealed)
    return sealed


def hand_out(sealed: Sequence[Seal]) -> None:
    """Add the seals to the file outside and send them where the settings say so."""
    if settings.SEALS_FILE:
        try:
            add_to_copy(Path(settings.SEALS_FILE))
        except (OSError, UnreadableCopy):
            _log.error("the copy of the seals could not be written: %s", settings.SEALS_FILE)
            raise
    if settings.SEALS_MAIL and sealed:
        _mail()


def _mail() -> None:
    """Send the seals of the last days: one mail that was lost is made good by the next."""
    last = list(Seal.objects.order_by("-number")[:_DAYS_MAILED])
    body = f"{_WORDS}\n\n{lines_of(last[::-1])}"
    try:
        EmailMessage(_SUBJECT, body, to=[settings.SEALS_MAIL]).send()
    except (SMTPException, OSError) as error:
        _log.error("the mail with the seals could not be sent: %s", type(error).__name__)
