"""Guards and follow-ups of this area on acts of lower areas; loaded once, when the application starts."""

from terukur.appraisal.closed_years import closed_to_plans
from terukur.appraisal.position_end import appraisals_told, end_appraisals, lengthen_appraisals, rated_later
from terukur.organization.position_ends import FOLLOW_UPS, POSITION_ENDS, FollowUp
from terukur.planning.guards import PLAN_YEARS

POSITION_ENDS.add(rated_later)
PLAN_YEARS.add(closed_to_plans)
FOLLOW_UPS.append(FollowUp(tell=appraisals_told, carry_out=end_appraisals, take_back=lengthen_appraisals))
