"""Blind re-rating: the drawn appraisals, their raters, and their result."""

from django.db import models
from django.db.models import Q

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.employment.period_field import PeriodField
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY
from terukur.organization.models import Employee, Unit
from terukur.regulation.scales import Rating


class BlindDraw(models.Model):
    """One finished appraisal that an appraiser of another unit rates again, without names."""

    appraisal = models.OneToOneField(Appraisal, on_delete=models.PROTECT, related_name="blind_draw")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = PeriodField()
    rater = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="blind_draws")
    seed = models.CharField(max_length=32)
    drawn_at = models.DateTimeField()
    kept = Kept("undian penilaian ulang")

    class Meta:
        ordering = ["drawn_at", "id"]
        triggers = [APPEND_ONLY]


class BlindRating(models.Model):
    """The other appraiser's ratings; both empty: the evidence was not enough to judge.

    Nobody reads it as a second rating of a person: it is counted in the agreement of the unit alone.
    """

    draw = models.OneToOneField(BlindDraw, on_delete=models.PROTECT, related_name="rating")
    results = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    behavior = models.CharField(max_length=10, choices=Rating.choices(), blank=True)
    ground = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The ground, free text that the ledger does not hold, keeps the fingerprint from being guessed.
    kept = Kept("penilaian ulang tanpa nama")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="blind_rating_whole_or_none",
                condition=Q(results="", behavior="") | (~Q(results="") & ~Q(behavior="")),
            )
        ]
        triggers = [APPEND_ONLY]
