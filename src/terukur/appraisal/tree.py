"""The computation of one appraisal as a tree: the policy, the results and their indicators, all exact.

``Computation.body`` holds it as JSON (``appraisal.tree_json``). Fields with ``LATER``, and those that came
with ``months``, were not known from the beginning; in older trees they have their default.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from terukur.notation.stored_records import LATER, came_with, stored_as
from terukur.regulation.dividing import EVEN, TargetDivision
from terukur.regulation.measured_months import month_names, months_between
from terukur.regulation.scales import Direction, Origin, Pace, Rating, ResultKind
from terukur.regulation.suggestion import SuggestionPolicy, band_of

# Rules 2026.2 brought these together; a tree of 2026.1 has none of them.
_WITH_MONTHS = came_with("months")
_SHARES = ("%", "persen")


@dataclass(frozen=True, slots=True)
class AppliedPolicy(SuggestionPolicy):
    """The policy that a tree was computed with, and the agency's basis for it."""

    basis: str

    def place(self, achievement: Fraction | None) -> Rating | None:
        """Return where an achievement stands in the band; None without one."""
        return None if achievement is None else band_of(achievement, self)


@dataclass(frozen=True, slots=True)
class PeriodValue:
    """The value of one month or quarter."""

    starts: date
    ends: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class FileSource:
    """A loaded file with the rows that a figure comes from; ``import_id`` is the record of loading it."""

    import_id: int = field(metadata=stored_as("import"))
    file: str
    sha256: str
    loaded_by: str
    loaded_at: datetime
    rows: tuple[int, ...]
    versions: tuple[int, ...]
    counted_rows: int | None = field(default=None, metadata=LATER)

    @property
    def counted(self) -> int:
        """Return the number of rows in the file; many rows of a log become one line."""
        return len(self.rows) if self.counted_rows is None else self.counted_rows


@dataclass(frozen=True, slots=True)
class AttachedEvidence:
    """A file or an address beside a value that was stated by hand."""

    id: int
    file: str | None
    sha256: str | None
    address: str | None
    origin: str | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class StatedSource:
    """A value that was stated by hand: who stated it, who verified it, and the evidence beside it."""

    realization: int
    declared_by: str
    declared_at: datetime
    verified_by: str | None
    evidence: tuple[AttachedEvidence, ...]


Source = FileSource | StatedSource


@dataclass(frozen=True, slots=True)
class ReachedTotal:
    """The achievement of the total since the plan began, at its last data, and the days of these data."""

    starts: date
    ends: date
    achievement: Fraction | None
    origin: Origin

    @property
    def label(self) -> str:
        """Return the months as people say them: ``Januari–September``."""
        return _range_label(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """The period's own value beside its own part of the target, with its own sources alone."""

    value: Fraction
    starts: date
    ends: date
    due_target: Fraction | None
    due_target_high: Fraction | None
    achievement: Fraction | None
    step: str
    sources: tuple[Source, ...]

    @property
    def label(self) -> str:
        """Return the months as people say them: ``Juli–September``."""
        return _range_label(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class DataMonths:
    """The months of the period that were due, those with data, and the share of them that counts.

    ``fills_back`` is true where a value stands for the months before it as well.
    """

    due: tuple[date, ...]
    covered: tuple[date, ...]
    missing: tuple[date, ...]
    share: Fraction
    fills_back: bool

    @property
    def covered_label(self) -> str:
        """Return the months with data in words."""
        return month_names(self.covered)

    @property
    def missing_label(self) -> str:
        """Return the months without data in words, except those that a later value stands for."""
        last = self.covered[-1] if self.fills_back and self.covered else date.min
        return month_names([month for month in self.missing if month >= last])


@dataclass(frozen=True, slots=True)
class UncountedDays:
    """Days that are not counted and why: absent by a decision, or (``is_away`` false) before the start."""

    starts: date
    ends: date
    why: str
    is_away: bool


@dataclass(frozen=True, slots=True)
class ExposureFigure:
    """The amount of work there really was beside the amount that the target counted on."""

    name: str
    planned: Fraction
    actual: Fraction
    reason: str
    since: date | None
    sources: tuple[Source, ...] | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class ComputedIndicator:
    """One indicator with target, realization, achievement, and everything that these come from.

    ``reached`` and ``own`` are None without data, of the plan so far or of the period. ``months`` is None
    under rules 2026.1, which counted every indicator with data whole. ``uncounted`` are the days that are
    neither due nor missing, ``counted`` the part of the plan's time that is left; None where it is all of it.
    """

    thread: str
    name: str
    aspect: str | None
    unit: str
    direction: Direction
    pace: Pace
    weight: Fraction
    target: Fraction
    target_high: Fraction | None
    due_target: Fraction | None
    due_target_high: Fraction | None
    is_due: bool
    due_on: date | None
    last_year: Fraction | None
    measure: str | None
    realization: Fraction | None
    achievement: Fraction | None
    origin: Origin
    exposure: ExposureFigure | None
    sources: tuple[Source, ...]
    series: tuple[PeriodValue, ...]
    steps: tuple[str, ...]
    compared_until: date | None = field(default=None, metadata=LATER)
    season: tuple[PeriodValue, ...] | None = field(default=None, metadata=LATER)
    due_by_calendar: Fraction | None = field(default=None, metadata=_WITH_MONTHS)
    reached: ReachedTotal | None = field(default=None, metadata=_WITH_MONTHS)
    own: OwnFigure | None = field(default=None, metadata=_WITH_MONTHS)
    months: DataMonths | None = field(default=None, metadata=_WITH_MONTHS)
    uncounted: tuple[UncountedDays, ...] = field(default=(), metadata=LATER)
    counted: Fraction | None = field(default=None, metadata=LATER)
    division: TargetDivision | None = field(default=None, metadata=LATER)

    @property
    def divided(self) -> TargetDivision:
        """Return how the target divides over the year."""
        return self.division or EVEN

    @property
    def uncounted_spans(self) -> list[tuple[date, date]]:
        """The days that are not counted, as spans."""
        return [(one.starts, one.ends) for one in self.uncounted]

    @property
    def share(self) -> Fraction:
        """Return the part of the period's months that counts."""
        return self.months.share if self.months else Fraction(1)

    @property
    def fills_back(self) -> bool:
        """Return whether a value stands for the months before it as well."""
        return self.months is None or self.months.fills_back

    @property
    def missing_label(self) -> str:
        """Return the months of the period without data in words; empty where none are known."""
        return self.months.missing_label if self.months else ""

    @property
    def adjusted_target(self) -> Fraction | None:
        """Return the target scaled to the work that there really is; None where it is as agreed."""
        if self.exposure is None or self.pace is Pace.ONCE:
            return None
        factor = self.exposure.actual / self.exposure.planned
        return None if factor == 1 else self.target * factor

    @property
    def whole_target(self) -> Fraction:
        """Return the target of the whole plan, scaled to the work and the time that there really are."""
        grows = self.pace is Pace.STEADY and not self.divided.is_points
        return self.full_time_target * (self.counted if self.counted is not None and grows else 1)

    @property
    def full_time_target(self) -> Fraction:
        """Return the target of the whole plan scaled to the work alone, as if every day were counted."""
        adjusted = self.adjusted_target
        return self.target if adjusted is None else adjusted

    @property
    def is_countable(self) -> bool:
        """Return whether it is counted in whole pieces: not a share, and no figure with decimals so far."""
        figures = [self.target, self.realization or 0, *(one.value for one in self.series)]
        return self.unit.strip().lower() not in _SHARES and all(one.denominator == 1 for one in figures)


@dataclass(frozen=True, slots=True)
class StatedAccount:
    """What an employee wrote of a result in words: for which days, on which day it happened, by whom."""

    starts: date
    ends: date
    happened_on: date | None
    text: str
    source: StatedSource


@dataclass(frozen=True, slots=True)
class ComputedExpectation:
    """The expectation of a result in words, with the period's accounts and the class of their evidence.

    It has no number, so none can be computed from it; the appraiser marks it (``ExpectationMark``).
    """

    text: str
    origin: Origin
    accounts: tuple[StatedAccount, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComputedResult:
    """One planned result with its indicators, their average, and the rating that it suggests.

    A result in the qualitative form has an ``expectation`` instead of indicators.
    """

    thread: str
    title: str
    kind: ResultKind
    weight: Fraction
    indicators: tuple[ComputedIndicator, ...]
    suggested: Rating | None = None
    achievement: Fraction | None = None
    expectation: ComputedExpectation | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class ComputationTree:
    """Everything that led to the suggestion of one appraisal; ``refusal`` says why there is none."""

    rules: str
    as_of: date
    plan_version: int
    policy: AppliedPolicy
    results: tuple[ComputedResult, ...]
    suggested: Rating | None
    achievement: Fraction | None
    coverage: Fraction
    refusal: str | None
    steps: tuple[str, ...]
    citations: tuple[str, ...]
    heads_unit: bool = field(default=False, metadata=LATER)
    uncounted: tuple[UncountedDays, ...] = field(default=(), metadata=LATER)

    def indicators(self) -> list[ComputedIndicator]:
        """Return the indicators of all results, in the order of the plan."""
        return [indicator for result in self.results for indicator in result.indicators]


def _range_label(starts: date, ends: date) -> str:
    return month_names(list(months_between(starts, ends)))
