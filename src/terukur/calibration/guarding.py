"""What this area holds against acts of lower ones; loaded once, when the application starts."""

from terukur.appraisal.guards import DELIVERY
from terukur.calibration.moves import unanswered_recommendation

DELIVERY.add(unanswered_recommendation)
