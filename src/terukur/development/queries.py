"""Reads of catalogue, plans and hours for the doors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum, prefetch_related_objects

from terukur.accounts.models import User
from terukur.development.access import DevelopmentSubject, is_confirmed, open_items, subject_for
from terukur.development.effects import Effect, effect_of, helped_among
from terukur.development.facts import Given, given_to
from terukur.development.models import Certificate, CompetenceLevel, LearningItem, PlanItem
from terukur.development.needs import NeedInputs, needs_from
from terukur.development.ranking import Item, Need, NeedKind, Recommendation, ranker
from terukur.organization.models import Assignment, Employee, ReportingLine
from terukur.regulation.decision import Decision
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.learning import LearningHours, learning_hours
from terukur.regulation.scales import EmploymentKind

SHOWN = 3
Status = PlanItem.Status
_MOST_OTHERS = 500


def catalogue() -> QuerySet[LearningItem]:
    """Return all items, each with how many places are taken."""
    return LearningItem.objects.annotate(
        taken=Count("plan_items", filter=Q(plan_items__status__in=["agreed", "finished"]), distinct=True)
    ).order_by("title", "code")


def found_in_catalogue(words: str, *, on: date) -> QuerySet[LearningItem]:
    """Return items that are not over and have every one of the words in title, provider or keywords."""
    found = catalogue().filter(Q(ends__isnull=True) | Q(ends__gte=on))
    for word in words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word) | Q(provider__icontains=word) | Q(keywords__icontains=word)
        )
    return found


def free_places(item: LearningItem) -> int | None:
    """Return the number of free places; None where there is no limit."""
    if item.capacity is None:
        return None
    return item.capacity - item.plan_items.filter(open_items()).count()


def as_items(rows: Iterable[LearningItem]) -> list[Item]:
    """Return rows of ``catalogue()`` as the ranking takes them."""
    return [
        Item(
            code=row.code,
            title=row.title,
            form=row.form,
            hours=row.hours,
            provider=row.provider,
            keywords=tuple(row.keywords),
            measures=tuple(row.measures),
            behaviors=tuple(row.behaviors),
            competences=tuple(row.competences),
            starts=row.starts,
            ends=row.ends,
            free=None if row.capacity is None else row.capacity - row.taken,  # type: ignore[attr-defined]
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need with the items that fit it best."""

    need: Need
    recommendations: Sequence[Recommendation]


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of a plan with its newest certificate and its effect."""

    row: PlanItem
    certificate: Certificate | None
    effect: Effect | None

    @property
    def waits(self) -> bool:
        """Return whether a certificate is there that is not checked yet."""
        return self.certificate is not None and self.certificate.accepted is None


@dataclass(frozen=True, slots=True)
class DevelopmentView:
    """A person's needs, plan and hours of a year; ``stated_hours`` wait for confirmation and do not count."""

    needs: Sequence[NeedView]
    planned: Sequence[Planned]
    hours: Decision[LearningHours]
    stated_hours: Fraction
    year: int
    has_rating: bool


def development_of(employee: Employee, assignment: Assignment | None, *, on: date) -> DevelopmentView:
    """Return needs with recommendations, the plan with its effects, and the hours of the year."""
    given = given_to([employee.pk], on=on).get(employee.pk, [])
    needs = needs_from(NeedInputs(given, assignment), on=on)
    own, others = _plan_items(employee.pk, needs)
    helped = helped_among(others, on=on) if others else {}
    finished = {row.item.code for row in own if row.status == Status.FINISHED}
    ranked = ranker([item for item in as_items(catalogue()) if item.code not in finished])
    least = at_least(Least.PEOPLE, on=on)
    views = [
        NeedView(need, ranked(need, on=on, helped=helped.get(need.identity, {}), least_people=least)[:SHOWN])
        for need in needs
    ]
    planned = _effects(own, given, on)
    earned = _hours(planned, on.year, accepted=True)
    hours = learning_hours(kind=EmploymentKind(employee.kind), hours=earned, on=on)
    stated = _hours(planned, on.year, accepted=None)
    return DevelopmentView(views, planned, hours, stated, on.year, bool(given))


def _hours(planned: Iterable[Planned], year: int, *, accepted: bool | None) -> Fraction:
    newest = [one.certificate for one in planned if one.certificate is not None]
    counted = [
        Fraction(certificate.hours)
        for certificate in newest
        if certificate.accepted is accepted and certificate.issued_on.year == year
    ]
    return sum(counted, Fraction(0))


def _plan_items(employee_id: int, needs: Sequence[Need]) -> tuple[list[PlanItem], list[PlanItem]]:
    """Return one's own items with their certificates, and confirmed ones of others with the same needs."""
    identities = {need.identity for need in needs}
    rows = (
        PlanItem.objects.filter(Q(employee=employee_id) | Q(is_confirmed(), identity__in=identities))
        .select_related("item", "agreed_by", "proposed_by")
        .order_by("-year", "-proposed_at", "-pk")
    )
    own: list[PlanItem] = []
    others: list[PlanItem] = []
    for row in rows:
        (own if row.employee_id == employee_id else others).append(row)
    reviewed = Certificate.objects.select_related("reviewed_by").order_by("-pk")
    prefetch_related_objects(own, Prefetch("certificates", reviewed))
    return own, others[:_MOST_OTHERS]


def _effects(own: Sequence[PlanItem], given: Sequence[Given], on: date) -> list[Planned]:
    newest = {row.pk: next(iter(row.certificates.all()), None) for row in own}
    started = [row for row in own if _has_effect(row, newest[row.pk])]
    levels: list[CompetenceLevel] = []
    if any(row.gap["kind"] == NeedKind.COMPETENCE for row in started):
        levels = list(
            CompetenceLevel.objects.filter(employee=started[0].employee_id).select_related("competence")
        )
    return [
        Planned(row, newest[row.pk], effect_of(row, given, on=on, levels=levels) if row in started else None)
        for row in own
    ]


def _has_effect(row: PlanItem, certificate: Certificate | None) -> bool:
    """Return whether learning goes on, or another person has confirmed that it was finished."""
    is_confirmed = certificate is not None and certificate.accepted is True
    return row.status == Status.AGREED or (row.status == Status.FINISHED and is_confirmed)


def hours_of(employee: Employee, year: int) -> Fraction:
    """Return the learning hours of the confirmed certificates of a year."""
    total = Certificate.objects.filter(
        plan_item__employee=employee, issued_on__year=year, accepted=True
    ).aggregate(total=Sum("hours"))["total"]
    return Fraction(total or 0)


def proposed_to(appraiser: Employee, *, on: date) -> QuerySet[PlanItem]:
    """Return items proposed by an appraiser's people and not answered."""
    people = ReportingLine.objects.on(on).filter(appraiser=appraiser)
    return PlanItem.objects.filter(status=Status.PROPOSED, employee__in=people.values("assignment__employee"))


def certificates_to_check(user: User, *, is_team: bool, on: date) -> QuerySet[Certificate]:
    """Return certificates that wait for an appraiser, or for the performance team where none appraises."""
    lines = ReportingLine.objects.on(on)
    own = lines.filter(appraiser__user=user)
    reach = Q(plan_item__employee__in=own.values("assignment__employee"))
    if is_team:
        reach |= ~Q(plan_item__employee__in=lines.values("assignment__employee"))
    waiting = Certificate.objects.filter(reach, accepted__isnull=True).exclude(by=user)
    return waiting.select_related("plan_item__item", "plan_item__employee").order_by("at", "pk")


def refused_certificates(employee: Employee) -> QuerySet[PlanItem]:
    """Return items of an employee's plan whose certificate was refused, and that wait for another one."""
    refused = Certificate.objects.filter(plan_item=OuterRef("pk"), accepted=False)
    return PlanItem.objects.filter(Exists(refused), employee=employee, status=Status.AGREED)


def newest_certificate(row: PlanItem) -> Certificate | None:
    """Return the certificate of an item that counts, or that was stated last."""
    return row.certificates.select_related("file", "by").order_by("-pk").first()


def planned_for(user: User, pk: int, *, on: date) -> tuple[PlanItem, DevelopmentSubject] | None:
    """Return one item of a plan with its person, if the user may read it."""
    row = PlanItem.objects.select_related("item", "employee").filter(pk=pk).first()
    subject = subject_for(user, row.employee_id, on=on) if row else None
    return None if row is None or subject is None else (row, subject)


def recommendation_for(
    employee: Employee, *, need: str, code: str, on: date
) -> tuple[Need, Recommendation] | None:
    """Return the recommendation of an item for a need (by identity and key), computed anew."""
    assignment = Assignment.objects.on(on).select_related("position").filter(employee=employee)
    view = development_of(employee, assignment.first(), on=on)
    for found in view.needs:
        if f"{found.need.kind}:{found.need.key}" != need:
            continue
        for recommendation in found.recommendations:
            if recommendation.item.code == code:
                return found.need, recommendation
    return None
