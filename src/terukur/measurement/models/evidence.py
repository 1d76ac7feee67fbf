"""Realizations by hand, their evidence, and the findings of others on it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY, StoredFile
from terukur.organization.models import DatedQuerySet, Employee, Unit
from terukur.planning.models import Plan


class Realization(models.Model):
    """A realization stated by hand for one indicator of a plan and one month or quarter.

    For a result in the qualitative form it is an ``account`` in words of what happened on a day, and
    ``thread`` is the result's; it has no value then.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="realizations")
    thread = models.UUIDField()
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    account = models.TextField("uraian", max_length=2000, blank=True, default="")
    account_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    version = models.PositiveSmallIntegerField()
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    kept = Kept("realisasi")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "thread", "starts", "ends", "version"], name="realization_version_once"
            ),
            models.CheckConstraint(
                name="realization_number_or_words",
                condition=Q(value__isnull=False, account="", account_on__isnull=True)
                | Q(value__isnull=True)
                & ~Q(account="")
                & Q(account_on__gte=F("starts"), account_on__lte=F("ends")),
            ),
        ]
        triggers = [APPEND_ONLY]

    @property
    def number(self) -> Decimal:
        """Return the value.

        :raises ValueError: for an account in words, of which no number is made.
        """
        if self.value is None:
            raise ValueError("An account in words has no number.")
        return self.value


class HelperQuerySet(DatedQuerySet["Helper"]):
    """Dated rows of this kind."""


class Helper(models.Model):
    """A colleague who may type an employee's realizations; each still needs the owner's confirmation."""

    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="helpers")
    helper = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="helps")
    starts = models.DateField()
    ends = models.DateField(null=True)
    objects = HelperQuerySet.as_manager()
    kept = Kept("pembantu", noted=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="helper_is_another", condition=~Q(owner=F("helper"))),
            models.UniqueConstraint(
                fields=["owner", "helper"], condition=Q(ends=None), name="helper_once_at_a_time"
            ),
        ]


class OwnerConfirmation(models.Model):
    """The owner's confirmation of a realization that a helper typed."""

    realization = models.OneToOneField(Realization, on_delete=models.PROTECT, related_name="confirmation")
    at = models.DateTimeField()
    kept = Kept("pengesahan realisasi")

    class Meta:
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
    kept = Kept("bukti")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_file_or_address",
                condition=Q(file__isnull=False, address="") | Q(file__isnull=True) & ~Q(address=""),
            )
        ]
        triggers = [APPEND_ONLY]


class Verification(models.Model):
    """The finding of another person on whether the evidence of a realization supports it."""

    realization = models.OneToOneField(Realization, on_delete=models.PROTECT, related_name="verification")
    accepted = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("pemeriksaan bukti")

    class Meta:
        triggers = [APPEND_ONLY]


class AddressLook(models.Model):
    """The content of an address at a moment: the hash of its bytes, or why it could not be read."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    kept = Kept("alamat bukti yang dilihat")

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
    """The day up to which nothing is stated by hand for a plan any more; the newest one counts.

    ``until`` is empty where it was opened again, for a stated reason.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="freezes")
    until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    kept = Kept("pembekuan bukti")

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
    period = PeriodField(max_length=7)
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField()
    kept = Kept("undian uji petik")

    class Meta:
        triggers = [APPEND_ONLY]


class EvidenceCheck(models.Model):
    """The third person's finding on drawn evidence."""

    draw = models.OneToOneField(EvidenceDraw, on_delete=models.PROTECT, related_name="finding")
    agrees = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("uji petik")

    class Meta:
        constraints = [
            models.CheckConstraint(name="disagreement_has_note", condition=Q(agrees=True) | ~Q(note=""))
        ]
        triggers = [APPEND_ONLY]
