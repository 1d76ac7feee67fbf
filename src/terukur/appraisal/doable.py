"""Appraisals that can be continued now: those whose step is open and whose conditions are met."""

from datetime import date, timedelta

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from terukur.appraisal.models import Appraisal, Computation, PeriodStep, UnitGrade, in_closed_year
from terukur.employment.excused import IsExcused, is_left_out
from terukur.organization.models import ReportingLine, Unit
from terukur.regulation.schedule import Step

_STATUS = Appraisal.Status
# Ways to write a period, with the days from its first to its last: a quarter has 89 to 91 of them.
_LENGTHS = (
    (Q(code__regex=r"-\d\d$"), 27, 31),
    (Q(code__contains="-Q"), 89, 92),
    (Q(code__contains="-S"), 180, 184),
    (~Q(code__contains="-"), 364, 366),
)
_UNIT = "plan__assignment__position__unit"


def _newest(step: Step) -> QuerySet[PeriodStep]:
    of_step = PeriodStep.objects.filter(step=step.value)
    newer = of_step.filter(period=OuterRef("period"), version__gt=OuterRef("version"))
    return of_step.exclude(Exists(newer)).filter(period=OuterRef("period"))


def step_closed(step: Step, *, on: date) -> Exists:
    """Return whether the step of each row's ``period`` has closed."""
    return Exists(_newest(step).filter(closes__lt=on))


def step_shut(step: Step, *, on: date) -> Exists:
    """Return whether the step of each row's ``period`` is not open on a day, of a period that was opened."""
    return Exists(_newest(step).exclude(opens__lte=on, closes__gte=on))


def has_unit_grade() -> Exists:
    """Return whether the unit of each appraisal has its organization grade for the period.

    A plan that begins or ends inside the period has a part of its days; the grade is of the whole period,
    which is known by its length.
    """
    around = UnitGrade.objects.filter(
        unit=OuterRef("plan__assignment__position__unit"),
        starts__lte=OuterRef("starts"),
        ends__gte=OuterRef("ends"),
    ).annotate(
        code=ExpressionWrapper(OuterRef("period"), output_field=CharField()), length=F("ends") - F("starts")
    )
    return Exists(around.filter(_of_this_length()))


def _of_this_length() -> Q:
    """Return the grades of periods as long as that of the appraisal, whose ``code`` is beside them."""
    found = Q()
    for written, least, below in _LENGTHS:
        found |= written & Q(length__gte=timedelta(days=least), length__lt=timedelta(days=below))
    return found


def not_ghosts() -> Q:
    """Return the appraisals that somebody can owe: the position was still held when the period began, and
    some day of it is counted (``employment``)."""
    return was_held() & ~nothing_to_rate()


def was_held() -> Q:
    """Return the appraisals whose position still was held when their period began."""
    return Q(plan__assignment__ends__isnull=True) | Q(plan__assignment__ends__gte=F("starts"))


def nothing_to_rate() -> Q:
    """Return the undelivered appraisals of whose period no day is counted, and the unrated ones of a closed
    year: nobody owes anything in them."""
    excused = Q(IsExcused("plan__assignment__employee"), status__in=[_STATUS.OPEN, _STATUS.RATED])
    return excused | Q(in_closed_year(), status=_STATUS.OPEN)


def rated_by(appraiser_id: int, *, on: date) -> QuerySet[ReportingLine]:
    """Return the lines by which an appraiser rates: those of the day, and the last of ended positions."""
    return ReportingLine.objects.filter(appraiser=appraiser_id, starts__lte=on).filter(
        Q(ends__isnull=True) | Q(ends__gte=on) | Q(ends=F("assignment__ends"))
    )


def _heads_unit() -> Exists:
    """Return whether the person rated heads the unit, so that the rating follows from the unit's grade."""
    return Exists(Computation.objects.filter(pk=OuterRef("computation"), body__heads_unit=True))


def _undelivered_quarter() -> Exists:
    """Return whether a part of the year that each row is about was not delivered yet."""
    return Exists(
        Appraisal.objects.filter(
            ~is_left_out(unit=_UNIT, employee="plan__assignment__employee"),
            not_ghosts(),
            plan=OuterRef("plan"),
            period__contains="-",
            status__in=[_STATUS.OPEN, _STATUS.RATED],
        )
    )


def doable(found: QuerySet[Appraisal], *, on: date) -> QuerySet[Appraisal]:
    """Return of these the appraisals with a possible step of the appraiser: to rate or to deliver."""
    to_rate = (
        Q(status=_STATUS.OPEN, computation__isnull=False)
        & ~Q(step_shut(Step.RATING, on=on))
        & (~Q(_heads_unit()) | Q(has_unit_grade()))
        & (Q(period__contains="-") | ~Q(_undelivered_quarter()))
    )
    to_deliver = Q(status=_STATUS.RATED) & Q(has_unit_grade())
    return found.filter(not_ghosts(), to_rate | to_deliver, ends__lt=on)


def cannot_be_rated(*, on: date) -> Q:
    """Return the appraisals whose rating is shut: their step is not yet open, or closed with its calibration,
    or their year is closed."""
    shut = Q(step_shut(Step.RATING, on=on))
    shut &= Q(status=_STATUS.OPEN) | Q(step_shut(Step.CALIBRATION, on=on))
    return shut | Q(in_closed_year())


def closed_unrated(*, on: date) -> QuerySet[Appraisal]:
    """Return appraisals that can no longer be rated: their period's rating has closed."""
    return Appraisal.objects.filter(not_ghosts(), step_closed(Step.RATING, on=on), status=_STATUS.OPEN)


def in_unopened_periods(*, on: date) -> QuerySet[Appraisal]:
    """Return unfinished appraisals of ended periods that were never opened."""
    opened = PeriodStep.objects.filter(period=OuterRef("period"))
    return Appraisal.objects.filter(
        not_ghosts(), ~Exists(opened), ends__lt=on, status__in=[_STATUS.OPEN, _STATUS.RATED]
    )


def without_appraiser(*, on: date) -> QuerySet[Appraisal]:
    """Return unfinished appraisals of ended periods without an appraiser, or whose appraisers all left."""
    lines = ReportingLine.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=on) | Q(ends=F("assignment__ends")),
        assignment=OuterRef("plan__assignment"),
        starts__lte=on,
    )
    left = Q(appraiser__left_on__lt=on)
    orphaned = Q(Exists(lines.filter(left))) & ~Q(Exists(lines.exclude(left)))
    nobody = Q(appraiser__isnull=True, status=_STATUS.OPEN)
    return Appraisal.objects.filter(
        nobody | orphaned, not_ghosts(), ends__lt=on, status__in=[_STATUS.OPEN, _STATUS.RATED]
    )


def not_computed(*, on: date) -> QuerySet[Appraisal]:
    """Return appraisals of ended periods without any figures."""
    return Appraisal.objects.filter(not_ghosts(), ends__lt=on, computation__isnull=True, status=_STATUS.OPEN)


def ungraded(*, on: date) -> QuerySet[Appraisal]:
    """Return rated appraisals that cannot be delivered, because their unit has no organization grade."""
    return Appraisal.objects.filter(not_ghosts(), ~has_unit_grade(), ends__lt=on, status=_STATUS.RATED)


def ungraded_units(*, on: date) -> QuerySet[Unit]:
    """Return units without organization grade for a period that has ended and was rated or opened."""
    waiting = Appraisal.objects.filter(
        not_ghosts(),
        ~has_unit_grade(),
        ends__lt=on,
        status__in=[_STATUS.OPEN, _STATUS.RATED],
        plan__assignment__position__unit=OuterRef("pk"),
    ).exclude(step_closed(Step.ORGANIZATION, on=on))
    return Unit.objects.filter(Exists(waiting))
