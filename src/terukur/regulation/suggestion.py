"""The suggested rating of results: what the measurements suggest, never a decision.

DESIGN of the agency's policy: no official rule turns a percentage into a rating, so every number here comes
from a dated policy and the decision names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from terukur.notation.numbers import limit_display, percent_beside
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Origin, Rating, ResultKind

_NOTHING, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class SuggestionPolicy:
    """Numbers of one version of an agency's policy; all in percent."""

    version: int
    cap: Fraction
    meets_low: Fraction
    meets_high: Fraction
    minimum_evidence: Fraction

    def __post_init__(self) -> None:
        if not 0 < self.meets_low <= self.meets_high <= self.cap:
            raise ValueError(
                "Ambang harus berurutan: 0 < batas bawah ≤ batas atas ≤ batas capaian tertinggi."
            )
        if not 0 <= self.minimum_evidence <= 100:
            raise ValueError("Bukti minimum harus antara 0 dan 100 persen.")

    @property
    def limits(self) -> tuple[Fraction, ...]:
        """The limits of an achievement; no displayed one may seem to lie on the other side."""
        return self.meets_low, self.meets_high, self.cap


@dataclass(frozen=True, slots=True)
class IndicatorOutcome:
    """One indicator as it enters the suggestion; ``achievement`` in percent or None.

    ``share`` is the part of the period's months that has data (``measured_months``).
    """

    weight: Fraction
    achievement: Fraction | None
    origin: Origin
    is_due: bool = True
    share: Fraction = _ONE


@dataclass(frozen=True, slots=True)
class ResultOutcome:
    """One planned result with its indicators."""

    title: str
    kind: ResultKind
    indicators: tuple[IndicatorOutcome, ...]


@dataclass(frozen=True, slots=True)
class Average:
    """A capped weighted mean (percent) and what it suggests; None where nothing was counted."""

    achievement: Fraction | None
    rating: Rating | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Suggested rating over all results, with the parts it came from.

    ``coverage`` is the share (percent) of the due weight that is measured or verified, each weight
    counted for the part of the period that has data. ``rating`` is None where there is too little
    evidence; ``refusal`` then says why.
    """

    rating: Rating | None
    achievement: Fraction | None
    coverage: Fraction
    results: tuple[Average, ...]
    refusal: str | None


def band_of(achievement: Fraction, policy: SuggestionPolicy) -> Rating:
    """Return the rating that a percentage suggests; both ends of the band count as meeting it."""
    if achievement < policy.meets_low:
        return Rating.BELOW
    if achievement > policy.meets_high:
        return Rating.ABOVE
    return Rating.MEETS


def suggest_results_rating(
    results: Sequence[ResultOutcome], policy: SuggestionPolicy
) -> Decision[Suggestion]:
    """Return the rating that the measured results suggest under a policy.

    Each achievement is capped only where it is averaged. Indicators that are not due yet carry no
    weight. Less evidence than the policy asks for gives no suggestion. ABOVE needs no main result
    that is BELOW. Citations: POLICY; the decision is the appraiser's (PermenPANRB 6/2022).
    """
    parts = [_weighted(result.indicators, policy) for result in results]
    averages = tuple(_average(total, weight, policy) for total, weight in parts)
    due = [item for result in results for item in result.indicators if item.is_due]
    due_weight = sum((item.weight for item in due), _NOTHING)
    proven = sum(
        (item.weight * item.share for item in due if item.origin in (Origin.MEASURED, Origin.VERIFIED)),
        _NOTHING,
    )
    coverage = proven / due_weight * 100 if due_weight else _NOTHING
    citations = cite("policy", "ratings")
    covered = percent_beside(coverage, [policy.minimum_evidence])
    least = limit_display(policy.minimum_evidence)
    steps = [f"Bobot yang terukur atau terverifikasi: {covered} (paling sedikit {least})"]
    total = _average(
        sum((part[0] for part in parts), _NOTHING), sum((part[1] for part in parts), _NOTHING), policy
    )
    if not due_weight:
        refusal = "Belum ada indikator yang jatuh tempo pada periode ini."
    elif coverage < policy.minimum_evidence:
        refusal = (
            f"Baru {covered} bobot yang terukur atau terverifikasi; kebijakan meminta paling sedikit {least}."
        )
    else:
        refusal = None
    if refusal is not None or total.achievement is None:
        refusal = refusal or "Belum ada realisasi."
        steps.append(f"Tidak ada saran: {refusal}")
        return Decision(
            Suggestion(None, total.achievement, coverage, averages, refusal), tuple(steps), citations
        )
    rating = band_of(total.achievement, policy)
    steps.append(
        f"Rata-rata berbobot (tiap capaian paling tinggi {limit_display(policy.cap)}): "
        f"{percent_beside(total.achievement, policy.limits)}"
    )
    steps.append(
        f"Pita sesuai ekspektasi {limit_display(policy.meets_low)} sampai "
        f"{limit_display(policy.meets_high)}: {rating.label}"
    )
    if rating is Rating.ABOVE and _has_main_below(results, averages):
        rating = Rating.MEETS
        steps.append(
            f"Ada hasil kerja utama di bawah ekspektasi, sehingga saran paling tinggi: {rating.label}"
        )
    return Decision(Suggestion(rating, total.achievement, coverage, averages, None), tuple(steps), citations)


def _weighted(indicators: Sequence[IndicatorOutcome], policy: SuggestionPolicy) -> tuple[Fraction, Fraction]:
    """Return the sum of weight × capped achievement over what is due and realized, and the weight counted."""
    total = weight = _NOTHING
    for item in indicators:
        if item.is_due and item.achievement is not None:
            total += item.weight * min(item.achievement, policy.cap)
            weight += item.weight
    return total, weight


def _average(total: Fraction, weight: Fraction, policy: SuggestionPolicy) -> Average:
    if weight == 0:
        return Average(None, None, _NOTHING)
    mean = total / weight
    return Average(mean, band_of(mean, policy), weight)


def _has_main_below(results: Sequence[ResultOutcome], averages: Sequence[Average]) -> bool:
    return any(
        result.kind is ResultKind.MAIN and average.rating is Rating.BELOW
        for result, average in zip(results, averages, strict=True)
    )
