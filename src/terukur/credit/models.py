"""Points that documents give. Those of grades are computed from the appraisals and stored nowhere."""

from django.db import models
from django.db.models import Q

from terukur.ledger.fingerprints import Kept
from terukur.organization.models import Employee
from terukur.regulation.scales import CreditKind, FunctionalLevel


class RecordedCreditQuerySet(models.QuerySet["RecordedCredit"]):
    """Recorded points."""

    def valid(self) -> "RecordedCreditQuerySet":
        """Return those that were not withdrawn as a mistake."""
        return self.filter(withdrawn_on__isnull=True)


class RecordedCredit(models.Model):
    """Points that a document gave in one level: a base, an earlier PAK, an adjustment, education.

    One that was a mistake is withdrawn, with its reason, and stays readable.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="recorded_credits")
    kind = models.CharField(max_length=12, choices=CreditKind.choices())
    level = models.CharField(max_length=20, choices=FunctionalLevel.choices())
    points = models.DecimalField(max_digits=8, decimal_places=3)
    given_on = models.DateField()
    document = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    objects = RecordedCreditQuerySet.as_manager()
    kept = Kept("angka kredit tercatat", noted=True)

    class Meta:
        ordering = ["given_on", "pk"]
        constraints = [
            models.CheckConstraint(name="credit_above_zero", condition=Q(points__gt=0)),
            models.UniqueConstraint(
                fields=["employee", "kind", "level", "document"],
                condition=Q(withdrawn_on__isnull=True),
                name="credit_document_once",
            ),
            models.UniqueConstraint(
                fields=["employee", "level"],
                condition=Q(withdrawn_on__isnull=True, kind="base"),
                name="credit_base_once_per_level",
            ),
            models.CheckConstraint(
                name="credit_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        ]
