"""Results of the nightly runs on appraisers, and the panel's work on them."""

import pgtrigger
from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.objectivity.models import ObjectivityRun
from terukur.organization.models import Employee
from terukur.raters.workflow import FINDING_WORKFLOW, FindingState
from terukur.statistics.severity.verdict import SeverityStatus


class RaterResult(models.Model):
    """The result of a run for one appraiser, read by them alone; by a panel where it became a finding.

    Severity is in steps of the scale, positive where ratings are lower. There is no number where appraiser
    and team cannot be told apart, nor below the least sample. ``mirror`` is empty below it too.
    """

    run = models.ForeignKey(ObjectivityRun, on_delete=models.PROTECT, related_name="results")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=24, choices=[(s.value, s.label) for s in SeverityStatus])
    employees = models.PositiveIntegerField()
    forms = models.PositiveIntegerField()
    periods = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    severity = models.FloatField(null=True)
    sd = models.FloatField(null=True)
    reliability = models.FloatField(null=True)
    chance = models.FloatField(null=True)
    screens = models.JSONField(default=dict)
    mirror = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "appraiser"], name="rater_once_per_run"),
            models.CheckConstraint(
                name="no_number_where_not_identified",
                condition=~Q(status="NOT_IDENTIFIED") | Q(severity__isnull=True),
            ),
            models.CheckConstraint(
                name="rater_numbers_whole_or_none",
                condition=Q(severity=None, sd=None, reliability=None, chance=None)
                | Q(severity__isnull=False, sd__gt=0, reliability__isnull=False, chance__isnull=False),
            ),
        ]
        triggers = [APPEND_ONLY]


class Finding(models.Model):
    """A question for a panel about how an appraiser rates. It leaves the room explained or with an action.

    ``state`` changes by ``FINDING_WORKFLOW``; a run that finds that the figures cannot carry it takes it
    back, with the reason in ``withdrawal``. ``number`` was drawn and names the finding while
    the name of the appraiser is not opened. It says nothing about any person who was rated and changes no
    rating.
    """

    class Kind(models.TextChoices):
        SEVERE = "severe", "Nilai lebih rendah daripada untuk hasil yang sama"
        LENIENT = "lenient", "Nilai lebih tinggi daripada untuk hasil yang sama"
        HALO = "halo", "Ketujuh nilai bergerak sebagai satu blok"
        CENTRAL = "central-tendency", "Nilai hampir tidak berbeda antarorang"
        INCONSISTENT = "inconsistent", "Nilai berbeda lebih dari yang dijelaskan hasil"
        DRIFT = "drift", "Nilai bergeser dari triwulan ke triwulan"

    State = FindingState

    number = models.PositiveIntegerField(unique=True)
    result = models.ForeignKey(RaterResult, on_delete=models.PROTECT, related_name="findings")
    appraiser = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="findings")
    period = PeriodField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=14, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=300, blank=True)
    kept = Kept("temuan cara menilai", chain="finding")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appraiser", "kind", "period"], name="finding_once_per_period"),
            models.UniqueConstraint(
                fields=["appraiser", "kind"], condition=Q(settled_at__isnull=True), name="finding_open_once"
            ),
            models.CheckConstraint(
                name="finding_settled_has_its_moment",
                condition=Q(state__in=["open", "heard"], settled_at__isnull=True)
                | Q(state__in=["explained", "action-agreed", "withdrawn"], settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_withdrawn_says_why",
                condition=Q(state="withdrawn") & ~Q(withdrawal="") | ~Q(state="withdrawn") & Q(withdrawal=""),
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="finding_only_allowed_steps", field="state", transitions=FINDING_WORKFLOW.pairs
            ),
            pgtrigger.Protect(
                name="finding_stands_as_found",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__result__df=pgtrigger.F("new__result"))
                | pgtrigger.Q(old__appraiser__df=pgtrigger.F("new__appraiser"))
                | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                | pgtrigger.Q(old__period__df=pgtrigger.F("new__period")),
            ),
            pgtrigger.Protect(name="finding_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def is_settled(self) -> bool:
        """Return whether it has left the room of the panel."""
        return self.settled_at is not None


class FindingNote(models.Model):
    """One step in working a finding through: by whom, when, in words.

    HEARD names who was heard and on which day; ACTION_AGREED who does it, until when; DONE ends the action.
    """

    class Kind(models.TextChoices):
        NAMED = "named", "Nama dibuka"
        STATEMENT = "statement", "Kata penilai"
        HEARD = "heard", "Didengar"
        EXPLAINED = "explained", "Dijelaskan"
        ACTION_AGREED = "action-agreed", "Langkah disepakati"
        DONE = "done", "Langkah selesai"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    text = models.CharField(max_length=2000)
    person = models.ForeignKey(Employee, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("catatan temuan")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="finding_note_names_person_and_day",
                condition=Q(kind__in=["heard", "action-agreed"], person__isnull=False, day__isnull=False)
                | ~Q(kind__in=["heard", "action-agreed"]) & Q(person=None, day=None),
            ),
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(kind__in=["explained", "action-agreed"]),
                name="finding_settled_once",
            ),
            models.UniqueConstraint(fields=["finding"], condition=Q(kind="done"), name="finding_done_once"),
        ]
        triggers = [
            APPEND_ONLY,
            pgtrigger.Trigger(
                name="finding_concluded_by_another",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__kind__in=["explained", "action-agreed"]),
                func=(
                    "IF EXISTS (SELECT 1 FROM raters_findingnote n WHERE n.finding_id = NEW.finding_id "
                    "AND n.kind = 'named' AND n.by_id = NEW.by_id) THEN "
                    "RAISE EXCEPTION 'who opened the name does not conclude the finding'; END IF; "
                    "RETURN NEW;"
                ),
            ),
        ]
