"""Receipt of a result: opened by the employee, or after two notices; then acceptance."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, locked_appraisal, step
from terukur.delivery.closing import settle
from terukur.delivery.models import DeliveryNotice
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.access import serves_person
from terukur.organization.holidays import office_calendar
from terukur.planning.access import is_appraiser, is_owner
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.parameters import number

_STATUS = Appraisal.Status


@transaction.atomic
def mark_read(*, appraisal: Appraisal, acting: Acting[User]) -> Appraisal:
    """Store that the employee has opened the delivered appraisal; unless notices came first, this is its
    receipt and starts the clock of an objection.
    """
    locked = locked_appraisal(appraisal.pk)
    if locked.read_at is None and locked.delivered_at and is_owner(acting.by, locked.plan):
        locked.read_at = acting.at
        locked.received_at = locked.received_at or acting.at
        locked.save(update_fields=["read_at", "received_at"])
        record(Act(f"appraisal/{locked.pk}", "read"), acting)
    return locked


@transaction.atomic
def give_notice(
    *, appraisal: Appraisal, way: DeliveryNotice.Way, note: str, acting: Acting[Actor]
) -> DeliveryNotice:
    """Store that the employee was told; the second notice counts as receipt.

    The second comes a number of working days after the first, so that two on one day are not two.

    :raises AppraisalRefused: where no notice is needed any more, too early, from another person, or in person
        without saying how.
    """
    by = acting.by if isinstance(acting.by, User) else None
    locked = locked_appraisal(appraisal.pk)
    if locked.status != _STATUS.DELIVERED or locked.received_at is not None:
        raise AppraisalRefused("Hasil ini belum disampaikan, atau sudah diterima pegawai.")
    if by is not None and not may_give_notice(by, locked, on=acting.on):
        raise AppraisalRefused("Pemberitahuan dicatat pejabat penilai atau pengelola kinerja.")
    if way is DeliveryNotice.Way.IN_PERSON and not has_letters(note, PHRASE_LETTERS):
        raise AppraisalRefused("Tulis bagaimana disampaikan: kapan, di mana, dengan cara apa.")
    given = list(locked.notices.all())
    if given and acting.on < second_notice_from(given[0]):
        raise AppraisalRefused(
            f"Pemberitahuan kedua paling cepat {written_day(second_notice_from(given[0]))}."
        )
    notice = DeliveryNotice.objects.create(
        appraisal=locked, number=len(given) + 1, way=way, note=note.strip(), by=by, at=acting.at
    )
    if notice.number == 2:
        locked.received_at = acting.at
        locked.save(update_fields=["received_at"])
    record(
        Act(
            f"appraisal/{locked.pk}",
            "notice-given",
            after={"number": notice.number, "way": way.value},
            reason=notice.note,
            rows=fingerprints(notice),
        ),
        acting,
    )
    return notice


def may_give_notice(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Return whether the user is the appraiser or of the performance team; never the employee."""
    if is_owner(user, appraisal.plan):
        return False
    employee = appraisal.plan.assignment.employee_id
    return is_appraiser(user, appraisal.plan, on=on) or serves_person(user, employee, on=on)


def second_notice_from(first: DeliveryNotice) -> date:
    """Return the first day on which another notice is a second one."""
    day = timezone.localtime(first.at).date()
    days = int(number("delivery.second_notice_days", on=day))
    return office_calendar(on=day).add_working_days(day, days)


def without_receipt() -> QuerySet[Appraisal]:
    """Return delivered results that are not opened yet and not received by notices."""
    return (
        Appraisal.objects.filter(status=_STATUS.DELIVERED, received_at=None)
        .select_related("plan__assignment__employee__user")
        .prefetch_related("notices")
        .order_by("pk")
    )


@transaction.atomic
def accept(*, appraisal: Appraisal, acting: Acting[User]) -> None:
    """Accept the delivered appraisal as the employee; final at once where the talk was held.

    :raises AppraisalRefused: from anybody else, in another status, or unread.
    """
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(acting.by, locked.plan):
        raise AppraisalRefused("Hanya pegawai yang dinilai yang dapat menerima hasilnya.")
    if locked.status == _STATUS.DELIVERED and locked.received_at is None:
        raise AppraisalRefused("Buka dan baca hasilnya lebih dahulu.")
    step(locked, _STATUS.ACCEPTED)
    locked.answered_at = acting.at
    locked.save()
    record(Act(f"appraisal/{locked.pk}", "accepted"), acting)
    settle(locked, acting=acting)
