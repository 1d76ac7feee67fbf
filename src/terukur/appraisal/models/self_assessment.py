"""The employee's own view of a period."""

import pgtrigger
from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.appraisal.models.appraisals import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.regulation.scales import Rating


class SelfAssessment(models.Model):
    """The employee's own view of the period; read by nobody else before ``shown_at``, fixed from then on.

    ``words`` holds a text for each planned result (by thread) and behavior value (by code). The moment is set
    by the rating itself (``operations.rate``).
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="self_view")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    result_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    words = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    # Not before it is shown: a fingerprint of so few words could be guessed.
    kept = Kept("pandangan sendiri", noted=True, where=Q(shown_at__isnull=False))

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="self_view_stands_once_shown",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__shown_at__isnull=False),
            )
        ]
