"""The data of a final result's papers, kept as they were when the result became final."""

from django.db import models

from terukur.appraisal.models import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY


class FinalPapers(models.Model):
    """The data of both papers of a result on the day it became final.

    Names, posts, units and agreements continue to change; a signed paper does not. Only the day of printing
    is added when it is printed.
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="papers")
    evaluation = models.JSONField()
    summary = models.JSONField()
    kept_at = models.DateTimeField()
    kept = Kept("isi dokumen final")

    class Meta:
        triggers = [APPEND_ONLY]
