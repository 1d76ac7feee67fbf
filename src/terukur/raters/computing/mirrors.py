"""The figures on an appraiser's own page, beside colleagues who hold a like position."""

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, stdev, variance

from terukur.raters.inputs import Form, RunInputs
from terukur.raters.mirror import is_enough
from terukur.raters.record import HabitFigure, KeptPoint, MirrorRecord, OffCenter, PeriodScores, TargetCounts
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.scales import Rating
from terukur.statistics.quartiles import quartiles_of_others
from terukur.statistics.severity.verdict import RaterEstimate

_FEW = 2


def _spread(forms: Sequence[Form]) -> float | None:
    """Return the standard deviation of the means of forms."""
    return stdev([form.score for form in forms]) if len(forms) >= _FEW else None


def _block(forms: Sequence[Form]) -> float | None:
    """Return the share of the spread of all marks that lies inside forms; low where seven move as one."""
    whole = variance([mark for form in forms for mark in form.marks])
    return fmean(variance(form.marks) for form in forms) / whole if whole > 0 else None


def _same(forms: Sequence[Form]) -> float:
    """Return the share of forms whose seven marks are all equal."""
    return fmean(len(set(form.marks)) == 1 for form in forms)


def _seen_to_mark(forms: Sequence[Form]) -> float | None:
    """Return the usual number of days from an observation to the rating."""
    days = [day for form in forms for day in form.seen_to_mark]
    return float(median(days)) if days else None


def _end_to_mark(forms: Sequence[Form]) -> float | None:
    """Return the usual number of days from the end of a period to the first rating."""
    days = [form.end_to_mark for form in forms if form.end_to_mark is not None]
    return float(median(days)) if days else None


# Each is a habit of rating: one number of one appraiser's forms, None where it has no meaning.
_HABITS: dict[str, Callable[[Sequence[Form]], float | None]] = {
    "spread": _spread,
    "block": _block,
    "same": _same,
    "seen_to_mark": _seen_to_mark,
    "end_to_mark": _end_to_mark,
}


def mirrors_of(inputs: RunInputs, estimates: Iterable[RaterEstimate]) -> dict[int, MirrorRecord | None]:
    """Return the mirror of each appraiser by key, None below the least sample.

    Quartiles are those of the others of the same kind of position, from ``Least.RATERS`` of them on.
    """
    own: dict[int, list[Form]] = defaultdict(list)
    for form in inputs.forms:
        own[form.appraiser].append(form)
    day = inputs.period.ends
    shown = {int(one.rater) for one in estimates if is_enough(one.employees, one.forms, on=day)}
    habits = {
        rater: {name: habit(forms) for name, habit in _HABITS.items()}
        for rater, forms in own.items()
        if rater in shown
    }
    colleagues = _colleagues(habits, inputs.like)
    return {
        rater: _mirror(rater, forms, inputs, habits[rater], colleagues[inputs.like.get(rater, "")])
        if rater in shown
        else None
        for rater, forms in own.items()
    }


@dataclass(slots=True)
class _Colleagues:
    """The appraisers of one kind of position: their number, and their habits in order of size."""

    count: int = 0
    habits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def _colleagues(
    habits: Mapping[int, Mapping[str, float | None]], like: Mapping[int, str]
) -> dict[str, _Colleagues]:
    found: dict[str, _Colleagues] = defaultdict(_Colleagues)
    for rater, own in habits.items():
        kind = found[like.get(rater, "")]
        kind.count += 1
        for name, value in own.items():
            if value is not None:
                insort(kind.habits[name], value)
    return found


def _mirror(
    rater: int, forms: list[Form], inputs: RunInputs, habits: Mapping[str, float | None], kind: _Colleagues
) -> MirrorRecord:
    least = at_least(Least.RATERS, on=inputs.period.ends)
    newest = max(form.period for form in forms)
    team = {form.team for form in forms if form.period == newest}
    marks = Counter(mark for form in forms for mark in form.marks)
    return MirrorRecord(
        like=inputs.like.get(rater, ""),
        colleagues=kind.count - 1,
        given={rating.value: marks[rating.position + 1] for rating in Rating},
        **{
            name: HabitFigure(own, quartiles_of_others(kind.habits[name], own, least=least))
            for name, own in habits.items()
        },
        off_center=OffCenter(
            marks=sum(form.off_center for form in forms),
            with_example=sum(form.with_example for form in forms),
        ),
        targets=TargetCounts(**inputs.targets.get(rater, {"compared": 0, "easy": 0, "hard": 0})),
        periods=_by_period(forms),
        points=tuple(
            KeptPoint(
                appraisal=form.appraisal,
                period=form.period,
                result=form.result,
                score=form.score,
                family=form.family,
                team=form.team in team,
            )
            for form in sorted(forms, key=lambda form: (form.period, form.appraisal))
        ),
    )


def _by_period(forms: Iterable[Form]) -> tuple[PeriodScores, ...]:
    scores: dict[str, list[float]] = defaultdict(list)
    for form in forms:
        scores[form.period].append(form.score)
    return tuple(PeriodScores(period, len(found), fmean(found)) for period, found in sorted(scores.items()))
