"""Values from files, mappings of tables, confirmations of files, and exposure."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY, ImportRecord
from terukur.organization.models import Employee, Unit
from terukur.planning.models import Measure, Plan


class Observation(models.Model):
    """Hasil ukur: the value of a measure for one subject and period, from a file.

    The newest version counts; older ones stay. ``line`` is the row as numbered in the file,
    or the first of the ``rows`` that the value was computed from.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(null=True, max_digits=18, decimal_places=4)
    numerator = models.DecimalField(null=True, max_digits=18, decimal_places=4)
    denominator = models.DecimalField(null=True, max_digits=18, decimal_places=4)
    version = models.PositiveSmallIntegerField()
    source = models.ForeignKey(ImportRecord, on_delete=models.PROTECT, related_name="observations")
    line = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(default=1)
    kept = Kept("hasil ukur dari impor", noted=True, by="source")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="observation_one_subject",
                condition=Q(employee__isnull=False, unit__isnull=True)
                | Q(employee__isnull=True, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="observation_value_or_ratio",
                condition=Q(value__isnull=False, numerator__isnull=True, denominator__isnull=True)
                | Q(value__isnull=True, numerator__isnull=False, denominator__gt=0),
            ),
            models.CheckConstraint(name="observation_in_order", condition=Q(ends__gte=F("starts"))),
            models.UniqueConstraint(
                fields=["measure", "employee", "starts", "ends", "version"],
                condition=Q(employee__isnull=False),
                name="observation_version_once_employee",
            ),
            models.UniqueConstraint(
                fields=["measure", "unit", "starts", "ends", "version"],
                condition=Q(unit__isnull=False),
                name="observation_version_once_unit",
            ),
        ]
        triggers = [APPEND_ONLY]

    @property
    def amount(self) -> Fraction:
        """The value, or numerator ÷ denominator, exactly."""
        if self.value is not None:
            return Fraction(self.value)
        return Fraction(self.numerator or 0) / Fraction(self.denominator or 1)


class SourceMapping(models.Model):
    """The mapping of an office's own table, under a name; a changed mapping is a further version.

    It belongs to a measure, or to a ``source`` whose files name measures of their own.
    """

    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, related_name="mappings")
    source = models.CharField(max_length=40, blank=True)
    sheet = models.PositiveSmallIntegerField(default=0)
    header_line = models.PositiveIntegerField(null=True)
    columns = models.JSONField()
    aliases = models.JSONField(default=dict)
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    kept = Kept("pemetaan")

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="mapping_version_once"),
            models.CheckConstraint(
                name="mapping_of_a_measure_or_a_source",
                condition=Q(measure__isnull=False, source="") | Q(measure__isnull=True) & ~Q(source=""),
            ),
        ]
        triggers = [APPEND_ONLY]


class MappedImport(models.Model):
    """The mapping with which a file was loaded, so that it can be read the same way again."""

    source = models.OneToOneField(ImportRecord, on_delete=models.PROTECT, related_name="mapped")
    mapping = models.ForeignKey(SourceMapping, on_delete=models.PROTECT, related_name="imports")
    kept = Kept("pemetaan impor")

    class Meta:
        triggers = [APPEND_ONLY]


class ImportConfirmation(models.Model):
    """The confirmation by a second person of a file that its own loader is measured by."""

    source = models.OneToOneField(ImportRecord, on_delete=models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("konfirmasi impor")

    class Meta:
        triggers = [APPEND_ONLY]


class ExposureChange(models.Model):
    """A change of exposure from a day on: more or less work than planned, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="exposure_changes")
    thread = models.UUIDField()
    since = models.DateField()
    exposure = models.DecimalField(max_digits=18, decimal_places=4)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("perubahan paparan")

    class Meta:
        constraints = [models.CheckConstraint(name="exposure_not_negative", condition=Q(exposure__gt=0))]
        triggers = [APPEND_ONLY]
