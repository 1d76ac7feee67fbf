"""The sample agency's panel, a run over the ratings, and one finding worked through."""

from datetime import date

from terukur.accounts.models import User
from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.habits import MILD
from terukur.jobs.sample.people import SampleAgency
from terukur.ledger.acting import COMMAND
from terukur.organization.operations import grant_role
from terukur.raters.computing.nightly import look_at_ratings
from terukur.raters.findings import FindingStep, agree_action, hear, may_work, open_name, state_own
from terukur.raters.models import Finding
from terukur.raters.panel import PANEL
from terukur.regulation.periods import Period

_LOOKED, _WORKED = date(2026, 10, 14), date(2026, 10, 20)
PANEL_UNITS = ("INSPEKTORAT", "DINKES", "LOKET-PLAJU")


def panel_of(agency: SampleAgency) -> list[str]:
    """Return the numbers of the panel: heads of three offices who are independent of each other."""
    heads = {person.unit: person.number for person in agency.people if person.is_head}
    return [heads[unit] for unit in PANEL_UNITS]


def look_and_work_through(agency: SampleAgency) -> None:
    """Store a run up to the third quarter; the finding on the mild appraiser ends with an action."""
    members = panel_of(agency)
    for user in User.objects.filter(username__in=members):
        grant_role(user=user, role=PANEL, acting=acting_on(COMMAND, _LOOKED, hour=13))
    look_at_ratings(Period.parse("2026-Q3"), acting=acting_on(COMMAND, _LOOKED, hour=13))
    by = User.objects.get(username=members[0])
    for finding in Finding.objects.filter(appraiser__number=MILD).select_related("appraiser"):
        why = "Buktinya sudah dibaca bersama; penilainya perlu didengar."
        open_name(finding=finding, text=why, acting=acting_on(by, _WORKED, hour=13))
        said = "Nilai tinggi diberikan karena kehadiran; contoh lain belum dicatat."
        hear(
            finding=finding,
            step=FindingStep(said, finding.appraiser, _WORKED),
            acting=acting_on(by, _WORKED, hour=13),
        )
        state_own(
            finding=finding,
            acting=acting_on(finding.appraiser.user, _WORKED, hour=13),
            text="Saya menghargai yang hadir setiap hari. Contoh jarang saya catat saat terjadi.",
        )
        agreed = "Mencatat satu contoh sebulan untuk tiap orang, dan menilai enam kasus sekali lagi."
        step = FindingStep(agreed, finding.appraiser, date(2027, 1, 15))
        others = User.objects.filter(username__in=members[1:]).order_by("pk")
        second = next(one for one in others if may_work(one, finding, on=_WORKED))
        agree_action(finding=finding, step=step, acting=acting_on(second, _WORKED, hour=13))
