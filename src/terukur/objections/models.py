"""Objections as filed, the appraiser's answers, and the decisions."""

import pgtrigger
from django.db import models
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY, StoredFile
from terukur.objections.workflow import ObjectionState
from terukur.organization.models import Employee
from terukur.regulation.scales import Grade, Rating


class Objection(models.Model):
    """The employee's objection to one appraisal; late attempts are kept too, marked as refused.

    One that was withdrawn before an answer keeps its place with ``withdrawn_at``.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="objections")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    last_day = models.DateField()
    grounds = models.TextField(max_length=4000)
    is_late = models.BooleanField()
    withdrawn_at = models.DateTimeField(null=True)
    kept = Kept(
        "keberatan",
        parts=(
            Part("objections.ObjectionPart", "objection"),
            Part("objections.ObjectionEvidence", "objection"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal"],
                condition=models.Q(is_late=False, withdrawn_at__isnull=True),
                name="one_objection_per_appraisal",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="objection_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="objection_stands_as_filed",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                | pgtrigger.Q(old__appraisal__df=pgtrigger.F("new__appraisal"))
                | pgtrigger.Q(old__filed_by__df=pgtrigger.F("new__filed_by"))
                | pgtrigger.Q(old__filed_at__df=pgtrigger.F("new__filed_at"))
                | pgtrigger.Q(old__last_day__df=pgtrigger.F("new__last_day"))
                | pgtrigger.Q(old__grounds__df=pgtrigger.F("new__grounds"))
                | pgtrigger.Q(old__is_late__df=pgtrigger.F("new__is_late")),
            ),
        ]

    @property
    def state(self) -> ObjectionState:
        """Where it stands, by what was written about it."""
        if self.withdrawn_at is not None:
            return ObjectionState.WITHDRAWN
        if hasattr(self, "decision"):
            return ObjectionState.DECIDED
        return ObjectionState.ANSWERED if hasattr(self, "answer") else ObjectionState.FILED


class ObjectionPart(models.Model):
    """One part of the appraisal that is objected to, with the words it was shown by.

    ``part`` is ``results`` or ``behavior`` for a rating, the thread of an indicator, or the code of a
    behavior value.
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=36)
    label = models.CharField(max_length=350)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["objection", "part"], name="part_objected_once")]
        triggers = [APPEND_ONLY]


class ObjectionEvidence(models.Model):
    """Evidence of an objection: a kept file or an address."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    address = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="objection_evidence_file_or_address",
                condition=models.Q(file__isnull=False, address="")
                | models.Q(file__isnull=True) & ~models.Q(address=""),
            )
        ]
        triggers = [APPEND_ONLY]


class NamedDecider(models.Model):
    """The person who decides an objection where the appraiser has no superior: named by the performance team.

    The official whom the agency's leader appoints, with the letter that does so. Of several the last counts:
    the one before left without deciding.
    """

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="named_deciders")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("pejabat pemutus keberatan")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="named_decider_has_basis", condition=~models.Q(basis=""))]
        triggers = [APPEND_ONLY]


class ObjectionAnswer(models.Model):
    """The appraiser's written explanation (section 7 of the evaluation document)."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_by = models.DateField()
    kept = Kept("penjelasan keberatan")

    class Meta:
        triggers = [APPEND_ONLY]

    @property
    def is_late(self) -> bool:
        """Return whether it came after its last day."""
        return timezone.localtime(self.at).date() > self.answer_by


class ObjectionDecision(models.Model):
    """The decision of the appraiser's superior after hearing both (section 8); it is final.

    The ratings and the grade before and after stand beside each other, equal where they stay.
    """

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="decision")
    heard = models.TextField(max_length=2000)
    reason = models.TextField(max_length=4000)
    result_before = models.CharField(max_length=10, choices=Rating.choices())
    result_after = models.CharField(max_length=10, choices=Rating.choices())
    behavior_before = models.CharField(max_length=10, choices=Rating.choices())
    behavior_after = models.CharField(max_length=10, choices=Rating.choices())
    grade_before = models.CharField(max_length=20, choices=Grade.choices())
    grade_after = models.CharField(max_length=20, choices=Grade.choices())
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decide_by = models.DateField()
    kept = Kept("keputusan keberatan")

    class Meta:
        triggers = [APPEND_ONLY]

    @property
    def is_late(self) -> bool:
        """Return whether it came after its last day."""
        return timezone.localtime(self.at).date() > self.decide_by

    @property
    def is_granted(self) -> bool:
        """Return whether a rating changed."""
        return (self.result_before, self.behavior_before) != (self.result_after, self.behavior_after)
