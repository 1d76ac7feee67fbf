"""Figures under a rating that changed, and reports that one is wrong."""

from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.appraisal.models.appraisals import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY


class BasisChange(models.Model):
    """Figures under a delivered rating that have changed, until a decision on it.

    ``differences`` names each indicator with its old and new figure. The rating itself stands.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="changes")
    digest = models.CharField(max_length=64)
    differences = models.JSONField()
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    kept = Kept("perubahan dasar")

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "digest"], name="basis_change_once"),
            models.CheckConstraint(
                name="basis_decision_whole",
                condition=Q(decided_at__isnull=True, decision="", decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
            ),
        ]


class FigureReport(models.Model):
    """The employee's report that one figure is wrong; it goes to the owner of the data, not to a judge.

    ``figures`` holds what the indicator showed when it was reported.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="reports")
    thread = models.UUIDField()
    name = models.CharField(max_length=300)
    figures = models.JSONField()
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer_by = models.DateField()
    kept = Kept("laporan angka keliru")

    class Meta:
        ordering = ["-filed_at"]
        triggers = [APPEND_ONLY]


class FigureAnswer(models.Model):
    """The answer of the owner of the data: corrected, with the new figures, or right as it is."""

    report = models.OneToOneField(FigureReport, on_delete=models.PROTECT, related_name="answer")
    is_corrected = models.BooleanField()
    figures = models.JSONField()
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("jawaban atas laporan angka")

    class Meta:
        triggers = [APPEND_ONLY]
