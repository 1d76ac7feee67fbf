"""Calibration cases: short standard cases that every appraiser rates, with a panel's marks and reasons."""

from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee
from terukur.regulation.scales import Rating


class Case(models.Model):
    """One case through all its versions; it can be retired and taken up again, never deleted."""

    key = models.SlugField(max_length=60, unique=True)
    is_retired = models.BooleanField(default=False)
    kept = Kept("kasus kalibrasi")

    class Meta:
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    @property
    def chain(self) -> str:
        """The chain of its acts in the ledger."""
        return f"case/{self.key}"


class CaseVersion(models.Model):
    """The text of a case, and the panel's comments; answers stay with their version.

    ``marks`` holds the values that the case shows: by code the panel's mark and its reason. ``edition`` is
    that of the file that a version came from; empty where the agency wrote it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=80)
    position = models.CharField(max_length=120)
    expected = models.TextField()
    measured = models.TextField()
    observed = models.TextField()
    evidence = models.TextField()
    results = models.CharField(max_length=10, choices=Rating.choices())
    results_reason = models.CharField(max_length=600)
    behavior = models.CharField(max_length=10, choices=Rating.choices())
    behavior_reason = models.CharField(max_length=600)
    marks = models.JSONField()
    lesson = models.CharField(max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    kept = Kept("versi kasus kalibrasi")

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_version_once_per_number"),
            models.CheckConstraint(
                name="case_version_rated_by_panel",
                condition=Q(results__in=list(Rating), behavior__in=list(Rating)),
            ),
        ]
        triggers = [APPEND_ONLY]

    @property
    def panel(self) -> dict[str, tuple[str, str]]:
        """The panel's rating and reason of every item: results, behavior, and the values that are shown."""
        marks: Mapping[str, Mapping[str, str]] = self.marks
        return {
            "results": (self.results, self.results_reason),
            "behavior": (self.behavior, self.behavior_reason),
            **{code: (mark["mark"], mark["reason"]) for code, mark in marks.items()},
        }


class CaseAnswer(models.Model):
    """An appraiser's rating of a case, before the panel's reasons are read and once after.

    The first is read by the model of rater effects, the second shows what was learned; by name only the
    appraiser reads them. ``informed``: the appraiser could read the panel's marks before.
    """

    class Attempt(models.TextChoices):
        FIRST = "first", "Sebelum membaca alasan panel"
        SECOND = "second", "Sesudah membaca alasan panel"

    version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="answers")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="case_answers")
    attempt = models.CharField(max_length=6, choices=Attempt.choices)
    results = models.CharField(max_length=10, choices=Rating.choices())
    behavior = models.CharField(max_length=10, choices=Rating.choices())
    marks = models.JSONField(default=dict)
    informed = models.BooleanField(default=False)
    at = models.DateTimeField()
    # Few answers are possible: without it, trying them all against the fingerprint would tell.
    salt = models.CharField(max_length=32)
    kept = Kept("jawaban kasus kalibrasi")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraiser", "version", "attempt"], name="case_answered_once_per_attempt"
            ),
            models.CheckConstraint(
                name="case_answer_whole", condition=Q(results__in=list(Rating), behavior__in=list(Rating))
            ),
        ]
        triggers = [APPEND_ONLY]

    @property
    def items(self) -> dict[str, str]:
        """The rating of every item that was given."""
        return {"results": self.results, "behavior": self.behavior, **self.marks}
