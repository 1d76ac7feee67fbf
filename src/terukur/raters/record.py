"""The figures that a run keeps, of the agency and of each appraiser.

``ObjectivityRun.body`` and ``RaterResult.mirror`` hold them as JSON. Fields with ``LATER`` were not known
from the beginning; in older runs they are None.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from terukur.notation.stored_records import LATER, from_json
from terukur.objectivity.dependability import Dependability
from terukur.objectivity.models import ObjectivityRun
from terukur.raters.models import RaterResult
from terukur.statistics.expectation import Expectation
from terukur.statistics.severity.verdict import SeverityStatus

Ends = tuple[float, float]
Quartiles = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class UsedScale:
    """The use of the scale, and in words why it shows no difference; None where it does."""

    scores: int
    share_of_one_value: float
    limit: float
    shows_difference: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class UsedComponents:
    """The variances that the run computed with, where they come from, and why not from the ratings."""

    rater: float
    team: float
    ratee: float
    error: float
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class RaterLinks:
    """The number of groups of linked appraisers, the share in the largest, and the number of those alone."""

    components: int
    largest: float
    alone: int


@dataclass(frozen=True, slots=True)
class ScreenCount:
    """The number of appraisers who were looked at for a pattern, and of those found."""

    checked: int
    found: int


@dataclass(frozen=True, slots=True)
class ScreenFlag:
    """Whether an appraiser could be looked at for a pattern, and whether it was found."""

    checked: bool
    flagged: bool


@dataclass(frozen=True, slots=True)
class NamelessEstimate:
    """The severity of one appraiser without a name, for comparison with one's own."""

    severity: float
    sd: float
    employees: int
    forms: int
    status: SeverityStatus


@dataclass(frozen=True, slots=True)
class CloudCell:
    """The number of forms with a result (1.0 is the target reached) and a score in these ranges."""

    result: Ends
    score: Ends
    forms: int


@dataclass(frozen=True, slots=True)
class GradeCounts:
    """The grades given to people, and those that results alone would give the same people."""

    people: int
    given: Mapping[str, int]
    expected: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ForecastCheck:
    """How ratings moved when the appraiser changed, as a share of the prediction; None of too few."""

    changes: int
    slope: float | None
    se: float | None


@dataclass(frozen=True, slots=True)
class GapFigure:
    """The gap between a group and the others, with its standard error."""

    status: str
    people: int
    others: int
    gap: float | None
    se: float | None


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The gaps of one group in ratings given results, and in results themselves."""

    group: str
    ratings: GapFigure
    results: GapFigure


@dataclass(frozen=True, slots=True)
class CaseCount:
    """The number of answers to standard cases that entered, and of the appraisers who gave them."""

    answers: int
    raters: int


@dataclass(frozen=True, slots=True)
class RunRecord:
    """The figures of the agency. ``forecast`` and ``dependability`` are None where they have no meaning."""

    material: float
    components: UsedComponents
    links: RaterLinks
    statuses: Mapping[SeverityStatus, int]
    screens: Mapping[str, ScreenCount]
    expectation: Expectation | None
    caterpillar: tuple[NamelessEstimate, ...]
    cloud: tuple[CloudCell, ...]
    distribution: GradeCounts
    forecast: ForecastCheck | None
    gaps: tuple[GroupGap, ...]
    dependability: Dependability | None
    cases: CaseCount
    scale: UsedScale | None = field(default=None, metadata=LATER)

    @property
    def scale_reason(self) -> str:
        """Return why nothing is said of any appraiser; empty where the scale shows differences."""
        return (self.scale.reason if self.scale else None) or ""


@dataclass(frozen=True, slots=True)
class HabitFigure:
    """A figure of an appraiser's own forms, and the quartiles of colleagues, None of too few."""

    own: float | None
    quartiles: Quartiles | None


@dataclass(frozen=True, slots=True)
class OffCenter:
    """The number of marks off the middle, and of those with a dated example."""

    marks: int
    with_example: int


@dataclass(frozen=True, slots=True)
class TargetCounts:
    """The number of the team's targets that can be compared, and of easy and hard ones among them."""

    compared: int
    easy: int
    hard: int


@dataclass(frozen=True, slots=True)
class PeriodScores:
    """The number of forms of a period, and their mean."""

    period: str
    forms: int
    mean: float


@dataclass(frozen=True, slots=True)
class KeptPoint:
    """One form: its measured result (1.0 is the target reached) and score, and if it is of today's team."""

    appraisal: int
    period: str
    result: float
    score: float
    team: bool
    family: str | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class MirrorRecord:
    """The figures on an appraiser's own page; ``given`` counts the marks by rating."""

    like: str
    given: Mapping[str, int]
    spread: HabitFigure
    block: HabitFigure
    same: HabitFigure
    seen_to_mark: HabitFigure
    end_to_mark: HabitFigure
    off_center: OffCenter
    periods: tuple[PeriodScores, ...]
    points: tuple[KeptPoint, ...]
    colleagues: int | None = field(default=None, metadata=LATER)
    targets: TargetCounts | None = field(default=None, metadata=LATER)


def run_record(run: ObjectivityRun) -> RunRecord:
    """Return the figures of the agency that a run keeps, of whichever version."""
    return from_json(RunRecord, run.body)


def mirror_record(result: RaterResult) -> MirrorRecord | None:
    """Return the figures of one appraiser that a run keeps; None below the least sample."""
    return from_json(MirrorRecord, result.mirror) if result.mirror else None


def screen_flags(result: RaterResult) -> dict[str, ScreenFlag]:
    """Return the patterns that one appraiser was looked at for, by name."""
    return {name: from_json(ScreenFlag, flag) for name, flag in result.screens.items()}
