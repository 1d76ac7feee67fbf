"""The division of a target over the year: even, by a season's weights, or by own numbers.

No regulation says how a target divides; PermenPANRB 6/2022 lets leader and employee agree on it, so what is
agreed in the plan is what is due (POLICY, ``division``). A target that is due only at the end needs no
division: it is a one-time target (``Pace.ONCE``) on the last day.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.dates import month_name
from terukur.notation.numbers import display
from terukur.regulation.plan_time import Span, counted_months, months_until
from terukur.regulation.scales import Combination, Direction, DivisionKind, Pace

_YEAR = 12
QUARTERS, MONTHS = 4, 12
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class TargetDivision:
    """The division of a target: ``parts`` are four quarters or twelve months of the calendar year.

    Of a season they are weights. Own numbers of an amount that adds up are what each part brings; where
    ``is_points`` (averages, shares, last values) they are the value that is due at the end of each part.
    """

    kind: DivisionKind
    parts: tuple[Fraction, ...] = ()
    name: str = ""
    is_points: bool = False

    @property
    def is_even(self) -> bool:
        """Return whether each month weighs the same."""
        return self.kind is DivisionKind.EVEN

    @property
    def reason(self) -> str:
        """Return why so much is due, in words: ``dibagi per triwulan: I 100, II 200, III 200, IV 100``."""
        if self.is_even:
            return "dibagi rata menurut bulan"
        names = _ROMAN if len(self.parts) == QUARTERS else [month_name(one + 1)[:3] for one in range(_YEAR)]
        told = ", ".join(f"{name} {display(part)}" for name, part in zip(names, self.parts, strict=True))
        per = "per triwulan" if len(self.parts) == QUARTERS else "per bulan"
        if self.kind is DivisionKind.SEASON:
            season = f"musim “{self.name}”" if self.name else "musim"
            return f"dibagi menurut {season}, bobot {per}: {told}"
        return f"{'ditetapkan sampai akhir tiap bagian' if self.is_points else 'dibagi'} {per}: {told}"


EVEN = TargetDivision(DivisionKind.EVEN)


def share_due(
    division: TargetDivision,
    *,
    starts: date,
    ends: date,
    on: date,
    uncounted: Sequence[Span] = (),
    months: Collection[date] | None = None,
) -> Fraction:
    """Return the share of the target that is due at the end of ``on`` in a plan from ``starts`` to ``ends``.

    ``uncounted`` days take off what was due in them, by the weight of their own month. With ``months`` (each
    by its first day) only these count: like is compared with like where data of others are missing.
    """
    whole = _share_of_days(division, starts, ends, starts, ends)
    if on < starts or not whole:
        return Fraction(0)
    last = min(on, ends)
    if months is None:
        return _share_of_days(division, starts, last, starts, ends, uncounted) / whole
    parts = (
        _share_of_days(
            division, max(month, starts), min(_end_of(month.year, month.month), last), starts, ends, uncounted
        )
        for month in set(months)
    )
    return sum(parts, Fraction(0)) / whole


def point_due(division: TargetDivision, *, starts: date, ends: date, on: date) -> Fraction | None:
    """Return the value that is due on a day of a plan whose own numbers are points: that of the last part
    which is over; None before the first one is.
    """
    over = [
        part
        for first, last, part in _spans(division, starts.year)
        if last >= starts and first <= ends and min(last, ends) <= on
    ]
    return over[-1] if over else None


def division_problem(
    division: TargetDivision,
    *,
    target: Fraction,
    pace: Pace,
    direction: Direction,
    combination: Combination,
    starts: date,
    ends: date,
) -> str:
    """Return why a target cannot divide like this in a plan, empty where it can."""
    if division.is_even:
        return ""
    if len(division.parts) not in (QUARTERS, MONTHS):
        return "Isi empat angka triwulan atau dua belas angka bulan."
    if any(part < 0 for part in division.parts):
        return "Bagian target tidak boleh di bawah nol."
    if direction is Direction.RANGE or pace is Pace.ONCE:
        return "Target rentang dan target satu kali tidak dibagi; pilih “Merata”."
    inside = [part for first, last, part in _spans(division, starts.year) if last >= starts and first <= ends]
    if division.kind is DivisionKind.SEASON:
        return _season_problem(inside, pace)
    if combination is not Combination.SUM:
        return _points_problem(inside, target)
    if pace is not Pace.STEADY:
        return "Angka sendiri yang dijumlahkan memerlukan waktu target “Bertambah merata”."
    return _sum_problem(division, inside, target)


def _season_problem(inside: Sequence[Fraction], pace: Pace) -> str:
    if pace is not Pace.STEADY:
        return "Musim hanya untuk target yang bertambah; pilih waktu target “Bertambah merata”."
    return "" if any(inside) else "Bobot musim di dalam masa rencana semuanya nol; isi paling sedikit satu."


def _points_problem(inside: Sequence[Fraction], target: Fraction) -> str:
    if any(part <= 0 for part in inside):
        return "Isi nilai yang harus tercapai pada setiap triwulan atau bulan rencana, di atas nol."
    if inside[-1] != target:
        return f"Angka terakhir {display(inside[-1])} harus sama dengan target {display(target)}."
    return ""


def _sum_problem(division: TargetDivision, inside: Sequence[Fraction], target: Fraction) -> str:
    total = sum(division.parts, Fraction(0))
    if sum(inside, Fraction(0)) != total:
        return "Ada angka pada bagian tahun di luar masa rencana; kosongkan."
    if total != target:
        return f"Jumlah bagian {display(total)}, seharusnya sama dengan target {display(target)}."
    return ""


def _share_of_days(
    division: TargetDivision,
    first: date,
    last: date,
    starts: date,
    ends: date,
    uncounted: Sequence[Span] = (),
) -> Fraction:
    """Return what the counted days from one to another bring, in months where even, else in the parts' unit.

    Weights describe the whole year, so a part that the plan cuts weighs less. An own number is all due in
    those of its days that the plan has.
    """
    if division.is_even or division.is_points:
        return counted_months(starts=first, ends=last, uncounted=uncounted)
    found = Fraction(0)
    for begins, closes, part in _spans(division, starts.year):
        a, b = max(begins, starts), min(closes, ends)
        if b < a:
            continue
        length = months_until(b, a) if division.kind is DivisionKind.OWN else months_until(closes, begins)
        days = counted_months(starts=max(a, first), ends=min(b, last), uncounted=uncounted)
        found += part * days / length
    return found


def _spans(division: TargetDivision, year: int) -> Iterator[tuple[date, date, Fraction]]:
    """Yield first day, last day and number of every part."""
    length = _YEAR // len(division.parts) if division.parts else _YEAR
    for place, part in enumerate(division.parts):
        month = place * length + 1
        yield date(year, month, 1), _end_of(year, month + length - 1), part


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
