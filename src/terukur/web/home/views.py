"""Home: my duties, my progress, messages to me; and the method of rating."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.appraisal.basis import open_changes_for
from terukur.appraisal.behavior_survey import asked_now
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals_of, policy_on
from terukur.coaching.digest import latest_digest
from terukur.coaching.highlights import highlights_of
from terukur.coaching.queries import latest_feedback
from terukur.coaching.standing import behind, last_data, standings_of
from terukur.coaching.team_standing import lagging_of
from terukur.delivery.reminders import latest_reminder
from terukur.objections.deciders import hanging_objections
from terukur.objections.hearing import waiting_objections
from terukur.organization.models import RoleGrant
from terukur.organization.second_person import told_about_account
from terukur.planning.own_plans import own_steps
from terukur.regulation.cadence import Cadence
from terukur.regulation.citations import CITATIONS
from terukur.regulation.grade import grade_of
from terukur.regulation.parameters import number
from terukur.regulation.scales import Rating
from terukur.web.home.duties import duties_of
from terukur.web.home.start import Start, first_period, start_for
from terukur.web.viewer import cadence_on, employee_of, now, standing, today, user_of

# Duties that are shown above the counted ones; offers that are not due, and what is told beside them.
_DUE = ("to_read", "changes", "objections", "survey_waits", "hanging", "own_account", "own_plans")
_PRACTICE = ("cases", "carried_agreements", "carried_learning", "carried_objections")


def home(request: HttpRequest) -> HttpResponse:
    """Show one page: my duties now, my progress, my people."""
    held = standing(request)
    context: dict[str, object] = {"today": today(request)}
    employee = held.employee
    if employee is not None:
        mine = list(
            appraisals_of(employee.pk)
            .filter(computation__isnull=False)
            .annotate(survey_waits=asked_now(employee, on=today(request)))[:4]
        )
        current = mine[0] if mine else None
        context |= {
            "current": current,
            "survey_waits": bool(mine) and mine[0].survey_waits,
            **_progress(current, today(request), cadence_on(request)),
            "to_read": [a for a in mine if a.status == Appraisal.Status.DELIVERED],
            "feedback": latest_feedback(
                [appraisal.plan_id for appraisal in mine], excluding_author=employee.user_id
            ),
            "has_plan": bool(mine),
            "changes": open_changes_for(employee)[:5],
        }
        context["objections"] = waiting_objections(employee, on=today(request))
        if held.has_team:
            context["team_lagging"] = lagging_of(employee, on=today(request))
    if held.roles or held.limited:
        context["own_account"] = told_about_account(user_of(request), on=today(request))
    if RoleGrant.Role.PERFORMANCE_TEAM in held.roles:
        context["hanging"] = hanging_objections(on=today(request))
    duties = duties_of(user_of(request), held, on=today(request))
    context["own_plans"] = own_steps(duties, on=today(request), has_progress=bool(context.get("has_plan")))
    if duties.pop("opened_steps", None) == 0:
        context["start"] = _start(request)
    context |= duties
    waiting = [context.get(name) for name in _DUE]
    waiting += [count for name, count in duties.items() if name not in _PRACTICE]
    context["nothing_waits"] = not any(waiting)
    return render(request, "web/home/home.html", context)


def _start(request: HttpRequest) -> Start:
    """Return the steps until the first period runs, for a team that has opened none."""
    on = today(request)
    period = first_period(on=on, cadence=cadence_on(request))
    return start_for(user_of(request), period, on=on, at=now(request))


def _progress(current: Appraisal | None, on: date, cadence: Cadence) -> dict[str, object]:
    """Return the place of each indicator today, in the running period, from the newest figures."""
    if current is None:
        return {}
    plan = current.plan
    standings = standings_of(current.tree, plan=plan, on=on)
    runs = on <= plan.last_day
    return {
        "standings": standings,
        "highlights": highlights_of(standings) if runs else None,
        "lagging": behind(standings) if runs else [],
        "last_data": last_data(standings),
        "running": cadence.period_of(on) if runs else None,
    }


def digest(request: HttpRequest) -> HttpResponse:
    """Show the parts of my work and my team's that are behind this week."""
    return render(
        request,
        "web/home/digest.html",
        {
            "digest": latest_digest(employee_of(request), on=today(request)),
            "reminder": latest_reminder(employee_of(request), on=today(request)),
            "today": today(request),
        },
    )


@login_not_required
def method(request: HttpRequest) -> HttpResponse:
    """Show how a rating comes about, in plain words, with the articles."""
    quadrant = [
        (results, [grade_of(results=results, behavior=behavior).result for behavior in Rating])
        for results in reversed(Rating)
    ]
    return render(
        request,
        "web/home/method.html",
        {
            "policy": policy_on(today(request)),
            "citations": CITATIONS.values(),
            "ratings": list(Rating),
            "quadrant": quadrant,
            "days_to_object": number("objection.file_days", on=today(request)),
        },
    )
