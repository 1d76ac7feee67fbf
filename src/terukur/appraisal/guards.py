"""Guards that other areas may register for acts on an appraisal (``ledger.guards``)."""

from collections.abc import Callable

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.ledger.guards import Guards

DELIVERY: Guards[Appraisal] = Guards()

# Who may read an appraisal beside those that this area knows, because another one gave them a task in it.
FURTHER_READERS: list[Callable[[User, Appraisal], bool]] = []
