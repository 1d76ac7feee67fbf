"""Reads of the agency's cadence of evaluation."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from terukur.organization.models import CadenceChoice
from terukur.regulation.cadence import Cadence, cadence_of


def cadence_in(year: int) -> Cadence:
    """Return the cadence of a year."""
    return cadence_of(year, CadenceChoice.objects.values_list("since_year", "cadence"))


def written_choices() -> QuerySet[CadenceChoice, Any]:
    """Return every choice as ``YEAR/CADENCE``, for a statement that reads something else."""
    written = Concat(Cast("since_year", CharField()), Value("/"), "cadence")
    return CadenceChoice.objects.annotate(written=written).order_by("since_year").values("written")


def read_choices(written: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Return choices that were read with ``written_choices``."""
    return tuple((int(year), cadence) for year, cadence in (one.split("/") for one in written))
