"""Periods: their steps, their trials, and the requests to evaluate them."""

from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Unit
from terukur.regulation.schedule import Step


class TrialPeriod(models.Model):
    """A period that a unit and all below it run as a trial of the appraisal; nothing of it ever counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="trials")
    period = PeriodField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("masa uji coba")

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="trial_once_per_period")]
        triggers = [APPEND_ONLY]


class PeriodStep(models.Model):
    """The days on which one step of a period opens, is due and closes; the newest version counts."""

    period = PeriodField()
    step = models.CharField(max_length=14, choices=[(step.value, step.label) for step in Step])
    version = models.PositiveSmallIntegerField()
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    kept = Kept("tanggal langkah periode")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "step", "version"], name="period_step_version_once"),
            models.CheckConstraint(
                name="period_step_in_order", condition=Q(opens__lte=F("due")) & Q(due__lte=F("closes"))
            ),
            models.CheckConstraint(name="moved_step_says_why", condition=Q(version=1) | ~Q(reason="")),
        ]
        triggers = [APPEND_ONLY]


class EvaluationRun(models.Model):
    """One request to evaluate a period for a unit and all below it; done by the worker."""

    period = PeriodField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at"]
