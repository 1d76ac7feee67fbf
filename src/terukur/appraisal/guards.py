"""What other areas may hold against acts on an appraisal (``ledger.guards``)."""

from terukur.appraisal.models import Appraisal
from terukur.ledger.guards import Guards

DELIVERY: Guards[Appraisal] = Guards()
