"""Acts on accounts: issuing activation codes and using them."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from terukur.accounts.codes import hash_of, is_code, new_code, written
from terukur.accounts.guards import ACTIVATION_CODES, CodeWanted
from terukur.accounts.models import ActivationCode, CodeRequest, User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.regulation.decision import Refused

VALID_FOR = timedelta(days=14)


class ActivationRefused(Refused):
    """The number and code do not open an account; the message never says which was wrong."""

    def __init__(self) -> None:
        super().__init__(
            "NIP atau kode aktivasi tidak cocok, atau kode sudah kedaluwarsa. "
            "Mintalah kode baru lewat “Lupa kata sandi” di halaman masuk."
        )


class CodeRefused(Refused):
    """No code is issued; the message says why and who can do what."""


@transaction.atomic
def issue_activation_code(*, user: User, acting: Acting[Actor], second: Actor | None = None) -> str:
    """Return a new code for this user, shown once; an earlier one becomes void. It signs in nobody by itself.

    ``second`` is who asked for it where two people are needed.

    :raises CodeRefused: where a higher area holds something against it (``accounts.guards``).
    """
    refusal = ACTIVATION_CODES.refusal(CodeWanted(user, second), acting)
    if refusal:
        raise CodeRefused(refusal)
    code = new_code()
    ActivationCode.objects.update_or_create(
        user=user,
        defaults={
            "code_hash": hash_of(code, user.pk),
            "issued_at": acting.at,
            "expires_at": acting.at + VALID_FOR,
        },
    )
    CodeRequest.objects.filter(number=user.username).delete()
    after = {"asked_by": second.stated_name} if second else None
    record(Act(f"user/{user.pk}", "activation-code-issued", after=after), acting)
    return written(code)


@transaction.atomic
def set_email(*, email: str, acting: Acting[User]) -> None:
    """Store the address for the user's own weekly message; blank for none. The ledger does not hold it."""
    user = acting.by
    user.email = email
    user.save(update_fields=["email"])
    record(Act(f"user/{user.pk}", "email-set" if email else "email-removed"), acting)


@transaction.atomic
def activate(*, username: str, code: str, password: str, at: datetime) -> User:
    """Set the password of the user whose number and code match, and void the code.

    :raises ActivationRefused: where they do not match, are used up or too old.
    :raises django.core.exceptions.ValidationError: where the password is too weak.
    """
    activation = (
        ActivationCode.objects.select_for_update()
        .select_related("user")
        .filter(user__username=username, user__is_active=True, expires_at__gt=at)
        .first()
    )
    owner, code_hash = (activation.user_id, activation.code_hash) if activation else (0, None)
    if not is_code(code, owner, code_hash) or activation is None:
        raise ActivationRefused
    user = activation.user
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    activation.delete()
    record(Act(f"user/{user.pk}", "password-chosen"), Acting(user, timezone.localtime(at).date(), at))
    return user


@transaction.atomic
def change_password(*, password: str, acting: Acting[User]) -> None:
    """Set a password that its owner chose while signed in."""
    user = acting.by
    user.set_password(password)
    user.save(update_fields=["password"])
    record(Act(f"user/{user.pk}", "password-changed"), acting)
