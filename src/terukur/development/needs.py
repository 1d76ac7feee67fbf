"""Learning needs of a person, each with its size and evidence: gaps in a given rating, and competences below
the standard of the position.

``size`` (0 to 1) says how much of what was expected is missing, times how much it weighs:

* an indicator below the policy's band: the share that is missing to the band's lower end, times its weight
  against the heaviest indicator of the plan;
* a behavior value marked below: one of the two steps of the scale, a half;
* a competence: the share of the required level that is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import OuterRef, QuerySet, Subquery

from terukur.appraisal.tree import ComputedIndicator, ComputedResult, FileSource
from terukur.development.facts import Given, given_to
from terukur.development.models import CompetenceLevel, CompetenceStandard
from terukur.development.ranking import Need, behavior_need, competence_need, indicator_need
from terukur.notation.dates import written_day
from terukur.notation.numbers import display, percent_display
from terukur.organization.models import Assignment, Employee
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.scales import Rating

_EARLIER_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class NeedInputs:
    """The inputs for needs: given appraisals, and the position held today."""

    given: Sequence[Given]
    assignment: Assignment | None


def needs_of(employee: Employee, *, on: date) -> list[Need]:
    """Return a person's needs on a day, largest first: from the newest delivered rating and from standards.

    Undelivered ratings and trials do not count.
    """
    assignment = Assignment.objects.on(on).select_related("position").filter(employee=employee)
    given = given_to([employee.pk], on=on).get(employee.pk, [])
    return needs_from(NeedInputs(given, assignment.first()), on=on)


def needs_from(standing: NeedInputs, *, on: date) -> list[Need]:
    """Return the same from inputs read already; one more statement, for the competences."""
    needs = []
    if standing.given:
        newest = standing.given[0]
        needs += [*_of_indicators(newest), *_of_behavior(newest, standing.given)]
    if standing.assignment is not None:
        needs += _of_competences(standing.assignment, on)
    return sorted(needs, key=lambda need: (-need.size, need.kind, need.key))


def _of_indicators(given: Given) -> Iterable[Need]:
    heaviest = max((one.weight for one in given.tree.indicators()), default=None)
    if not heaviest:
        return
    for result in given.tree.results:
        for indicator in result.indicators:
            if indicator.is_due and indicator.achievement is not None:
                yield from _of_indicator(given, result, indicator, indicator.achievement, heaviest)


def _of_indicator(
    given: Given,
    result: ComputedResult,
    indicator: ComputedIndicator,
    achievement: Fraction,
    heaviest: Fraction,
) -> Iterable[Need]:
    low, weight = given.tree.policy.meets_low, indicator.weight
    if achievement >= low:
        return
    share = min(Fraction(1), (low - achievement) / low)
    size = share * weight / heaviest
    yield indicator_need(
        key=indicator.thread,
        name=indicator.name,
        result=result.title,
        aspect=indicator.aspect or "",
        unit=indicator.unit,
        measure=given.measures.get(indicator.thread, ""),
        period=str(given.period),
        size=size,
        context=[given.position[0]],
        words=(
            f"capaian {percent_display(achievement)}, batas bawah pita {percent_display(low)}: kurang "
            f"{percent_display(share * 100)} dari batas itu × bobot {display(weight)} dari yang "
            f"terberat {display(heaviest)} = {display(size)}"
        ),
        evidence=_evidence_of(given, indicator),
    )


def _evidence_of(given: Given, indicator: ComputedIndicator) -> list[str]:
    figures = "belum ada realisasi"
    if indicator.realization is not None:
        figures = f"{display(indicator.realization)} dari {display(indicator.due_target or 0)}"
    origin = indicator.origin.label
    lines = [f"{given.period.label}: {indicator.name}, {figures} {indicator.unit} ({origin})".strip()]
    files = [source.file for source in indicator.sources if isinstance(source, FileSource)]
    return lines + [f"Berkas: {name}" for name in files[:1]]


def _of_behavior(newest: Given, given: Sequence[Given]) -> Iterable[Need]:
    for value in BEHAVIOR_VALUES:
        mark = newest.marks.get(value.code)
        if mark is None or mark.rating is not Rating.BELOW:
            continue
        seen = [(newest, mark)]
        for earlier in given[1:]:
            before = earlier.marks.get(value.code)
            if before is None or before.rating is not Rating.BELOW or len(seen) > _EARLIER_EXAMPLES:
                break
            seen.append((earlier, before))
        yield behavior_need(
            value=value.code,
            examples=list(dict.fromkeys(one.example for _, one in seen)),
            size=Fraction(1, 2),
            period=str(newest.period),
            context=[newest.position[0]],
            words=f"{value.name} dinilai di bawah ekspektasi: satu dari dua langkah pada skala, 1 ÷ 2 = 0,5",
            evidence=[
                f"{one.period.label}, {written_day(mark.on)}: {mark.example}"
                if mark.on
                else f"{one.period.label}: {mark.example}"
                for one, mark in seen
            ],
        )


def _of_competences(assignment: Assignment, on: date) -> Iterable[Need]:
    for standard in standards_of(assignment, on=on):
        level = standard.found  # type: ignore[attr-defined]
        if level is None or level >= standard.level:
            continue
        missing = standard.level - level
        yield competence_need(
            key=standard.competence.key,
            name=standard.competence.name,
            level=level,
            required=standard.level,
            context=[assignment.position.title],
            words=(
                f"level {level} dari standar {standard.level}: kurang {missing} ÷ {standard.level} = "
                f"{display(Fraction(missing, standard.level))}"
            ),
            evidence=[
                f"{standard.source}, {written_day(standard.assessed_on)}: "  # type: ignore[attr-defined]
                f"{standard.competence.name} level {level}; standar {assignment.position.title} level "
                f"{standard.level}"
            ],
        )


def standards_of(assignment: Assignment, *, on: date) -> QuerySet[CompetenceStandard]:
    """Return the standards of a position, each with the newest assessed level of its holder (None: never)."""
    newest = CompetenceLevel.objects.filter(
        employee=assignment.employee_id, competence=OuterRef("competence"), assessed_on__lte=on
    ).order_by("-assessed_on", "-pk")
    return (
        CompetenceStandard.objects.filter(
            title__iexact=assignment.position.title, kind=assignment.position.kind
        )
        .select_related("competence")
        .annotate(
            found=Subquery(newest.values("level")[:1]),
            assessed_on=Subquery(newest.values("assessed_on")[:1]),
            source=Subquery(newest.values("source")[:1]),
        )
        .order_by("competence__key")
    )
