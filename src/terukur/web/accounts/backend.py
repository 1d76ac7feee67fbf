"""Sign-in by password; the user of a request is read with employee and roles in one statement."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.queries import user_with_standing
from terukur.web.viewer import clock


class StandingBackend(ModelBackend):
    """Django's password backend with a fuller user."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the user with this password; a hash made stronger by it is recorded in the ledger.

        One hash is computed in every case: also without such a user or without a chosen password.
        """
        with transaction.atomic():
            before = User.objects.filter(username=username).values_list("password", flat=True).first()
            user = super().authenticate(request, username=username, password=password, **kwargs)
            if user is not None and user.password != before:
                at = clock()
                record(Act(f"user/{user.pk}", "password-rehashed"), Acting(user, timezone.localdate(at), at))
        return user

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether the account is open, and its owner has not left by today."""
        employee = getattr(user, "employee", None)
        has_left = (
            employee is not None
            and employee.left_on is not None
            and employee.left_on < timezone.localdate(clock())
        )
        return super().user_can_authenticate(user) and not has_left

    def get_user(self, user_id: int) -> User | None:
        """Return the active user of a session."""
        user = user_with_standing(user_id, on=timezone.localdate(clock()))
        return user if user is not None and self.user_can_authenticate(user) else None
