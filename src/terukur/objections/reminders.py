"""Reminders of a running objection, three days before the day and from the day on."""

from collections.abc import Iterator
from datetime import date, timedelta

from terukur.appraisal.models import Appraisal
from terukur.notation.dates import written_day
from terukur.objections.decider import decider_of
from terukur.objections.hearing import clock_of, turn_of
from terukur.objections.models import Objection
from terukur.regulation.workflow import Party

_AHEAD = timedelta(days=3)
_EVERY = 3


def objection_lines(*, on: date) -> Iterator[tuple[int, str]]:
    """Yield for each employee (by key) the reminder of a day, without naming the objector."""
    running = Objection.objects.filter(
        is_late=False, withdrawn_at__isnull=True, appraisal__status=Appraisal.Status.OBJECTED
    ).select_related("answer", "decision", "appraisal__appraiser__user")
    for objection in running:
        clock = clock_of(objection)
        turn = turn_of(objection, on=on)
        holder, last = objection.appraisal.appraiser, clock.answer_by
        if turn.who is Party.SUPERIOR:
            holder, last = decider_of(objection, on=on), clock.decide_by
        if holder is not None and _is_day(last, on):
            yield holder.pk, f"{turn.reminder}, batas {written_day(last)}"


def _is_day(last: date, on: date) -> bool:
    return on == last - _AHEAD or (on >= last and (on - last).days % _EVERY == 0)
