"""One person of a round as a reader may see them, with names or with labels.

The page gets these values and no records, so hidden facts cannot reach it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.yardstick import expected_result
from terukur.calibration.models import Calibrator, Opinion, Remark, RoundRow
from terukur.calibration.moves import ReRating, is_newer
from terukur.regulation.grade import grade_of
from terukur.regulation.rating import results_reason_needed
from terukur.regulation.scales import Grade, Rating
from terukur.statistics.masking import masker

_FAR = 2
_BOTH = "seorang dalam kalibrasi ini"
SOMEBODY = "pegawai lain"
_KIND = Remark.Kind


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as it is shown; ``answer`` is the appraiser's answer to a recommendation."""

    pk: int
    text: str
    by: str
    at: datetime
    results: Rating | None = None
    behavior: Rating | None = None
    answer: str = ""
    waits: bool = False
    was_rated_again: bool = False


@dataclass(frozen=True, slots=True)
class Thought:
    """One calibrator's opinion as it is shown."""

    by: str
    results: Rating | None
    behavior: Rating | None
    ground: str


@dataclass(slots=True)
class RoundLine:
    """One person of a round as this reader may see them; the lower half is empty until revealed."""

    number: int
    label: str
    work: str
    is_trial: bool
    achievement: Fraction | None
    waits_for_me: bool
    is_mine: bool
    own: Thought | None
    results: Rating | None = None
    behavior: Rating | None = None
    grade: Grade | None = None
    expected: Rating | None = None
    status: str = ""
    appraiser: str = ""
    appraisal: int | None = None
    can_recommend: bool = False
    reason: str = ""
    owes_reason: bool = False
    thoughts: list[Thought] = field(default_factory=list)
    discussed: list[Said] = field(default_factory=list)
    recommended: list[Said] = field(default_factory=list)
    moves: list[ReRating] = field(default_factory=list)

    @property
    def distance(self) -> int:
        """The number of steps between the rating of results and the expected one."""
        if self.results is None or self.expected is None:
            return 0
        return abs(self.results.position - self.expected.position)

    @property
    def is_far(self) -> bool:
        """Return whether it is two steps: from below to above, or the other way."""
        return self.distance >= _FAR


@dataclass(frozen=True, slots=True)
class Seated:
    """A member of the round, shown by name, which reveals nothing about a rating."""

    name: str
    part: str


class Curtain:
    """The names, or the neutral labels used while names are hidden."""

    def __init__(
        self,
        calibrators: Sequence[Calibrator],
        rows: Sequence[RoundRow],
        *,
        shown: bool,
        known: Sequence[str] = (),
        others: Mapping[str, str] | None = None,
    ) -> None:
        self.shown = shown
        self._seats = {one.pk: one for one in calibrators}
        self._by_employee = {one.employee_id: one for one in calibrators}
        self._by_user = {one.employee.user_id: one for one in calibrators}
        names = {row.appraiser.name: "penilainya" for row in rows}
        names |= {one.employee.name: f"Kalibrator {one.number}" for one in calibrators}
        rated = dict(others or {}) | {
            row.appraisal.plan.assignment.employee.name: f"Pegawai {row.number}" for row in rows
        }
        # A person who rates and is rated here gets a label for both: one of the two would reveal the other.
        names |= {name: _BOTH if name in names else label for name, label in rated.items()}
        known = [*known, *(row.appraisal.plan.assignment.position.title for row in rows)]
        self.text: Callable[[str], str] = str if shown else masker(names, known=known)

    def person(self, row: RoundRow) -> str:
        """Return the person of a row."""
        return row.appraisal.plan.assignment.employee.name if self.shown else f"Pegawai {row.number}"

    def calibrator(self, pk: int) -> str:
        """Return the holder of a seat."""
        one = self._seats[pk]
        return one.employee.name if self.shown else f"Kalibrator {one.number}"

    def appraiser(self, row: RoundRow) -> str:
        """Return the appraiser of the person of a row."""
        one = self._by_employee.get(row.appraiser_id)
        if self.shown or one is None:
            return row.appraiser.name if self.shown else "Penilai lain"
        return f"Penilai {one.number}"

    def author(self, user: User) -> str:
        """Return the author of a remark: by the number of the seat, never by a row of their own.

        An author without a seat leads the round and is known to all by name.
        """
        one = self._by_user.get(user.pk)
        return user.name if one is None else self.calibrator(one.pk)

    def seat(self, one: Calibrator) -> Seated:
        """Return a member of the round, by name: it reveals nothing about ratings."""
        return Seated(one.employee.name, one.get_part_display())


def thought_of(opinion: Opinion, curtain: Curtain) -> Thought:
    """Return an opinion as it is shown."""
    return Thought(
        curtain.calibrator(opinion.by_id),
        _rating(opinion.results),
        _rating(opinion.behavior),
        curtain.text(opinion.ground),
    )


def line_of(
    row: RoundRow, curtain: Curtain, own: Calibrator | None, opinions: list[Opinion], waits: bool
) -> RoundLine:
    """Return the facts of a person that may be seen at any time: the measured work and one's own opinion."""
    computation = row.appraisal.computation
    mine = next((one for one in opinions if own is not None and one.by_id == own.pk), None)
    measured = computation.achievement if computation else None
    return RoundLine(
        number=row.number,
        label=curtain.person(row),
        work=row.appraisal.plan.assignment.position.get_kind_display(),
        is_trial=row.appraisal.is_trial,
        achievement=None if measured is None else Fraction(measured),
        waits_for_me=waits,
        is_mine=own is not None and row.appraiser_id == own.employee_id,
        own=thought_of(mine, curtain) if mine else None,
    )


def add_judgement(line: RoundLine, row: RoundRow, organization: str | None, curtain: Curtain) -> None:
    """Add the rating that was given; ``organization`` is the unit's newest grade, for its head."""
    appraisal = row.appraisal
    line.status = appraisal.get_status_display()
    line.appraiser = curtain.appraiser(row)
    line.appraisal = appraisal.pk if curtain.shown else None
    line.expected = expected_result(
        appraisal.computation.suggested if appraisal.computation else "",
        heads_unit=bool(row.heads_unit),  # type: ignore[attr-defined]
        organization=appraisal.unit_grade.grade if appraisal.unit_grade else organization,
        on=appraisal.ends,
    )
    if appraisal.status == Appraisal.Status.OPEN:
        return
    line.results = Rating(appraisal.result_rating)
    line.behavior = Rating(appraisal.behavior_rating)
    line.grade = grade_of(results=line.results, behavior=line.behavior).result
    line.reason = curtain.text(appraisal.result_reason)
    line.owes_reason = not line.reason and bool(results_reason_needed(line.results, line.expected))


def said_of(remark: Remark, curtain: Curtain, *, waits: bool = False, was_rated_again: bool = False) -> Said:
    """Return a remark as it is shown."""
    answer = getattr(remark, "answer", None)
    return Said(
        remark.pk,
        curtain.text(remark.text),
        curtain.author(remark.by),
        remark.at,
        _rating(remark.results),
        _rating(remark.behavior),
        curtain.text(answer.text) if answer else "",
        waits,
        was_rated_again,
    )


def add_talk(line: RoundLine, row: RoundRow, remarks: list[Remark], curtain: Curtain) -> None:
    """Add the remarks about the person."""
    for remark in remarks:
        if remark.kind == _KIND.DISCUSSED:
            line.discussed.append(said_of(remark, curtain))
        elif remark.kind == _KIND.RECOMMENDED:
            is_newest, answered = is_newer(remark, row.appraisal), hasattr(remark, "answer")
            waits = is_newest and row.appraisal.is_ratable and not answered
            line.recommended.append(
                said_of(remark, curtain, waits=waits, was_rated_again=not is_newest and not answered)
            )


def move_of(move: ReRating, curtain: Curtain) -> ReRating:
    """Return a re-rating as it is shown; while names are hidden, without a name."""
    if curtain.shown:
        return move
    return ReRating(
        move.results_before,
        move.results,
        move.behavior_before,
        move.behavior,
        "penilainya",
        move.at,
        curtain.text(move.reason),
    )


def _rating(value: str) -> Rating | None:
    return Rating(value) if value else None
