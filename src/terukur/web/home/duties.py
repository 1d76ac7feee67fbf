"""How much of each kind waits for somebody: many counts in one statement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from terukur.accounts.models import User
from terukur.appraisal.queries import waiting_for
from terukur.coaching.feedback_requests import requests_waiting_for
from terukur.coaching.models import Dialogue, Feedback
from terukur.development.models import PlanItem
from terukur.organization.models import Employee, ReportingLine, RoleGrant
from terukur.organization.queries import Standing, open_appraiser_requests
from terukur.oversight.blind import waiting_draws
from terukur.oversight.cases import waiting_cases
from terukur.oversight.models import Calibrator, Opinion
from terukur.oversight.moves import waiting_recommendations
from terukur.oversight.second_opinions import asked_of
from terukur.planning.models import PlanVersion


def duties_of(user: User, held: Standing, *, on: date) -> dict[str, int]:
    """What waits for the user by kind; kinds that cannot concern them are left out."""
    found: dict[str, QuerySet[Any]] = {}
    employee = held.employee
    if employee is not None:
        found |= {
            "feedback_requests": requests_waiting_for(user),
            "feedback_unread": Feedback.objects.received_by(user).filter(read_at__isnull=True),
            "talks_to_confirm": _talks_to_confirm(employee),
        }
    if employee is not None and held.has_team:
        silent = Calibrator.objects.filter(employee=employee, round__closed_at__isnull=True)
        found |= {
            "waiting": waiting_for(employee, on=on),
            "plans_waiting": PlanVersion.objects.filter(
                status=PlanVersion.Status.SUBMITTED,
                plan__assignment__reporting_lines__appraiser=employee,
                plan__assignment__reporting_lines__ends__isnull=True,
            ),
            "recommendations": waiting_recommendations().filter(row__appraiser=employee),
            "blind_draws": waiting_draws(employee),
            "cases": waiting_cases(employee),
            "second_opinions": asked_of(employee),
            "learning_proposed": PlanItem.objects.filter(
                status=PlanItem.Status.PROPOSED,
                employee__in=ReportingLine.objects.on(on)
                .filter(appraiser=employee)
                .values("assignment__employee"),
            ),
            "rounds": silent.exclude(Exists(Opinion.objects.filter(by=OuterRef("pk")))),
        }
    if RoleGrant.Role.PERFORMANCE_TEAM in held.roles:
        found["requests"] = open_appraiser_requests()
    return counted(user, found)


def _talks_to_confirm(employee: Employee) -> QuerySet[Dialogue]:
    """Talks that the other side recorded and this one has not answered."""
    lines = ReportingLine.objects.filter(appraiser=employee, ends__isnull=True)
    own = Q(plan__assignment__employee=employee)
    return (
        Dialogue.objects.filter(own | Q(plan__assignment__in=lines.values("assignment")))
        .filter(confirmation__isnull=True)
        .exclude(recorded_by=employee.user_id)
    )


def counted(user: User, found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many each query finds, asked together."""
    if not found:
        return {}
    counts = {name: _count(query) for name, query in found.items()}
    row: dict[str, int] = User.objects.filter(pk=user.pk).values(**counts).get()  # type: ignore[assignment]
    return row


def _count(query: QuerySet[Any]) -> Coalesce:
    whole = query.order_by().select_related(None).values(whole=Value(1)).annotate(n=Count("pk"))
    return Coalesce(Subquery(whole.values("n"), output_field=IntegerField()), 0)
