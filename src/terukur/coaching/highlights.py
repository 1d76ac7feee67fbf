"""Three sentences for today: one thing that goes well, one that needs attention, one next step."""

from collections.abc import Sequence
from dataclasses import dataclass

from terukur.coaching.standing import IndicatorStanding, StandingStatus, behind, last_data
from terukur.notation.dates import day_and_month
from terukur.regulation.scales import Scale


class NextStep(Scale):
    """The place of the next step."""

    PACE = "pace", "Catat progres hari ini"
    TALK = "talk", "Buka lembar percakapan"
    FEEDBACK = "feedback", "Minta umpan balik"


@dataclass(frozen=True, slots=True)
class Highlights:
    """One sentence each; ``good`` and ``attention`` are empty where the figures show none."""

    good: str
    attention: str
    next_step: str
    step: NextStep


def highlights_of(standings: Sequence[IndicatorStanding]) -> Highlights | None:
    """Return the three sentences for the present standing; None where nothing is measured yet.

    The heaviest indicator comes first, and the same one is never praised and warned of. An indicator without
    data is named as such: it is not known whether it lags.
    """
    if all(one.status is StandingStatus.UNMEASURED for one in standings):
        return None
    lagging, good = behind(standings), _going_well(standings)
    if not lagging:
        return Highlights(
            good,
            _unmeasured(standings),
            "Minta umpan balik tentang satu hasil kerja Anda.",
            NextStep.FEEDBACK,
        )
    first = lagging[0]
    attention = f"{first.name}: {first.figure} ({first.months}), {first.why}."
    if others := [one.name for one in lagging[1:]]:
        attention += f" Juga tertinggal: {', '.join(others)}."
    if first.advice is not None:
        return Highlights(good, attention, f"{first.advice.words}.", NextStep.PACE)
    return Highlights(
        good,
        attention,
        "Bicarakan dengan penilai apa yang menghambat dan apa yang dapat dibantu.",
        NextStep.TALK,
    )


def _unmeasured(standings: Sequence[IndicatorStanding]) -> str:
    names = [
        f"{one.name}: {one.why}"
        for one in standings
        if one.status is StandingStatus.UNMEASURED and one.item.is_due
    ]
    if names:
        return f"Dari yang terukur tidak ada yang tertinggal. {'; '.join(names)}."
    missing = dict.fromkeys(one.missing for one in standings if one.missing)
    until = last_data(standings)
    if not missing or until is None:
        return ""
    return f"Sampai {day_and_month(until)} tidak ada yang tertinggal; {'; '.join(missing)}."


def _going_well(standings: Sequence[IndicatorStanding]) -> str:
    fine = [one for one in standings if one.status in (StandingStatus.ON_TRACK, StandingStatus.AHEAD)]
    if not fine:
        return ""
    best = max(fine, key=lambda one: (one.status is StandingStatus.AHEAD, one.item.weight))
    return f"{best.name}: {best.figure} ({best.months}), {best.why}."
