"""An appraiser's own ratings in the newest run, read by that appraiser alone.

It is reached only by the viewer's own account: no key of another person is taken. It holds the given ratings
and how sure a comparison is; never what should have been given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.calibration.case_view import CaseBook, own_cases
from terukur.objectivity.models import ObjectivityRun
from terukur.organization.queries import standing_of
from terukur.raters.advice import Figures, MirrorAdvice, advice_of
from terukur.raters.comparisons import Comparison, comparisons_of, given_words, targets_words
from terukur.raters.estimates import estimate_of, unnumbered
from terukur.raters.models import RaterResult
from terukur.raters.record import (
    KeptPoint,
    MirrorRecord,
    NamelessEstimate,
    ScreenFlag,
    TargetCounts,
    mirror_record,
    run_record,
    screen_flags,
)
from terukur.raters.usual import OthersCell, UsualPoint, others_of, usual_period, usual_points
from terukur.raters.wording import severity_sentence
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.statistics.severity.verdict import RaterEstimate, SeverityStatus


@dataclass(frozen=True, slots=True)
class RatedPoint:
    """One rating of one's own: the person, the measured result in percent, the score from 1 to 3."""

    name: str
    period: str
    result: float
    score: float
    is_team: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """A nameless number beside one's own. The number of people behind it would reveal the name: not shown."""

    status: SeverityStatus
    severity: float
    sd: float


@dataclass(frozen=True, slots=True)
class PeriodMean:
    """The mean of one's own ratings of a period."""

    label: str
    forms: int
    mean: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The parts with figures; empty below the least sample."""

    like: str
    estimate: RaterEstimate
    severity_words: str
    targets_words: str
    given_words: str
    comparisons: list[Comparison]
    colleagues: list[Colleague]
    unnumbered: dict[SeverityStatus, int]
    material: float
    periods: list[PeriodMean]
    points: list[RatedPoint]
    usual: list[UsualPoint]
    usual_period: str
    cloud: list[OthersCell]
    least_people: int

    @property
    def has_number(self) -> bool:
        """Return whether there is a severity to show."""
        return self.estimate.severity is not None

    @property
    def is_identified(self) -> bool:
        """Return whether appraiser and team can be told apart."""
        return self.estimate.status is not SeverityStatus.NOT_IDENTIFIED


@dataclass(frozen=True, slots=True)
class Mirror:
    """The page of an appraiser. Without a picture it says what is missing, and what to do meanwhile.

    ``cases_counted`` are the standard cases that the run knew.
    """

    employees: int
    forms: int
    cases_counted: int
    book: CaseBook
    advice: list[MirrorAdvice]
    least_employees: int
    least_forms: int
    at: datetime | None = None
    since: Period | None = None
    until: Period | None = None
    picture: Picture | None = None

    @property
    def is_enough(self) -> bool:
        """Return whether there are as many people and forms as a picture needs."""
        return self.employees >= self.least_employees and self.forms >= self.least_forms


def own_mirror(user: User, on: date) -> Mirror | None:
    """Return the viewer's own mirror from the newest run; None for a user without team or result."""
    held = standing_of(user, on=on)
    if held.employee is None:
        return None
    newest = ObjectivityRun.objects.order_by("-period", "-at", "-id").values("pk")[:1]
    mine = RaterResult.objects.filter(run=newest, appraiser=held.employee)
    result = mine.select_related("run").defer("run__units").first()
    if result is None and not held.has_team:
        return None
    book = own_cases(user, on=on) or CaseBook()
    waiting = sum(not case.is_answered for case in book.cases if case.waits)
    limits = at_least(Least.EMPLOYEES_IN_MIRROR, on=on), at_least(Least.FORMS_IN_MIRROR, on=on)
    if result is None:
        figures = Figures(cases_waiting=waiting, minutes=book.minutes)
        return Mirror(0, 0, 0, book, advice_of(figures), *limits)
    run = result.run
    kept = mirror_record(result) if is_enough(result.employees, result.forms, on=on) else None
    return Mirror(
        result.employees,
        result.forms,
        result.cases,
        book,
        advice_of(_figures(result, kept, waiting, book.minutes)),
        *limits,
        run.at,
        run.since,
        run.period,
        _picture(result, kept, on) if kept else None,
    )


def is_enough(employees: int, forms: int, *, on: date) -> bool:
    """Return whether there are enough people and forms for a picture, even if severity has no number."""
    return employees >= at_least(Least.EMPLOYEES_IN_MIRROR, on=on) and forms >= at_least(
        Least.FORMS_IN_MIRROR, on=on
    )


def _figures(result: RaterResult, kept: MirrorRecord | None, waiting: int, minutes: int) -> Figures:
    if kept is None:
        return Figures(cases_waiting=waiting, minutes=minutes)
    targets = kept.targets or TargetCounts(0, 0, 0)
    halo = screen_flags(result).get("halo", ScreenFlag(checked=False, flagged=False))
    return Figures(
        cases_waiting=waiting,
        minutes=minutes,
        days_to_mark=kept.seen_to_mark.own,
        off_center=kept.off_center.marks,
        with_example=kept.off_center.with_example,
        same=kept.same.own,
        halo=halo.checked and halo.flagged,
        targets=targets.compared,
        easy=targets.easy,
        hard=targets.hard,
        is_material=result.status == SeverityStatus.MATERIAL_DIFFERENCE,
    )


def _picture(result: RaterResult, kept: MirrorRecord, on: date) -> Picture:
    figures, estimate = run_record(result.run), estimate_of(result)
    points, families = _points(kept.points)
    periods = {point.period for point in points}
    level_of = usual_period(figures, periods=periods, families=families)
    return Picture(
        like=kept.like,
        estimate=estimate,
        severity_words=_severity_words(estimate),
        targets_words=targets_words(kept),
        given_words=given_words(kept),
        comparisons=comparisons_of(kept),
        colleagues=_colleagues(figures.caterpillar, result, least=at_least(Least.RATERS, on=on)),
        unnumbered=unnumbered(figures.statuses, figures.caterpillar),
        material=figures.material,
        periods=[PeriodMean(Period.parse(one.period).label, one.forms, one.mean) for one in kept.periods],
        points=points,
        usual=usual_points(
            figures, results=[point.result for point in points], families=families, period=level_of
        ),
        usual_period=Period.parse(level_of).label if level_of else "",
        cloud=others_of(figures),
        least_people=at_least(Least.PEOPLE, on=on),
    )


def _severity_words(estimate: RaterEstimate) -> str:
    if estimate.status is SeverityStatus.NOT_ENOUGH_DATA and estimate.severity is None:
        return (
            f"Data belum cukup untuk membandingkan: {estimate.employees} pegawai, "
            f"{estimate.forms} penilaian, {estimate.periods} periode."
        )
    # What to do about it stands above, with the question; here somebody looks alone.
    return severity_sentence(estimate, asks=False)


def _colleagues(kept: Sequence[NamelessEstimate], own: RaterResult, *, least: int) -> list[Colleague]:
    """Return the others of the run; none where they are so few that a number would reveal a name."""
    others = list(kept)
    mine = next((one for one in others if _is_of(one, own)), None)
    if mine is not None:
        others.remove(mine)
    if len(others) < least:
        return []
    return [Colleague(one.status, one.severity, one.sd) for one in others]


def _is_of(one: NamelessEstimate, own: RaterResult) -> bool:
    """Return whether a nameless number is one's own; a run may keep it rounded."""
    same = (one.employees, one.forms, one.status)
    return (
        own.severity is not None
        and abs(one.severity - own.severity) < 0.001
        and same == (own.employees, own.forms, own.status)
    )


def _points(kept: Sequence[KeptPoint]) -> tuple[list[RatedPoint], set[str]]:
    """Return the ratings with their people, and the job families among them, in one statement.

    A point that does not name its family has the kind of the position, by which families are formed.
    """
    rows = Appraisal.objects.filter(pk__in=[one.appraisal for one in kept]).values_list(
        "pk", "plan__assignment__employee__name", "plan__assignment__position__kind"
    )
    people = {pk: (name, kind) for pk, name, kind in rows} if kept else {}
    points = [
        RatedPoint(people.get(one.appraisal, ("", ""))[0], one.period, 100 * one.result, one.score, one.team)
        for one in kept
    ]
    return points, {one.family for one in kept if one.family} or {kind for _, kind in people.values()}
