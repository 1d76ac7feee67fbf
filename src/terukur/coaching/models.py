"""Feedback on a result, an indicator or a behavior value; talks and what was agreed in them."""

import pgtrigger
from django.db import models

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept, Part
from terukur.ledger.models import APPEND_ONLY
from terukur.planning.models import Plan
from terukur.regulation.behaviors import BEHAVIOR_NAMES


class Feedback(models.Model):
    """One message about one plan; ``thread`` names a result or indicator, ``value`` a behavior."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="feedback")
    thread = models.UUIDField(null=True)
    value = models.CharField(max_length=2, choices=list(BEHAVIOR_NAMES.items()), blank=True)
    about = models.CharField(max_length=300)
    text = models.TextField(max_length=2000)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    kept = Kept("umpan balik", left_out=("read_at",))

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["plan", "-at"], name="feedback_newest_first")]
        triggers = [
            pgtrigger.Protect(name="feedback_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="feedback_is_not_edited", exclude=["read_at"]),
        ]


class Dialogue(models.Model):
    """A talk (dialog kinerja) as one of the two recorded it."""

    class Kind(models.TextChoices):
        PLANNING = "planning", "Menyepakati rencana"
        MIDDLE = "middle", "Di tengah periode"
        CLOSING = "closing", "Tentang hasil penilaian"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="dialogues")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = models.CharField(max_length=10)
    held_on = models.DateField()
    summary = models.TextField(max_length=4000)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    kept = Kept(
        "percakapan",
        parts=(
            Part("coaching.Agreement", "dialogue"),
            Part("coaching.AgreementReview", "dialogue"),
        ),
    )

    def awaits(self, user_id: int) -> bool:
        """Whether somebody who is a party still has to confirm it; read with its confirmation."""
        return not hasattr(self, "confirmation") and self.recorded_by_id != user_id

    class Meta:
        ordering = ["-held_on", "-id"]
        triggers = [APPEND_ONLY]


class DialogueConfirmation(models.Model):
    """The other side's word on a recorded talk: held like this, or not."""

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
    """Something that one of the two will do until a day; open until a later talk closes it."""

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
    """What a later talk found of an agreement; the newest one counts."""

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
