"""The sign-ins of the demo: one for each role and story."""

from dataclasses import dataclass
from datetime import date

from terukur.accounts.models import User
from terukur.accounts.operations import change_password
from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.habits import STRICT
from terukur.jobs.sample.objectivity import panel_of
from terukur.jobs.sample.people import SampleAgency

PASSWORD = "plaju-terukur-2026"  # noqa: S105 - printed for everybody who tries the demo


@dataclass(frozen=True, slots=True)
class Account:
    """A sign-in of the demo."""

    nip: str
    name: str
    role: str
    story: str | None


def accounts_of(agency: SampleAgency) -> list[Account]:
    """Return one sign-in for each role and for each of the three stories."""
    by_number = {person.number: person for person in agency.people}
    stories = [person for person in agency.people if person.story]
    found = [Account(p.number, p.name, "employee", p.story) for p in stories]
    for story in stories:
        appraiser = by_number[story.appraiser]
        found.append(Account(appraiser.number, appraiser.name, "appraiser", None))
    superior = by_number[by_number[stories[0].appraiser].appraiser]
    found.append(Account(superior.number, superior.name, "superior", None))
    for role in ("performance-team", "auditor"):
        person = agency.of_role(role)[0]
        found.append(Account(person.number, person.name, role, None))
    leader = agency.of_role("leader")[0]
    found.append(Account(leader.number, leader.name, "leader", None))
    member = by_number[panel_of(agency)[0]]
    found.append(Account(member.number, member.name, "panel", None))
    strict = by_number[STRICT]
    found.append(Account(strict.number, strict.name, "appraiser", None))
    return found


def set_passwords(agency: SampleAgency, day: date) -> None:
    """Give all of them the one password of the demo."""
    accounts = [account.nip for account in accounts_of(agency)]
    for user in User.objects.filter(username__in=accounts):
        change_password(password=PASSWORD, acting=acting_on(user, day))
