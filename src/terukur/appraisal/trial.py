"""Trial periods: everything works as usual, nothing is exported, and it never counts."""

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.models import Appraisal, TrialPeriod
from terukur.appraisal.operations import AppraisalRefused
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record_all
from terukur.organization.models import Unit
from terukur.organization.queries import subtree
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.periods import Period


@transaction.atomic
def declare_trial(*, unit: Unit, period: Period, reason: str, acting: Acting[User]) -> TrialPeriod:
    """Mark a period of a unit and all below it as a trial, before anybody there is rated.

    It cannot be undone: nobody should learn after the rating that it counts after all.

    :raises AppraisalRefused: from anybody but the performance team, without a reason, a second time, or where
        a rating has been given.
    """
    if not may_evaluate(acting.by, on=acting.on):
        raise AppraisalRefused("Masa uji coba ditetapkan pengelola kinerja.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise AppraisalRefused("Tulis alasan uji coba; semua yang dinilai membacanya.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    if TrialPeriod.objects.filter(unit=unit, period=period).exists():
        raise AppraisalRefused(f"{period.label} sudah menjadi uji coba {unit.name}.")
    inside = Appraisal.objects.filter(period=period, plan__assignment__position__unit__in=subtree(unit.pk))
    if inside.exclude(status=Appraisal.Status.OPEN).filter(is_trial=False).exists():
        raise AppraisalRefused(
            f"Sudah ada rating untuk {period.label} di {unit.name}; uji coba ditetapkan sebelum "
            "rating pertama."
        )
    trial = TrialPeriod.objects.create(
        unit=unit, period=period, reason=reason.strip(), by=acting.by, at=acting.at
    )
    keys = list(inside.filter(status=Appraisal.Status.OPEN).order_by("pk").values_list("pk", flat=True))
    Appraisal.objects.filter(pk__in=keys).update(is_trial=True)
    told = {"period": str(period)}
    record_all(
        [
            Act(
                f"unit/{unit.pk}", "trial-declared", after=told, reason=trial.reason, rows=fingerprints(trial)
            ),
            *(Act(f"appraisal/{key}", "trial-declared", reason=trial.reason) for key in keys),
        ],
        acting,
    )
    return trial


def trial_units(period: Period) -> set[int]:
    """Return the keys of the units for which a period is a trial."""
    tops = TrialPeriod.objects.filter(period=period).values_list("unit", flat=True)
    return {unit for top in tops for unit in subtree(top)}
