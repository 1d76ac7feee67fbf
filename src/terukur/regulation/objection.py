"""The deadlines of an objection (PP 30/2019 Pasal 59; PermenPANRB 6/2022 Pasal 29)."""

from dataclasses import dataclass
from datetime import date, timedelta

from terukur.notation.dates import written_day
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import DayKind
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar


@dataclass(frozen=True, slots=True)
class ObjectionClock:
    """The latest days, each counted from the latest day before it."""

    file_by: date
    answer_by: date
    decide_by: date


def objection_clock(
    *,
    received: date,
    day_kind: DayKind | None = None,
    filed: date | None = None,
    answered: date | None = None,
    calendar: WorkingCalendar | None = None,
) -> Decision[ObjectionClock]:
    """Return the last day to file, to answer and to decide; the day after an event is day 1.

    PP 30/2019 Pasal 59 (14 days to file: SINGLE; the other days and their kind: UNSURE). All are
    dated parameters. Where ``filed`` or ``answered`` is known, the next step counts from it.
    Working days need the office's ``calendar``; without one the default of the parameters holds.
    """
    names = ("objection.file_days", "objection.reply_days", "objection.decide_days")
    days = [parameter(name, on=received) for name in names]
    kinds = parameter("objection.day_kind", on=received)
    kind = day_kind or DayKind(kinds.value)
    office = calendar or default_calendar(on=received)

    def after(day: date, count: int) -> date:
        if kind is DayKind.WORKING:
            return office.add_working_days(day, count)
        return day + timedelta(days=count)

    file_by = after(received, days[0].value)
    answer_by = after(filed or file_by, days[1].value)
    decide_by = after(answered or answer_by, days[2].value)
    unit = kind.label.lower()
    steps = (
        f"Diterima {written_day(received)}; hari sesudahnya adalah hari pertama",
        f"Mengajukan: {days[0].value} {unit}, paling lambat {written_day(file_by)}",
        f"Penjelasan penilai: {days[1].value} {unit}, paling lambat {written_day(answer_by)}",
        f"Keputusan atasan: {days[2].value} {unit}, paling lambat {written_day(decide_by)}",
    )
    used = [*days, *([] if day_kind else [kinds])]
    return Decision(
        ObjectionClock(file_by, answer_by, decide_by),
        steps,
        (*cite("objection"), *(entry.citation for entry in used)),
    )
