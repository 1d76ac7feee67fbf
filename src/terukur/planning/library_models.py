"""The agency's own words in the library of indicators; the entries that are shipped stand in a file."""

from django.db import models
from django.db.models import Q

from terukur.ledger.fingerprints import Kept
from terukur.regulation.fields_of_work import FieldOfWork
from terukur.regulation.scales import Aspect, Combination, Direction


class LibraryEntry(models.Model):
    """An entry that the agency added, changed or withdrew.

    One with the key of a shipped entry stands in its place where it ``is_rewritten``; else only its
    withdrawal counts, and the shipped words are shown as they are in this release.
    """

    key = models.SlugField("kunci", max_length=60, unique=True)
    field = models.CharField("bidang", max_length=12, choices=FieldOfWork.choices())
    name = models.CharField("indikator", max_length=300)
    aspect = models.CharField("aspek", max_length=10, choices=Aspect.choices())
    unit = models.CharField("satuan", max_length=40)
    direction = models.CharField("arah", max_length=10, choices=Direction.choices())
    combination = models.CharField("beberapa bulan", max_length=10, choices=Combination.choices())
    definition = models.TextField("definisi", max_length=1000)
    formula = models.CharField("rumus", max_length=500)
    source = models.CharField("sumber data", max_length=300)
    exposure = models.CharField("banyaknya pekerjaan (paparan)", max_length=100)
    positions = models.CharField("cocok untuk jabatan", max_length=300, blank=True)
    good_for = models.CharField("baik untuk", max_length=300)
    not_for = models.CharField("jangan", max_length=300)
    is_rewritten = models.BooleanField(default=True)
    is_withdrawn = models.BooleanField(default=False)
    kept = Kept("indikator pustaka", noted=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="library_entry_is_complete",
                condition=~Q(name="")
                & ~Q(unit="")
                & ~Q(definition="")
                & ~Q(formula="")
                & ~Q(source="")
                & ~Q(exposure="")
                & ~Q(good_for="")
                & ~Q(not_for=""),
            )
        ]

    def __str__(self) -> str:
        return self.name
