"""What other areas may hold against acts on accounts (``ledger.guards``)."""

from dataclasses import dataclass

from terukur.accounts.models import User
from terukur.ledger.guards import Guards
from terukur.ledger.operations import Actor


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """Whose account a code opens, and who approved it beside the one who issues it."""

    user: User
    second: Actor | None


ACTIVATION_CODES: Guards[CodeWanted] = Guards()
