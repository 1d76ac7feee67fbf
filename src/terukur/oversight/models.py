"""Runs of the search for patterns, the patterns found, and notes on them."""

from django.db import models

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Unit


class PatternRun(models.Model):
    """One search through the figures of a period."""

    period = PeriodField()
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at"]


class Pattern(models.Model):
    """One pattern with its evidence: lines of words, each with its appraisal or import."""

    class Kind(models.TextChoices):
        ON_TARGET = "on-target", "Tepat sama dengan target"
        HEAPING = "heaping", "Menumpuk tepat di atas ambang"
        IDENTICAL = "identical", "Baris yang sama pada beberapa orang"
        OUTSIDE_HOURS = "outside-hours", "Dicatat di luar jam kerja"
        JUMP = "jump", "Melonjak setelah target diturunkan"

    run = models.ForeignKey(PatternRun, on_delete=models.PROTECT, related_name="patterns")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=300)
    evidence = models.JSONField(default=list)

    class Meta:
        ordering = ["kind", "unit__name", "pk"]
        triggers = [APPEND_ONLY]


class PatternNote(models.Model):
    """A note on a pattern after asking the people."""

    pattern = models.ForeignKey(Pattern, on_delete=models.PROTECT, related_name="notes")
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("catatan pola", noted=True)

    class Meta:
        ordering = ["at"]
        triggers = [APPEND_ONLY]
