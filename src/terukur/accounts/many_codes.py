"""Activation codes for many people in one act, each with its own entry in the ledger."""

from collections.abc import Collection

from django.db import transaction

from terukur.accounts.codes import hash_of, new_code, written
from terukur.accounts.guards import MANY_CODES, CodesWanted
from terukur.accounts.models import ActivationCode, CodeRequest, User
from terukur.accounts.operations import VALID_FOR, CodeRefused
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints_of
from terukur.ledger.operations import Act, record_all

_BATCH = 1000
_LABEL = ActivationCode._meta.label_lower


@transaction.atomic
def issue_codes(*, users: Collection[int], way: str, acting: Acting[Actor]) -> dict[int, str]:
    """Return a new code for each of these users by key, shown once; earlier ones become void.

    ``way`` is how they leave the system: on slips, in a file, by mail.

    :raises CodeRefused: where a higher area holds something against it (``accounts.guards``).
    """
    wanted = CodesWanted(frozenset(users))
    refusal = MANY_CODES.refusal(wanted, acting)
    if refusal:
        raise CodeRefused(refusal)
    active = User.objects.filter(pk__in=wanted.users, is_active=True)
    codes = {pk: new_code() for pk in active.order_by("pk").values_list("pk", flat=True)}
    ActivationCode.objects.bulk_create(
        [
            ActivationCode(
                user_id=pk, code_hash=hash_of(code, pk), issued_at=acting.at, expires_at=acting.at + VALID_FOR
            )
            for pk, code in codes.items()
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["code_hash", "issued_at", "expires_at"],
    )
    CodeRequest.objects.filter(number__in=active.values("username")).delete()
    _record(codes, way, acting)
    return {pk: written(code) for pk, code in codes.items()}


def _record(codes: dict[int, str], way: str, acting: Acting[Actor]) -> None:
    """Write one entry for each account, which names the row of its code."""
    kept = dict(ActivationCode.objects.filter(user__in=codes).values_list("user", "pk"))
    digests = dict(fingerprints_of(ActivationCode, list(kept.values())))
    acts = [
        Act(
            f"user/{pk}",
            "activation-code-issued",
            after={"way": way, "together": len(codes)},
            rows={f"{_LABEL}:{row}": digests[row]},
        )
        for pk, row in kept.items()
    ]
    record_all(acts, acting)
