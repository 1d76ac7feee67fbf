"""Policy, organization grades, appraisals with their computations and marks."""

from functools import cached_property

import pgtrigger
from django.db import models
from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.appraisal.tree import ComputationTree, ComputedIndicator
from terukur.appraisal.tree_json import from_json
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW, AppraisalStatus
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Agency, Employee, Unit
from terukur.planning.models import Plan, PlanVersion
from terukur.planning.period_field import PeriodField
from terukur.regulation.behaviors import BEHAVIOR_NAMES
from terukur.regulation.scales import Grade, OrganizationGrade, Rating
from terukur.regulation.schedule import Step


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


class TrialPeriod(models.Model):
    """A period that a unit and all below it run as a trial of the appraisal; nothing of it ever counts."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="trials")
    period = PeriodField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("masa uji coba")

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["unit", "period"], name="trial_once_per_period")]
        triggers = [APPEND_ONLY]


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


class BasisChange(models.Model):
    """Figures under a delivered rating that have changed, until a decision on it.

    ``differences`` names each indicator with its old and new figure. The rating itself stands.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="changes")
    digest = models.CharField(max_length=64)
    differences = models.JSONField()
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    kept = Kept("perubahan dasar")

    class Meta:
        ordering = ["-found_at"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "digest"], name="basis_change_once"),
            models.CheckConstraint(
                name="basis_decision_whole",
                condition=Q(decided_at__isnull=True, decision="", decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision=""),
            ),
        ]


class FigureReport(models.Model):
    """The employee's report that one figure is wrong; it goes to the owner of the data, not to a judge.

    ``figures`` holds what the indicator showed when it was reported.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="reports")
    thread = models.UUIDField()
    name = models.CharField(max_length=300)
    figures = models.JSONField()
    text = models.CharField(max_length=1000)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer_by = models.DateField()
    kept = Kept("laporan angka keliru")

    class Meta:
        ordering = ["-filed_at"]
        triggers = [APPEND_ONLY]


class FigureAnswer(models.Model):
    """The answer of the owner of the data: corrected, with the new figures, or right as it is."""

    report = models.OneToOneField(FigureReport, on_delete=models.PROTECT, related_name="answer")
    is_corrected = models.BooleanField()
    figures = models.JSONField()
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("jawaban atas laporan angka")

    class Meta:
        triggers = [APPEND_ONLY]


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


class SelfAssessment(models.Model):
    """The employee's own view of the period; read by nobody else before ``shown_at``, fixed from then on.

    ``words`` holds a text for each planned result (by thread) and behavior value (by code). The moment is set
    by the rating itself (``operations.rate``).
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="self_view")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    result_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior_rating = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    words = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    # Not before it is shown: a fingerprint of so few words could be guessed.
    kept = Kept("pandangan sendiri", noted=True, where=Q(shown_at__isnull=False))

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="self_view_stands_once_shown",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__shown_at__isnull=False),
            )
        ]


class BehaviorSurvey(models.Model):
    """A closed survey of behavior for one appraisal: only sums, increased in place, one row for all.

    ``counts`` holds for each of the seven values how often each choice was given. There is no row for an
    answer, so nothing joins a person, a moment or an order to an answer.
    """

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="behavior_survey")
    asked_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    closes_on = models.DateField()
    asked = models.PositiveSmallIntegerField()
    answers = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict)
    kept = Kept("survei perilaku yang ditutup tanggal", by="closes_on", nightly=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="no_more_answers_than_asked", condition=Q(answers__lte=F("asked")))
        ]
        triggers = [
            pgtrigger.Protect(name="survey_is_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="full_survey_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answers=pgtrigger.F("old__asked")),
            ),
            pgtrigger.Protect(
                name="survey_takes_one_answer_at_a_time",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__counts__df=pgtrigger.F("new__counts"))
                & ~pgtrigger.Q(new__answers__gt=pgtrigger.F("old__answers")),
            ),
        ]


class SurveyInvitation(models.Model):
    """An invitation to a survey. ``is_settled`` once answered or declined: the two are stored alike."""

    survey = models.ForeignKey(BehaviorSurvey, on_delete=models.PROTECT, related_name="invitations")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    is_settled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "employee"], name="asked_once_per_survey")]


class PeriodStep(models.Model):
    """The days on which one step of a period opens, is due and closes; the newest version counts."""

    period = PeriodField()
    step = models.CharField(max_length=14, choices=[(step.value, step.label) for step in Step])
    version = models.PositiveSmallIntegerField()
    opens = models.DateField()
    due = models.DateField()
    closes = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    kept = Kept("tanggal langkah periode")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "step", "version"], name="period_step_version_once"),
            models.CheckConstraint(
                name="period_step_in_order", condition=Q(opens__lte=F("due")) & Q(due__lte=F("closes"))
            ),
            models.CheckConstraint(name="moved_step_says_why", condition=Q(version=1) | ~Q(reason="")),
        ]
        triggers = [APPEND_ONLY]


class EvaluationRun(models.Model):
    """One request to evaluate a period for a unit and all below it; done by the worker."""

    period = PeriodField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at"]
