"""The basis of units' appraisals on the page: the newest run, each unit beside itself a period before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from terukur.notation.numbers import display, percent_display
from terukur.notation.stored_records import from_json
from terukur.objectivity.dependability import Dependability
from terukur.objectivity.index import band_of
from terukur.objectivity.models import ObjectivityRun
from terukur.objectivity.strength import BANDS, LABELS
from terukur.objectivity.wording import known_dependability
from terukur.organization.models import Unit
from terukur.regulation.periods import Period

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitStrength:
    """One unit: its row of the run, and its own row of the period before where there is one."""

    name: str
    row: _Row
    before: _Row | None

    @property
    def word(self) -> str:
        """The middle as one says it."""
        return BANDS[band_of(Fraction(self.row["median"]))][0]

    @property
    def headline(self) -> str:
        """The number of appraisals, their median, and the interval of the middle half."""
        low, _middle, high = (display(cut, 0) for cut in self.row["quartiles"])
        half = f"di antara {low} dan {high}" if low != high else "kurang lebih sama"
        return (
            f"{self.row['n']} penilaian. Nilai tengah dasarnya {display(self.row['median'], 0)} dari 100; "
            f"separuhnya {half}."
        )

    @property
    def trend(self) -> str:
        """The unit beside itself, never beside another."""
        if self.before is None:
            return "Periode sebelumnya belum ada hitungannya untuk unit ini."
        change = round(self.row["median"]) - round(self.before["median"])
        moved = f"naik {change}" if change > 0 else f"turun {-change}" if change else "tetap"
        return f"Periode sebelumnya {display(self.before['median'], 0)}: {moved}."

    @property
    def bands(self) -> list[tuple[str, int | None]]:
        """The number of appraisals in each band; None where too few to be shown."""
        return list(self.row["bands"].items())

    @property
    def parts(self) -> list[tuple[str, int | None]]:
        """The middle of each component in percent; None where it applies to too few."""
        found = self.row["components"]
        return [
            (label, None if found.get(name) is None else round(found[name])) for name, label in LABELS.items()
        ]

    @property
    def sentences(self) -> list[str]:
        """The further facts of the records, each in one sentence."""
        return [
            *_on_rating(self.row),
            *_on_quarters(self.row),
            *_on_objections(self.row),
            *_on_figures(self.row),
        ]


@dataclass(frozen=True, slots=True)
class UnitStrengths:
    """The units of one run in the order of their names; ``at`` is None where nothing was computed."""

    at: datetime | None
    units: tuple[UnitStrength, ...] = ()


def unit_strengths(period: Period, *, units: Iterable[int] | None) -> UnitStrengths:
    """Return the newest run of a period by unit, for some units only; None is all."""
    at, rows = _newest(period)
    if at is None:
        return UnitStrengths(None)
    _at, former = _newest(period.previous)
    before = {row["unit"]: row for row in former}
    wanted = None if units is None else set(units)
    shown = [row for row in rows if wanted is None or row["unit"] in wanted]
    names = dict(Unit.objects.filter(pk__in=[row["unit"] for row in shown]).values_list("pk", "name"))
    found = [
        UnitStrength(names[row["unit"]], row, before.get(row["unit"]))
        for row in shown
        if row["unit"] in names
    ]
    return UnitStrengths(at, tuple(sorted(found, key=lambda unit: unit.name)))


def _newest(period: Period) -> tuple[datetime | None, list[_Row]]:
    runs = ObjectivityRun.objects.filter(period=period).values_list("at", "units")
    return runs.first() or (None, [])


def _on_rating(row: _Row) -> Iterator[str]:
    rushed, same = row["rush_share"], row["same_marks_share"]
    if rushed is not None:
        yield f"{_percent(rushed)} dinilai pada hari-hari terakhir sebelum batas, atau sesudahnya."
    if same is not None:
        yield f"{_percent(same)} memberi tujuh tanda perilaku yang sama."


def _on_quarters(row: _Row) -> Iterator[str]:
    kept = row.get("dependability")
    if kept is not None and (told := known_dependability(from_json(Dependability, kept))):
        yield told


def _on_objections(row: _Row) -> Iterator[str]:
    rate, overturned, days = (row[name] for name in ("objection_rate", "overturn_rate", "days_to_decide"))
    if rate is None:
        return
    if not rate:
        yield "Tidak ada keberatan. Itu dapat berarti semua puas, atau tidak ada yang berani."
        return
    decided = f"; dari yang diputus, {_percent(overturned)} dikabulkan" if overturned is not None else ""
    waited = f"; separuhnya diputus dalam {display(days, 0)} hari" if days is not None else ""
    yield f"Keberatan diajukan atas {_percent(rate)} penilaian{decided}{waited}."


def _on_figures(row: _Row) -> Iterator[str]:
    heap, typed, targets, stops = (row[name] for name in ("bunching", "round", "targets", "stops"))
    if heap is not None and heap["found"]:
        yield (
            f"Capaian menumpuk tepat di atas 100 %: {_percent(heap['share_above'])} dari yang di sekitarnya, "
            f"biasanya {_percent(heap['expected'])}. Ada sebab yang wajar, misalnya orang berganti pekerjaan "
            "sesudah target tercapai; tanyakan dahulu."
        )
    elif heap is not None:
        yield "Capaian tidak menumpuk tepat di atas 100 %."
    if typed is not None and typed["found"]:
        yield (
            f"Dari {typed['values']} angka yang diketik, {typed['round']} kelipatan 50: jarang "
            "kebetulan. Mungkin angkanya perkiraan."
        )
    if targets is not None and targets["share_easy"] is not None:
        yield (
            f"{_percent(targets['share_easy'])} dari {targets['compared']} target jauh lebih mudah daripada "
            "target lain untuk ukuran yang sama, dibandingkan dengan capaian setahun sebelumnya."
        )
    if stops is not None and stops["rare"]:
        yield (
            f"{stops['rare']} dari {stops['looked']} hitungan bulanan hampir berhenti sesudah targetnya "
            "tercapai. Tanyakan apakah orang khawatir targetnya dinaikkan."
        )
    elif stops is not None and stops["rare"] == 0:
        yield (
            f"Dari {stops['looked']} hitungan bulanan, tidak ada yang berhenti mendadak sesudah targetnya "
            "tercapai."
        )


def _percent(share: float) -> str:
    return percent_display(100 * Fraction(share), 0)
