"""The clock of an objection (PP 30/2019 Pasal 59; PermenPANRB 6/2022 Pasal 29)."""

from datetime import date, timedelta

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import number, parameter


def last_day_to_object(*, received: date) -> Decision[date]:
    """The last day on which an objection may be filed; the day after receipt is day 1.

    Days are calendar days as long as the parameter ``objection.day_kind`` says so (UNSURE); the
    number of days is SINGLE. Both are dated data.

    :raises NotImplementedError: where the parameter asks for working days, which need a calendar
        of holidays that this rule does not have.
    """
    days = number("objection.file_days", on=received)
    kind = parameter("objection.day_kind", on=received).value
    if kind != "calendar":
        raise NotImplementedError("objection.day_kind=working needs a holiday calendar")
    last = received + timedelta(days=days)
    steps = (
        f"Diterima {received:%d-%m-%Y}; hari sesudahnya adalah hari pertama",
        f"{days} hari kalender: paling lambat {last:%d-%m-%Y}",
    )
    return Decision(last, steps, cite("objection"))
