"""Objections as filed."""

from django.db import models

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.ledger.models import APPEND_ONLY


class Objection(models.Model):
    """The employee's objection to one appraisal; late attempts are kept too, marked as refused."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="objections")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    last_day = models.DateField()
    grounds = models.TextField(max_length=4000)
    is_late = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal"],
                condition=models.Q(is_late=False),
                name="one_objection_per_appraisal",
            )
        ]
        triggers = [APPEND_ONLY]
