"""The catalogue of learning, standards and assessments as imported, agreed plans, and talent objections."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.development.workflow import LEARNING_WORKFLOW, LearningStatus
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY, StoredFile
from terukur.organization.models import Employee
from terukur.regulation.learning_forms import LEARNING_FORMS
from terukur.regulation.scales import PositionKind, Potential, Rating

_KEPT = pgtrigger.Protect(name="is_kept", operation=pgtrigger.Delete)


def _tags() -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class LearningItem(models.Model):
    """One entry of the catalogue of learning; ``starts`` and ``ends`` both None: at any time.

    ``behaviors`` holds codes of values or of guides (``AD``, ``AD.2``).
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    form = models.PositiveSmallIntegerField(
        choices=[(form.code, form.label) for form in LEARNING_FORMS.values()]
    )
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    provider = models.CharField(max_length=200)
    capacity = models.PositiveIntegerField(null=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    measures = _tags()
    behaviors = _tags()
    competences = _tags()
    keywords = _tags()
    kept = Kept("pembelajaran")

    class Meta:
        ordering = ["title", "code"]
        constraints = [
            models.CheckConstraint(name="learning_form_is_known", condition=Q(form__gte=1, form__lte=25)),
            models.CheckConstraint(name="learning_has_hours", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="learning_in_order",
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__gte=F("starts")),
            ),
        ]
        triggers = [_KEPT]

    def __str__(self) -> str:
        return self.title


class Competence(models.Model):
    """A competence by its key, as standards and assessments name it."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kept = Kept("kompetensi")

    class Meta:
        ordering = ["name"]
        triggers = [_KEPT]

    def __str__(self) -> str:
        return self.name


def _level(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(level__gte=1, level__lte=5))


class CompetenceStandard(models.Model):
    """The level that a position requires; a position is identified by its title and kind."""

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=PositionKind.choices())
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="standards")
    level = models.PositiveSmallIntegerField()
    kept = Kept("standar kompetensi")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title", "kind", "competence"], name="standard_once_per_position"
            ),
            _level("standard_level_1_to_5"),
        ]
        triggers = [_KEPT]


class CompetenceLevel(models.Model):
    """The result of an assessment of one person's competence; the newest one counts."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="levels")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="levels")
    level = models.PositiveSmallIntegerField()
    assessed_on = models.DateField()
    source = models.CharField(max_length=200)
    kept = Kept("hasil uji kompetensi")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "competence", "assessed_on"], name="assessed_once_a_day"
            ),
            _level("assessed_level_1_to_5"),
        ]
        triggers = [APPEND_ONLY]


class PotentialAssessment(models.Model):
    """Potential according to an assessment outside of this system; the newest one counts."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="potentials")
    potential = models.CharField(max_length=10, choices=Potential.choices())
    assessed_on = models.DateField()
    source = models.CharField(max_length=200)
    kept = Kept("asesmen potensi")

    class Meta:
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["employee", "assessed_on"], name="potential_once_a_day")
        ]
        triggers = [APPEND_ONLY]


class PlanItem(models.Model):
    """One item in a person's development plan of a year. Only ``operations`` changes ``status``.

    ``LEARNING_WORKFLOW`` says what follows what; what an appraiser adds is agreed from the beginning.
    ``gap`` keeps the need as it was: kind, key, name, period, measure, size, words, evidence.
    """

    Status = LearningStatus

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="learning")
    year = models.PositiveSmallIntegerField()
    item = models.ForeignKey(LearningItem, on_delete=models.PROTECT, related_name="plan_items")
    gap = models.JSONField()
    identity = models.CharField(max_length=80)
    reason = models.TextField(max_length=2000)
    status = models.CharField(max_length=10, choices=Status.choices)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    finished_on = models.DateField(null=True)
    dropped_why = models.CharField(max_length=500, blank=True)
    kept = Kept("rencana pengembangan", chain="development")

    class Meta:
        ordering = ["-year", "-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "year", "item"],
                condition=~Q(status="dropped"),
                name="learning_planned_once_a_year",
            ),
            models.CheckConstraint(
                name="agreed_learning_has_agreement",
                condition=Q(status__in=["proposed", "dropped"])
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_learning_has_its_day",
                condition=Q(status="finished", finished_on__isnull=False)
                | ~Q(status="finished") & Q(finished_on__isnull=True),
            ),
            models.CheckConstraint(
                name="dropped_learning_says_why",
                condition=Q(status="dropped") & ~Q(dropped_why="") | ~Q(status="dropped") & Q(dropped_why=""),
            ),
        ]
        indexes = [models.Index(fields=["identity", "status"], name="learning_by_need")]
        triggers = [
            _KEPT,
            pgtrigger.FSM(
                name="only_allowed_learning_steps", field="status", transitions=LEARNING_WORKFLOW.pairs
            ),
            pgtrigger.ReadOnly(
                name="planned_need_stands",
                fields=["employee", "year", "item", "gap", "identity", "reason", "proposed_by"],
            ),
        ]


class Certificate(models.Model):
    """The proof that an item was finished; ``hours`` count in its year once it is confirmed.

    ``accepted`` is None until it is checked. A refused one stands beside the next one. Those from before the
    introduction of confirmations wait for it too: the person who agreed to a plan had not seen them.
    """

    plan_item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="certificates")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    hours_why = models.CharField(max_length=500, blank=True)
    issued_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    refused_why = models.CharField(max_length=500, blank=True)
    kept = Kept("sertifikat")

    class Meta:
        constraints = [
            models.CheckConstraint(name="certificate_has_hours", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="certificate_reviewed_by_another",
                condition=Q(accepted__isnull=True, reviewed_by__isnull=True, reviewed_at__isnull=True)
                | Q(accepted__isnull=False, reviewed_by__isnull=False, reviewed_at__isnull=False)
                & ~Q(reviewed_by=F("by")),
            ),
            models.CheckConstraint(
                name="refused_certificate_says_why",
                condition=Q(accepted=False) & ~Q(refused_why="")
                | Q(accepted=True, refused_why="")
                | Q(accepted__isnull=True, refused_why=""),
            ),
            models.UniqueConstraint(
                fields=["plan_item"],
                condition=Q(accepted__isnull=True) | Q(accepted=True),
                name="one_certificate_not_refused",
            ),
        ]
        triggers = [
            _KEPT,
            pgtrigger.ReadOnly(
                name="stated_certificate_stands",
                fields=["plan_item", "file", "file_name", "hours", "hours_why", "issued_on", "by", "at"],
            ),
            pgtrigger.Protect(
                name="reviewed_certificate_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__accepted__isnull=False),
            ),
        ]


class TalentObjection(models.Model):
    """The objection “my box is wrong”: the box that was shown then, and why it is wrong."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="box_objections")
    box = models.PositiveSmallIntegerField()
    performance = models.CharField(max_length=10, choices=Rating.choices())
    period = PeriodField()
    potential = models.ForeignKey(PotentialAssessment, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    kept = Kept("keberatan kotak talenta")

    class Meta:
        ordering = ["-filed_at", "-id"]
        constraints = [models.CheckConstraint(name="box_1_to_9", condition=Q(box__gte=1, box__lte=9))]
        triggers = [APPEND_ONLY]


class TalentAnswer(models.Model):
    """The answer of the performance team; a wrong box is corrected by a new assessment."""

    objection = models.OneToOneField(TalentObjection, on_delete=models.PROTECT, related_name="answer")
    is_granted = models.BooleanField()
    text = models.TextField(max_length=2000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("jawaban atas keberatan talenta")

    class Meta:
        triggers = [APPEND_ONLY]
