"""Areas of health centres, their responsible officers, and children given each antigen."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY, ImportRecord
from terukur.organization.models import Employee, Unit


class ServiceArea(models.Model):
    """Wilayah kerja: a village that a health centre serves."""

    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="service_areas")
    kept = Kept("wilayah kerja", noted=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="service_area_once")]
        triggers = [APPEND_ONLY]


class AreaOfficer(models.Model):
    """The officer responsible for an area from a day on; none where the post is vacant."""

    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, related_name="officers")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    starts = models.DateField()
    kept = Kept("petugas wilayah", noted=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "starts"], name="area_officer_once_a_day")]
        triggers = [APPEND_ONLY]


class ImmunizationFigure(models.Model):
    """Children given an antigen in a month, or a yearly target, of an area or of a whole unit.

    ``item`` is a key of the parameter ``immunization.antigens`` or of a target. The newest version
    counts; older ones stay.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    item = models.CharField(max_length=20)
    count = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    source = models.ForeignKey(ImportRecord, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField()
    kept = Kept("angka imunisasi dari impor", noted=True, by="source")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "month", "item", "version"],
                condition=Q(area__isnull=False),
                name="immunization_once_area",
            ),
            models.UniqueConstraint(
                fields=["unit", "month", "item", "version"],
                condition=Q(area__isnull=True),
                name="immunization_once_unit",
            ),
        ]
        triggers = [APPEND_ONLY]
