"""Plans with their versions, and the catalogue of measures."""

import uuid
from datetime import date
from fractions import Fraction
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Assignment, Unit
from terukur.planning.library_models import LibraryEntry as LibraryEntry
from terukur.planning.workflow import PLAN_WORKFLOW, PlanStatus
from terukur.regulation.behaviors import BEHAVIOR_NAMES
from terukur.regulation.dividing import TargetDivision
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.scales import (
    AnnexList,
    Aspect,
    Combination,
    Direction,
    DivisionKind,
    Pace,
    Perspective,
    ResultKind,
)


class Measure(models.Model):
    """An entry of the catalogue: a quantity that is counted the same way for everybody.

    Values are never below zero unless it ``allows_negative``; a share whose numerator is above its
    denominator causes a question, unless it ``may_exceed_whole``.
    """

    class Subject(models.TextChoices):
        EMPLOYEE = "employee", "Pegawai"
        UNIT = "unit", "Unit kerja"

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    unit = models.CharField("satuan", max_length=40)
    subject = models.CharField(max_length=10, choices=Subject.choices)
    combination = models.CharField(max_length=10, choices=Combination.choices())
    per = models.PositiveIntegerField(default=1)
    allows_negative = models.BooleanField("nilai negatif mungkin", default=False)
    may_exceed_whole = models.BooleanField("pembilang boleh melebihi penyebut", default=False)
    description = models.TextField(blank=True)
    owner = models.CharField(max_length=200, blank=True)
    kept = Kept("ukuran", complete=False)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="measure_per_positive", condition=Q(per__gte=1))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_share(self) -> bool:
        """Return whether it is a part of a whole: percent, or per so many, and not above it."""
        return self.combination == Combination.RATIO and self.per > 1 and not self.may_exceed_whole


class UnitObjective(models.Model):
    """A line of the unit's own plan (perjanjian kinerja); plans may rest on it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objectives")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    indicator = models.CharField(max_length=300, blank=True)
    target = models.CharField(max_length=100, blank=True)
    kept = Kept("sasaran unit", noted=True)

    class Meta:
        ordering = ["unit", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "number"], name="objective_number_once")
        ]


class PlanningDates(models.Model):
    """The days on which one step of planning a year opens, is due and is last reminded of; the newest version
    counts. The row is as one of ``appraisal.PeriodStep`` and follows the same rules."""

    year = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=14, choices=[(step.value, step.label) for step in PlanningStep])
    version = models.PositiveSmallIntegerField()
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    kept = Kept("tanggal langkah perencanaan")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "step", "version"], name="planning_version_once"),
            models.CheckConstraint(
                name="planning_step_in_order", condition=Q(opens__lte=F("due")) & Q(due__lte=F("closes"))
            ),
            models.CheckConstraint(name="moved_planning_says_why", condition=Q(version=1) | ~Q(reason="")),
        ]
        triggers = [APPEND_ONLY]


class Plan(models.Model):
    """The plan of one assignment for one year; its content stands in its versions.

    ``starts`` to ``ends`` are the days for which the targets were agreed and never change; ``closed_on`` is
    its last day where a transfer, retirement or the end of a contract came first.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    closed_on = models.DateField(null=True)
    kept = Kept(
        "SKP",
        noted=True,
        parts=(
            Part("planning.PlanVersion", "plan", only=("number", "status", "replaced_on")),
            Part(
                "planning.ResultSupport",
                "result__version__plan",
                where=Q(result__version__status__in=["set", "superseded"]),
            ),
        ),
        shape=2,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "year"], name="plan_once_per_year"),
            models.CheckConstraint(name="plan_in_order", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(
                name="plan_closed_inside",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("starts"), closed_on__lte=F("ends")),
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day: the one agreed, or the one on which the position ended before that."""
        return self.closed_on or self.ends


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def in_force(self, *, on: date) -> Self:
        """Return the versions that had been set by a day and not yet replaced on it."""
        return self.filter(Q(replaced_on__isnull=True) | Q(replaced_on__gt=on), in_force_from__lte=on)


class PlanVersion(models.Model):
    """One version of a plan. ``status`` changes in ``planning.operations`` alone, by ``PLAN_WORKFLOW``.

    A set version is never edited: a revision is the next version (PermenPANRB 6/2022 Pasal 14).
    """

    Status = PlanStatus

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    revision_reason = models.CharField(max_length=500, blank=True)
    return_reason = models.CharField(max_length=500, blank=True)
    annex_reasons = models.JSONField(default=dict, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    set_at = models.DateTimeField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_by_document = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    replaced_on = models.DateField(null=True, blank=True)
    objects = PlanVersionQuerySet.as_manager()
    kept = Kept(
        "versi SKP",
        left_out=("status", "replaced_on"),
        parts=(
            Part("planning.PlannedResult", "version"),
            Part("planning.Indicator", "result__version"),
            Part("planning.BehaviorExpectation", "version"),
            Part("planning.AnnexItem", "version"),
        ),
        where=Q(status__in=["set", "superseded"]),
    )

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(status="set"), name="one_version_in_force"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status__in=["draft", "submitted", "returned"]),
                name="one_version_in_the_making",
            ),
            models.CheckConstraint(
                name="set_version_has_date",
                condition=~Q(status__in=["set", "superseded"]) | Q(in_force_from__isnull=False),
            ),
        ]

        triggers = [
            pgtrigger.FSM(name="only_allowed_plan_steps", field="status", transitions=PLAN_WORKFLOW.pairs)
        ]

    @property
    def is_editable(self) -> bool:
        """Return whether the employee may still write in it."""
        return self.status in PLAN_WORKFLOW.leading_to(PlanStatus.SUBMITTED)


class PlannedResult(models.Model):
    """Rencana hasil kerja (RHK). ``thread`` is its identity across versions.

    In the qualitative form it has an ``expectation`` in words instead of indicators. ``support_reason`` says
    why it supports nothing above it yet (``ResultSupport``).
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="results")
    thread = models.UUIDField(default=uuid.uuid4, db_index=True)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=ResultKind.choices())
    title = models.CharField("rencana hasil kerja", max_length=500)
    support_reason = models.CharField(max_length=300, blank=True)
    perspective = models.CharField(max_length=20, choices=Perspective.choices(), blank=True)
    expectation = models.TextField("ekspektasi kualitatif", max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "thread"], name="result_once_per_version")]


class ResultSupport(models.Model):
    """One thing above that a planned result supports: a result of the leader, or a line of a unit's plan.

    A result may support several of both.
    """

    result = models.ForeignKey(PlannedResult, on_delete=models.CASCADE, related_name="supports")
    leader_result = models.ForeignKey(
        PlannedResult, on_delete=models.CASCADE, null=True, related_name="supported_by"
    )
    objective = models.ForeignKey(
        UnitObjective, on_delete=models.PROTECT, null=True, related_name="supported_by"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="support_is_of_one_thing",
                condition=Q(leader_result__isnull=False, objective__isnull=True)
                | Q(leader_result__isnull=True, objective__isnull=False),
            ),
            models.CheckConstraint(
                name="no_result_supports_itself",
                condition=Q(leader_result__isnull=True) | ~Q(leader_result=F("result")),
            ),
            models.UniqueConstraint(fields=["result", "leader_result"], name="leader_result_supported_once"),
            models.UniqueConstraint(fields=["result", "objective"], name="objective_supported_once"),
        ]


class Indicator(models.Model):
    """Indikator kinerja individu. ``thread`` is its identity across versions.

    Weight, target and last year's value are in the indicator's own unit (weight in percent).
    ``exposure_measure`` gives the real amount of work beside ``exposure_planned``. ``measure`` is None where
    it is measured by hand; then ``combination`` says how months combine. ``division`` says how the target
    divides over the year, with one number for each quarter or month in ``division_parts``. ``is_carried``
    while its numbers are still last year's, which nobody has agreed again; ``returned_because`` is the
    appraiser's remark on it.
    """

    result = models.ForeignKey(PlannedResult, on_delete=models.CASCADE, related_name="indicators")
    thread = models.UUIDField(default=uuid.uuid4, db_index=True)
    number = models.PositiveSmallIntegerField()
    name = models.CharField("indikator", max_length=300)
    aspect = models.CharField(max_length=10, choices=Aspect.choices(), blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices(), default=Direction.HIGHER)
    pace = models.CharField(max_length=10, choices=Pace.choices(), default=Pace.STEADY)
    division = models.CharField(max_length=10, choices=DivisionKind.choices(), blank=True, default="")
    division_parts = ArrayField(
        models.DecimalField(max_digits=18, decimal_places=4), default=list, blank=True, size=12
    )
    division_name = models.CharField(max_length=60, blank=True)
    target = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=4)
    target_high = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=4)
    due = models.DateField(null=True, blank=True)
    weight = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    exposure_name = models.CharField(max_length=100, blank=True)
    exposure_planned = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=4)
    exposure_measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="exposed_indicators"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators"
    )
    combination = models.CharField(max_length=10, choices=Combination.choices(), default=Combination.SUM)
    definition = models.TextField(blank=True)
    formula = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    last_year_value = models.DecimalField(null=True, blank=True, max_digits=18, decimal_places=4)
    is_carried = models.BooleanField("angka tahun lalu", default=False)
    returned_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["result", "number"]
        constraints = [
            models.UniqueConstraint(fields=["result", "thread"], name="indicator_once_per_result"),
            models.CheckConstraint(
                name="indicator_weight_is_percent",
                condition=Q(weight__isnull=True) | Q(weight__gt=0, weight__lte=100),
            ),
            models.CheckConstraint(
                name="indicator_exposure_positive",
                condition=Q(exposure_planned__isnull=True) | Q(exposure_planned__gt=0),
            ),
            models.CheckConstraint(
                name="indicator_exposure_has_plan",
                condition=Q(exposure_measure__isnull=True) | Q(exposure_planned__isnull=False),
                violation_error_message="Isi besar paparan yang direncanakan.",
            ),
            models.CheckConstraint(
                name="indicator_division_has_parts",
                condition=Q(division="", division_parts__len=0)
                | Q(division__in=["season", "own"], division_parts__len__in=[4, 12]),
                violation_error_message="Isi empat angka triwulan atau dua belas angka bulan.",
            ),
            models.CheckConstraint(
                name="indicator_division_grows",
                condition=Q(division="") | (~Q(pace="once") & ~Q(direction="range")),
                violation_error_message="Target rentang dan target satu kali tidak dibagi.",
            ),
        ]

    @property
    def combined_by(self) -> Combination:
        """The rule for combining months: the measure's, or the indicator's own where by hand."""
        return Combination(self.measure.combination if self.measure else self.combination)

    @property
    def divided(self) -> TargetDivision:
        """The division of the target over the year, as the rules read it."""
        kind = DivisionKind(self.division)
        is_points = kind is DivisionKind.OWN and self.combined_by is not Combination.SUM
        return TargetDivision(kind, tuple(map(Fraction, self.division_parts)), self.division_name, is_points)


class BehaviorExpectation(models.Model):
    """One of the seven values in a plan, with the leader's special expectation if there is one."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="behaviors")
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()))
    expectation = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "value"], name="behavior_once_per_version")]


class AnnexItem(models.Model):
    """One line of one of the three annex lists."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="annex_items")
    list = models.CharField(max_length=16, choices=AnnexList.choices())
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
