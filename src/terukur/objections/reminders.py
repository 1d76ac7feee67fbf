"""Reminders of a running objection, three days before the day and from the day on."""

from collections.abc import Iterator
from datetime import date, timedelta

from terukur.appraisal.models import Appraisal
from terukur.objections.access import decider_of
from terukur.objections.hearing import clock_of
from terukur.objections.models import Objection

_AHEAD = timedelta(days=3)
_EVERY = 3


def objection_lines(*, on: date) -> Iterator[tuple[int, str]]:
    """Yield for each employee (by key) the reminder of a day, without naming the objector."""
    running = Objection.objects.filter(
        is_late=False, withdrawn_at__isnull=True, appraisal__status=Appraisal.Status.OBJECTED
    ).select_related("answer", "appraisal__appraiser")
    for objection in running:
        clock = clock_of(objection)
        answered = hasattr(objection, "answer")
        appraiser = objection.appraisal.appraiser
        if not answered and on <= clock.answer_by and appraiser is not None:
            if _is_day(clock.answer_by, on):
                yield (
                    appraiser.pk,
                    (f"Satu keberatan menunggu penjelasan Anda, batas {clock.answer_by:%d-%m-%Y}"),
                )
            continue
        decider = decider_of(objection, on=on)
        if decider is not None and _is_day(clock.decide_by, on):
            yield (decider.pk, (f"Satu keberatan menunggu keputusan Anda, batas {clock.decide_by:%d-%m-%Y}"))


def _is_day(last: date, on: date) -> bool:
    return on == last - _AHEAD or (on >= last and (on - last).days % _EVERY == 0)
