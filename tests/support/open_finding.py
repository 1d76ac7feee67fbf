"""A run that found something about one of the cast, and the panel that works it through."""

from terukur.ledger.acting import COMMAND
from terukur.organization.models import RoleGrant
from terukur.organization.operations import grant_role
from terukur.raters.findings import FindingStep, hear, open_name
from terukur.raters.inputs import RunInputs
from terukur.raters.models import Finding
from terukur.raters.runs import RaterOutcome, RunOutcome, keep_run
from terukur.regulation.periods import Period
from terukur.statistics.severity.verdict import SeverityStatus
from tests.support.cast import AFTER, BUDI, EKO, acting, employee, moment
from tests.support.run_record import record_with

SINCE = Period.parse("2025-Q3")
RECORD = record_with(statuses={"MATERIAL_DIFFERENCE": 1}, screens={"halo": {"checked": 1, "found": 0}})


def kept(number: str = BUDI, period: str = "2026-Q1", **differing) -> Finding | None:
    """The finding of a run that looked at one appraiser, 0.61 steps more severe than others."""
    known = {
        "status": SeverityStatus.MATERIAL_DIFFERENCE,
        "employees": 14,
        "forms": 28,
        "periods": 3,
        "cases": 6,
        "severity": 0.61,
        "sd": 0.1,
        "reliability": 0.82,
        "chance": 0.99,
        "screens": {},
        "mirror": None,
    }
    outcome = RaterOutcome(appraiser=employee(number).pk, **(known | differing))
    keep_run(
        inputs=RunInputs(Period.parse(period), SINCE, [], 0, [], {number: period}),
        outcome=RunOutcome(seed=1, version="1", ratees=14, raters=[outcome], record=RECORD),
        acting=acting(COMMAND, AFTER),
    )
    return Finding.objects.filter(period=period).last()


def finding_about(number: str = BUDI, period: str = "2026-Q1") -> Finding:
    found = kept(number, period)
    assert found is not None
    return found


def panel_of_eko() -> None:
    """Eko, whom Citra rates, sits in the panel; he stands apart from Budi."""
    role = RoleGrant.Role.CALIBRATION_PANEL
    grant_role(user=employee(EKO).user, role=role, acting=acting(COMMAND, AFTER))


def heard(finding: Finding, on=AFTER) -> None:
    """The name was opened and the appraiser heard."""
    by, at = employee(EKO).user, moment(on)
    open_name(finding=finding, text="Untuk mendengar penilainya.", acting=acting(by, on, at))
    step = FindingStep("Sebagian besar pegawai baru.", finding.appraiser, on)
    hear(finding=finding, step=step, acting=acting(by, on, at))
