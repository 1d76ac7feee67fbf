"""Jobs of every morning: notices of results, steps that are due, reminders."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from django.conf import settings

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused
from terukur.delivery.closing import settle_all
from terukur.delivery.models import DeliveryNotice
from terukur.delivery.receipt import give_notice, second_notice_from, without_receipt
from terukur.delivery.reminders import keep_reminders, lines_due, unsent_reminders
from terukur.jobs.mail import has_mail_server, is_sent
from terukur.ledger.acting import COMMAND, Acting, Actor
from terukur.objections.reminders import objection_lines
from terukur.planning.operations.closing import close_ended_plans


def take_due_steps(*, acting: Acting[Actor]) -> None:
    """Close plans of ended positions, take results the steps that time alone brings, write reminders."""
    close_ended_plans(acting=acting)
    settle_all(acting=acting)
    lines = lines_due(on=acting.on)
    for employee, words in objection_lines(on=acting.on):
        lines.setdefault(employee, []).append(words)
    keep_reminders(lines, on=acting.on, at=acting.at)


def send_word(*, on: date, at: Callable[[], datetime]) -> int:
    """Mail the reminders and the notices of results; return how many failed.

    Without a mail server in the settings nothing is sent and nothing fails. No name, figure or grade leaves
    the system.
    """
    if not has_mail_server():
        return 0
    failed = 0
    for reminder in unsent_reminders(on=on).iterator(500):
        words = _words([*reminder.lines], "ringkasan/")
        if is_sent(reminder.employee.user, "Yang menunggu Anda di Terukur", words):
            reminder.sent_at = at()
            reminder.save(update_fields=["sent_at"])
        else:
            failed += 1
    for appraisal in without_receipt():
        failed += not _notified(appraisal, on, at)
    return failed


def _notified(appraisal: Appraisal, on: date, at: Callable[[], datetime]) -> bool:
    """Send the notice that is due, if one is and there is an address; false where it failed."""
    user = appraisal.plan.assignment.employee.user
    given = list(appraisal.notices.all())
    if not user.email or not user.is_active or (given and on < second_notice_from(given[0])):
        return True
    told = "Hasil penilaian Anda sudah disampaikan. Baca penjelasannya, lalu terima atau ajukan keberatan."
    if not is_sent(user, "Hasil penilaian Anda di Terukur", _words([told], "penilaian/")):
        return False
    # The employee may have opened it in the meantime: then no notice is needed.
    with suppress(AppraisalRefused):
        give_notice(
            appraisal=appraisal, way=DeliveryNotice.Way.MAIL, note="", acting=Acting(COMMAND, on, at())
        )
    return True


def _words(lines: list[str], page: str) -> str:
    return "\n".join([*lines, "", f"{settings.PUBLIC_ADDRESS}/{page}"])
