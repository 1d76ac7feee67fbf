"""Feedback on a result, an indicator, a behavior value or a day; talks and their agreements."""

from collections.abc import Mapping
from datetime import date
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from terukur.accounts.models import User
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.access import StandsAbove, oversees
from terukur.organization.models import Employee, ReportingLine
from terukur.planning.models import Plan
from terukur.regulation.behaviors import BEHAVIOR_NAMES

FEEDBACK_FIELDS = {
    "situation": "Situasi",
    "observed": "Yang terlihat",
    "effect": "Akibatnya",
    "next_step": "Langkah berikutnya",
}
FEEDBACK_LENGTHS = {"situation": 300, "observed": 600, "effect": 300, "next_step": 300, "text": 2000}
ANSWER_LENGTH = 1000
_ONE_SUBJECT = (
    Q(thread__isnull=False, value="", day__isnull=True)
    | Q(thread__isnull=True, day__isnull=True) & ~Q(value="")
    | Q(thread__isnull=True, value="", day__isnull=False)
)


def words_of(written: Mapping[str, str]) -> str:
    """Return the four fields and the free text as one text."""
    return "\n".join(written[name] for name in (*FEEDBACK_FIELDS, "text") if written.get(name))


def _is_party(user: User) -> Q:
    return Q(author=user.pk) | Q(receiver=user.pk) | _received_before(user)


def _received_before(user: User) -> Q:
    """Return the condition for rows without a receiver: to the employee, or to the appraiser of that day."""
    employee = Q(plan__assignment__employee__user=user.pk)
    day = OuterRef("at__date")
    was_appraiser = ReportingLine.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=day),
        starts__lte=day,
        assignment=OuterRef("plan__assignment"),
        appraiser__user=user.pk,
    )
    by_employee = Q(author=F("plan__assignment__employee__user"))
    return Q(receiver__isnull=True) & (employee & ~Q(author=user.pk) | by_employee & Q(Exists(was_appraiser)))


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def received_by(self, user: User) -> Self:
        """Return the messages to a user."""
        return self.filter(_received_before(user) | Q(receiver=user.pk))

    def between_two(self, user: User) -> Self:
        """Return the messages that a user wrote or received."""
        return self.filter(_is_party(user))

    def readable_by(self, user: User, *, on: date) -> Self:
        """Return the messages a user may read: own ones, and those shared from below, or by all for
        oversight.

        Every read of feedback goes through this, or through ``is_shared`` where no reader is known.
        """
        shared = Q(share__isnull=False)
        if oversees(user, on=on):
            return self.filter(_is_party(user) | shared)
        viewer = getattr(user, "employee", None)
        if viewer is None:
            return self.filter(_is_party(user))
        gives = ReportingLine.objects.filter(
            Q(ends__isnull=True) | Q(ends__gte=on) | Q(ends=F("assignment__ends")),
            assignment=OuterRef("plan__assignment"),
            appraiser=viewer,
            starts__lte=on,
        )
        above = StandsAbove(viewer.pk, "plan__assignment__employee", on=on)
        return self.filter(_is_party(user) | shared & (Q(Exists(gives)) | Q(above)))

    def is_shared(self) -> Self:
        """Return the messages that one of the two has shared upwards."""
        return self.filter(share__isnull=False)


class Feedback(models.Model):
    """One message about one plan, between its author and its receiver until one of them shares it.

    ``thread`` names a result or indicator, ``value`` a behavior, ``day`` a day of daily progress. It is
    written in four short fields or freely in ``text``. ``receiver`` and ``tone`` are empty in older rows,
    which stay as the ledger knows them: their receiver follows from the plan.
    """

    class Tone(models.TextChoices):
        PRAISE = "praise", "Pujian"
        ADVICE = "advice", "Saran"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="feedback")
    thread = models.UUIDField(null=True)
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()), blank=True)
    day = models.DateField(null=True)
    about = models.CharField(max_length=300)
    tone = models.CharField(max_length=6, choices=Tone.choices, blank=True)
    situation = models.CharField(max_length=FEEDBACK_LENGTHS["situation"], blank=True)
    observed = models.CharField(max_length=FEEDBACK_LENGTHS["observed"], blank=True)
    effect = models.CharField(max_length=FEEDBACK_LENGTHS["effect"], blank=True)
    next_step = models.CharField(max_length=FEEDBACK_LENGTHS["next_step"], blank=True)
    text = models.TextField(max_length=FEEDBACK_LENGTHS["text"], blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    request = models.OneToOneField(
        "FeedbackRequest", on_delete=models.PROTECT, null=True, related_name="feedback"
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    objects = FeedbackQuerySet.as_manager()
    kept = Kept("umpan balik", left_out=("read_at",))
    kept_state = Kept("waktu baca umpan balik", only=("read_at",), noted=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["plan", "-at"], name="feedback_newest_first"),
            models.Index(fields=["receiver", "-at"], name="feedback_received"),
            models.Index(fields=["author", "-at"], name="feedback_given"),
        ]
        constraints = [
            models.CheckConstraint(name="feedback_says_something", condition=~Q(observed="") | ~Q(text="")),
            models.CheckConstraint(
                name="feedback_is_for_one_other",
                condition=Q(tone="", receiver__isnull=True)
                | Q(tone__in=["praise", "advice"], receiver__isnull=False) & ~Q(receiver=F("author")),
            ),
            models.CheckConstraint(name="feedback_on_one_thing", condition=Q(tone="") | _ONE_SUBJECT),
        ]
        triggers = [
            pgtrigger.Protect(name="feedback_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="feedback_is_not_edited", exclude=["read_at"]),
        ]

    @property
    def words(self) -> str:
        """The whole text, the four fields before the free text."""
        return words_of({name: getattr(self, name) for name in (*FEEDBACK_FIELDS, "text")})

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The filled-in fields of the four, each with its label."""
        return [
            (label, getattr(self, name)) for name, label in FEEDBACK_FIELDS.items() if getattr(self, name)
        ]


class FeedbackAnswerQuerySet(models.QuerySet["FeedbackAnswer"]):
    def readable_by(self, user: User) -> Self:
        """Return the answers to readable messages: those of the two, and for others only the open ones.

        Open are those after the message was shared, or where the receiver shared it.
        """
        openly = Q(feedback__share__by=F("by")) | Q(at__gte=F("feedback__share__at"))
        return self.filter(Q(by=user.pk) | Q(feedback__author=user.pk) | openly)


class FeedbackAnswer(models.Model):
    """The receiver's answer to feedback, or the act that followed; the newest one counts."""

    class Outcome(models.TextChoices):
        DONE = "done", "Sudah saya lakukan"
        TRYING = "trying", "Sedang saya coba"
        NOT_DONE = "not-done", "Tidak saya lakukan"

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    text = models.CharField(max_length=ANSWER_LENGTH, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    objects = FeedbackAnswerQuerySet.as_manager()
    kept = Kept("jawaban atas umpan balik")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="feedback_answer_says_something",
                condition=Q(outcome__in=["done", "trying"]) | ~Q(text=""),
            )
        ]
        triggers = [APPEND_ONLY]


class FeedbackShare(models.Model):
    """The permission of one of the two for the line above to read a message; it cannot be undone."""

    feedback = models.OneToOneField(Feedback, on_delete=models.PROTECT, related_name="share")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("umpan balik yang dibagikan")

    class Meta:
        triggers = [APPEND_ONLY]


class FeedbackRequest(models.Model):
    """The employee's request to the appraiser or a colleague for feedback; open until written or declined."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    thread = models.UUIDField(null=True)
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()), blank=True)
    day = models.DateField(null=True)
    about = models.CharField(max_length=300)
    asked = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    is_declined = models.BooleanField(default=False)
    kept = Kept("permintaan umpan balik", left_out=("settled_at", "is_declined"))
    kept_state = Kept("penyelesaian permintaan umpan balik", only=("settled_at", "is_declined"), noted=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="feedback_asked_once_at_a_time",
                fields=["plan", "thread", "value", "day", "asked"],
                condition=Q(settled_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="feedback_request_on_one_thing", condition=_ONE_SUBJECT),
            models.CheckConstraint(
                name="feedback_declined_is_settled",
                condition=Q(is_declined=False) | Q(settled_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="request_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="request_is_not_edited", exclude=["settled_at", "is_declined"]),
        ]


class Dialogue(models.Model):
    """A talk (dialog kinerja) as one of the two recorded it."""

    class Kind(models.TextChoices):
        PLANNING = "planning", "Menyepakati rencana"
        MIDDLE = "middle", "Di tengah periode"
        CLOSING = "closing", "Tentang hasil penilaian"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="dialogues")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = PeriodField()
    held_on = models.DateField()
    summary = models.TextField(max_length=4000)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    kept = Kept(
        "percakapan",
        parts=(Part("coaching.Agreement", "dialogue"), Part("coaching.AgreementReview", "dialogue")),
    )

    def awaits(self, user_id: int) -> bool:
        """Return whether the talk waits for this party's confirmation; read with its confirmation."""
        return not hasattr(self, "confirmation") and self.recorded_by_id != user_id

    class Meta:
        ordering = ["-held_on", "-id"]
        triggers = [APPEND_ONLY]


class DialogueConfirmation(models.Model):
    """The other side's statement on a recorded talk: held like this, or not."""

    dialogue = models.OneToOneField(Dialogue, on_delete=models.PROTECT, related_name="confirmation")
    agrees = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("jawaban atas percakapan")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disagreement_says_why", condition=models.Q(agrees=True) | ~models.Q(note="")
            )
        ]
        triggers = [APPEND_ONLY]


class Agreement(models.Model):
    """An act that one of the two promises until a day; open until a later talk closes it."""

    class Owner(models.TextChoices):
        EMPLOYEE = "employee", "Pegawai"
        APPRAISER = "appraiser", "Pejabat penilai"

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="agreements")
    text = models.CharField(max_length=500)
    owner = models.CharField(max_length=10, choices=Owner.choices)
    due = models.DateField()

    class Meta:
        ordering = ["due", "id"]
        triggers = [APPEND_ONLY]


class AgreementReview(models.Model):
    """The state of an agreement in a later talk; the newest one counts."""

    class Outcome(models.TextChoices):
        DONE = "done", "Terlaksana"
        CONTINUED = "continued", "Dilanjutkan"
        DROPPED = "dropped", "Tidak diperlukan lagi"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    due = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "dialogue"], name="reviewed_once_a_talk"),
            models.CheckConstraint(
                name="continued_until_a_day",
                condition=models.Q(outcome="continued", due__isnull=False)
                | ~models.Q(outcome="continued") & models.Q(due__isnull=True),
            ),
        ]
        triggers = [APPEND_ONLY]


class WeeklyDigest(models.Model):
    """The news of one person for a week; at most one message a week goes out for it."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="digests")
    monday = models.DateField()
    own = models.JSONField(default=list)
    team = models.JSONField(default=list)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "monday"], name="digest_once_a_week")]
