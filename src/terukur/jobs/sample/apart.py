"""Separation of the sample, whose passwords are public, from real people."""

from terukur.accounts.models import User
from terukur.jobs.sample.accounts import PASSWORD
from terukur.jobs.sample.people import FAMILY
from terukur.organization.models import Employee


def real_people() -> int:
    """Return how many people have no invented family name."""
    names = Employee.objects.values_list("name", flat=True)
    return sum(not _is_invented(name) for name in names.iterator())


def open_sample_accounts() -> list[str]:
    """Return the names of invented users whom the sample's password still lets in."""
    users = User.objects.filter(is_active=True).exclude(password="").order_by("pk")
    invented = (user for user in users.iterator() if _is_invented(user.name))
    return [user.name for user in invented if user.has_usable_password() and user.check_password(PASSWORD)]


def _is_invented(name: str) -> bool:
    return not set(FAMILY).isdisjoint(name.split())
