"""Daily progress, and the entries of which a confirmed realization is the sum."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY, StoredFile
from terukur.measurement.models.evidence import Realization
from terukur.planning.models import Plan


class DailyProgress(models.Model):
    """Progres harian: one activity of one day, and the planned result that it served.

    It documents work. Only an amount that was written for an ``indicator`` (``counts_for`` is its name then)
    is added up, and becomes a realization by the owner's confirmation alone. ``key`` is its identity, chosen
    by the form, so that a draft sent twice counts once; a correction or withdrawal is the next version.
    """

    key = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="daily_progress")
    thread = models.UUIDField()
    action = models.CharField("rencana hasil kerja", max_length=500)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    activity = models.CharField(max_length=300)
    amount = models.PositiveIntegerField(null=True)
    indicator = models.UUIDField(null=True)
    counts_for = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=40)
    address = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()
    kept = Kept("progres harian tanggal", by="at", nightly=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="daily_version_once"),
            models.CheckConstraint(name="daily_in_order", condition=Q(ends__gt=F("starts"))),
            models.CheckConstraint(
                name="daily_counts_for_named", condition=Q(indicator__isnull=True) | ~Q(counts_for="")
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "day"], name="daily_of_a_plan"),
            # Few entries are written for an indicator; sums and the duty to confirm them ask for these alone.
            models.Index(
                fields=["plan", "indicator", "day"],
                condition=Q(indicator__isnull=False),
                name="daily_for_an_indicator",
            ),
        ]
        triggers = [APPEND_ONLY]

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute

    @property
    def days_late(self) -> int:
        """The days between the work and its entry."""
        return (timezone.localtime(self.at).date() - self.day).days


class CountedEntry(models.Model):
    """One entry of daily progress in the sum that its owner confirmed as a realization."""

    realization = models.ForeignKey(Realization, on_delete=models.PROTECT, related_name="counted")
    entry = models.ForeignKey(DailyProgress, on_delete=models.PROTECT, related_name="counted_in")
    kept = Kept("catatan harian yang dijumlahkan")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["realization", "entry"], name="entry_once_in_a_sum")]
        triggers = [APPEND_ONLY]
