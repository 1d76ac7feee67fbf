"""A second opinion: one named colleague is asked about one appraisal before it is delivered."""

from django.db import models

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee


class SecondOpinion(models.Model):
    """The appraiser's question and the colleague; the colleague reads that appraisal until it is answered."""

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="second_opinion")
    colleague = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="asked_for")
    question = models.CharField(max_length=1000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    kept = Kept("permintaan pendapat kedua")

    class Meta:
        ordering = ["-asked_at"]
        triggers = [APPEND_ONLY]


class SecondOpinionAnswer(models.Model):
    """The colleague's answer; the appraiser reads it and decides."""

    asked = models.OneToOneField(SecondOpinion, on_delete=models.PROTECT, related_name="answer")
    text = models.CharField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("pendapat kedua")

    class Meta:
        triggers = [APPEND_ONLY]
