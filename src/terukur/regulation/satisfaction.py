"""Survei Kepuasan Masyarakat: from scores to the IKM and its grade (PermenPANRB 14/2017)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from terukur.notation.numbers import display, rounded
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.scales import ServiceElement, ServiceQuality, WeightMode

_ELEMENTS = len(ServiceElement)
THRESHOLDS = (  # IKM rounded half up to two decimals, lowest of each grade; CONFIRMED
    (Fraction("88.31"), ServiceQuality.A),
    (Fraction("76.61"), ServiceQuality.B),
    (Fraction("65.00"), ServiceQuality.C),
)


@dataclass(frozen=True, slots=True)
class ElementScore:
    """Sum of the scores (1 to 4) of one element and how many people answered it."""

    total: Fraction
    answers: int

    @property
    def mean(self) -> Fraction:
        """NRR: the mean over those who answered; a blank is neither 0 nor 1."""
        return self.total / self.answers


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """``means`` are NRR by element (1 to 4), ``index`` 1 to 4, ``ikm`` 25 to 100."""

    means: Mapping[str, Fraction]
    weight: Fraction
    weight_mode: WeightMode
    index: Fraction
    ikm: Fraction
    ikm_rounded: Fraction
    quality: ServiceQuality
    lowest: tuple[str, ...]


def add_scores(respondents: Iterable[Mapping[str, int]]) -> dict[str, ElementScore]:
    """Return sum and count of each element; an element that a respondent left blank is not counted."""
    given: dict[str, list[int]] = {}
    for scores in respondents:
        for key, score in scores.items():
            given.setdefault(key, []).append(score)
    return {key: ElementScore(Fraction(sum(marks)), len(marks)) for key, marks in given.items()}


def satisfaction(
    scores: Mapping[str, ElementScore], *, weight: WeightMode = WeightMode.EXACT
) -> Decision[Satisfaction]:
    """Return the index, the IKM and the grade from the scores of any elements that were asked.

    PermenPANRB 14/2017, formulas and limits CONFIRMED. ``scores`` are by element key (or ``U8``,
    ``U9`` where their order is not known: it does not change the index). Fewer than nine elements
    are divided by their number. The weight 0.11 or 0.111 reproduces a report that was printed with
    it, for nine elements only. The IKM is rounded half up to two decimals before it is graded.

    :raises InputRefused: without elements or answers, for means outside 1 to 4, or a rounded weight
        with another number of elements than nine.
    """
    if not scores:
        raise InputRefused("elements", "isi paling sedikit satu unsur.", list(ServiceElement))
    for key, score in scores.items():
        if score.answers < 1 or not 1 <= score.mean <= 4:
            raise InputRefused(key, "nilai setiap jawaban 1 sampai 4, dengan paling sedikit satu.")
    if weight is not WeightMode.EXACT and len(scores) != _ELEMENTS:
        raise InputRefused("weight", f"bobot {weight.label} hanya untuk sembilan unsur.", ["exact"])
    factor = Fraction(1, len(scores)) if weight is WeightMode.EXACT else Fraction(weight.value)
    means = {key: score.mean for key, score in scores.items()}
    index = sum(means.values(), Fraction(0)) * factor
    ikm = index * 25
    printed = Fraction(rounded(ikm, 2))
    quality = quality_of(printed)
    lowest = tuple(sorted(means, key=lambda key: means[key])[:3])
    steps = (
        *(f"NRR {_name(key)}: {display(mean, 4)}" for key, mean in means.items()),
        f"Bobot: {weight.label if weight is not WeightMode.EXACT else f'1/{len(scores)}'}",
        f"Indeks: {display(index, 4)}",
        f"IKM: {display(index, 4)} × 25 = {display(printed, 2, trim=False)}",
        f"Mutu pelayanan: {quality.label}",
    )
    outcome = Satisfaction(means, factor, weight, index, ikm, printed, quality, lowest)
    return Decision(outcome, steps, cite("satisfaction"))


def quality_of(ikm: Fraction) -> ServiceQuality:
    """Return the grade of an IKM: rounded half up to two decimals first, because the table has gaps."""
    compared = Fraction(rounded(ikm, 2))
    return next((quality for lowest, quality in THRESHOLDS if compared >= lowest), ServiceQuality.D)


def _name(key: str) -> str:
    return ServiceElement(key).label if key in list(ServiceElement) else key
