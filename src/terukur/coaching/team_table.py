"""The appraiser's table: the whole team with figures, drafts and missing parts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects

from terukur.appraisal.drafting import TEXTS, HeldRating, as_rating, held_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import members_of, own_drafts, team_of
from terukur.appraisal.yardstick import Yardstick, yardsticks_of
from terukur.coaching.standing import IndicatorStanding, StandingStatus
from terukur.coaching.team_standing import people_of
from terukur.organization.models import Employee
from terukur.regulation.decision import RuleFinding
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.periods import Period
from terukur.regulation.rating import (
    BehaviorMarkDraft,
    behavior_reason_needed,
    check_rating,
    results_reason_needed,
)
from terukur.regulation.scales import Rating

MANY_ALIKE = 3


@dataclass(frozen=True, slots=True)
class TableRow:
    """One person: the measured results, the last rating, the draft, and the missing parts."""

    appraisal: Appraisal
    status: StandingStatus
    behind: Sequence[IndicatorStanding]
    missing: str
    yardstick: Yardstick
    previous: Appraisal | None
    held: HeldRating
    findings: tuple[RuleFinding, ...]
    is_editable: bool

    @property
    def is_complete(self) -> bool:
        """Return whether the draft could be given now."""
        return self.held.is_draft and not self.findings and not self.yardstick.missing

    @property
    def changed_since(self) -> bool:
        """Return whether the figures have changed since the draft was written."""
        return self.held.seen_computation != self.appraisal.computation_id

    @property
    def results_reasons(self) -> dict[str, str]:
        """The reason that each results rating would need; empty where none."""
        standard = self.yardstick
        return {
            rating.value: results_reason_needed(rating, standard.results, standard.ratings) or ""
            for rating in Rating
        }

    @property
    def behavior_reasons(self) -> dict[str, str]:
        """The reason that each behavior rating would need, whatever the seven marks are."""
        return {
            rating.value: behavior_reason_needed(rating, {}, self.yardstick.ratings) or ""
            for rating in Rating
        }


UNMATCHED = behavior_reason_needed(Rating.MEETS, {"": BehaviorMarkDraft(Rating.ABOVE)}) or ""


def table_of(appraiser: Employee, *, period: Period, on: date) -> list[TableRow]:
    """Return the rows of a period in a fixed number of statements, whatever the size of the team."""
    everybody = team_of(appraiser, period=period, on=on)
    team = [one for one in everybody if not one.is_excused]  # type: ignore[attr-defined]
    prefetch_related_objects(team, "marks")
    drafts = own_drafts(appraiser, team)
    yardsticks = yardsticks_of(team)
    previous = _given_before(team, period)
    rows = []
    for person in people_of(members_of(team, on=on), on=on):
        appraisal = person.member.appraisal
        held = held_of(appraisal, drafts.get(appraisal.pk))
        yardstick = yardsticks[appraisal.pk]
        rows.append(
            TableRow(
                appraisal=appraisal,
                status=person.status,
                behind=person.behind,
                missing=person.missing,
                yardstick=yardstick,
                previous=previous.get(appraisal.plan.assignment.employee_id),
                held=held,
                findings=missing_in(held.fields, appraisal, yardstick, on=on),
                is_editable=appraisal.is_ratable
                and not appraisal.is_shut  # type: ignore[attr-defined]
                and appraisal.computation_id is not None
                and appraisal.ends <= on
                and appraisal.plan.assignment.employee_id != appraiser.pk,
            )
        )
    # Sorted by name, so that no row moves while the appraiser types.
    return sorted(rows, key=lambda row: row.appraisal.plan.assignment.employee.name)


def missing_in(
    fields: Mapping[str, str], appraisal: Appraisal, yardstick: Yardstick, *, on: date
) -> tuple[RuleFinding, ...]:
    """Return the parts that a row still lacks before it may be given."""
    return tuple(
        check_rating(
            as_rating(fields),
            suggested=yardstick.results,
            period_starts=appraisal.starts,
            on=on,
            quarters=yardstick.ratings,
        )
    )


def texts_alike(rows: Iterable[TableRow]) -> int:
    """Return for how many people the same words are used, at most; 0 below ``MANY_ALIKE``. A hint only."""
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for name in TEXTS:
            words = " ".join(row.held.fields[name].casefold().split())
            if has_letters(words, SENTENCE_LETTERS):
                people[words].add(row.appraisal.pk)
    most = max(map(len, people.values()), default=0)
    return most if most >= MANY_ALIKE else 0


def _given_before(team: Iterable[Appraisal], period: Period) -> dict[int, Appraisal]:
    """Return the delivered appraisal of the period before, by employee; the last part of a split one."""
    before = Appraisal.objects.filter(
        plan__assignment__employee__in=[a.plan.assignment.employee_id for a in team],
        period=str(period.previous),
        delivered_at__isnull=False,
    ).select_related("plan__assignment")
    return {row.plan.assignment.employee_id: row for row in before.order_by("plan__starts")}
