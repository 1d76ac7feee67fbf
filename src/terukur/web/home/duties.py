"""Counts of what waits for a user, by kind, in one statement."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from terukur.accounts.counted_rows import counted
from terukur.accounts.models import User
from terukur.appraisal.models import PeriodStep
from terukur.appraisal.queries import waiting_for
from terukur.calibration.blind import waiting_draws
from terukur.calibration.cases import waiting_cases
from terukur.calibration.moves import waiting_recommendations
from terukur.calibration.opinions import silent_seats_of
from terukur.calibration.second_opinions import asked_of
from terukur.coaching.dialogue import talks_to_confirm
from terukur.coaching.feedback_requests import requests_waiting_for
from terukur.coaching.models import Feedback
from terukur.development.queries import certificates_to_check, proposed_to, refused_certificates
from terukur.measurement.daily_sums import waiting_entries
from terukur.organization.access import units_served
from terukur.organization.activation import lost_passwords
from terukur.organization.models import RoleGrant
from terukur.organization.queries import UserStanding, open_appraiser_requests
from terukur.oversight.stuck import team_duties
from terukur.oversight.year_end import carried_to, unclosed_year
from terukur.planning.own_plans import steps_in
from terukur.planning.planning_schedule import unopened_planning
from terukur.planning.queries import waiting_to_be_set
from terukur.raters.findings import actions_of, asked_about, waiting_for_panel


def duties_of(user: User, held: UserStanding, *, on: date) -> dict[str, Any]:
    """Return the count of what waits for the user by kind; kinds that cannot concern them are left out.

    ``opened_steps`` is none of them: the team's steps of opened periods, of which there are none at first.
    Nor are the lists that ``own_steps`` takes out.
    """
    found: dict[str, QuerySet[Any]] = {}
    employee = held.employee
    if employee is not None:
        found |= {
            "feedback_requests": requests_waiting_for(user),
            "feedback_unread": Feedback.objects.received_by(user).filter(read_at__isnull=True),
            "talks_to_confirm": talks_to_confirm(employee),
            "own_actions": actions_of(employee),
            "certificates_refused": refused_certificates(employee),
            "daily_entries": waiting_entries(employee, on=on),
            **carried_to(employee),
        }
    if employee is not None and held.has_team:
        found |= {
            "waiting": waiting_for(employee, on=on),
            "plans_waiting": waiting_to_be_set(employee, on=on),
            "recommendations": waiting_recommendations().filter(row__appraiser=employee),
            "blind_draws": waiting_draws(employee),
            "cases": waiting_cases(employee),
            "second_opinions": asked_of(employee),
            "learning_proposed": proposed_to(employee, on=on),
            "rounds": silent_seats_of(employee),
            "asked_about": asked_about(employee),
        }
    is_team = RoleGrant.Role.PERFORMANCE_TEAM in held.roles
    if held.has_team or is_team:
        found["certificates"] = certificates_to_check(user, is_team=is_team, on=on)
    if RoleGrant.Role.CALIBRATION_PANEL in held.roles:
        found["panel_findings"] = waiting_for_panel(user, on=on)
    if is_team:
        found["requests"] = open_appraiser_requests()
        found |= team_duties(user, on=on)
        found["planning_unopened"] = unopened_planning(on=on)
        found["year_unclosed"] = unclosed_year(on=on)
        found["opened_steps"] = PeriodStep.objects.all()
        found["lost_passwords"] = lost_passwords(None, on=on)
    elif held.serves_a_unit:
        found["lost_passwords"] = lost_passwords(units_served(user, on=on), on=on)
    return counted(user, found, **(steps_in(employee, on=on) if employee else {}))
