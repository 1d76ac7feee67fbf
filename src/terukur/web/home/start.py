"""The steps until an agency's first period runs, each with its counts: all of them in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from terukur.accounts.counted_rows import counted
from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, PeriodStep
from terukur.measurement.models import Observation
from terukur.organization.activation import people_to_come, to_be_given
from terukur.organization.models import Assignment, Headship, ReportingLine, Unit
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.workflow import PlanStatus
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.regulation.scales import PositionKind


@dataclass(frozen=True, slots=True)
class StartStep:
    """One step: its counts in words, whether it is done, and where it is done."""

    title: str
    words: str
    is_done: bool
    address: str
    button: str


@dataclass(frozen=True, slots=True)
class Start:
    """The steps in their order for one period; ``next`` is the first that is not done."""

    period: Period
    steps: Sequence[StartStep]

    @property
    def next(self) -> StartStep | None:
        """The first step that is not done, None where the period runs."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def done(self) -> int:
        """The number of steps that are done."""
        return sum(step.is_done for step in self.steps)


def has_opened_a_period() -> bool:
    """Return whether any period was opened: before that, the team is on the way to its first."""
    return PeriodStep.objects.exists()


def first_period(*, on: date, cadence: Cadence) -> Period:
    """Return the period that was opened first, or the one that an office would begin with on a day."""
    opened = PeriodStep.objects.order_by("set_at").values_list("period", flat=True).first()
    if opened is not None:
        return opened
    running = cadence.period_of(on)
    return running.previous if running.previous.year == running.year else running


def start_for(user: User, period: Period, *, on: date, at: datetime) -> Start:
    """Return the steps for a period with the counts of a day."""
    return Start(period, _steps(counted(user, _queries(period, on, at)), period))


def _queries(period: Period, on: date, at: datetime) -> dict[str, QuerySet[Any]]:
    people = Assignment.objects.on(on).filter(Q(employee__left_on__isnull=True) | Q(employee__left_on__gt=on))
    units = Unit.objects.filter(closed_on__isnull=True)
    with_people = units.filter(Exists(people.filter(position__unit=OuterRef("pk"))))
    led = Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).filter(unit=OuterRef("pk"))
    lines = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk"))
    plans = PlanVersion.objects.filter(plan__assignment=OuterRef("pk"), plan__year=period.year)
    is_set = Exists(plans.filter(status=PlanStatus.SET))
    waits = Exists(plans.filter(status=PlanStatus.SUBMITTED))
    used = Measure.objects.filter(
        Exists(
            Indicator.objects.filter(
                measure=OuterRef("pk"),
                result__version__status=PlanStatus.SET,
                result__version__plan__year=period.year,
            )
        )
    )
    values = Observation.objects.filter(
        measure=OuterRef("pk"), starts__gte=period.starts, ends__lte=period.ends
    )
    appraisals = Appraisal.objects.filter(period=period)
    no_password = Q(employee__user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return {
        "people": people,
        "units": with_people,
        "headless": with_people.exclude(Exists(led)),
        "unappraised": people.exclude(Exists(lines)).exclude(position__kind=PositionKind.HIGH_LEADER),
        "come": people_to_come(None, on=on, at=at).exclude(no_password),
        "without_code": to_be_given(None, replace=False, on=on, at=at),
        "measures": Measure.objects.all(),
        "set": people.filter(is_set),
        "waiting": people.filter(waits).exclude(is_set),
        "drafted": people.filter(Exists(plans)).exclude(is_set).exclude(waits),
        "used": used,
        "valued": used.filter(Exists(values)),
        "opened": PeriodStep.objects.filter(period=period),
        "appraisals": appraisals,
        "computed": appraisals.filter(computation__isnull=False),
    }


def _steps(n: dict[str, int], period: Period) -> list[StartStep]:
    """Return the steps in their order, from the counts by name."""
    there = n["people"] > 0
    missing = n["people"] - n["set"] - n["waiting"] - n["drafted"]
    proposals = reverse("head-proposals")
    return [
        StartStep(
            "Muat data pegawai",
            f"{n['people']} pegawai di {n['units']} unit." if there else "Belum ada pegawai.",
            there,
            _upload("people"),
            "Muat berkas pegawai",
        ),
        StartStep(
            "Tetapkan kepala unit",
            f"{n['headless']} dari {n['units']} unit belum punya kepala.",
            there and not n["headless"],
            proposals,
            "Lihat usulan kepala",
        ),
        StartStep(
            "Tetapkan penilai",
            f"{n['unappraised']} dari {n['people']} pegawai belum punya penilai.",
            there and not n["unappraised"],
            proposals,
            "Lihat usulan penilai",
        ),
        StartStep(
            "Bagikan kode aktivasi",
            f"{n['come']} sudah masuk; {n['without_code']} belum diberi kode.",
            there and not n["without_code"],
            reverse("activation"),
            "Buat kode",
        ),
        StartStep(
            "Isi katalog ukuran",
            f"{n['measures']} ukuran di katalog. Ukuran log layanan dan survei masuk bersama berkasnya.",
            n["measures"] > 0,
            reverse("catalogue"),
            "Buka katalog ukuran",
        ),
        StartStep(
            f"Tetapkan SKP {period.year}",
            f"{n['set']} ditetapkan, {n['waiting']} menunggu penilai, {n['drafted']} masih konsep, "
            f"{missing} belum ada.",
            there and n["set"] == n["people"],
            _upload("plans"),
            "Muat berkas SKP",
        ),
        StartStep(
            f"Muat hasil ukur {period.label}",
            f"{n['valued']} dari {n['used']} ukuran yang dipakai SKP sudah punya nilai."
            if n["used"]
            else "Belum ada ukuran yang dipakai SKP.",
            n["set"] > 0 and n["valued"] == n["used"],
            _upload("measurements", periode=str(period)),
            "Muat hasil ukur",
        ),
        StartStep(
            f"Buka {period.label}",
            "Sudah dibuka." if n["opened"] else "Belum dibuka.",
            n["opened"] > 0,
            reverse("period", args=[str(period)]),
            f"Buka {period.label}",
        ),
        StartStep(
            f"Hitung {period.label}",
            f"{n['computed']} dari {n['appraisals']} penilaian sudah dihitung."
            if n["appraisals"]
            else "Belum ada penilaian.",
            n["computed"] > 0 and n["computed"] == n["appraisals"],
            f"{reverse('evaluations')}?{urlencode({'periode': str(period)})}",
            "Hitung",
        ),
    ]


def _upload(kind: str, **more: str) -> str:
    return f"{reverse('upload')}?{urlencode({'isi': kind, **more})}"
