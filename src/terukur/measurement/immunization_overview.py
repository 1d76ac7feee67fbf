"""Immunization of a health centre up to a month: coverage, drop-out, left-out, villages towards UCI."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.measurement.immunization_import import COMPLETE
from terukur.measurement.immunization_recap import antigens
from terukur.measurement.models import ImmunizationFigure
from terukur.organization.models import Unit
from terukur.regulation.decision import Decision
from terukur.regulation.immunization import Coverage, Dropout, coverage, drop_out, left_out, uci
from terukur.regulation.parameters import parameter
from terukur.regulation.periods import Period

_TARGETS = {"births": "lahir hidup", "infants": "bayi", "toddlers": "baduta"}


@dataclass(frozen=True, slots=True)
class AntigenLine:
    """One antigen: children of the month and of the year so far, and the coverage where a target is known."""

    label: str
    month: int
    year: int
    target: int
    target_name: str
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class Village:
    """One area: coverage of complete immunization so far, and whether it is on its way to UCI."""

    name: str
    coverage: Coverage
    is_reached: bool


@dataclass(frozen=True, slots=True)
class ImmunizationOverview:
    """The page of one unit by the end of one month."""

    antigens: Sequence[AntigenLine]
    dropouts: Sequence[tuple[str, Decision[Dropout]]]
    left_out: Decision[Fraction] | None
    villages: Sequence[Village]
    uci: Decision[Fraction] | None
    gaps: Sequence[str]


def units_with_figures() -> list[Unit]:
    """Return the units for which a recap was loaded."""
    return list(Unit.objects.filter(pk__in=ImmunizationFigure.objects.values("unit")).order_by("name"))


def latest_month(unit: Unit) -> Period | None:
    """Return the newest month for which a unit has figures."""
    newest = ImmunizationFigure.objects.filter(unit=unit).order_by("-month").first()
    return Period.month_of(newest.month) if newest else None


def overview(unit: Unit, month: Period) -> ImmunizationOverview:
    """Return the figures of one unit from January to a month, from their newest versions."""
    figures = list(
        ImmunizationFigure.objects.filter(unit=unit, month__year=month.year, month__lte=month.starts)
        .select_related("area")
        .order_by("area_id", "month", "item", "-version")
        .distinct("area_id", "month", "item")
    )
    whole = _Sums(figures, month)
    known = antigens(month)
    lines = [_line(antigen, key, whole, month) for key, antigen in known.items() if key in whole.so_far]
    areas = {figure.area_id: figure.area for figure in figures if figure.area is not None}
    sums = {area.name: _Sums([f for f in figures if f.area_id == key], month) for key, area in areas.items()}
    villages = _villages(sums, str(known[COMPLETE]["target"]), month)
    births, bcg = whole.targets.get("births", 0), whole.so_far.get("bcg")
    newborns = Fraction(births * month.last, 12)
    return ImmunizationOverview(
        antigens=lines,
        dropouts=_dropouts(whole, month),
        left_out=left_out(newborns=newborns, bcg=Fraction(bcg)) if newborns and bcg is not None else None,
        villages=villages,
        uci=uci(
            villages=len(villages), reached=sum(village.is_reached for village in villages), on=month.ends
        )
        if villages
        else None,
        gaps=[Period(month.year, m, m).label for m in range(1, month.last) if m not in whole.months],
    )


class _Sums:
    """Children by item: in the month, and from January on; targets as given last."""

    def __init__(self, figures: Sequence[ImmunizationFigure], month: Period) -> None:
        self.in_month: dict[str, int] = {}
        self.so_far: dict[str, int] = {}
        self.months = {figure.month.month for figure in figures}
        newest: dict[tuple[int | None, str], tuple[date, int]] = {}
        for figure in figures:
            if figure.item in _TARGETS:
                key = (figure.area_id, figure.item)
                newest[key] = max(newest.get(key, (date.min, 0)), (figure.month, figure.count))
                continue
            self.so_far[figure.item] = self.so_far.get(figure.item, 0) + figure.count
            if figure.month == month.starts:
                self.in_month[figure.item] = self.in_month.get(figure.item, 0) + figure.count
        self.targets: dict[str, int] = {}
        for (_area, item), (_month, count) in newest.items():
            self.targets[item] = self.targets.get(item, 0) + count


def _line(antigen: Mapping[str, str], key: str, sums: _Sums, month: Period) -> AntigenLine:
    target = sums.targets.get(antigen["target"], 0)
    return AntigenLine(
        label=antigen["label"],
        month=sums.in_month.get(key, 0),
        year=sums.so_far[key],
        target=target,
        target_name=_TARGETS[antigen["target"]],
        coverage=_coverage(sums.so_far[key], target, month),
    )


def _coverage(given: int, target: int, month: Period) -> Coverage | None:
    if not target:
        return None
    return coverage(given=Fraction(given), target=Fraction(target), month=month.last).result


def _dropouts(sums: _Sums, month: Period) -> Sequence[tuple[str, Decision[Dropout]]]:
    pairs = (("DPT-HB-Hib 1 ke 3", "dpt1", "dpt3"), ("DPT-HB-Hib 1 ke MR 1", "dpt1", "mr1"))
    return [
        (label, drop_out(first=Fraction(sums.so_far[first]), last=Fraction(sums.so_far[last]), on=month.ends))
        for label, first, last in pairs
        if sums.so_far.get(first) and last in sums.so_far
    ]


def _villages(sums: Mapping[str, _Sums], target: str, month: Period) -> list[Village]:
    """Return the villages, lowest coverage first; the threshold counts for the part of the year gone by."""
    threshold = parameter("immunization.uci_threshold", on=month.ends).amount * month.last / 12
    found = []
    for name, village in sums.items():
        reached = _coverage(village.so_far.get(COMPLETE, 0), village.targets.get(target, 0), month)
        if reached is not None:
            found.append(Village(name, reached, reached.percent >= threshold))
    return sorted(found, key=lambda village: village.coverage.percent)
