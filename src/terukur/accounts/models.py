"""Users and their activation codes."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from terukur.ledger.fingerprints import Kept


class UserManager(BaseUserManager["User"]):
    """Users are created by the areas that know people, with no password of their own yet."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who may sign in. ``username`` is the NIP or NI PPPK in force, digits only.

    An official who is no civil servant has an account number of six digits.
    """

    username = models.CharField("NIP", max_length=18, unique=True)
    name = models.CharField("nama", max_length=200)
    is_active = models.BooleanField(default=True)
    email = models.EmailField("surel", blank=True)

    kept = Kept("akun", left_out=("last_login",), noted=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def identity(self) -> int:
        """The key of this user in the ledger."""
        return self.pk

    @property
    def stated_name(self) -> str:
        """The name by which the ledger states this user's acts."""
        return self.name


class ActivationCode(models.Model):
    """A code on paper with which a user chooses the first password; used once, then void."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="activation")
    code_hash = models.CharField(max_length=128)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    kept = Kept("kode aktivasi", noted=True)


class CodeRequest(models.Model):
    """The request “I lost my password” for a number, from the sign-in page, without an account.

    It is stored for every number alike, also one that nobody has, so that neither the answer nor its time
    tells which exist. The next code for the number deletes it.
    """

    number = models.CharField(max_length=18, unique=True)
    asked_at = models.DateTimeField(db_index=True)


class Allowance(models.Model):
    """The count of an act under a key until a moment; the key is a digest and names no person."""

    key = models.CharField(max_length=64, primary_key=True)
    taken = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
