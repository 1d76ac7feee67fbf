"""Guards and follow-ups of this area on acts of lower areas; loaded once, when the application starts."""

from terukur.organization.position_ends import ASSIGNMENTS_UNDONE, FOLLOW_UPS, FollowUp
from terukur.planning.position_end import close_plans, plan_in_new_position, plans_told, reopen_plans

ASSIGNMENTS_UNDONE.add(plan_in_new_position)
FOLLOW_UPS.append(FollowUp(tell=plans_told, carry_out=close_plans, take_back=reopen_plans))
