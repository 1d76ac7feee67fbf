"""The shape of a regional allowance (TPP): a performance part and a discipline part.

PP 12/2019 Pasal 58 lets a region pay it; weights, deductions and amounts are set by the regional head
and differ everywhere. Terukur exports what the calculation needs and pays nobody: this rule serves
to check such a calculation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from terukur.notation.numbers import display, percent_display
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused


@dataclass(frozen=True, slots=True)
class PerformanceAllowance:
    """Amount in the currency of ``basic``; the two parts before they are added."""

    amount: Fraction
    performance_part: Fraction
    discipline_part: Fraction


def allowance(
    *,
    basic: Fraction,
    performance_weight: Fraction,
    performance: Fraction,
    deductions: Sequence[Fraction] = (),
) -> Decision[PerformanceAllowance]:
    """Return basic × (weight × performance + (1 − weight) × max(0, 1 − sum of deductions)).

    PP 12/2019 Pasal 58 (CONFIRMED that the region sets it); the formula is the common pattern, its
    numbers are the region's. Weight, performance and each deduction are percent; performance counts up
    to 100, deductions are of the discipline part and never make it negative.

    :raises InputRefused: for negative numbers or a weight above 100.
    """
    if basic < 0:
        raise InputRefused("basic", "tidak boleh di bawah nol.")
    if not 0 <= performance_weight <= 100:
        raise InputRefused("performance_weight", "persen, 0 sampai 100.")
    if performance < 0:
        raise InputRefused("performance", "persen, tidak di bawah nol.")
    if any(deduction < 0 for deduction in deductions):
        raise InputRefused("deductions", "persen, tidak di bawah nol.")
    share = performance_weight / 100
    reached = min(performance, Fraction(100)) / 100
    kept = max(Fraction(0), 1 - sum(deductions, Fraction(0)) / 100)
    parts = (basic * share * reached, basic * (1 - share) * kept)
    steps = (
        f"Bagian kinerja: {display(basic)} × {percent_display(performance_weight)} × "
        f"{percent_display(reached * 100)} = {display(parts[0])}",
        f"Bagian disiplin: {display(basic)} × {percent_display(100 - performance_weight)} × "
        f"{percent_display(kept * 100)} = {display(parts[1])}",
        f"Jumlah: {display(sum(parts))}",
    )
    return Decision(PerformanceAllowance(sum(parts, Fraction(0)), *parts), steps, cite("allowance"))
