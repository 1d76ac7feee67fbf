"""Observations, realizations by hand, evidence, verification, exposure. All append-only."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.models import APPEND_ONLY, ImportRecord, StoredFile
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
    """How an office's own table is read, under a name; a changed reading is a further version."""

    name = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField()
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="mappings")
    sheet = models.PositiveSmallIntegerField(default=0)
    header_line = models.PositiveIntegerField(null=True)
    columns = models.JSONField()
    aliases = models.JSONField(default=dict)
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="mapping_version_once")
        ]
        triggers = [APPEND_ONLY]


class MappedImport(models.Model):
    """Which reading a file was loaded with, so that it can be read the same way again."""

    source = models.OneToOneField(ImportRecord, on_delete=models.PROTECT, related_name="mapped")
    mapping = models.ForeignKey(SourceMapping, on_delete=models.PROTECT, related_name="imports")

    class Meta:
        triggers = [APPEND_ONLY]


class ImportConfirmation(models.Model):
    """A second person looked at a file that its own loader is measured by."""

    source = models.OneToOneField(
        ImportRecord, on_delete=models.PROTECT, related_name="confirmation"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]


class Realization(models.Model):
    """A realization stated by hand for one indicator of a plan and one month or quarter."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="realizations")
    thread = models.UUIDField()
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveSmallIntegerField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "thread", "starts", "ends", "version"],
                name="realization_version_once",
            )
        ]
        triggers = [APPEND_ONLY]


class Evidence(models.Model):
    """Bukti dukung of a realization: a kept file or an address."""

    class Origin(models.TextChoices):
        SYSTEM = "system", "Dari sistem lain"
        COUNTERSIGNED = "countersigned", "Ditandatangani pihak ketiga"
        OWN_FILE = "own-file", "Berkas buatan sendiri"
        OWN_WORD = "own-word", "Keterangan sendiri"

    realization = models.ForeignKey(Realization, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    address = models.URLField(max_length=500, blank=True)
    origin = models.CharField(max_length=14, choices=Origin.choices, default=Origin.OWN_FILE)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_address",
                condition=Q(file__isnull=False, address="") | Q(file__isnull=True) & ~Q(address=""),
            )
        ]
        triggers = [APPEND_ONLY]


class Verification(models.Model):
    """Somebody else looked at the evidence of a realization and says whether it bears it out."""

    realization = models.OneToOneField(
        Realization, on_delete=models.PROTECT, related_name="verification"
    )
    accepted = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]


class AddressLook(models.Model):
    """What an address showed at a moment: the hash of its bytes, or why nothing was seen."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="look_seen_or_failed",
                condition=Q(sha256="") & ~Q(failure="") | ~Q(sha256="") & Q(failure=""),
            )
        ]
        triggers = [APPEND_ONLY]


class EvidenceFreeze(models.Model):
    """Up to a day nothing is stated by hand for a plan any more; the newest one counts.

    ``until`` is empty where it was opened again, for a stated reason.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="freezes")
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reopening_has_reason", condition=Q(until__isnull=False) | ~Q(reason="")
            )
        ]
        triggers = [APPEND_ONLY]


class EvidenceDraw(models.Model):
    """A verified realization that was drawn at random, to be opened by a third person."""

    realization = models.OneToOneField(Realization, on_delete=models.PROTECT, related_name="draw")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=7)
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField()

    class Meta:
        triggers = [APPEND_ONLY]


class EvidenceCheck(models.Model):
    """What the third person found in drawn evidence."""

    draw = models.OneToOneField(EvidenceDraw, on_delete=models.PROTECT, related_name="finding")
    agrees = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disagreement_has_note", condition=Q(agrees=True) | ~Q(note="")
            )
        ]
        triggers = [APPEND_ONLY]


class ExposureChange(models.Model):
    """From a day on, the work that a target counts on is more or less than planned, and why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="exposure_changes")
    thread = models.UUIDField()
    since = models.DateField()
    exposure = models.DecimalField(max_digits=18, decimal_places=4)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="exposure_not_negative", condition=Q(exposure__gt=0)),
        ]
        triggers = [APPEND_ONLY]


class DailyProgress(models.Model):
    """Progres harian: one activity of one day, and the planned result that it served.

    It documents work and is never an achievement. ``key`` is its identity, drawn by the form, so that a
    draft sent twice counts once; a correction or withdrawal is the next version.
    """

    key = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="daily_progress")
    thread = models.UUIDField()
    action = models.CharField("rencana hasil kerja", max_length=500)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    activity = models.CharField(max_length=300)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=40)
    address = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="daily_version_once"),
            models.CheckConstraint(name="daily_in_order", condition=Q(ends__gt=F("starts"))),
        ]
        indexes = [models.Index(fields=["plan", "day"], name="daily_of_a_plan")]
        triggers = [APPEND_ONLY]

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.ends.hour - self.starts.hour) * 60 + self.ends.minute - self.starts.minute

    @property
    def days_late(self) -> int:
        """Days between the work and its being written down."""
        return (timezone.localtime(self.at).date() - self.day).days


class ServiceStandard(models.Model):
    """Standar pelayanan: the longest completion time of a service from a day on, with its decree."""

    service = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    minutes = models.PositiveIntegerField(null=True)
    days = models.PositiveIntegerField(null=True)
    basis = models.CharField(max_length=300)

    class Meta:
        ordering = ["service", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "valid_from"], name="service_standard_once_a_day"
            ),
            models.CheckConstraint(
                name="service_standard_minutes_or_days",
                condition=Q(minutes__gt=0, days__isnull=True) | Q(minutes__isnull=True, days__gt=0),
            ),
        ]
        triggers = [APPEND_ONLY]


class SurveyPoint(models.Model):
    """Where citizens are asked: one poster for a counter and service; ``token`` is its address."""

    token = models.CharField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="survey_points")
    officer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="survey_points"
    )
    service = models.CharField(max_length=200)
    population = models.PositiveIntegerField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["unit__name", "service"]


class SurveyAnswer(models.Model):
    """One citizen's scores and words. It holds a day and nothing that says who answered.

    ``nonce`` is drawn for each form that is shown, so that sending a form twice counts once.
    """

    point = models.ForeignKey(SurveyPoint, on_delete=models.PROTECT, related_name="answers")
    nonce = models.CharField(max_length=32, unique=True)
    day = models.DateField()
    scores = models.JSONField()
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["point", "day"], name="answers_of_a_point")]
        triggers = [APPEND_ONLY]


class SurveyMinute(models.Model):
    """How many answers a point took in one minute: the guard against floods knows no addresses."""

    point = models.ForeignKey(SurveyPoint, on_delete=models.CASCADE, related_name="+")
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "minute"], name="survey_minute_once")
        ]
