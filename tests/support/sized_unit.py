"""Units of any size with delivered appraisals, made as rows: what a nightly run reads."""

from collections.abc import Callable
from datetime import date
from typing import Any

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, BehaviorMark, Computation, Policy, UnitGrade
from terukur.appraisal.tree import ComputedIndicator
from terukur.appraisal.tree_json import to_json
from terukur.organization.models import Assignment, Employee, Position, Unit
from terukur.planning.models import Plan, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_CODES
from tests.support import computed_tree
from tests.support.cast import AFTER, BUDI, DEWI, employee, moment

STARTS, ENDS = date(2026, 1, 1), date(2026, 3, 31)
_NUMBERS = iter(range(10_000))


def unit(code: str) -> Unit:
    top = Unit.objects.get(code="KOTA")
    return Unit.objects.get_or_create(
        code=code, defaults={"agency": top.agency, "parent": top, "name": f"Unit {code}"}
    )[0]


def fill(
    code: str,
    people: int,
    *,
    indicators: Callable[[int], list[ComputedIndicator]] | None = None,
    marks: Callable[[int], list[str]] = lambda n: ["above"] + ["meets"] * 6,
    rated_on: Callable[[int], date] = lambda n: AFTER,
    **changes: Any,
) -> list[Appraisal]:
    """Delivered appraisals of the first quarter of so many people of a unit."""
    of = unit(code)
    position = Position.objects.get_or_create(unit=of, title="Petugas", kind="implementer")[0]
    policy = Policy.objects.first() or Policy.objects.create(
        agency=of.agency,
        version=1,
        valid_from=date(2020, 1, 1),
        cap=120,
        meets_low=90,
        meets_high=110,
        minimum_evidence=50,
        basis="x",
    )
    grade = UnitGrade.objects.create(
        unit=of,
        starts=STARTS,
        ends=ENDS,
        version=UnitGrade.objects.count() + 1,
        grade="good",
        reason="x",
        set_by=employee(DEWI).user,
        set_at=moment(AFTER),
    )
    made, boss = [], employee(BUDI)
    for place in range(people):
        serial = f"19900101201505{next(_NUMBERS):04}"
        user = User.objects.create(username=serial, name=f"Orang {serial}")
        person = Employee.objects.create(user=user, number=serial, name=user.name, kind="pns")
        held = Assignment.objects.create(employee=person, position=position, starts=STARTS)
        plan = Plan.objects.create(assignment=held, year=2026, starts=STARTS, ends=date(2026, 12, 31))
        version = PlanVersion.objects.create(plan=plan, number=1, status="set", in_force_from=STARTS)
        appraisal = Appraisal.objects.create(
            plan=plan, period="2026-Q1", starts=STARTS, ends=ENDS, appraiser=boss, **changes
        )
        found = indicators(place) if indicators else [computed_tree.indicator()]
        computation = Computation.objects.create(
            appraisal=appraisal,
            plan_version=version,
            policy=policy,
            rules="x",
            as_of=ENDS,
            computed_at=moment(AFTER),
            achievement=100,
            coverage=100,
            inputs=serial,
            body=to_json(computed_tree.tree(*found)),
        )
        row = Appraisal.objects.filter(pk=appraisal.pk)
        row.update(
            status="rated",
            computation=computation,
            result_rating="meets",
            behavior_rating="meets",
            first_rated_at=moment(rated_on(place)),
        )
        row.update(status="delivered", grade="good", unit_grade=grade, delivered_at=moment(AFTER))
        BehaviorMark.objects.bulk_create(
            BehaviorMark(
                appraisal=appraisal,
                value=value,
                mark=mark,
                example="" if mark == "meets" else "Menolong rekan.",
                example_on=None if mark == "meets" else date(2026, 2, 3),
            )
            for value, mark in zip(BEHAVIOR_CODES, marks(place), strict=True)
        )
        made.append(appraisal)
    return made
