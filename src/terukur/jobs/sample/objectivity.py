"""The sample agency's panel, a run over the ratings, and one finding worked through."""

from datetime import date, datetime, time

from django.utils import timezone

from terukur.accounts.models import User
from terukur.jobs.sample.habits import MILD
from terukur.jobs.sample.people import SampleAgency
from terukur.ledger.acting import COMMAND
from terukur.raters.computing.nightly import look_at_ratings
from terukur.raters.findings import FindingStep, agree_action, hear, may_work, open_name, state_own
from terukur.raters.models import Finding
from terukur.raters.panel import name_member
from terukur.regulation.periods import Period

_LOOKED, _WORKED = date(2026, 10, 14), date(2026, 10, 20)
PANEL_UNITS = ("INSPEKTORAT", "DINKES", "LOKET-PLAJU")


def panel_of(agency: SampleAgency) -> list[str]:
    """Return the numbers of the panel: heads of three offices who are independent of each other."""
    heads = {person.unit: person.number for person in agency.people if person.is_head}
    return [heads[unit] for unit in PANEL_UNITS]


def look_and_work_through(agency: SampleAgency) -> None:
    """Store a run up to the third quarter; the finding on the mild appraiser ends with an action."""
    team = User.objects.get(username=agency.of_role("performance-team")[0].number)
    members = panel_of(agency)
    for number in members:
        name_member(number=number, by=team, on=_LOOKED, at=_moment(_LOOKED))
    look_at_ratings(Period.parse("2026-Q3"), by=COMMAND, on=_LOOKED, at=_moment(_LOOKED))
    by = User.objects.get(username=members[0])
    for finding in Finding.objects.filter(appraiser__number=MILD).select_related("appraiser"):
        on, at = _WORKED, _moment(_WORKED)
        why = "Buktinya sudah dibaca bersama; penilainya perlu didengar."
        open_name(finding=finding, text=why, by=by, on=on, at=at)
        said = "Nilai tinggi diberikan karena kehadiran; contoh lain belum dicatat."
        hear(finding=finding, step=FindingStep(said, finding.appraiser, on), by=by, on=on, at=at)
        state_own(
            finding=finding,
            by=finding.appraiser.user,
            at=at,
            text="Saya menghargai yang hadir setiap hari. Contoh jarang saya catat saat terjadi.",
        )
        agreed = "Mencatat satu contoh sebulan untuk tiap orang, dan menilai enam kasus sekali lagi."
        step = FindingStep(agreed, finding.appraiser, date(2027, 1, 15))
        others = User.objects.filter(username__in=members[1:]).order_by("pk")
        second = next(one for one in others if may_work(one, finding, on=on))
        agree_action(finding=finding, step=step, by=second, on=on, at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(13), tzinfo=timezone.get_current_timezone())
