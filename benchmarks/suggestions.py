"""Suggestions for many people × 5 indicators in one process: people per second, and whether it is linear.

Usage: python benchmarks/suggestions.py [PEOPLE]        (default 1,000,000)
"""

import random
import sys
import time
from fractions import Fraction

from terukur.regulation.scales import Origin, ResultKind
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    ResultOutcome,
    SuggestionPolicy,
    suggest_results_rating,
)

POLICY = SuggestionPolicy(1, Fraction(120), Fraction(90), Fraction(110), Fraction(60))
WEIGHTS = (Fraction(30), Fraction(20), Fraction(20), Fraction(20), Fraction(10))
ORIGINS = (Origin.MEASURED, Origin.MEASURED, Origin.VERIFIED, Origin.DECLARED)


def person(draw: random.Random) -> list[ResultOutcome]:
    """Three results with five indicators, their achievements exact to two decimals."""
    outcomes = [
        IndicatorOutcome(weight, Fraction(draw.randint(5000, 14000), 100), draw.choice(ORIGINS))
        for weight in WEIGHTS
    ]
    return [
        ResultOutcome("A", ResultKind.MAIN, tuple(outcomes[:2])),
        ResultOutcome("B", ResultKind.MAIN, tuple(outcomes[2:4])),
        ResultOutcome("C", ResultKind.ADDITIONAL, tuple(outcomes[4:])),
    ]


def people_per_second(people: int) -> float:
    """How many suggestions a second; inputs are drawn before the clock starts."""
    draw = random.Random(2026)
    pool = [person(draw) for _ in range(1000)]
    started = time.perf_counter()
    for number in range(people):
        suggest_results_rating(pool[number % 1000], POLICY)
    return people / (time.perf_counter() - started)


def main(people: int) -> None:
    """A tenth first, then all: equal speeds mean linear work."""
    tenth, whole = people_per_second(people // 10), people_per_second(people)
    print(f"{people // 10:>10,} people × 5 indicators: {tenth:,.0f} people per second")
    print(f"{people:>10,} people × 5 indicators: {whole:,.0f} people per second")
    print(f"time per person, all ÷ a tenth: {tenth / whole:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
