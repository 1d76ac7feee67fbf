"""Guards of a plan (SKP) before it may be submitted: PermenPANRB 6/2022 and its annex forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from terukur.notation.dates import written_day
from terukur.notation.numbers import display
from terukur.regulation.achievement import Target
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.citations import cite
from terukur.regulation.decision import RuleFinding
from terukur.regulation.dividing import EVEN, TargetDivision, division_problem
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.qualitative import may_be_qualitative
from terukur.regulation.scales import (
    AnnexList,
    Aspect,
    Combination,
    Direction,
    FormFamily,
    Pace,
    Perspective,
    ResultKind,
)


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """One indicator as written so far; ``measure`` is None where it is measured by hand.

    ``is_carried`` while its numbers are last year's, which the two have not agreed again.
    """

    name: str
    unit: str
    direction: Direction
    pace: Pace
    target: Fraction | None
    target_high: Fraction | None
    weight: Fraction | None
    aspect: Aspect | None
    due: date | None = None
    measure: str | None = None
    formula: str = ""
    source: str = ""
    is_carried: bool = False
    combination: Combination = Combination.SUM
    division: TargetDivision = EVEN


@dataclass(frozen=True, slots=True)
class ResultDraft:
    """One planned result (RHK) as written so far.

    ``supports`` are the titles of what it supports: results of the leader, lines of the unit's plan. Where
    there are none, ``support_reason`` says what it rests on for now. One in the qualitative form has an
    ``expectation`` in words instead of indicators.
    """

    title: str
    kind: ResultKind
    supports: Sequence[str]
    support_reason: str
    perspective: Perspective | None
    indicators: Sequence[IndicatorDraft]
    expectation: str = ""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as written so far."""

    form_family: FormFamily
    starts: date
    ends: date
    has_appraiser: bool
    results: Sequence[ResultDraft]
    behaviors: Sequence[str]
    annexes: Mapping[AnnexList, Sequence[str]] = field(default_factory=dict)
    annex_reasons: Mapping[AnnexList, str] = field(default_factory=dict)


def check_submittable(plan: PlanDraft) -> list[RuleFinding]:
    """Return what is missing before the employee may sign the plan; empty where nothing is missing.

    Sources: PermenPANRB 6/2022 Pasal 14 and the annex forms (CONFIRMED for the fields); that
    weights add up to 100 is the agency's policy.
    """
    return [
        *_check_appraiser(plan),
        *_check_results(plan),
        *_check_weights(plan),
        *_check_behaviors(plan),
        *_check_annexes(plan),
    ]


def _check_appraiser(plan: PlanDraft) -> list[RuleFinding]:
    if plan.has_appraiser:
        return []
    return [
        RuleFinding(
            "appraiser",
            "Pejabat penilai",
            "Anda belum mempunyai pejabat penilai kinerja.",
            "Ajukan lewat “Penilai saya keliru”; pengelola kinerja menetapkannya.",
            cite("appraiser")[0],
        )
    ]


def _check_results(plan: PlanDraft) -> list[RuleFinding]:
    findings: list[RuleFinding] = []
    if not any(result.kind is ResultKind.MAIN for result in plan.results):
        findings.append(
            RuleFinding(
                "main-result",
                "Hasil kerja utama",
                "belum ada.",
                "Tambahkan paling sedikit satu rencana hasil kerja utama.",
                cite("plan-form")[0],
            )
        )
    for number, result in enumerate(plan.results, start=1):
        findings.extend(_check_result(number, result, plan))
    return findings


def _check_result(number: int, result: ResultDraft, plan: PlanDraft) -> list[RuleFinding]:
    where = f"Hasil kerja {number} “{_short(result.title)}”"
    findings: list[RuleFinding] = []
    if result.expectation.strip():
        findings.extend(_check_expectation(f"result-{number}", where, result, plan))
    elif not result.indicators:
        findings.append(
            RuleFinding(
                f"result-{number}",
                where,
                "belum punya indikator.",
                "Tambahkan paling sedikit satu indikator dengan target, atau tulis ekspektasi kualitatifnya.",
                cite("plan-form")[0],
            )
        )
    if (
        plan.form_family is FormFamily.STAFF
        and result.kind is ResultKind.MAIN
        and not result.supports
        and not result.support_reason.strip()
    ):
        findings.append(
            RuleFinding(
                f"support-{number}",
                where,
                "belum menyebut hasil kerja pimpinan yang didukung.",
                "Pilih hasil kerja pimpinan, rencana unit, atau tulis alasannya.",
                cite("plan-form")[0],
            )
        )
    if plan.form_family is FormFamily.LEADER and result.perspective is None:
        findings.append(
            RuleFinding(
                f"perspective-{number}",
                where,
                "belum punya perspektif.",
                "Pilih satu dari empat perspektif.",
                cite("plan-form")[0],
            )
        )
    for indicator in result.indicators:
        findings.extend(_check_indicator(indicator, plan))
    return findings


def _check_expectation(code: str, where: str, result: ResultDraft, plan: PlanDraft) -> list[RuleFinding]:
    basis = cite("plan-form-qualitative")[0]
    if result.indicators:
        return [
            RuleFinding(
                code,
                where,
                "punya ekspektasi kualitatif dan indikator sekaligus.",
                "Pakai salah satu: hapus indikatornya, atau kosongkan ekspektasi kualitatifnya.",
                basis,
            )
        ]
    if not may_be_qualitative(plan.form_family, on=plan.starts):
        return [
            RuleFinding(
                code,
                where,
                "memakai formulir kualitatif, yang tidak berlaku bagi jabatan ini.",
                "Kosongkan ekspektasi kualitatifnya dan tambahkan indikator dengan target.",
                basis,
            )
        ]
    if not has_letters(result.expectation, SENTENCE_LETTERS):
        return [
            RuleFinding(
                code,
                where,
                "ekspektasi kualitatifnya terlalu pendek untuk dinilai.",
                "Tulis ukuran keberhasilannya: apa yang terlihat bila hasil ini sesuai ekspektasi.",
                basis,
            )
        ]
    return []


def _check_indicator(indicator: IndicatorDraft, plan: PlanDraft) -> list[RuleFinding]:
    where = f"Indikator “{_short(indicator.name)}”"
    missing = []
    if plan.form_family is FormFamily.STAFF and indicator.aspect is None:
        missing.append("aspek")
    if not indicator.unit.strip():
        missing.append("satuan")
    if indicator.target is None:
        missing.append("target")
    if indicator.weight is None:
        missing.append("bobot")
    if indicator.measure is None and not (indicator.formula.strip() and indicator.source.strip()):
        missing.append("rumus dan sumber (karena diukur dengan tangan)")
    findings = []
    if indicator.is_carried:
        findings.append(
            RuleFinding(
                "carried",
                where,
                "masih memakai angka tahun lalu.",
                "Sepakati angkanya untuk tahun ini: tetap, atau ubah.",
                cite("policy")[0],
            )
        )
    if missing:
        findings.append(
            RuleFinding(
                "indicator",
                where,
                f"belum lengkap: {', '.join(missing)}.",
                "Lengkapi barisnya.",
                cite("plan-form")[0],
            )
        )
    if indicator.target is not None:
        findings.extend(_check_target(indicator, indicator.target, where, plan))
    return findings


def _check_target(
    indicator: IndicatorDraft, value: Fraction, where: str, plan: PlanDraft
) -> list[RuleFinding]:
    try:
        Target(value, indicator.direction, indicator.pace, indicator.target_high, indicator.due)
    except ValueError as error:
        return [RuleFinding("target", where, str(error), "Perbaiki targetnya.", cite("policy")[0])]
    if indicator.due is not None and not plan.starts <= indicator.due <= plan.ends:
        return [
            RuleFinding(
                "due",
                where,
                "Tanggal jatuh tempo di luar masa rencana.",
                f"Isi tanggal antara {written_day(plan.starts)} dan {written_day(plan.ends)}.",
                cite("policy")[0],
            )
        ]
    problem = division_problem(
        indicator.division,
        target=value,
        pace=indicator.pace,
        direction=indicator.direction,
        combination=indicator.combination,
        starts=plan.starts,
        ends=plan.ends,
    )
    return (
        [RuleFinding("division", where, problem, "Perbaiki pembagian targetnya.", cite("division")[0])]
        if problem
        else []
    )


def _check_weights(plan: PlanDraft) -> list[RuleFinding]:
    weights = [item.weight for result in plan.results for item in result.indicators]
    if not weights or any(weight is None for weight in weights):
        return []
    total = sum((weight for weight in weights if weight is not None), Fraction(0))
    if total == 100:
        return []
    return [
        RuleFinding(
            "weights",
            "Bobot",
            f"Jumlah bobot sekarang {display(total)}, seharusnya 100.",
            "Ubah bobotnya atau tekan “Bagi rata”.",
            cite("policy")[0],
        )
    ]


def _check_behaviors(plan: PlanDraft) -> list[RuleFinding]:
    absent = [value.name for value in BEHAVIOR_VALUES if value.code not in plan.behaviors]
    if not absent:
        return []
    return [
        RuleFinding(
            "behaviors",
            "Perilaku kerja",
            f"Nilai yang belum ada: {', '.join(absent)}.",
            "Ketujuh nilai BerAKHLAK harus ada.",
            cite("behavior")[0],
        )
    ]


def _check_annexes(plan: PlanDraft) -> list[RuleFinding]:
    return [
        RuleFinding(
            f"annex-{annex.value}",
            f"Lampiran: {annex.label}",
            "masih kosong.",
            "Isi paling sedikit satu baris, atau tulis alasan mengapa kosong.",
            cite("plan-form")[0],
        )
        for annex in AnnexList
        if not plan.annexes.get(annex) and not plan.annex_reasons.get(annex, "").strip()
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
