"""Many people with delivered quarterly results, written row by row: the acts that lead there have tests of
their own, and a thousand of them would take minutes.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, BehaviorMark, Computation, Policy, UnitGrade
from terukur.appraisal.tree_json import to_json
from terukur.organization.models import Agency, Assignment, Employee, Headship, Position, ReportingLine, Unit
from terukur.planning.models import Plan, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.grade import grade_of
from terukur.regulation.periods import Period
from terukur.regulation.scales import OrganizationGrade, Rating
from tests.support import computed_tree

STARTS = date(2025, 1, 1)
QUARTERS = tuple(Period.parse(f"2025-Q{number}") for number in range(1, 5))
LAST = QUARTERS[-1]
AFTERWARDS = date(2026, 2, 10)
_RATINGS = tuple(Rating)
_NOTHING_COMPUTED = to_json(computed_tree.tree(results=(), suggested=None, achievement=None))


@dataclass(frozen=True, slots=True)
class Cell:
    """One result to be written: whose, by whom, where, when."""

    person: int
    rater: int
    team: int
    period: Period


@dataclass(slots=True)
class World:
    """How an agency rates. ``severity`` by the place of the appraiser, ``rates`` who rates whom in a quarter.

    By default each appraiser has a unit of their own and rates all of it in every quarter.
    """

    raters: int = 6
    people: int = 8
    quarters: Sequence[Period] = QUARTERS
    severity: Callable[[int], float] = lambda place: 0.0
    rates: Callable[[int, int, Period], int] = lambda person, team, period: team
    marks: Callable[["World", Cell, float], list[Rating]] | None = None
    seed: int = 7
    fate: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.fate = random.Random(self.seed)  # noqa: S311 - a test's dice


def moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9)))


def number_of(place: int, *, appraiser: bool = False) -> str:
    """A NIP: women at even places, born in 1970 (appraisers), else by turns in 1975 and 1990."""
    year = 1970 if appraiser else (1975, 1990)[place // 2 % 2]
    sex, month, sequence = 2 - place % 2, place // 999 + 1, place % 999 + 1
    return f"{year}{month:02}01{year + 25}01{sex}{sequence:03}"


def deliver_many(world: World) -> None:
    """The agency with everybody's results; appraiser number N is ``appraiser(N)``."""
    agency = Agency.objects.get_or_create(code="KOTA", defaults={"name": "Kota Contoh"})[0]
    root = Unit.objects.get_or_create(agency=agency, code="KOTA", defaults={"name": "Kota Contoh"})[0]
    units = Unit.objects.bulk_create(
        Unit(agency=agency, parent=root, code=f"U{place}", name=f"Unit {place}")
        for place in range(world.raters)
    )
    bosses = _employees("Penilai", range(world.raters), appraiser=True)
    people = _employees("Pegawai", range(world.raters * world.people), appraiser=False)
    leads = _assigned(bosses, units, "Kepala", "supervisor")
    works = _assigned(
        people, [units[place // world.people] for place in range(len(people))], "Petugas", "implementer"
    )
    Headship.objects.bulk_create(
        Headship(unit=unit, employee=boss, starts=STARTS) for unit, boss in zip(units, bosses, strict=True)
    )
    last = world.quarters[-1]
    ReportingLine.objects.bulk_create(
        ReportingLine(
            assignment=work, starts=STARTS, appraiser=bosses[world.rates(place, place // world.people, last)]
        )
        for place, work in enumerate(works)
    )
    assert len(leads) == world.raters
    _results(world, agency, units, bosses, works)


def _employees(name: str, places: range, *, appraiser: bool) -> list[Employee]:
    numbers = [number_of(place, appraiser=appraiser) for place in places]
    users = User.objects.bulk_create(
        User(username=number, name=f"{name} {place}") for place, number in zip(places, numbers, strict=True)
    )
    return Employee.objects.bulk_create(
        Employee(user=user, number=user.username, name=user.name, kind="pns") for user in users
    )


def _assigned(people: list[Employee], units: list[Unit], title: str, kind: str) -> list[Assignment]:
    positions = {unit.pk: Position(unit=unit, title=title, kind=kind) for unit in units}
    Position.objects.bulk_create(positions.values())
    return Assignment.objects.bulk_create(
        Assignment(employee=person, position=positions[unit.pk], starts=STARTS)
        for person, unit in zip(people, units, strict=True)
    )


def _results(
    world: World, agency: Agency, units: list[Unit], bosses: list[Employee], works: list[Assignment]
) -> None:
    team = User.objects.first()
    policy = Policy.objects.get_or_create(
        agency=agency,
        version=1,
        defaults={
            "valid_from": date(2020, 1, 1),
            "cap": 120,
            "meets_low": 90,
            "meets_high": 110,
            "minimum_evidence": 50,
            "basis": "contoh",
        },
    )[0]
    merit = [world.fate.gauss(0, 0.18) for _ in works]
    years = sorted({period.year for period in world.quarters})
    plans = {
        (place, year): Plan(assignment=work, year=year, starts=date(year, 1, 1), ends=date(year, 12, 31))
        for place, work in enumerate(works)
        for year in years
    }
    Plan.objects.bulk_create(plans.values())
    versions = {
        key: PlanVersion(plan=plan, number=1, status="set", in_force_from=plan.starts)
        for key, plan in plans.items()
    }
    PlanVersion.objects.bulk_create(versions.values())
    grades = {
        (unit.pk, period): UnitGrade(
            unit=unit,
            starts=period.starts,
            ends=period.ends,
            version=1,
            grade=OrganizationGrade.GOOD,
            reason="contoh",
            set_by=team,
            set_at=moment(period.ends),
        )
        for unit in units
        for period in world.quarters
    }
    UnitGrade.objects.bulk_create(grades.values())
    cells, computations, appraisals, marks = [], [], [], []
    for period in world.quarters:
        for person, _work in enumerate(works):
            place = person // world.people
            cells.append(Cell(person, world.rates(person, place, period), place, period))
    drawn = [round(world.fate.gauss(1.0, 0.12), 4) for _ in cells]
    for cell, result in zip(cells, drawn, strict=True):
        given = _marks(world, cell, result, merit[cell.person])
        achievement = Decimal(str(max(0.0, min(1.2, result)) * 100)).quantize(Decimal("0.0001"))
        suggested = Rating.BELOW if achievement < 90 else Rating.ABOVE if achievement > 110 else Rating.MEETS
        rated = moment(cell.period.ends + timedelta(days=5 + cell.person % 9))
        behavior = given[0]
        appraisals.append(
            Appraisal(
                plan=plans[cell.person, cell.period.year],
                period=str(cell.period),
                starts=cell.period.starts,
                ends=cell.period.ends,
                status="rated",
                appraiser=bosses[cell.rater],
                result_rating=suggested,
                behavior_rating=behavior,
                behavior_reason="contoh",
                grade=grade_of(results=suggested, behavior=behavior).result,
                unit_grade=grades[units[cell.team].pk, cell.period],
                first_rated_at=rated,
                rated_at=rated,
                delivered_at=rated,
                read_at=rated,
                received_at=rated,
                answered_at=rated,
            )
        )
        computations.append((achievement, suggested))
        marks.append((given, rated.date() - timedelta(days=20)))
    Appraisal.objects.bulk_create(appraisals, batch_size=1000)
    rows = [
        Computation(
            appraisal=one,
            plan_version=versions[cell.person, cell.period.year],
            policy=policy,
            rules="2026.1",
            computed_at=one.rated_at,
            as_of=cell.period.ends,
            suggested=suggested,
            achievement=achievement,
            coverage=100,
            inputs=f"{one.pk:064}",
            body=_NOTHING_COMPUTED,
        )
        for one, cell, (achievement, suggested) in zip(appraisals, cells, computations, strict=True)
    ]
    Computation.objects.bulk_create(rows, batch_size=1000)
    for one, row in zip(appraisals, rows, strict=True):
        one.computation = row
    Appraisal.objects.bulk_update(appraisals, ["computation"], batch_size=1000)
    for status in ("delivered", "accepted"):
        Appraisal.objects.update(status=status)
    BehaviorMark.objects.bulk_create(
        (
            BehaviorMark(
                appraisal=one,
                value=code,
                mark=mark,
                **({} if mark is Rating.MEETS else {"example": "Dilihat sendiri.", "example_on": day}),
            )
            for one, (given, day) in zip(appraisals, marks, strict=True)
            for code, mark in zip(BEHAVIOR_CODES, given, strict=True)
        ),
        batch_size=2000,
    )


def _marks(world: World, cell: Cell, result: float, merit: float) -> list[Rating]:
    level = 2 + 0.6 * (result - 1) + merit - world.severity(cell.rater)
    if world.marks is not None:
        return world.marks(world, cell, level)
    return [rating_of(level + world.fate.gauss(0, 0.55)) for _ in BEHAVIOR_CODES]


def rating_of(level: float) -> Rating:
    """The mark nearest to a level between 1 and 3."""
    return _RATINGS[min(max(round(level), 1), 3) - 1]


def appraiser(place: int) -> Employee:
    return Employee.objects.select_related("user").get(number=number_of(place, appraiser=True))


def person(place: int) -> Employee:
    return Employee.objects.select_related("user").get(number=number_of(place))
