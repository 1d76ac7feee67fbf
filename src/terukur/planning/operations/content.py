"""Acts on the content of a draft; a set version is not edited, only links to late results are added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.models import Entry
from terukur.ledger.operations import Act, record
from terukur.planning.access import is_appraiser, may_edit
from terukur.planning.models import (
    AnnexItem,
    Indicator,
    PlannedResult,
    PlanVersion,
    ResultSupport,
    UnitObjective,
)
from terukur.planning.operations.versions import PlanRefused, editable_version
from terukur.regulation.scales import AnnexList


@transaction.atomic
def save_result(
    *,
    version: PlanVersion,
    by: User,
    fields: dict[str, Any],
    supports: Iterable[PlannedResult | UnitObjective] | None = None,
    result: PlannedResult | None = None,
) -> PlannedResult:
    """Add or change a planned result of an editable version; ``supports`` replaces what it supports.

    :raises PlanRefused: where the version may not be edited.
    """
    locked = editable_version(version.pk, by)
    if result is None:
        last = locked.results.aggregate(last=Max("number"))["last"] or 0
        result = PlannedResult(version=locked, number=last + 1)
    for name, value in fields.items():
        setattr(result, name, value)
    result.save()
    if supports is not None:
        result.supports.all().delete()
        ResultSupport.objects.bulk_create([_support(result, one) for one in supports])
    return result


def _support(result: PlannedResult, above: PlannedResult | UnitObjective) -> ResultSupport:
    if isinstance(above, PlannedResult):
        return ResultSupport(result=result, leader_result=above)
    return ResultSupport(result=result, objective=above)


@transaction.atomic
def save_indicator(
    *, result: PlannedResult, by: User, fields: dict[str, Any], indicator: Indicator | None = None
) -> Indicator:
    """Add or change an indicator of an editable version; its numbers are this year's from then on.

    :raises PlanRefused: where the version may not be edited.
    """
    editable_version(result.version_id, by)
    if indicator is None:
        last = result.indicators.aggregate(last=Max("number"))["last"] or 0
        indicator = Indicator(result=result, number=last + 1)
    for name, value in fields.items():
        setattr(indicator, name, value)
    indicator.is_carried = False
    indicator.save()
    return indicator


@dataclass(frozen=True, slots=True)
class AgreedNumbers:
    """The numbers of one indicator that the two agreed on for the plan's year."""

    target: Decimal | None
    target_high: Decimal | None = None
    due: date | None = None
    exposure_planned: Decimal | None = None


@transaction.atomic
def agree_numbers(*, version: PlanVersion, numbers: Mapping[int, AgreedNumbers], acting: Acting[User]) -> int:
    """Store the agreed numbers of indicators, by key, in an editable version; return how many are left.

    :raises PlanRefused: where the version may not be edited, or an indicator is not in it.
    """
    editable_version(version.pk, acting.by)
    indicators = {one.pk: one for one in indicators_in(version)}
    if set(numbers) - set(indicators):
        raise PlanRefused("Indikator itu tidak ada di SKP ini. Muat ulang halamannya.")
    before = {one.name: str(one.target) for key, one in indicators.items() if key in numbers}
    for key, agreed in numbers.items():
        one = indicators[key]
        one.target, one.target_high, one.due = agreed.target, agreed.target_high, agreed.due
        one.exposure_planned = agreed.exposure_planned
        one.is_carried = False
        one.save()
    if numbers:
        after = {indicators[key].name: str(agreed.target) for key, agreed in numbers.items()}
        record(Act(f"plan/{version.plan_id}", "targets-agreed", before=before, after=after), acting)
    return sum(one.is_carried for one in indicators.values())


@transaction.atomic
def remove_result(*, result: PlannedResult, acting: Acting[User]) -> None:
    """Remove a result with its indicators from an editable version; links of others to it are removed."""
    version = editable_version(result.version_id, acting.by)
    resting = list(result.supported_by.order_by("pk").values_list("result__version__plan_id", flat=True))
    result.delete()
    if resting:
        told = {"result": result.title, "plans": resting}
        record(Act(f"plan/{version.plan_id}", "link-removed", before=told), acting)


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by: User) -> None:
    """Remove an indicator from an editable version."""
    editable_version(indicator.result.version_id, by)
    indicator.delete()


def even_weights_of(indicators: Sequence[object]) -> list[Decimal]:
    """Return the same weight for every indicator; the last one takes the remainder of rounding."""
    if not indicators:
        return []
    share = (Decimal(100) / len(indicators)).quantize(Decimal("0.01"))
    return [share] * (len(indicators) - 1) + [100 - share * (len(indicators) - 1)]


def indicators_in(version: PlanVersion) -> list[Indicator]:
    """Return the indicators of a version in their order."""
    found = Indicator.objects.filter(result__version=version)
    return list(found.order_by("result__number", "number"))


@transaction.atomic
def share_weights_evenly(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Give every indicator the same weight; the former ones stay in the ledger and can be restored."""
    editable_version(version.pk, acting.by)
    indicators = indicators_in(version)
    before = _weights(indicators)
    for indicator, share in zip(indicators, even_weights_of(indicators), strict=True):
        indicator.weight = share
    _keep_weights(version, indicators, before, acting)


def former_weights(version: PlanVersion) -> dict[str, Decimal | None]:
    """Return the weights by indicator that equal ones replaced, where they can be taken back."""
    entry = (
        Entry.objects.filter(chain=f"plan/{version.plan_id}", act__in=["weights-shared", "weights-restored"])
        .order_by("-number")
        .first()
    )
    if entry is None or entry.act != "weights-shared" or not entry.before or not entry.after:
        return {}
    if entry.after["version"] != version.number:
        return {}
    return {key: Decimal(one) if one else None for key, one in entry.before.items()}


@transaction.atomic
def restore_weights(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Restore the weights that equal ones replaced.

    :raises PlanRefused: where there are none, or the plan cannot be changed by the user.
    """
    editable_version(version.pk, acting.by)
    former = former_weights(version)
    if not former:
        raise PlanRefused("Tidak ada bobot semula yang dapat dikembalikan.")
    indicators = indicators_in(version)
    before = _weights(indicators)
    for indicator in indicators:
        if str(indicator.thread) in former:
            indicator.weight = former[str(indicator.thread)]
    _keep_weights(version, indicators, before, acting, restored=True)


def _weights(indicators: Sequence[Indicator]) -> dict[str, str]:
    return {str(one.thread): "" if one.weight is None else str(one.weight) for one in indicators}


def _keep_weights(
    version: PlanVersion,
    indicators: Sequence[Indicator],
    before: dict[str, str],
    acting: Acting[User],
    *,
    restored: bool = False,
) -> None:
    if not indicators:
        return
    Indicator.objects.bulk_update(indicators, ["weight"])
    after: dict[str, Any] = {"version": version.number, "weights": _weights(indicators)}
    act = Act(
        f"plan/{version.plan_id}",
        "weights-restored" if restored else "weights-shared",
        before=before,
        after=after,
    )
    record(act, acting)


@transaction.atomic
def save_annex(
    *, version: PlanVersion, by: User, lists: dict[AnnexList, list[str]], reasons: dict[AnnexList, str]
) -> None:
    """Replace the three annex lists and the reasons why one is empty."""
    locked = editable_version(version.pk, by)
    locked.annex_items.all().delete()
    AnnexItem.objects.bulk_create(
        [AnnexItem(version=locked, list=annex, text=text) for annex, texts in lists.items() for text in texts]
    )
    locked.annex_reasons = {annex.value: text for annex, text in reasons.items() if text}
    locked.save(update_fields=["annex_reasons"])


@transaction.atomic
def save_expectations(*, version: PlanVersion, acting: Acting[User], texts: dict[str, str]) -> None:
    """Store the special expectations on behavior: the leader's words, entered by either of the two.

    :raises PlanRefused: where the version is set already, or the user is neither of the two.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    by_appraiser = locked.status == PlanVersion.Status.SUBMITTED and is_appraiser(
        acting.by, locked.plan, on=acting.on
    )
    if not by_appraiser and not may_edit(acting.by, locked):
        raise PlanRefused("Ekspektasi hanya dapat diubah sebelum SKP ditetapkan.")
    for code, text in texts.items():
        locked.behaviors.filter(value=code).update(expectation=text)


@transaction.atomic
def link_result(*, result: PlannedResult, leader_result: PlannedResult, acting: Acting[User]) -> None:
    """Link a result to one more of the leader's, also in a set plan, as that may come later.

    :raises PlanRefused: for another person's plan, or a result that is not the leader's.
    """
    plan = result.version.plan
    if plan.assignment.employee.user_id != acting.by.pk:
        raise PlanRefused("Hanya pemilik SKP yang dapat menautkannya.")
    _support, is_new = ResultSupport.objects.get_or_create(result=result, leader_result=leader_result)
    if not is_new:
        raise PlanRefused("Hasil kerja itu sudah ditautkan ke sana.")
    told = {"result": str(result.thread), "supports": leader_result.pk}
    record(Act(f"plan/{plan.pk}", "result-linked", after=told), acting)


@transaction.atomic
def unlink_result(*, support: ResultSupport, acting: Acting[User]) -> None:
    """Remove one link of a result to the leader's; the last one goes only where a reason is written.

    :raises PlanRefused: for another person's plan, or where nothing would say what the result rests on.
    """
    plan = support.result.version.plan
    if plan.assignment.employee.user_id != acting.by.pk:
        raise PlanRefused("Hanya pemilik SKP yang dapat melepas tautannya.")
    result = PlannedResult.objects.select_for_update().get(pk=support.result_id)
    if not result.support_reason and not result.supports.exclude(pk=support.pk).exists():
        raise PlanRefused(
            "Ini satu-satunya yang didukung hasil kerja itu. Tautkan dulu ke yang lain, lalu lepas yang ini."
        )
    told = {"result": str(result.thread), "supports": support.leader_result_id}
    support.delete()
    record(Act(f"plan/{plan.pk}", "result-unlinked", before=told), acting)
