"""Search of the figures of a period for patterns, and notes on them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.tree import ComputedIndicator
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.measurement.daily import standing_entries
from terukur.measurement.models import DailyProgress, Observation
from terukur.measurement.queries import current_observations
from terukur.notation.dates import written_day
from terukur.notation.numbers import display, fixed
from terukur.notation.stored_records import LATER, stored_as, to_json
from terukur.objectivity.unit_basis import carries_heaps
from terukur.organization.access import is_performance_team
from terukur.organization.models import Unit
from terukur.oversight.models import Pattern, PatternNote, PatternRun
from terukur.planning.models import Indicator, PlanVersion
from terukur.regulation.decision import Refused
from terukur.regulation.periods import Period
from terukur.regulation.scales import Direction, Origin
from terukur.regulation.working_calendar import default_calendar
from terukur.statistics.discoveries import discoveries
from terukur.statistics.indicators import BUNCHING_LEVEL, BUNCHING_WIDTH, threshold_bunching
from terukur.statistics.patterns import identical_rows, jumped

_BY_HAND = (Origin.VERIFIED, Origin.DECLARED)
_LEAST_ON_TARGET = 3
_LEAST_OUTSIDE = 5
_SHOWN = 20


class OversightRefused(Refused):
    """The act is not possible; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one appraisal, as it was computed."""

    appraisal: Appraisal
    indicator: ComputedIndicator

    @property
    def unit(self) -> Unit:
        """The unit of the person."""
        return self.appraisal.plan.assignment.position.unit

    @property
    def name(self) -> str:
        """The person."""
        return self.appraisal.plan.assignment.employee.name

    def evidence(self, words: str) -> "EvidenceLine":
        """Return a line about this figure that leads to its appraisal."""
        return EvidenceLine(f"{self.name}, {self.indicator.name}: {words}", appraisal=self.appraisal.pk)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One line of the evidence of a pattern, and the page that it leads to, if any."""

    words: str
    appraisal: int | None = field(default=None, metadata=LATER)
    import_id: int | None = field(default=None, metadata={**LATER, **stored_as("import")})
    employee: int | None = field(default=None, metadata=LATER)


@dataclass(slots=True)
class _Counted:
    """The counts per unit while the figures are read once."""

    by_hand: int = 0
    on_target: list[EvidenceLine] = field(default_factory=list)
    achievements: list[float] = field(default_factory=list)


@transaction.atomic
def look(*, run: PatternRun, at: datetime) -> int:
    """Search the figures of a run's period, and keep the patterns; return how many."""
    period = run.period
    units: dict[Unit, _Counted] = defaultdict(_Counted)
    band: tuple[Fraction, Fraction] | None = None
    found: list[Pattern] = []
    for figure in _figures(period):
        counted = units[figure.unit]
        _count(counted, figure)
        policy = figure.appraisal.computation.policy if figure.appraisal.computation else None
        if policy is not None:
            band = Fraction(policy.meets_low), Fraction(policy.meets_high)
    for unit, counted in units.items():
        found += _on_target(unit, counted)
    achievements: dict[Unit | None, list[float]] = {unit: one.achievements for unit, one in units.items()}
    everybody = [value for values in achievements.values() for value in values]
    for threshold in band or ():
        found += _heaping(achievements, threshold)
        found += _heaping({None: everybody}, threshold) if len(units) > 1 else []
    found += _identical(period)
    found += _outside_hours(period)
    found += _jumps(period)
    for pattern in found:
        pattern.run = run
    Pattern.objects.bulk_create(found)
    PatternRun.objects.filter(pk=run.pk).update(finished_at=at)
    return len(found)


def _figures(period: Period) -> Iterator[Figure]:
    appraisals = Appraisal.objects.filter(period=period, computation__isnull=False).select_related(
        "computation__policy", "plan__assignment__employee", "plan__assignment__position__unit"
    )
    for appraisal in appraisals.order_by("pk").iterator(500):
        for indicator in appraisal.indicators():
            if indicator.achievement is not None:
                yield Figure(appraisal, indicator)


def _count(counted: _Counted, figure: Figure) -> None:
    item = figure.indicator
    if item.achievement is not None and carries_heaps(item):
        counted.achievements.append(float(item.achievement))
    if item.origin not in _BY_HAND:
        return
    counted.by_hand += 1
    if item.realization is not None and item.realization in (item.due_target, item.target):
        counted.on_target.append(figure.evidence(f"{display(item.realization)} {item.unit}"))


def _on_target(unit: Unit, counted: _Counted) -> Iterator[Pattern]:
    """Yield units where half or more of the figures by hand, at least three, are exactly their target."""
    same = len(counted.on_target)
    if same >= _LEAST_ON_TARGET and 2 * same >= counted.by_hand:
        yield Pattern(
            kind=Pattern.Kind.ON_TARGET,
            unit=unit,
            evidence=to_json(tuple(counted.on_target[:_SHOWN])),
            words=f"{same} dari {counted.by_hand} angka isian tangan tepat sama dengan targetnya.",
        )


def _heaping(achievements: Mapping[Unit | None, list[float]], threshold: Fraction) -> Iterator[Pattern]:
    """Yield the units whose achievements heap above a threshold, by the rule of their own page (decision
    0026)."""
    seen = [threshold_bunching(values, threshold=float(threshold)) for values in achievements.values()]
    chosen = discoveries([one.p if one else None for one in seen], BUNCHING_LEVEL)
    for unit, one, is_found in zip(achievements, seen, chosen, strict=True):
        if one is not None and is_found:
            where = f"{display(threshold)} % dan {display(threshold + BUNCHING_WIDTH)} %"
            yield Pattern(
                kind=Pattern.Kind.HEAPING,
                unit=unit,
                words=f"{one.above} capaian di antara {where}, hanya {one.below} tepat di bawahnya.",
                evidence=to_json(
                    (EvidenceLine(f"Peluang kebetulan sebesar ini atau lebih: {fixed(one.p, 4)}"),)
                ),
            )


def _identical(period: Period) -> Iterator[Pattern]:
    """Yield the same figures, month by month, for several people under one measure."""
    rows: dict[int, dict[int, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    observations = current_observations().filter(
        employee__isnull=False, starts__year=period.year, ends__lte=period.ends
    )
    for row in observations.select_related("employee", "measure").iterator(2000):
        rows[row.measure_id][row.employee_id or 0].append(row)
    for people in rows.values():
        values = {
            who: {row.starts: (row.value, row.numerator, row.denominator) for row in series}
            for who, series in people.items()
        }
        for group in identical_rows(values):
            first = people[group[0]]
            yield Pattern(
                kind=Pattern.Kind.IDENTICAL,
                words=f"{len(group)} orang punya angka “{first[0].measure.name}” yang sama pada "
                f"{len(first)} periode.",
                evidence=to_json(
                    tuple(
                        EvidenceLine(_series(people[who]), import_id=people[who][0].source_id)
                        for who in group[:_SHOWN]
                    )
                ),
            )


def _series(series: list[Observation]) -> str:
    shown = ", ".join(display(row.amount) for row in series[:12])
    name = series[0].employee.name if series[0].employee else ""
    return f"{name}: {shown}"


def _outside_hours(period: Period) -> Iterator[Pattern]:
    """Yield people who entered a third or more of their work, at least five times, outside office hours."""
    calendar = default_calendar(on=period.starts)
    entries_of_all = standing_entries(DailyProgress.objects.all(), period.starts, period.ends)
    by_person: dict[int, list[DailyProgress]] = defaultdict(list)
    for entry in entries_of_all.select_related(
        "plan__assignment__employee", "plan__assignment__position__unit"
    ):
        by_person[entry.plan.assignment.employee_id].append(entry)
    for entries in by_person.values():
        outside = [
            entry
            for entry in entries
            if not any(
                opens <= entry.starts and entry.ends <= closes
                for opens, closes in calendar.intervals(entry.day)
            )
        ]
        if len(outside) >= _LEAST_OUTSIDE and 3 * len(outside) >= len(entries):
            assignment = entries[0].plan.assignment
            yield Pattern(
                kind=Pattern.Kind.OUTSIDE_HOURS,
                unit=assignment.position.unit,
                words=f"{assignment.employee.name}: {len(outside)} dari {len(entries)} catatan harian "
                "di luar jam kerja.",
                evidence=to_json(
                    tuple(
                        EvidenceLine(
                            f"{written_day(e.day)} {e.starts:%H:%M}–{e.ends:%H:%M}: {e.activity}",
                            employee=assignment.employee_id,
                        )
                        for e in outside[:_SHOWN]
                    )
                ),
            )


def _jumps(period: Period) -> Iterator[Pattern]:
    """Yield figures that rose by a fifth after a revision made their target easier."""
    revised = PlanVersion.objects.in_force(on=period.ends).filter(
        number__gt=1, in_force_from__year=period.year, in_force_from__lte=period.ends
    )
    for version in revised.select_related("plan"):
        before = version.plan.versions.filter(number=version.number - 1).first()
        appraisal = (
            Appraisal.objects.filter(plan=version.plan, period=period, computation__isnull=False)
            .select_related("computation", "plan__assignment__employee", "plan__assignment__position__unit")
            .first()
        )
        if before is None or appraisal is None:
            continue
        targets = {str(i.thread): i for i in Indicator.objects.filter(result__version=before)}
        for indicator in appraisal.indicators():
            old = targets.get(indicator.thread)
            if old is not None and version.in_force_from is not None:
                yield from _jump(Figure(appraisal, indicator), old, version.in_force_from, version)


def _jump(figure: Figure, old: Indicator, since: date, version: PlanVersion) -> Iterator[Pattern]:
    item = figure.indicator
    if item.direction is not Direction.HIGHER or old.target is None:
        return
    new, former = item.target, Fraction(old.target)
    earlier = [one.value for one in item.series if one.ends < since]
    later = [one.value for one in item.series if one.ends >= since]
    if new < former and jumped(earlier, later):
        yield Pattern(
            kind=Pattern.Kind.JUMP,
            unit=figure.unit,
            words=f"{figure.name}, {item.name}: target turun dari {display(former)} ke "
            f"{display(new)}, lalu angkanya naik.",
            evidence=to_json(
                (
                    figure.evidence(f"sebelumnya {_joined(earlier)}; sesudahnya {_joined(later)}"),
                    EvidenceLine(f"Alasan revisi: {version.revision_reason or 'tidak tertulis'}"),
                )
            ),
        )


def _joined(values: Iterable[Fraction]) -> str:
    return ", ".join(display(value) for value in values)


def request_run(*, period: Period, acting: Acting[User]) -> PatternRun:
    """Ask for a search; the worker carries it out.

    :raises OversightRefused: for anybody but the performance team.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise OversightRefused("Pencarian pola diminta oleh pengelola kinerja.")
    return PatternRun.objects.create(period=period, requested_by=acting.by, requested_at=acting.at)


@transaction.atomic
def note_on(*, pattern: Pattern, text: str, acting: Acting[User]) -> PatternNote:
    """Store a note on a pattern after asking the people.

    :raises OversightRefused: for anybody but the performance team, or without words.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise OversightRefused("Catatan tentang pola ditulis oleh pengelola kinerja.")
    if not text.strip():
        raise OversightRefused("Tulis apa yang ditanyakan dan apa jawabannya.")
    note = PatternNote.objects.create(pattern=pattern, text=text.strip()[:1000], by=acting.by, at=acting.at)
    record(Act(f"pattern/{pattern.pk}", "pattern-noted", reason=text), acting)
    return note


def latest_run(period: Period) -> PatternRun | None:
    """Return the newest search of a period that is done."""
    return (
        PatternRun.objects.filter(period=period, finished_at__isnull=False)
        .prefetch_related("patterns__unit", "patterns__notes__by")
        .first()
    )
