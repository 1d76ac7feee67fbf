"""The end of a year of performance: closed in one act, opened again for a reason."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from terukur.accounts.models import User
from terukur.ledger.fingerprints import Kept
from terukur.ledger.models import APPEND_ONLY


class YearReopening(models.Model):
    """The opening of a closed year, with the reason that everybody can read."""

    closing = models.OneToOneField("YearClosing", on_delete=models.PROTECT, related_name="reopening")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("pembukaan kembali tahun")

    class Meta:
        constraints = [models.CheckConstraint(name="reopening_says_why", condition=~Q(reason=""))]
        triggers = [APPEND_ONLY]


class YearClosing(models.Model):
    """The closing of a year with what was still open then, and what goes on in the next year, by kind.

    A second closing of a year follows the opening of the one before it, so only the newest can be in force.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    follows = models.OneToOneField(
        YearReopening, on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    left_open = models.JSONField(default=dict)
    carried = models.JSONField(default=dict)
    open_count = models.PositiveIntegerField()
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = Kept("penutupan tahun")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="year_closing_numbered_once"),
            models.CheckConstraint(
                name="year_closed_again_after_reopening",
                condition=Q(number=1, follows__isnull=True) | Q(number__gt=1, follows__isnull=False),
            ),
            models.CheckConstraint(
                name="closing_over_open_says_why", condition=Q(open_count=0) | ~Q(reason="")
            ),
        ]
        triggers = [APPEND_ONLY]


def in_closed_year(year: str = "plan__year") -> Exists:
    """Return whether the year of each row is closed; the name is the path of the row to its year."""
    return Exists(YearClosing.objects.filter(year=OuterRef(year), reopening__isnull=True))
