"""Guards that other areas may register for acts on accounts (``ledger.guards``)."""

from dataclasses import dataclass

from terukur.accounts.models import User
from terukur.ledger.acting import Actor
from terukur.ledger.guards import Guards


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """The account that a code opens, and the person who approved it beside the issuer."""

    user: User
    second: Actor | None


@dataclass(frozen=True, slots=True)
class CodesWanted:
    """The keys of the accounts that codes for many open, in one act of one person."""

    users: frozenset[int]


ACTIVATION_CODES: Guards[CodeWanted] = Guards()
MANY_CODES: Guards[CodesWanted] = Guards()
