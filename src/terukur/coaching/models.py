"""Feedback on a result, an indicator or a behavior value."""

import pgtrigger
from django.db import models

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.planning.models import Plan
from terukur.regulation.behaviors import BEHAVIOR_NAMES


class Feedback(models.Model):
    """One message about one plan; ``thread`` names a result or indicator, ``value`` a behavior."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="feedback")
    thread = models.UUIDField(null=True)
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()), blank=True)
    about = models.CharField(max_length=300)
    text = models.TextField(max_length=2000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    kept = Kept("umpan balik", left_out=("read_at",))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["plan", "-at"], name="feedback_newest_first")]
        triggers = [
            pgtrigger.Protect(name="feedback_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="feedback_is_not_edited", exclude=["read_at"]),
        ]
