"""The viewer of a page, and the day."""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from terukur.accounts.models import User
from terukur.organization.models import Employee
from terukur.organization.queries import UserStanding, standing_of
from terukur.regulation.period_words import read_period
from terukur.regulation.periods import InvalidPeriod, Period


def today() -> date:
    """Return the day in the offices' time zone."""
    return timezone.localdate()


def now() -> datetime:
    """Return this moment."""
    return timezone.now()


def period_in(request: HttpRequest, *, default: Period, name: str = "periode") -> Period:
    """Return the period that the address names, or a default; 404 for an invalid one."""
    try:
        return read_period((request.GET.get(name) or str(default))[:40], year=today().year)
    except InvalidPeriod as error:
        raise Http404 from error


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
        found = standing_of(user_of(request), on=today())
        request.standing = found  # type: ignore[attr-defined]
    return found


def employee_of(request: HttpRequest) -> Employee:
    """Return the viewer as an employee; 404 for a user who is none."""
    employee = standing(request).employee
    if employee is None:
        raise Http404
    return employee
