"""The kept results of a run, as the words and drawings need them."""

from collections.abc import Mapping, Sequence

from terukur.raters.models import RaterResult
from terukur.raters.record import NamelessEstimate
from terukur.statistics.severity.verdict import Z80, Z95, RaterEstimate, SeverityStatus


def estimate_of(result: RaterResult) -> RaterEstimate:
    """Return a stored result with its intervals, without a number where none was kept."""
    severity, sd = result.severity, result.sd
    return RaterEstimate(
        rater="",
        status=SeverityStatus(result.status),
        employees=result.employees,
        forms=result.forms,
        periods=result.periods,
        component=0,
        cases=result.cases,
        severity=severity,
        se=sd,
        interval80=_around(severity, sd, Z80),
        interval95=_around(severity, sd, Z95),
        reliability=result.reliability,
        chance_material=result.chance,
        is_showable=severity is not None,
    )


def _around(value: float | None, sd: float | None, reach: float) -> tuple[float, float] | None:
    return None if value is None or sd is None else (value - reach * sd, value + reach * sd)


def unnumbered(
    statuses: Mapping[SeverityStatus, int], numbered: Sequence[NamelessEstimate]
) -> dict[SeverityStatus, int]:
    """Return the number of appraisers of a run without a number, by status."""
    found = {
        status: statuses.get(status, 0) - sum(one.status is status for one in numbered)
        for status in (
            SeverityStatus.NOT_IDENTIFIED,
            SeverityStatus.NOT_ENOUGH_DATA,
            SeverityStatus.SCALE_SHOWS_NOTHING,
        )
    }
    return {status: count for status, count in found.items() if count > 0}
