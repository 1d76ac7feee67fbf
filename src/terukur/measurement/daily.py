"""Daily progress (progres harian): activities, their week, and the lines for e-Kinerja.

It documents work. Hours and counts of activities never become achievement, so no evaluation reads them; an
amount that was written for an indicator is offered as its realization (``daily_sums``). The ledger names each
day's entries as one set, in the night after.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.models import StoredFile
from terukur.ledger.operations import Act, record, store_file
from terukur.measurement.models import DailyProgress
from terukur.measurement.operations import EvidenceDraft, MeasurementRefused, refuse_evidence_file
from terukur.notation.dates import written_day
from terukur.organization.models import Employee
from terukur.planning.models import Indicator, Plan, PlannedResult, PlanVersion
from terukur.regulation.periods import monday_of
from terukur.regulation.scales import Combination

EKINERJA_HEADERS = (
    "Rencana aksi",
    "Tanggal",
    "Mulai",
    "Selesai",
    "Kegiatan",
    "Realisasi",
    "Satuan",
    "Tautan",
)
_USUAL = 6
_LOOKED_AT = 200
_LARGEST_AMOUNT = 100_000


@dataclass(frozen=True, slots=True)
class DailyDraft:
    """One activity as it is entered; ``thread`` names the planned result that it served.

    ``indicator`` is the thread of the indicator for which the amount counts, if it counts for any.
    """

    key: UUID
    thread: UUID
    day: date
    starts: time
    ends: time
    activity: str
    amount: int | None
    unit: str
    evidence: EvidenceDraft = field(default_factory=EvidenceDraft)
    indicator: UUID | None = None


@transaction.atomic
def record_daily(*, employee: Employee, draft: DailyDraft, acting: Acting[User]) -> DailyProgress:
    """Store an activity, or a further version of one with the same key.

    A draft that was kept while there was no connection may come twice; it counts once.

    :raises MeasurementRefused: for another person's work, a day outside the plan or in the future, times out
        of order or taken by another activity, or a file that cannot be kept.
    """
    if employee.user_id != acting.by.pk:
        raise MeasurementRefused("Progres harian ditulis oleh pegawainya sendiri.")
    result = _result_of(employee, draft)
    plan = result.version.plan
    # One at a time: two at once would both find the hour free.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    before = _newest(draft.key)
    if before is not None and before.plan.assignment.employee_id != employee.pk:
        raise MeasurementRefused("Catatan ini milik pegawai lain.")
    counted = _counted_indicator(result, draft)
    unit = draft.unit.strip() or (counted.unit if counted else "")
    _refuse_times(draft, on=acting.on)
    _refuse_amount(draft, unit, counted)
    refuse_evidence_file(draft.evidence)
    entry = DailyProgress(
        key=draft.key,
        version=before.version + 1 if before else 1,
        plan=plan,
        thread=draft.thread,
        action=result.title,
        day=draft.day,
        starts=draft.starts,
        ends=draft.ends,
        activity=" ".join(draft.activity.split()),
        amount=draft.amount,
        unit=unit,
        indicator=counted.thread if counted else None,
        counts_for=counted.name if counted else "",
        address=draft.evidence.address,
        at=acting.at,
        **_kept_file(draft, before, acting),
    )
    if before is not None and _says_the_same(before, entry):
        return before
    _refuse_overlap(employee, draft)
    entry.save()
    if draft.evidence.content:
        told = {"sha256": entry.file.sha256} if entry.file else None
        record(Act(f"plan/{plan.pk}", "daily-file-kept", after=told), acting)
    return entry


@transaction.atomic
def withdraw_daily(*, employee: Employee, key: UUID, acting: Acting[User]) -> None:
    """Withdraw an activity; its earlier versions stay.

    :raises MeasurementRefused: for an activity that is not one's own or was withdrawn.
    """
    entry = daily_entry(employee, key)
    if entry is None or employee.user_id != acting.by.pk:
        raise MeasurementRefused("Catatan ini tidak ada lagi.")
    entry.pk, entry.version, entry.is_withdrawn, entry.at = None, entry.version + 1, True, acting.at
    entry.save(force_insert=True)


def _result_of(employee: Employee, draft: DailyDraft) -> PlannedResult:
    found = (
        PlannedResult.objects.filter(
            thread=draft.thread,
            version__status=PlanVersion.Status.SET,
            version__plan__assignment__employee=employee,
            version__plan__starts__lte=draft.day,
            version__plan__ends__gte=draft.day,
        )
        .select_related("version__plan")
        .first()
    )
    if found is None:
        raise MeasurementRefused(
            "Hasil kerja ini tidak ada di SKP yang berlaku pada tanggal itu. Pilih hasil kerja yang lain "
            "atau periksa tanggalnya."
        )
    return found


def _refuse_times(draft: DailyDraft, *, on: date) -> None:
    if draft.day > on:
        raise MeasurementRefused("Tanggal itu belum tiba; catat sesudah dikerjakan.")
    if draft.ends <= draft.starts:
        raise MeasurementRefused("Jam selesai harus sesudah jam mulai pada hari yang sama.")


def _counted_indicator(result: PlannedResult, draft: DailyDraft) -> Indicator | None:
    if draft.indicator is None:
        return None
    found = countable_indicators([result]).filter(thread=draft.indicator).first()
    if found is None:
        raise MeasurementRefused(
            "Indikator ini tidak dijumlahkan dari catatan harian. Pilih hasil kerjanya saja, atau indikator "
            "lain.",
            field="thread",
        )
    return found


def _refuse_amount(draft: DailyDraft, unit: str, counted: Indicator | None) -> None:
    if not draft.activity.strip() or not unit:
        raise MeasurementRefused("Tulis kegiatannya dan satuannya.")
    if draft.amount is not None and not 0 <= draft.amount <= _LARGEST_AMOUNT:
        raise MeasurementRefused(f"Realisasi berupa bilangan bulat 0 sampai {_LARGEST_AMOUNT}.")
    if counted is not None and unit.casefold() != counted.unit.strip().casefold():
        raise MeasurementRefused(
            f"Satuan indikator ini “{counted.unit}”. Tulis jumlahnya dalam satuan itu.", field="unit"
        )


def _refuse_overlap(employee: Employee, draft: DailyDraft) -> None:
    for other in entries_between(employee, draft.day, draft.day):
        if other.key != draft.key and draft.starts < other.ends and other.starts < draft.ends:
            raise MeasurementRefused(
                f"Jam {draft.starts:%H:%M}–{draft.ends:%H:%M} bertumpang tindih dengan "
                f"“{other.activity}” ({other.starts:%H:%M}–{other.ends:%H:%M})."
            )


def _kept_file(
    draft: DailyDraft, before: DailyProgress | None, acting: Acting[User]
) -> dict[str, StoredFile | str | None]:
    """Return the file that goes with an activity; a correction without one keeps the earlier file."""
    evidence = draft.evidence
    if evidence.content:
        stored = store_file(content=evidence.content, name=evidence.file_name, acting=acting)
        return {"file": stored, "file_name": evidence.file_name[:255]}
    if before is not None:
        return {"file": before.file, "file_name": before.file_name}
    return {"file": None, "file_name": ""}


def _says_the_same(before: DailyProgress, entry: DailyProgress) -> bool:
    told = (
        "plan_id",
        "thread",
        "day",
        "starts",
        "ends",
        "activity",
        "amount",
        "unit",
        "indicator",
        "address",
        "file_id",
        "is_withdrawn",
    )
    return all(getattr(before, name) == getattr(entry, name) for name in told)


def _newest(key: UUID) -> DailyProgress | None:
    return (
        DailyProgress.objects.select_related("plan__assignment").filter(key=key).order_by("-version").first()
    )


def daily_entry(employee: Employee, key: UUID) -> DailyProgress | None:
    """Return the current version of an employee's activity; None where it was withdrawn."""
    found = _newest(key)
    if found is None or found.is_withdrawn or found.plan.assignment.employee_id != employee.pk:
        return None
    return found


def entries_between(employee: Employee, first: date, last: date) -> list[DailyProgress]:
    """Return the current activities of an employee for these days, in the order of time."""
    own = DailyProgress.objects.filter(plan__assignment__employee=employee)
    return list(standing_entries(own, first, last))


def standing_entries(of: QuerySet[DailyProgress], first: date, last: date) -> QuerySet[DailyProgress]:
    """Return the current versions of these activities for the days, in the order of time."""
    newest = of.order_by("key", "-version").distinct("key")
    return DailyProgress.objects.filter(
        pk__in=newest.values("pk"), is_withdrawn=False, day__gte=first, day__lte=last
    ).order_by("day", "starts")


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday, with their activities."""

    monday: date
    entries: Sequence[DailyProgress]

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=7)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=7)

    @property
    def days(self) -> list[tuple[date, list[DailyProgress]]]:
        """The days that have entries, newest first."""
        by_day: dict[date, list[DailyProgress]] = {}
        for entry in self.entries:
            by_day.setdefault(entry.day, []).append(entry)
        return sorted(by_day.items(), reverse=True)

    @property
    def minutes(self) -> list[tuple[str, int]]:
        """The minutes by planned result, most first."""
        counted: Counter[str] = Counter()
        for entry in self.entries:
            counted[entry.action] += entry.minutes
        return counted.most_common()


def week_of(employee: Employee, day: date) -> Week:
    """Return the week in which a day lies."""
    monday = monday_of(day)
    return Week(monday, entries_between(employee, monday, monday + timedelta(days=6)))


def results_for(employee: Employee, *, on: date) -> list[PlannedResult]:
    """Return the planned results that work of a day may serve."""
    return list(
        PlannedResult.objects.filter(
            version__status=PlanVersion.Status.SET,
            version__plan__assignment__employee=employee,
            version__plan__starts__lte=on,
            version__plan__ends__gte=on,
        ).order_by("version__plan__starts", "number")
    )


def countable_indicators(results: Iterable[PlannedResult]) -> QuerySet[Indicator]:
    """Return the indicators of results whose amounts add up by hand: no data fill them, and sums count."""
    return Indicator.objects.filter(
        result__in=[result.pk for result in results], measure=None, combination=Combination.SUM
    ).order_by("result__number", "number")


def usual(employee: Employee) -> list[DailyProgress]:
    """Return the activities that an employee enters most often, each in its last version."""
    recent = list(
        DailyProgress.objects.filter(plan__assignment__employee=employee, is_withdrawn=False).order_by("-at")[
            :_LOOKED_AT
        ]
    )
    last: dict[str, DailyProgress] = {}
    for entry in recent:
        last.setdefault(entry.activity.casefold(), entry)
    often = Counter(entry.activity.casefold() for entry in recent)
    return [last[activity] for activity, _count in often.most_common(_USUAL)]


def ekinerja_rows(entries: Iterable[DailyProgress]) -> list[tuple[str, ...]]:
    """Return the lines of the daily form of e-Kinerja, in the order of its fields."""
    return [
        (
            entry.action,
            f"{written_day(entry.day)}",
            f"{entry.starts:%H:%M}",
            f"{entry.ends:%H:%M}",
            entry.activity,
            "" if entry.amount is None else str(entry.amount),
            entry.unit,
            entry.address,
        )
        for entry in entries
    ]
