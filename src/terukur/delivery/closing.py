"""The end of an appraisal: final once answered, or past the time to object, and talked about."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db import transaction
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, step
from terukur.appraisal.workflow import ANSWERED
from terukur.coaching.dialogue import confirm_dialogue, counts_from
from terukur.coaching.models import Dialogue
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.regulation.objection import objection_clock

_STATUS = Appraisal.Status
# Functions of higher areas that store data of a result (its papers) in the transaction that makes it final.
when_final: list[Callable[[Appraisal, Acting[Actor]], None]] = []


def last_day_for(appraisal: Appraisal) -> date | None:
    """Return the last day to object; None before the employee has received the result."""
    if appraisal.received_at is None:
        return None
    return objection_clock(received=timezone.localtime(appraisal.received_at).date()).result.file_by


def talks_about(appraisal: Appraisal) -> list[Dialogue]:
    """Return the recorded talks about a delivered result, newest first."""
    if appraisal.delivered_at is None:
        return []
    return list(
        Dialogue.objects.filter(
            plan=appraisal.plan_id,
            period=appraisal.period,
            kind=Dialogue.Kind.CLOSING,
            held_on__gte=timezone.localtime(appraisal.delivered_at).date(),
        ).select_related("recorded_by", "confirmation__by")
    )


def talk_counts_from(appraisal: Appraisal) -> date | None:
    """Return the day from which a talk about the result counts as held; None without one."""
    days = [day for talk in talks_about(appraisal) if (day := counts_from(talk)) is not None]
    return min(days, default=None)


def settle(appraisal: Appraisal, *, acting: Acting[Actor]) -> bool:
    """Take a locked appraisal the steps that are due: unanswered past its last day, then final.

    Return whether it is final now.
    """
    last_day = last_day_for(appraisal)
    if appraisal.status == _STATUS.DELIVERED and last_day is not None and acting.on > last_day:
        step(appraisal, _STATUS.UNANSWERED)
        appraisal.save()
        record(
            Act(f"appraisal/{appraisal.pk}", "time-to-object-over", after={"last_day": str(last_day)}), acting
        )
    if appraisal.status not in ANSWERED:
        return False
    talked = talk_counts_from(appraisal)
    if talked is None or acting.on < talked:
        return False
    step(appraisal, _STATUS.FINAL)
    appraisal.final_at = acting.at
    appraisal.save()
    record(Act(f"appraisal/{appraisal.pk}", "final", after={"grade": appraisal.grade}), acting)
    for keep in when_final:
        keep(appraisal, acting)
    return True


@transaction.atomic
def confirm_talk(*, dialogue: Dialogue, agrees: bool, note: str, acting: Acting[User]) -> None:
    """Store whether a talk was held as recorded, by the other side; the result may become final by it.

    :raises DialogueRefused: as ``coaching.dialogue.confirm_dialogue`` does.
    """
    confirm_dialogue(dialogue=dialogue, agrees=agrees, note=note, acting=acting)
    appraisal = Appraisal.objects.filter(plan=dialogue.plan_id, period=dialogue.period).first()
    if appraisal is not None:
        settle(locked_appraisal(appraisal.pk), acting=acting)


def settle_all(*, acting: Acting[Actor]) -> int:
    """Settle every appraisal whose next step is due by the calendar alone; return how many became final."""
    return sum(_settled(acting))


def _settled(acting: Acting[Actor]) -> Iterator[bool]:
    waiting = Appraisal.objects.filter(status__in=[_STATUS.DELIVERED, *ANSWERED], received_at__isnull=False)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            yield settle(locked_appraisal(pk), acting=acting)
