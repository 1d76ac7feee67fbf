"""Policy of suggestion, and the organization grades of units."""

from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Agency, Unit
from terukur.regulation.scales import OrganizationGrade


class Policy(models.Model):
    """One version of an agency's policy of suggestion, in force from a day on; in percent."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="policies")
    version = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    cap = models.DecimalField(max_digits=9, decimal_places=4)
    meets_low = models.DecimalField(max_digits=9, decimal_places=4)
    meets_high = models.DecimalField(max_digits=9, decimal_places=4)
    minimum_evidence = models.DecimalField(max_digits=9, decimal_places=4)
    basis = models.CharField(max_length=300)
    kept = Kept("kebijakan")

    class Meta:
        ordering = ["agency", "version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "version"], name="policy_version_once"),
            models.CheckConstraint(
                name="policy_band_in_order",
                condition=Q(meets_low__gt=0)
                & Q(meets_low__lte=F("meets_high"))
                & Q(meets_high__lte=F("cap")),
            ),
        ]
        triggers = [APPEND_ONLY]


class UnitGrade(models.Model):
    """Capaian kinerja organisasi of a unit and period; the newest version counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grades")
    starts = models.DateField()
    ends = models.DateField()
    version = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=20, choices=OrganizationGrade.choices())
    reason = models.CharField(max_length=1000)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    kept = Kept("capaian organisasi")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts", "ends", "version"], name="unit_grade_version_once"
            )
        ]
        triggers = [APPEND_ONLY]
