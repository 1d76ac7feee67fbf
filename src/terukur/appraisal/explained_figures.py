"""The figures of one indicator for the explanation: the total, the period's own value, the months."""

from datetime import date
from fractions import Fraction
from typing import Any

from terukur.regulation.measured_months import month_names, months_between
from terukur.regulation.numbers import as_json
from terukur.regulation.scales import Pace, Rating
from terukur.regulation.suggestion import Policy, band_of

_SHARES = ("%", "persen")


def explained(indicator: dict[str, Any], policy: dict[str, Any]) -> dict[str, Any]:
    """Return one indicator of a computation in the shape promised for ``explain --json``.

    Computations are kept as they were stored; a name that came later is missing in older ones.
    """
    band = policy_in(policy)
    sources, exposure = indicator["sources"], indicator["exposure"]
    reached = _reached(indicator, band)
    return {
        **{
            name: indicator.get(name)
            for name in (
                "thread",
                "name",
                "aspect",
                "unit",
                "direction",
                "pace",
                "origin",
                "measure",
                "is_due",
                "due_on",
                "compared_until",
                "steps",
                "sources",
                "series",
                "season",
            )
        },
        **{
            name: number(indicator.get(name))
            for name in (
                "weight",
                "target",
                "target_high",
                "due_target",
                "due_target_high",
                "realization",
                "last_year",
            )
        },
        "achievement": number(indicator["achievement"], band),
        **rating("place", _place(indicator["achievement"], band)),
        "reached": reached,
        "own": _own(indicator.get("own"), band),
        "months": _months(indicator.get("months")),
        "is_countable": _is_countable(indicator),
        "adjusted_target": _adjusted(indicator),
        "exposure": None
        if exposure is None
        else {
            "name": exposure["name"],
            "planned": number(exposure["planned"]),
            "actual": number(exposure["actual"]),
            "reason": exposure["reason"],
            "sources": exposure.get("sources", []),
        },
        **_newest_file(sources),
    }


def policy_in(policy: dict[str, Any]) -> Policy:
    """Return the policy that a tree was computed with."""
    names = ("cap", "meets_low", "meets_high", "minimum_evidence")
    return Policy(policy["version"], *(Fraction(policy[name]) for name in names))


def number(text: str | None, policy: Policy | None = None) -> dict[str, str] | None:
    """Return a number of a tree for the doors.

    With a policy it is a percentage: one decimal, and more where it would seem to cross a limit.
    """
    if text is None:
        return None
    if policy is None:
        return as_json(Fraction(text))
    return as_json(Fraction(text), beside=policy.limits, places=1)


def rating(name: str, value: str | None) -> dict[str, str | None]:
    """Return a rating and, beside it, its official label."""
    return {name: value or None, f"{name}_label": Rating(value).label if value else None}


def range_label(starts: str, ends: str) -> str:
    """Return the months from one day to another as people say them: ``Januari–September``."""
    return month_names(list(months_between(date.fromisoformat(starts), date.fromisoformat(ends))))


def _place(achievement: str | None, band: Policy) -> Rating | None:
    """Return the rating of one achievement in the band of the policy that it was computed with."""
    return None if achievement is None else band_of(Fraction(achievement), band)


def _reached(indicator: dict[str, Any], band: Policy) -> dict[str, Any] | None:
    """Return the achievement of the total at its last data, and the months it comes from."""
    series = indicator["series"]
    if not series:
        return None
    stored = indicator.get("reached") or {
        # Rules 2026.1 counted every achievement for the period, whenever its data were from.
        "starts": series[0]["starts"],
        "ends": max(entry["ends"] for entry in series),
        "achievement": indicator["achievement"],
        "origin": indicator["origin"],
    }
    return {
        "starts": stored["starts"],
        "ends": stored["ends"],
        "label": range_label(stored["starts"], stored["ends"]),
        "origin": stored["origin"],
        "achievement": number(stored["achievement"], band),
        **rating("place", _place(stored["achievement"], band)),
    }


def _own(own: dict[str, Any] | None, band: Policy) -> dict[str, Any] | None:
    """Return the period's own value with exactly its own files and rows."""
    if own is None:
        return None
    return {
        "label": range_label(own["starts"], own["ends"]),
        **{name: own[name] for name in ("starts", "ends", "step", "sources")},
        **{name: number(own[name]) for name in ("value", "due_target", "due_target_high")},
        "achievement": number(own["achievement"], band),
        **rating("place", _place(own["achievement"], band)),
    }


def _months(months: dict[str, Any] | None) -> dict[str, Any]:
    if months is None:
        return {
            "covered": [],
            "missing": [],
            "covered_label": "",
            "missing_label": "",
            "share": None,
            "fills_back": True,
        }
    days = {name: [date.fromisoformat(day) for day in months[name]] for name in ("covered", "missing")}
    # A state at a time stands for the months before it: only those after it are told as missing.
    shown = [
        month
        for month in days["missing"]
        if not (months["fills_back"] and days["covered"] and month < days["covered"][-1])
    ]
    return {
        "covered": months["covered"],
        "missing": months["missing"],
        "covered_label": month_names(days["covered"]),
        "missing_label": month_names(shown),
        "share": number(months["share"]),
        "fills_back": months["fills_back"],
    }


def _is_countable(indicator: dict[str, Any]) -> bool:
    """Return whether it comes in whole pieces: no share, and no figure with decimals so far."""
    if indicator["unit"].strip().lower() in _SHARES or indicator["target"] is None:
        return False
    figures = [indicator["target"], indicator["realization"]]
    figures += [entry["value"] for entry in indicator["series"]]
    return all(Fraction(figure).denominator == 1 for figure in figures if figure is not None)


def _adjusted(indicator: dict[str, Any]) -> dict[str, str] | None:
    """Return the target scaled to the real amount of work; None where it is as agreed."""
    exposure = indicator["exposure"]
    if exposure is None or indicator["target"] is None or indicator["pace"] == Pace.ONCE:
        return None
    factor = Fraction(exposure["actual"]) / Fraction(exposure["planned"])
    return None if factor == 1 else as_json(Fraction(indicator["target"]) * factor)


def _newest_file(sources: list[dict[str, Any]]) -> dict[str, Any]:
    newest = next((source for source in reversed(sources) if "file" in source), None)
    return {
        "source": newest["file"] if newest else None,
        "sha256": newest["sha256"] if newest else None,
        "rows": newest["rows"] if newest else [],
        "counted_rows": newest.get("counted_rows", len(newest["rows"])) if newest else 0,
    }
