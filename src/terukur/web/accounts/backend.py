"""Sign-in by password; the user of a request comes with employee and roles in one statement."""

from django.contrib.auth.backends import ModelBackend

from terukur.accounts.models import User
from terukur.organization.queries import user_with_standing
from terukur.web.viewer import today


class StandingBackend(ModelBackend):
    """Django's password backend with a fuller user."""

    def get_user(self, user_id: int) -> User | None:
        """The active user of a session."""
        user = user_with_standing(user_id, on=today())
        return user if user is not None and self.user_can_authenticate(user) else None
