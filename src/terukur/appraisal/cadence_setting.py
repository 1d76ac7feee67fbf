"""The act by which the agency chooses how often it evaluates, and what holds it to that within a year."""

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.models import Appraisal, PeriodStep
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.cadence import cadence_in
from terukur.organization.models import CadenceChoice
from terukur.organization.queries import lock_agency
from terukur.regulation.cadence import YEAR, Cadence
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.periods import FIRST_YEAR, Period

_LAST_YEAR = 2099


class CadenceRefused(Refused):
    """The cadence cannot be chosen; the message says what is possible."""


@transaction.atomic
def set_cadence(*, since_year: int, cadence: Cadence, basis: str, acting: Acting[User]) -> CadenceChoice:
    """Store how often results are evaluated from a year on; a choice for the same year is replaced.

    A year has one cadence: where one of its periods was opened or computed, the next year is the first.

    :raises CadenceRefused: from anybody but the performance team, without a basis, or for such a year.
    """
    agency = lock_agency()
    if agency is None or not may_evaluate(acting.by, on=acting.on):
        raise CadenceRefused("Irama penilaian ditetapkan pengelola kinerja.")
    if not FIRST_YEAR <= since_year <= _LAST_YEAR:
        raise CadenceRefused(f"Isi tahun {FIRST_YEAR} sampai {_LAST_YEAR}.", field="since_year")
    if not has_letters(basis, PHRASE_LETTERS):
        raise CadenceRefused("Tulis dasarnya, misalnya nomor keputusan PPK.", field="basis")
    choices = CadenceChoice.objects.order_by("since_year").values_list("since_year", flat=True)
    later = choices.filter(since_year__gt=since_year).first()
    begun = begun_period(since_year, until=later)
    if begun is not None and cadence_in(begun.year) is not cadence:
        raise CadenceRefused(
            f"{begun.label} sudah dibuka atau dihitung, dan satu tahun punya satu irama. Pilih tahun "
            f"{begun.year + 1} atau sesudahnya.",
            field="since_year",
        )
    before = CadenceChoice.objects.filter(since_year=since_year).first()
    told = {"year": since_year, "cadence": before.cadence} if before else None
    choice, _ = CadenceChoice.objects.update_or_create(
        since_year=since_year, defaults={"cadence": cadence, "basis": basis.strip()[:300]}
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "cadence-set",
            before=told,
            after={"year": since_year, "cadence": choice.cadence},
            reason=choice.basis,
        ),
        acting,
    )
    return choice


def begun_period(since_year: int, *, until: int | None = None) -> Period | None:
    """Return the newest part of a year, from one year until another, that was opened or computed."""
    found = {
        period
        for rows in (PeriodStep.objects, Appraisal.objects)
        for period in rows.values_list("period", flat=True).distinct()
        if period.months < YEAR and since_year <= period.year < (until or _LAST_YEAR + 1)
    }
    return max(found, default=None)


def why_other_period(period: Period) -> str:
    """Return why a period is none of its year's, so that no year is a mixture; empty where it is one."""
    cadence = cadence_in(period.year)
    if cadence.has(period):
        return ""
    first, last = cadence.periods(period.year)[0], cadence.periods(period.year)[-1]
    return (
        f"{period.label} bukan periode penilaian tahun {period.year}: instansi menilai "
        f"{cadence.label.lower()}, dari {first.label} sampai {last.label}. Pilih salah satunya, atau "
        "tetapkan irama lain di halaman Periode."
    )
