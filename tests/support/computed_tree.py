"""Trees of computations: each part as usual, with what a test is about changed."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from terukur.appraisal.tree import (
    AppliedPolicy,
    ComputationTree,
    ComputedIndicator,
    ComputedResult,
    FileSource,
    PeriodValue,
)
from terukur.regulation.scales import Direction, Origin, Pace, Rating, ResultKind

FILE = FileSource(1, "nilai.csv", "ab", "Dewi", datetime(2026, 4, 2, tzinfo=UTC), (2,), (1,), 1)
POLICY = AppliedPolicy(1, *map(Fraction, (120, 90, 110, 60)), "Kebijakan contoh")


def indicator(**changes: Any) -> ComputedIndicator:
    """One indicator that is due and was reached as planned, measured from data."""
    usual: dict[str, Any] = {
        "thread": "a",
        "name": "Permohonan",
        "aspect": None,
        "unit": "berkas",
        "direction": Direction.HIGHER,
        "pace": Pace.STEADY,
        "weight": Fraction(100),
        "target": Fraction(400),
        "target_high": None,
        "due_target": Fraction(100),
        "due_target_high": None,
        "is_due": True,
        "due_on": None,
        "last_year": None,
        "measure": "permohonan",
        "realization": Fraction(100),
        "achievement": Fraction(100),
        "origin": Origin.MEASURED,
        "exposure": None,
        "sources": (FILE,),
        "series": (),
        "steps": (),
    }
    return ComputedIndicator(**usual | changes)


def tree(*indicators: ComputedIndicator, **changes: Any) -> ComputationTree:
    """One main result with these indicators, as it was computed at the end of the first quarter."""
    weight = sum((one.weight for one in indicators), Fraction(0))
    result = ComputedResult("r", "Layanan", ResultKind.MAIN, weight, indicators, Rating.MEETS, Fraction(100))
    usual: dict[str, Any] = {
        "rules": "2026.2",
        "as_of": date(2026, 3, 31),
        "plan_version": 1,
        "policy": POLICY,
        "results": (result,),
        "suggested": Rating.MEETS,
        "achievement": Fraction(100),
        "coverage": Fraction(100),
        "refusal": None,
        "steps": (),
        "citations": ("policy", "ratings"),
    }
    return ComputationTree(**usual | changes)


def months(*values: int, first: int = 1) -> tuple[PeriodValue, ...]:
    """Values of whole months, one after the other."""
    return tuple(
        PeriodValue(date(2026, month, 1), date(2026, month, 28), Fraction(value))
        for month, value in enumerate(values, first)
    )
