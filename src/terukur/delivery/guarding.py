"""What this area makes for a person by itself; loaded once, when the application starts."""

from terukur.delivery.models import Reminder
from terukur.organization.annulment import MADE_FOR_PERSON

MADE_FOR_PERSON.add(Reminder._meta.get_field("employee"))
