"""What this area makes for a person by itself; loaded once, when the application starts."""

from terukur.coaching.models import WeeklyDigest
from terukur.organization.annulment import MADE_FOR_PERSON

MADE_FOR_PERSON.add(WeeklyDigest._meta.get_field("employee"))
