"""The figures that a run keeps of an agency, as JSON, where a test needs only some of them."""

from typing import Any

from terukur.notation.stored_records import from_json
from terukur.raters.record import RunRecord

TOO_FEW = {"status": "NOT_ENOUGH_DATA", "people": 9, "others": 5, "gap": None, "se": None}
NOTHING = {
    "material": 0.25,
    "components": {
        "rater": 0.02,
        "team": 0.01,
        "ratee": 0.04,
        "error": 0.05,
        "source": "default 2026-1",
        "reason": "",
    },
    "links": {"components": 1, "largest": 1.0, "alone": 0},
    "statuses": {},
    "screens": {},
    "expectation": None,
    "caterpillar": [],
    "cloud": [],
    "distribution": {"people": 0, "given": {}, "expected": {}},
    "forecast": {"changes": 0, "slope": None, "se": None},
    "gaps": [{"group": "women", "ratings": TOO_FEW, "results": TOO_FEW}],
    "dependability": None,
    "cases": {"answers": 0, "raters": 0},
}


def kept_body(**differing: Any) -> dict[str, Any]:
    """Return what a run keeps, with some figures as a test needs them."""
    return {**NOTHING, **differing}


def record_with(**differing: Any) -> RunRecord:
    """Return the same as a record."""
    return from_json(RunRecord, kept_body(**differing))
