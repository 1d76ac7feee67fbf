"""People of the sample who act at an hour of a day long past."""

from datetime import date, datetime, time
from typing import TypeVar

from django.utils import timezone

from terukur.ledger.acting import Acting, Actor

Who = TypeVar("Who", bound=Actor)


def acting_on(by: Who, day: date, *, hour: int = 9) -> Acting[Who]:
    """Return somebody who acts at an hour of a day."""
    return Acting(by, day, datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone()))
