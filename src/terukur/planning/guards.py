"""Guards that other areas may register for acts on plans (``ledger.guards``)."""

from terukur.ledger.guards import Guards

# The subject is the year of the plan that is begun, revised, submitted or set.
PLAN_YEARS: Guards[int] = Guards()
