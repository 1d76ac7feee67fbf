"""Guards and follow-ups of this area on acts of lower areas; loaded once, when the application starts."""

from terukur.appraisal.position_end import appraisals_told, end_appraisals, lengthen_appraisals, rated_later
from terukur.organization.position_ends import FOLLOW_UPS, POSITION_ENDS, FollowUp

POSITION_ENDS.add(rated_later)
FOLLOW_UPS.append(FollowUp(tell=appraisals_told, carry_out=end_appraisals, take_back=lengthen_appraisals))
