"""Notices of results, and reminders of waiting steps."""

from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee


class DeliveryNotice(models.Model):
    """A notice to the employee that a result is there; the second one counts as its receipt."""

    class Way(models.TextChoices):
        MAIL = "mail", "Surel"
        IN_PERSON = "in-person", "Disampaikan langsung"

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=Way.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    kept = Kept("pemberitahuan")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "number"], name="notice_number_once"),
            models.CheckConstraint(name="two_notices_at_most", condition=Q(number__in=[1, 2])),
            models.CheckConstraint(
                name="notice_in_person_says_how",
                condition=Q(way="mail") | (Q(by__isnull=False) & ~Q(note="")),
            ),
        ]
        triggers = [APPEND_ONLY]


class Reminder(models.Model):
    """The reminder of a person on a day; at most one message a day goes out for it."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField()
    lines = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "day"], name="reminded_once_a_day")]
