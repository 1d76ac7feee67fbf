"""The runs that compute, from all delivered results, the basis of ratings and how appraisers rate."""

from django.db import models

from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY


class ObjectivityRun(models.Model):
    """One computation from all quarterly results delivered up to a quarter. It holds no corrected grade.

    ``inputs`` is the SHA-256 of everything that entered; the same inputs, ``seed`` and ``version`` give the
    same run to the last digit, so it is computed once. ``units`` has a row for each unit large enough.
    """

    period = PeriodField()
    since = PeriodField()
    inputs = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    forms = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    raters = models.PositiveIntegerField()
    ratees = models.PositiveIntegerField()
    body = models.JSONField()
    units = models.JSONField(default=list)
    at = models.DateTimeField()
    kept = Kept("hitungan objektivitas", parts=(Part("raters.RaterResult", "run"),))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["period", "-at"], name="objectivity_run_newest")]
        triggers = [APPEND_ONLY]
