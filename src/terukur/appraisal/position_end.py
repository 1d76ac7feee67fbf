"""Appraisals where a position ends: those of later periods fall away, the running one ends with it."""

from collections.abc import Callable

from django.db.models import QuerySet

from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record_all
from terukur.notation.dates import day_words
from terukur.organization.position_ends import PositionEnd

_STATUS = Appraisal.Status
_RATABLE = (_STATUS.OPEN, _STATUS.RATED)


def _of(end: PositionEnd) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(plan__assignment=end.assignment).order_by("starts", "ends")


def _label(appraisal: Appraisal) -> str:
    return appraisal.period.label


def rated_later(end: PositionEnd, acting: Acting[Actor]) -> str:
    """Return why a position cannot end on a day, because a period after it was rated; empty where it can."""
    rated = _of(end).filter(starts__gt=end.last_day).exclude(status=_STATUS.OPEN).last()
    if rated is None:
        return ""
    return (
        f"Penilaian {_label(rated)} di jabatan ini sudah diberi rating ({rated.get_status_display()}). Pilih "
        f"hari terakhir pada atau sesudah {day_words(rated.ends)}."
    )


def appraisals_told(end: PositionEnd) -> list[tuple[str, str]]:
    """Return what the end of a position does to its appraisals, in words."""
    told = []
    for one in _of(end).filter(ends__gt=end.last_day):
        if one.starts > end.last_day:
            words = "Gugur: belum dinilai, dan jabatannya berakhir sebelum periodenya mulai."
        elif one.status in _RATABLE:
            words = f"Dinilai penilai lama untuk {day_words(one.starts)} sampai {day_words(end.last_day)}."
        else:
            words = "Sudah disampaikan; tetap seperti itu."
        told.append((f"Penilaian {_label(one)}", words))
    return told


def end_appraisals(end: PositionEnd, acting: Acting[Actor]) -> None:
    """Let the appraisals that are not delivered end with the position; later ones are in no list any more."""
    crossed = list(
        _of(end)
        .filter(starts__lte=end.last_day, ends__gt=end.last_day, status__in=_RATABLE)
        .select_for_update()
    )
    for appraisal in crossed:
        appraisal.ends = end.last_day
    _store(crossed, _shortened, acting)


def lengthen_appraisals(end: PositionEnd, acting: Acting[Actor]) -> None:
    """Let the appraisals that ended with a position run to the end of their period or plan again."""
    found = _of(end).filter(ends=end.last_day, status__in=_RATABLE).select_related("plan")
    changed = []
    for appraisal in found.select_for_update(of=("self",)):
        ends = min(appraisal.period.ends, appraisal.plan.ends)
        if ends > end.last_day:
            appraisal.ends = ends
            changed.append(appraisal)
    _store(changed, _lengthened, acting)


def _store(changed: list[Appraisal], act: Callable[[Appraisal], Act], acting: Acting[Actor]) -> None:
    Appraisal.objects.bulk_update(changed, ["ends"])
    if changed:
        record_all([act(one) for one in changed], acting)


def _shortened(one: Appraisal) -> Act:
    return Act(f"appraisal/{one.pk}", "appraisal-shortened", after={"ends": str(one.ends)})


def _lengthened(one: Appraisal) -> Act:
    return Act(f"appraisal/{one.pk}", "appraisal-lengthened", after={"ends": str(one.ends)})
