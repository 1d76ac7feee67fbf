"""Time away, work agreements, the first day that is counted, and quarters that a year does not wait for."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.fields.ranges import BigIntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import DatedQuerySet, Employee, Unit
from terukur.regulation.time_away import AwayKind


def _once_a_day(name: str, condition: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that no two rows of one employee hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (
                Func(
                    F("employee_id"),
                    F("employee_id"),
                    Value("[]"),
                    function="int8range",
                    output_field=BigIntegerRangeField(),
                ),
                RangeOperators.OVERLAPS,
            ),
            (
                Func(
                    F("starts"), F("ends"), Value("[]"), function="daterange", output_field=DateRangeField()
                ),
                RangeOperators.OVERLAPS,
            ),
        ],
        condition=condition,
    )


class TimeAwayQuerySet(DatedQuerySet["TimeAway"]):
    """Dated rows of this kind."""

    def valid(self) -> "TimeAwayQuerySet":
        """Return the rows that were not withdrawn as a mistake."""
        return self.filter(withdrawn_on__isnull=True)


class TimeAway(models.Model):
    """Days on which an employee does no work of the position, by a decision of whoever may give it.

    ``basis`` names the decision: number, day, and the official who gave it. A row without ``ends`` goes on. A
    row that was a mistake is withdrawn, with its reason, and stays readable.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="times_away")
    kind = models.CharField(max_length=12, choices=AwayKind.choices())
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=300)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    objects = TimeAwayQuerySet.as_manager()
    kept = Kept("ketidakhadiran", noted=True)

    class Meta:
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                name="away_in_order", condition=Q(ends__isnull=True) | Q(ends__gte=F("starts"))
            ),
            models.CheckConstraint(
                name="away_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            _once_a_day("away_once_a_day", Q(withdrawn_on__isnull=True)),
        ]


class WorkAgreement(models.Model):
    """Perjanjian kerja of a PPPK: its number, days, and for part-time work the targets that it states."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="work_agreements")
    number = models.CharField(max_length=100)
    starts = models.DateField()
    ends = models.DateField()
    targets = models.TextField(blank=True)
    objects = DatedQuerySet["WorkAgreement"].as_manager()
    kept = Kept("perjanjian kerja", noted=True)

    class Meta:
        ordering = ["ends", "pk"]
        constraints = [
            models.CheckConstraint(name="agreement_in_order", condition=Q(ends__gte=F("starts"))),
            _once_a_day("agreement_once_a_day"),
        ]
        indexes = [models.Index(fields=["ends"], name="agreement_by_end")]


class MeasuringStart(models.Model):
    """The first day of a year that is counted: of the whole agency, or of one employee.

    The later of the two counts. Days before are not measured, never zero.
    """

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="measuring_starts"
    )
    year = models.PositiveSmallIntegerField()
    starts = models.DateField()
    reason = models.CharField(max_length=300)
    kept = Kept("mulai diukur", noted=True)

    class Meta:
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(name="measuring_start_in_its_year", condition=Q(starts__year=F("year"))),
            models.UniqueConstraint(
                fields=["year"], condition=Q(employee__isnull=True), name="agency_starts_once_a_year"
            ),
            models.UniqueConstraint(fields=["employee", "year"], name="employee_starts_once_a_year"),
        ]


class LeftOutQuarter(models.Model):
    """A period that the rating of its year does not wait for, with the reason: the year rests on the others.

    Of one employee, of one unit, or of the whole agency where neither is named.
    """

    period = PeriodField()
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="left_out_quarters"
    )
    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="left_out_quarters"
    )
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("periode yang tidak ditunggu", noted=True)

    class Meta:
        ordering = ["period", "pk"]
        constraints = [
            models.CheckConstraint(
                name="left_out_of_one", condition=Q(unit__isnull=True) | Q(employee__isnull=True)
            ),
            models.CheckConstraint(name="left_out_says_why", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["period", "unit", "employee"], nulls_distinct=False, name="left_out_once"
            ),
        ]
        triggers = [APPEND_ONLY]
