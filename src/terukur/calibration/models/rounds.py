"""Calibration rounds: members, people, opinions, and remarks."""

from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee, Unit
from terukur.regulation.scales import Rating


class Round(models.Model):
    """The calibration of one unit, with all below it, for one period. It never changes a rating."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    period = PeriodField()
    names_hidden = models.BooleanField(default=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    kept = Kept(
        "kalibrasi",
        chain="round",
        parts=(Part("calibration.Calibrator", "round"), Part("calibration.RoundRow", "round")),
    )

    class Meta:
        ordering = ["-opened_at"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="round_once_per_unit_period")]


class Calibrator(models.Model):
    """A member of a round; ``number`` names them while names are hidden."""

    class Part(models.TextChoices):
        APPRAISER = "appraiser", "Pejabat penilai"
        SUPERIOR = "superior", "Atasan pejabat penilai"
        LEADER = "leader", "Pimpinan unit di atasnya"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="calibrators")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="seats")
    part = models.CharField(max_length=10, choices=Part.choices)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "employee"], name="calibrator_once"),
            models.UniqueConstraint(fields=["round", "number"], name="calibrator_number_once"),
        ]


class RoundRow(models.Model):
    """One appraisal in a round; ``number`` was drawn, so its order reveals nothing about the name."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rows")
    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="rounds")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "appraisal"], name="round_row_once"),
            models.UniqueConstraint(fields=["round", "number"], name="round_row_number_once"),
        ]


class Opinion(models.Model):
    """The opinion of one calibrator, before they saw the rating; both ratings empty: cannot judge."""

    row = models.ForeignKey(RoundRow, on_delete=models.PROTECT, related_name="opinions")
    by = models.ForeignKey(Calibrator, on_delete=models.PROTECT, related_name="opinions")
    results = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    ground = models.CharField(max_length=500)
    at = models.DateTimeField()
    kept = Kept("pendapat kalibrator")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["row", "by"], name="opinion_once"),
            models.CheckConstraint(
                name="opinion_whole_or_none",
                condition=Q(results="", behavior="") | (~Q(results="") & ~Q(behavior="")),
            ),
        ]
        triggers = [APPEND_ONLY]


class Remark(models.Model):
    """A remark in a round: about one row, or about the distribution as a whole.

    A recommendation names the ratings it asks for; "kept" answers one: the rating stays, and why.
    """

    class Kind(models.TextChoices):
        JUSTIFIED = "justified", "Alasan distribusi"
        DISCUSSED = "discussed", "Sudah dibahas"
        RECOMMENDED = "recommended", "Usulan kepada penilai"
        KEPT = "kept", "Penilai mempertahankan"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="remarks")
    row = models.ForeignKey(RoundRow, on_delete=models.PROTECT, null=True, related_name="remarks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=2000)
    results = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    answers = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="answer")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("catatan kalibrasi")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_the_distribution_is_about_no_row",
                condition=Q(kind="justified", row__isnull=True) | ~Q(kind="justified") & Q(row__isnull=False),
            ),
            models.CheckConstraint(
                name="recommendation_names_both_ratings",
                condition=Q(kind="recommended") & ~Q(results="") & ~Q(behavior="")
                | ~Q(kind="recommended") & Q(results="", behavior=""),
            ),
            models.CheckConstraint(
                name="kept_answers_a_recommendation",
                condition=Q(kind="kept", answers__isnull=False) | ~Q(kind="kept") & Q(answers__isnull=True),
            ),
        ]
        triggers = [APPEND_ONLY]
