"""The viewer of a page, and the moment of the request: this door reads the clock here and nowhere else."""

from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.organization.models import Employee
from terukur.organization.queries import UserStanding, standing_of
from terukur.regulation.cadence import Cadence, cadence_of
from terukur.regulation.period_words import read_period
from terukur.regulation.periods import InvalidPeriod, Period


def clock() -> datetime:
    """Return this moment, for what knows no request: a form's field, the user of a session."""
    return timezone.now()


def now(request: HttpRequest) -> datetime:
    """Return the moment of the request, read once, so that all that it writes has one time."""
    found: datetime | None = getattr(request, "moment", None)
    if found is None:
        found = clock()
        request.moment = found  # type: ignore[attr-defined]
    return found


def today(request: HttpRequest) -> date:
    """Return the day of the request in the offices' time zone."""
    return timezone.localdate(now(request))


def acting(request: HttpRequest) -> Acting[User]:
    """Return the signed-in user with the day and the moment of the request, as acts take it."""
    return Acting(user_of(request), today(request), now(request))


def period_in(request: HttpRequest, *, default: Period, name: str = "periode") -> Period:
    """Return the period that the address names, or a default; 404 for an invalid one."""
    try:
        return read_period((request.GET.get(name) or str(default))[:40], year=today(request).year)
    except InvalidPeriod as error:
        raise Http404 from error


def cadence_on(request: HttpRequest, day: date | None = None) -> Cadence:
    """Return how often the agency evaluates in the year of a day, today's where none is given."""
    return cadence_of((day or today(request)).year, standing(request).cadences)


def running_period(request: HttpRequest, day: date | None = None) -> Period:
    """Return the period of evaluation in which a day lies, today where none is given."""
    day = day or today(request)
    return cadence_on(request, day).period_of(day)


def last_period(request: HttpRequest) -> Period:
    """Return the last period of evaluation that is over; of last year in the first one of a year."""
    return running_period(request, running_period(request).starts - timedelta(days=1))


def user_of(request: HttpRequest) -> User:
    """Return the signed-in user; pages without sign-in never ask."""
    user = request.user
    if not isinstance(user, User) and not hasattr(user, "username"):
        raise Http404
    return user  # type: ignore[return-value]


def standing(request: HttpRequest) -> UserStanding:
    """Return the viewer's standing today, read once a request."""
    found: UserStanding | None = getattr(request, "standing", None)
    if found is None:
        found = standing_of(user_of(request), on=today(request))
        request.standing = found  # type: ignore[attr-defined]
    return found


def employee_of(request: HttpRequest) -> Employee:
    """Return the viewer as an employee; 404 for a user who is none."""
    employee = standing(request).employee
    if employee is None:
        raise Http404
    return employee
