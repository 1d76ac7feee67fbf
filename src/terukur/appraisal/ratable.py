"""Whether an appraisal can be rated on a day, by its dates and what it is measured by."""

from datetime import date, timedelta

from terukur.appraisal.closed_years import why_closed
from terukur.appraisal.models import Appraisal
from terukur.appraisal.schedule import why_shut
from terukur.appraisal.yardstick import yardstick_of
from terukur.notation.dates import day_words
from terukur.regulation.schedule import Step


def why_not_ratable(appraisal: Appraisal, *, on: date) -> str:
    """Return why nobody can rate an appraisal now; empty where it can be rated."""
    return why_rating_is_shut(appraisal, on=on) or yardstick_of(appraisal).missing


def why_rating_is_shut(appraisal: Appraisal, *, on: date) -> str:
    """Return why an appraisal cannot be rated on a day, by its dates and whether it was computed.

    Pages ask this before they show a form, the act asks it again.
    """
    period = appraisal.period
    if appraisal.ends > on:
        return f"Penilaian {period.label} dibuka {day_words(appraisal.ends + timedelta(days=1))}."
    if appraisal.computation is None:
        return f"{period.label} belum dihitung bagi pegawai ini; pengelola kinerja menghitungnya."
    if getattr(appraisal, "is_shut", None) is False:  # read with it (``queries.appraisal_for``)
        return ""
    if closed := why_closed(period.year):
        return closed
    # A rating that stands may still be thought over until the calibration ends.
    is_open = appraisal.status == Appraisal.Status.OPEN
    steps = [Step.RATING] if is_open else [Step.RATING, Step.CALIBRATION]
    return why_shut(*steps, period=period, on=on)
