"""Uploads between preview and confirmation: kept for an hour, for the user who sent them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import get_random_string

from terukur.accounts.models import User
from terukur.ledger.acting import Acting

_FOLDER = "incoming"
_KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class HeldUpload:
    """An upload that waits; the form carries its ``token``."""

    content: bytes
    name: str
    token: str
    key: str


def hold(*, content: bytes, name: str, acting: Acting[User]) -> HeldUpload:
    """Keep an upload until it is confirmed, and delete those not confirmed in time."""
    _forget_old(acting.at)
    key = get_random_string(32)
    default_storage.save(f"{_FOLDER}/{key}", ContentFile(content))
    return HeldUpload(content, name, signing.dumps({"key": key, "name": name, "user": acting.by.pk}), key)


def held_by(user: User, token: str) -> HeldUpload | None:
    """Return the upload behind a token; None where it was loaded already, is too old or is another's."""
    try:
        told = signing.loads(token, max_age=_KEPT)
    except signing.BadSignature:
        return None
    path = f"{_FOLDER}/{told['key']}"
    if told["user"] != user.pk or not default_storage.exists(path):
        return None
    with default_storage.open(path, "rb") as stream:
        return HeldUpload(stream.read(), told["name"], token, told["key"])


def forget(held: HeldUpload) -> None:
    """Remove an upload that was loaded."""
    default_storage.delete(f"{_FOLDER}/{held.key}")


def _forget_old(at: datetime) -> None:
    if not default_storage.exists(_FOLDER):
        return
    for name in default_storage.listdir(_FOLDER)[1]:
        path = f"{_FOLDER}/{name}"
        if default_storage.get_modified_time(path) < at - _KEPT:
            default_storage.delete(path)
