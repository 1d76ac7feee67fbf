"""Appraisals with their computations, marks and drafts."""

from functools import cached_property

import pgtrigger
from django.db import models
from django.db.models import Q

from terukur.appraisal.models.policy import Policy, UnitGrade
from terukur.appraisal.tree import ComputationTree, ComputedIndicator
from terukur.appraisal.tree_json import from_json
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW, AppraisalStatus
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee
from terukur.planning.models import Plan, PlanVersion
from terukur.regulation.behaviors import BEHAVIOR_NAMES
from terukur.regulation.scales import Grade, Rating

# Only the decision of an objection changes a result of a closed year, and it leaves the day of the rating.
NO_RATING_IN_CLOSED_YEAR = pgtrigger.Trigger(
    name="no_rating_in_closed_year",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__rated_at__df=pgtrigger.F("new__rated_at")),
    func="""
        IF EXISTS (
            SELECT 1 FROM planning_plan p JOIN appraisal_yearclosing c ON c.year = p.year
            WHERE p.id = NEW.plan_id
            AND NOT EXISTS (SELECT 1 FROM appraisal_yearreopening r WHERE r.closing_id = c.id)
        ) THEN
            RAISE EXCEPTION 'the year of this appraisal is closed';
        END IF;
        RETURN NEW;
    """,
)


class Appraisal(models.Model):
    """One period of one plan. Only ``appraisal.operations`` changes ``status``.

    ``APPRAISAL_WORKFLOW`` says what follows what; a result is final once it was talked about. Only the
    decision on an objection may change a delivered rating (``objections``). The grade exists from
    DELIVERED on and only with the unit's organization grade; the database refuses anything else.
    ``received_at`` is when the employee opened it or, earlier than that, the second notice
    (``delivery.receipt``).
    """

    Status = AppraisalStatus

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="appraisals")
    period = PeriodField()
    starts = models.DateField()
    ends = models.DateField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    is_trial = models.BooleanField(default=False)
    computation = models.ForeignKey("Computation", on_delete=models.PROTECT, null=True, related_name="+")
    appraiser = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, related_name="appraisals_given"
    )
    result_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    result_reason = models.TextField(max_length=2000, blank=True)
    behavior_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior_reason = models.TextField(max_length=2000, blank=True)
    grade = models.CharField(max_length=20, choices=Grade.choices(), blank=True)
    unit_grade = models.ForeignKey(UnitGrade, on_delete=models.PROTECT, null=True)
    first_rated_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)
    kept = Kept("penilaian", chain="appraisal", parts=(Part("appraisal.BehaviorMark", "appraisal"),))

    class Meta:
        ordering = ["-ends", "-starts", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "period"], name="appraisal_once_per_period"),
            models.CheckConstraint(
                name="rated_has_both_ratings",
                condition=Q(status="open") | (~Q(result_rating="") & ~Q(behavior_rating="")),
            ),
            models.CheckConstraint(
                name="grade_needs_organization_grade", condition=Q(grade="") | Q(unit_grade__isnull=False)
            ),
            models.CheckConstraint(
                name="delivered_has_grade", condition=Q(status__in=["open", "rated"]) | ~Q(grade="")
            ),
            models.CheckConstraint(
                name="answered_means_received",
                condition=Q(status__in=["open", "rated", "delivered"]) | Q(received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="final_has_its_moment",
                condition=Q(status="final", final_at__isnull=False)
                | ~Q(status="final") & Q(final_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["period", "status"], name="appraisal_by_period")]
        triggers = [
            pgtrigger.FSM(name="only_allowed_steps", field="status", transitions=APPRAISAL_WORKFLOW.pairs),
            pgtrigger.Protect(
                name="trial_stays_what_it_began_as",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status="open")
                & pgtrigger.Q(old__is_trial__df=pgtrigger.F("new__is_trial")),
            ),
            pgtrigger.Protect(
                name="recalled_before_it_was_read",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="delivered", new__status="rated")
                & (
                    pgtrigger.Q(old__read_at__isnull=False)
                    | pgtrigger.Q(old__received_at__isnull=False)
                    | pgtrigger.Q(old__result_rating__df=pgtrigger.F("new__result_rating"))
                    | pgtrigger.Q(old__behavior_rating__df=pgtrigger.F("new__behavior_rating"))
                    | ~pgtrigger.Q(new__grade="")
                ),
            ),
            pgtrigger.Protect(
                name="delivered_rating_stands",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__status__in=["open", "rated"])
                & ~(pgtrigger.Q(old__status="objected") & pgtrigger.Q(new__status="decided"))
                & ~(pgtrigger.Q(old__status="delivered") & pgtrigger.Q(new__status="rated"))
                & (
                    pgtrigger.Q(old__result_rating__df=pgtrigger.F("new__result_rating"))
                    | pgtrigger.Q(old__behavior_rating__df=pgtrigger.F("new__behavior_rating"))
                    | pgtrigger.Q(old__grade__df=pgtrigger.F("new__grade"))
                    | pgtrigger.Q(old__computation__df=pgtrigger.F("new__computation"))
                ),
            ),
            NO_RATING_IN_CLOSED_YEAR,
        ]

    @property
    def is_ratable(self) -> bool:
        """Return whether the appraiser may still rate or re-rate."""
        return self.status in (self.Status.OPEN, self.Status.RATED)

    @property
    def is_provisional(self) -> bool:
        """Return whether a given grade may still change or still waits for its talk."""
        return bool(self.grade) and self.status != self.Status.FINAL

    @property
    def tree(self) -> ComputationTree | None:
        """Return the computation; None before the first one."""
        return self.computation.tree if self.computation else None

    def indicators(self) -> list[ComputedIndicator]:
        """Return the computed indicators; none before anything was computed."""
        return self.tree.indicators() if self.tree else []


class Computation(models.Model):
    """Realizations, achievements and suggestion of one appraisal, with all that led to them.

    ``body`` holds the whole tree with exact numbers; ``inputs`` is the SHA-256 of its canonical
    form, so the same inputs under the same policy and rules are never stored twice.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="computations")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    rules = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    as_of = models.DateField()
    suggested = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    achievement = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    coverage = models.DecimalField(max_digits=7, decimal_places=4)
    inputs = models.CharField(max_length=64)
    body = models.JSONField()
    kept = Kept("hitungan", left_out=("body",))

    class Meta:
        triggers = [APPEND_ONLY]

    @cached_property
    def tree(self) -> ComputationTree:
        """Return the computation that ``body`` holds."""
        return from_json(self.body)


class BehaviorMark(models.Model):
    """The appraiser's mark of one behavior value, with the observation and its day."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="marks")
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()))
    mark = models.CharField(max_length=10, choices=Rating.choices())
    example = models.TextField(max_length=2000, blank=True)
    example_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "value"], name="mark_once_per_value"),
            models.CheckConstraint(
                name="off_centre_mark_has_dated_example",
                condition=Q(mark="meets") | (~Q(example="") & Q(example_on__isnull=False)),
            ),
        ]


class ExpectationMark(models.Model):
    """The appraiser's mark of the expectation of one result in words, with the reason and a dated example."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="expectation_marks")
    thread = models.UUIDField()
    mark = models.CharField(max_length=10, choices=Rating.choices())
    reason = models.TextField(max_length=2000)
    example_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "thread"], name="expectation_marked_once"),
            models.CheckConstraint(name="expectation_mark_has_reason", condition=~Q(reason="")),
        ]


class AppraisalDraft(models.Model):
    """An appraiser's entries before the rating: read by nobody else, deleted once it is rated.

    ``fields`` holds them as typed, half words included; ``version`` counts its saves and ``tab`` names the
    page that saved last, so that no page replaces content that it has not shown (``appraisal.drafting``).
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="draft")
    author = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    tab = models.CharField(max_length=36, blank=True)
    fields = models.JSONField()
    seen_computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
