"""Pola distribusi predikat: a check with warnings, never a quota (SE MenPANRB 3/2023)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from terukur.notation.numbers import percent_beside, percent_display, rounded
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused, RuleFinding
from terukur.regulation.parameters import number, parameter
from terukur.regulation.scales import Grade, OrganizationGrade


@dataclass(frozen=True, slots=True)
class Distribution:
    """The grades of a group compared with the pattern of its organization.

    ``shares`` are percent of the headcount, ``fits`` says that nothing is missed. ``is_advisory``
    is set for groups too small for shares to mean much: findings are then for information only.
    """

    headcount: int
    shares: Mapping[Grade, Fraction]
    is_advisory: bool
    fits: bool
    findings: tuple[RuleFinding, ...]


def check_distribution(
    *, organization: OrganizationGrade, counts: Mapping[Grade, int], on: date
) -> Decision[Distribution]:
    """Return the expectations that the counts of a group meet or miss.

    PermenPANRB 6/2022 Pasal 24-25 (CONFIRMED that a pattern guides); the percentages, the meaning
    of "most" and the rounding are parameters (SINGLE and UNSURE). A missed expectation asks for a
    written justification and changes nobody's grade.

    :raises InputRefused: for negative counts or an empty group.
    """
    headcount = sum(counts.values())
    if headcount == 0 or any(count < 0 for count in counts.values()):
        raise InputRefused("counts", "jumlah orang harus nol atau lebih, dan ada seorang.")
    shares = {grade: Fraction(100 * counts.get(grade, 0), headcount) for grade in Grade}
    patterns = parameter("distribution.patterns", on=on)
    rounds = parameter("distribution.rounding", on=on).value == "whole-percent"
    majority = parameter("distribution.majority", on=on).value
    steps, findings = [], []
    for expectation in patterns.value[organization.value]:
        grades = [Grade(word) for word in expectation["grades"]]
        share = sum((shares[grade] for grade in grades), Fraction(0))
        compared = Fraction(rounded(share, 0)) if rounds else share
        largest = max(shares.values())
        met = _is_met(expectation, compared, majority, is_largest=share == largest)
        words = _words(expectation, grades)
        shown = _shown(share, compared, expectation)
        steps.append(f"{words}: {shown}, {'sesuai' if met else 'tidak sesuai'}")
        if not met:
            findings.append(
                RuleFinding(
                    f"{expectation['kind']}:{'+'.join(grade.value for grade in grades)}",
                    "Pola distribusi",
                    f"{words}; kenyataannya {shown}.",
                    "Periksa kembali bersama pejabat penilai, atau tulis alasannya.",
                    patterns.citation,
                )
            )
    minimum = number("distribution.minimum_headcount", on=on)
    if headcount < minimum:
        steps.append(f"Kelompok {headcount} orang, di bawah {minimum}: hanya keterangan")
    return Decision(
        Distribution(headcount, shares, headcount < minimum, not findings, tuple(findings)),
        tuple(steps),
        (*cite("distribution"), patterns.citation),
    )


def _is_met(expectation: Mapping[str, Any], share: Fraction, majority: str, *, is_largest: bool) -> bool:
    kind = expectation["kind"]
    limit = Fraction(str(expectation.get("percent", 0)))
    if kind == "majority":
        return share > 50 if majority == "more-than-half" else is_largest
    if kind == "at-most":
        return share <= limit
    if kind == "at-least":
        return share >= limit
    if kind == "present":
        return share > 0
    return share == 0


def _shown(share: Fraction, compared: Fraction, expectation: Mapping[str, Any]) -> str:
    """Return the share with the decimals that explain the verdict, and as it was rounded to be compared."""
    limits = (Fraction(str(expectation.get("percent", 0))), Fraction(50), Fraction(0))
    if share == compared:
        return percent_beside(share, limits)
    return f"{percent_display(share)}, dibulatkan {percent_display(compared)}"


def _words(expectation: Mapping[str, Any], grades: list[Grade]) -> str:
    names = " dan/atau ".join(grade.label for grade in grades)
    percent = expectation.get("percent")
    return {
        "majority": f"Sebagian besar {names}",
        "at-most": f"{names} paling banyak {percent} %",
        "at-least": f"{names} paling sedikit {percent} %",
        "present": f"Ada yang {names}",
        "absent": f"Tidak ada yang {names}",
    }[expectation["kind"]]
