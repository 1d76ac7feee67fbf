"""Immunization indicators (Kementerian Kesehatan; formulas from the support pages of ASIK: SINGLE)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.numbers import display, percent_beside, percent_display
from terukur.regulation.citations import Citation, cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.parameters import parameter


@dataclass(frozen=True, slots=True)
class Coverage:
    """Cumulative share of the year's target, the expected share, and the gap in points (percent).

    More than 100 is real (projected targets) and flagged, never clipped.
    """

    percent: Fraction
    expected: Fraction
    gap: Fraction
    is_above_target: bool

    @property
    def behind(self) -> Fraction:
        """Points behind the expected share; negative where ahead of it."""
        return -self.gap


@dataclass(frozen=True, slots=True)
class Dropout:
    """Percent that did not come back, against the limit."""

    percent: Fraction
    limit: Fraction
    is_above_limit: bool


def coverage(*, given: Fraction, target: Fraction, month: int = 12) -> Decision[Coverage]:
    """Return the children given from January to ``month`` against the year's target; expected is month ÷ 12.

    :raises InputRefused: for negative numbers, a target of zero, or a month outside 1 to 12.
    """
    _not_negative(given=given)
    _positive(target=target)
    if not 1 <= month <= 12:
        raise InputRefused("month", "bulan terakhir yang dihitung, 1 sampai 12.")
    percent = given / target * 100
    expected = Fraction(100 * month, 12)
    steps = [
        f"Cakupan: {display(given)} ÷ {display(target)} = {percent_beside(percent, (expected, 100), 2)}",
        f"Seharusnya sampai bulan ke-{month}: {percent_beside(expected, [percent], 2)}",
    ]
    if percent > 100:
        steps.append("Di atas 100 %: nyata, tidak dipotong; periksa sasarannya")
    return Decision(
        Coverage(percent, expected, percent - expected, percent > 100), tuple(steps), cite("immunization")
    )


def drop_out(*, first: Fraction, last: Fraction, on: date) -> Decision[Dropout]:
    """Return (first dose − last dose) ÷ first dose, for DPT1 to DPT3 or DPT1 to MR1.

    The limit is the parameter ``immunization.drop_out_limit`` (SINGLE).

    :raises InputRefused: for negative numbers or no first dose.
    """
    _not_negative(last=last)
    _positive(first=first)
    limit = parameter("immunization.drop_out_limit", on=on)
    percent = (first - last) / first * 100
    is_above = percent > limit.amount
    steps = (
        f"Putus imunisasi: ({display(first)} − {display(last)}) ÷ {display(first)} = "
        f"{percent_beside(percent, [limit.amount], 2)}",
        f"Batas {limit.value} %: {'di atas batas' if is_above else 'dalam batas'}",
    )
    return Decision(Dropout(percent, limit.amount, is_above), steps, (*cite("immunization"), limit.citation))


def left_out(*, newborns: Fraction, bcg: Fraction) -> Decision[Fraction]:
    """Return (newborns − BCG) ÷ newborns in percent: the children who were never reached.

    :raises InputRefused: for negative numbers or no newborns.
    """
    _not_negative(bcg=bcg)
    _positive(newborns=newborns)
    percent = (newborns - bcg) / newborns * 100
    step = (
        f"Belum terjangkau: ({display(newborns)} − {display(bcg)}) ÷ {display(newborns)} = "
        f"{percent_display(percent, 2)}"
    )
    return Decision(percent, (step,), cite("immunization"))


def uci(*, villages: int, reached: int, on: date) -> Decision[Fraction]:
    """Return the villages that reach the threshold, in percent of all (Universal Child Immunization).

    The threshold is the parameter ``immunization.uci_threshold`` (UNSURE: 80, elsewhere 85).

    :raises InputRefused: without villages, or for more reached than there are.
    """
    if villages < 1 or not 0 <= reached <= villages:
        raise InputRefused("reached", "antara nol dan banyaknya kelurahan.")
    threshold = parameter("immunization.uci_threshold", on=on)
    percent = Fraction(100 * reached, villages)
    step = (
        f"Kelurahan dengan cakupan paling sedikit {threshold.value} %: {reached} dari {villages} = "
        f"{percent_display(percent, 2)}"
    )
    citations: tuple[Citation, ...] = (*cite("immunization"), threshold.citation)
    return Decision(percent, (step,), citations)


def _positive(**fields: Fraction) -> None:
    for field, value in fields.items():
        if value <= 0:
            raise InputRefused(field, "harus lebih besar dari nol.")


def _not_negative(**fields: Fraction) -> None:
    for field, value in fields.items():
        if value < 0:
            raise InputRefused(field, "tidak boleh di bawah nol.")
