"""The day from which the performance team is asked to close the year before."""

from datetime import date

from terukur.regulation.parameters import parameter


def closing_proposed(year: int) -> date:
    """Return the day of a year from which the closing of the year before is proposed.

    No text fixes it (deadlines of the annual evaluation were not found): it is the parameter
    ``year.close_from``.
    """
    month, day = parameter("year.close_from", on=date(year, 1, 1)).value
    return date(year, month, day)
