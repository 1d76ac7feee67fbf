"""Guards of this area on acts of lower areas; loaded once, when the application starts."""

from terukur.appraisal.guards import DELIVERY
from terukur.calibration.moves import unanswered_recommendation

DELIVERY.add(unanswered_recommendation)
