"""Starting a plan: empty, from last year's, from the unit's own plan, or from a colleague's results."""

from uuid import uuid4

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment
from terukur.planning.copying import AGREED_NUMBERS, copy_all, copy_results, in_year, with_own_thread
from terukur.planning.models import Indicator, PlannedResult, PlanVersion, ResultSupport
from terukur.planning.operations.versions import PlanRefused, start_plan
from terukur.planning.own_plans import (
    alike_with_plan,
    last_years_version,
    objectives_for,
    version_of_colleague,
)
from terukur.regulation.scales import ResultKind


@transaction.atomic
def start_from_last_year(*, assignment: Assignment, year: int, acting: Acting[User]) -> PlanVersion:
    """Return a draft with last year's results and indicators; links are to be made and numbers agreed again.

    :raises PlanRefused: where there is no set plan of last year, or this year's has content.
    """
    source = last_years_version(assignment, year)
    if source is None:
        raise PlanRefused(f"SKP {year - 1} yang ditetapkan tidak ada. Mulailah dari kosong.")
    version = _empty(assignment, year, acting)

    def unlink(result: PlannedResult) -> None:
        result.support_reason = f"Mengikuti SKP {year - 1}; akan ditautkan"

    def to_agree(indicator: Indicator) -> None:
        indicator.is_carried = True
        indicator.last_year_value = None
        indicator.due = in_year(indicator.due, year)

    copy_all(source, version, of_result=unlink, of_indicator=to_agree, with_supports=False)
    _record_source(version, acting, {"from": "last-year", "version": source.pk})
    return version


@transaction.atomic
def start_from_unit(*, assignment: Assignment, year: int, acting: Acting[User]) -> PlanVersion:
    """Return a draft with a result for each line of the unit's own plan, to be made one's own.

    :raises PlanRefused: where the unit has no plan of the year, or this year's has content.
    """
    lines = objectives_for(assignment, year)
    if not lines:
        raise PlanRefused(f"Perjanjian kinerja {year} unit Anda belum dimuat. Mulailah dari yang lain.")
    version = _empty(assignment, year, acting)
    for number, line in enumerate(lines, start=1):
        result = PlannedResult.objects.create(
            version=version, thread=uuid4(), number=number, kind=ResultKind.MAIN, title=line.title
        )
        ResultSupport.objects.create(result=result, objective=line)
        if line.indicator:
            Indicator.objects.create(result=result, number=1, name=line.indicator)
    _record_source(version, acting, {"from": "unit", "objectives": [line.pk for line in lines]})
    return version


@transaction.atomic
def start_from_colleague(
    *, assignment: Assignment, year: int, colleague: int, acting: Acting[User]
) -> PlanVersion:
    """Return a draft with the results and indicators of a colleague in a like position, without any number.

    :raises PlanRefused: for somebody in another position, or where this year's has content.
    """
    like = {one.pk: one for one in alike_with_plan(assignment, year, on=acting.on)}
    found = like.get(colleague)
    source = version_of_colleague(found, year) if found else None
    if found is None or source is None:
        raise PlanRefused("Pilih rekan dengan jabatan serupa yang SKP-nya sudah ditetapkan.")
    version = _empty(assignment, year, acting)

    def own(result: PlannedResult) -> None:
        with_own_thread(result)
        result.support_reason = "Seperti rekan sejabatan; akan ditautkan"

    copy_results(
        source,
        version,
        of_result=own,
        of_indicator=with_own_thread,
        without=[*AGREED_NUMBERS, *_BY_TARGET],
        with_supports=False,
    )
    _record_source(version, acting, {"from": "colleague", "assignment": found.pk})
    return version


# Columns that say how a target divides hold numbers too.
_BY_TARGET = tuple(
    column.name for column in Indicator._meta.concrete_fields if column.name.startswith("division")
)


def _empty(assignment: Assignment, year: int, acting: Acting[User]) -> PlanVersion:
    version = start_plan(assignment=assignment, year=year, acting=acting)
    if version.results.exists() or not version.is_editable:
        raise PlanRefused(f"SKP {year} sudah berisi; salinan tidak menimpanya.")
    return version


def _record_source(version: PlanVersion, acting: Acting[User], source: dict[str, object]) -> None:
    record(Act(f"plan/{version.plan_id}", "plan-begun-from", after=source), acting)
