"""Service standards and the satisfaction survey."""

from django.db import models
from django.db.models import Q

from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee, Unit


class ServiceStandard(models.Model):
    """Standar pelayanan: the longest completion time of a service from a day on, with its decree."""

    service = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    days = models.PositiveIntegerField(null=True)
    basis = models.CharField(max_length=300)
    kept = Kept("standar pelayanan")

    class Meta:
        ordering = ["service", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["service", "valid_from"], name="service_standard_once_a_day"),
            models.CheckConstraint(
                name="service_standard_minutes_or_days",
                condition=Q(minutes__gt=0, days__isnull=True) | Q(minutes__isnull=True, days__gt=0),
            ),
        ]
        triggers = [APPEND_ONLY]


class SurveyPoint(models.Model):
    """A place where citizens are asked: one poster for a counter and service; ``token`` is its address."""

    token = models.CharField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="survey_points")
    officer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="survey_points"
    )
    service = models.CharField(max_length=200)
    population = models.PositiveIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)
    kept = Kept("titik survei", noted=True)

    class Meta:
        ordering = ["unit__name", "service"]


class SurveyAnswer(models.Model):
    """One citizen's scores and words. It holds a day and nothing that identifies the person.

    ``nonce`` is new for each form that is shown, so that sending a form twice counts once.
    """

    point = models.ForeignKey(SurveyPoint, on_delete=models.PROTECT, related_name="answers")
    nonce = models.CharField(max_length=32, unique=True)
    day = models.DateField()
    scores = models.JSONField()
    comment = models.CharField(max_length=500, blank=True)
    kept = Kept("jawaban survei tanggal", by="day", nightly=True)

    class Meta:
        indexes = [models.Index(fields=["point", "day"], name="answers_of_a_point")]
        triggers = [APPEND_ONLY]


class SurveyMinute(models.Model):
    """The number of answers of a point in one minute: the guard against floods, which stores no addresses."""

    point = models.ForeignKey(SurveyPoint, on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["point", "minute"], name="survey_minute_once")]
