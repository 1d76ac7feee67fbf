"""The register of rules that can be asked for by name, each with what it decides and an example.

A rule is a function of typed keyword arguments that returns a ``Decision``. Most stand in the module of their
subject; the adapters below only bring several of those functions, or optional inputs, under one name.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from terukur.regulation import immunization as immunization_rules
from terukur.regulation.achievement import achievement_of, too_low_target
from terukur.regulation.allowance import allowance
from terukur.regulation.behaviors import BEHAVIOR_VALUES, BehaviorValue
from terukur.regulation.citations import cite
from terukur.regulation.credit import CreditNeed, CreditRow, CreditSum, credit, credit_need, credit_sum
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.distribution import Distribution, check_distribution
from terukur.regulation.employee_number import read_employee_number
from terukur.regulation.grade import grade_of
from terukur.regulation.head_rating import head_rating
from terukur.regulation.learning import learning_hours
from terukur.regulation.objection import objection_clock
from terukur.regulation.plan_time import counted_time
from terukur.regulation.sample_size import sample_size
from terukur.regulation.satisfaction import ElementScore, Satisfaction, satisfaction
from terukur.regulation.scales import (
    Direction,
    FunctionalLevel,
    Grade,
    ImmunizationKind,
    OrganizationGrade,
    WeightMode,
)
from terukur.regulation.score_2019 import score_2019
from terukur.regulation.service import ServiceTime, StandardTime, service_time
from terukur.regulation.suggestion import ResultOutcome, Suggestion, SuggestionPolicy, suggest_results_rating
from terukur.regulation.talent import talent_box
from terukur.regulation.working_calendar import WorkingCalendar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PolicyAndResults:
    """The file of the rule ``suggestion``: a policy and the results to be looked at."""

    policy: SuggestionPolicy
    results: tuple[ResultOutcome, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule by name; ``decides`` in Indonesian, for the officer who looks for it.

    ``law`` is the function whose text documents it, where ``decide`` only brings inputs to it.
    """

    name: str
    decides: str
    decide: Callable[..., Decision[Any]]
    example: str
    law: Callable[..., object] | None = None

    @property
    def text(self) -> str:
        """The text of the rule, with its articles."""
        return inspect.getdoc(self.law or self.decide) or ""


def achievement(
    *, realization: Fraction, target: Fraction, direction: Direction, target_high: Fraction | None = None
) -> Decision[Fraction]:
    """Return the percent from realization and target by direction or range; see ``achievement_of``.

    POLICY: no regulation fixes the formula.

    :raises InputRefused: for a target of zero, or a range that does not fit the direction.
    """
    if direction is Direction.RANGE:
        if target_high is None or target_high < target:
            raise InputRefused("target_high", "rentang memerlukan target ≤ target_high.")
    elif target_high is not None:
        raise InputRefused("target_high", "hanya untuk direction=range.")
    elif target <= 0:
        raise InputRefused("target", too_low_target(target, direction))
    return achievement_of(realization=realization, low=target, high=target_high, direction=direction)


def suggestion(*, file: PolicyAndResults) -> Decision[Suggestion]:
    """Return the suggested rating of results under a policy, or why there is none.

    POLICY: no regulation turns a percentage into a rating; see ``suggest_results_rating``.
    """
    return suggest_results_rating(file.results, file.policy)


def distribution(
    *, organization: OrganizationGrade, counts: Sequence[int], on: date
) -> Decision[Distribution]:
    """Return the expectations that a group's counts (very good … very poor) meet or miss; never a quota.

    SE MenPANRB 3/2023; see ``check_distribution``.
    """
    if len(counts) != len(Grade):
        raise InputRefused("counts", "lima angka dipisah koma: " + ", ".join(g.label for g in Grade))
    return check_distribution(organization=organization, counts=dict(zip(Grade, counts, strict=True)), on=on)


def accumulated_credit(*, rows: Sequence[CreditRow]) -> Decision[CreditSum]:
    """Return the exact sum of rows, each level:grade:months; PermenPANRB 1/2023."""
    return credit_sum(rows)


def needed_credit(
    *,
    level: FunctionalLevel,
    rank: str,
    points: Fraction,
    on: date,
    entered_here: bool = False,
    degree_with: Grade | None = None,
) -> Decision[CreditNeed]:
    """Return need and shortage for the next rank and level; Peraturan BKN 3/2023."""
    return credit_need(
        level=level, rank=rank, points=points, on=on, entered_here=entered_here, degree_with=degree_with
    )


def survey(
    *, file: Mapping[str, ElementScore], weight: WeightMode = WeightMode.EXACT
) -> Decision[Satisfaction]:
    """Return NRR, index, IKM and grade of a survey's answers; PermenPANRB 14/2017."""
    return satisfaction(file, weight=weight)


def time_of_service(
    *,
    accepted: datetime,
    finished: datetime,
    standard_minutes: int | None = None,
    standard_days: int | None = None,
    calendar: WorkingCalendar | None = None,
) -> Decision[ServiceTime]:
    """Return an application's working minutes and whether its standard was kept; UU 25/2009 Pasal 21."""
    standards = (
        (StandardTime(date.min, standard_minutes, standard_days),)
        if standard_minutes is not None or standard_days is not None
        else ()
    )
    return service_time(accepted=accepted, finished=finished, standards=standards, calendar=calendar)


def immunization(
    *,
    kind: ImmunizationKind,
    on: date,
    given: Fraction | None = None,
    target: Fraction | None = None,
    month: int = 12,
    first: Fraction | None = None,
    last: Fraction | None = None,
    newborns: Fraction | None = None,
    bcg: Fraction | None = None,
    villages: int | None = None,
    reached: int | None = None,
) -> Decision[Any]:
    """Return coverage (given, target, month), drop-out (first, last), left-out (newborns, bcg), or UCI.

    Kementerian Kesehatan, ASIK (SINGLE); UCI takes villages and reached.
    """
    if kind is ImmunizationKind.COVERAGE:
        return immunization_rules.coverage(
            given=_needed("given", given), target=_needed("target", target), month=month
        )
    if kind is ImmunizationKind.DROP_OUT:
        return immunization_rules.drop_out(first=_needed("first", first), last=_needed("last", last), on=on)
    if kind is ImmunizationKind.LEFT_OUT:
        return immunization_rules.left_out(newborns=_needed("newborns", newborns), bcg=_needed("bcg", bcg))
    return immunization_rules.uci(
        villages=_needed("villages", villages), reached=_needed("reached", reached), on=on
    )


def behaviors() -> Decision[tuple[BehaviorValue, ...]]:
    """Return the 7 values and 21 guides of BerAKHLAK, official wording; SE MenPANRB 20/2021 (CONFIRMED)."""
    steps = tuple(
        f"{value.name}, {guide.code}: {guide.text}" for value in BEHAVIOR_VALUES for guide in value.guides
    )
    return Decision(BEHAVIOR_VALUES, steps, cite("behavior"))


def _needed(field: str, value: T | None) -> T:
    if value is None:
        raise InputRefused(field, "belum diisi.")
    return value


RULES = (
    Rule(
        "nip",
        "Apa yang dikatakan sebuah NIP atau NI PPPK, atau apa yang salah",
        read_employee_number,
        "number=198609262015051001",
    ),
    Rule(
        "grade",
        "Predikat dari rating hasil kerja dan rating perilaku kerja",
        grade_of,
        "results=above behavior=below",
    ),
    Rule(
        "head-rating",
        "Rating hasil kerja kepala unit dari capaian kinerja organisasi",
        head_rating,
        "organization=good",
    ),
    Rule(
        "distribution",
        "Harapan pola distribusi yang terpenuhi dan yang tidak",
        distribution,
        "organization=good counts=4,14,2,0,0",
        check_distribution,
    ),
    Rule(
        "achievement",
        "Capaian dalam persen dari realisasi dan target",
        achievement,
        "realization=423 target=450 direction=higher",
        achievement_of,
    ),
    Rule(
        "suggestion",
        "Rating yang disarankan hasil ukur di bawah sebuah kebijakan",
        suggestion,
        "hasil.yaml",
        suggest_results_rating,
    ),
    Rule(
        "counted-time",
        "Bulan yang dihitung bagi pegawai yang tidak bertugas pada sebagian waktu",
        counted_time,
        "starts=2026-01-01 ends=2026-12-31 away=2026-03-01..2026-04-15",
    ),
    Rule(
        "score-2019",
        "Nilai dan predikat PP 30/2019 bagi catatan lama",
        score_2019,
        "skp=95 behavior=80 peers=yes new_idea=no",
    ),
    Rule(
        "objection-clock",
        "Hari terakhir mengajukan, menjelaskan, dan memutuskan keberatan",
        objection_clock,
        "received=2026-01-02",
    ),
    Rule("credit", "Angka kredit satu periode", credit, "level=ahli-pertama grade=good months=12"),
    Rule(
        "credit-sum",
        "Jumlah tepat beberapa baris angka kredit",
        accumulated_credit,
        "rows=ahli-pertama:very-good:12,ahli-pertama:good:2",
        credit_sum,
    ),
    Rule(
        "credit-need",
        "Kebutuhan dan kekurangan angka kredit untuk pangkat dan jenjang",
        needed_credit,
        "level=ahli-pertama rank=iii/a points=12.5",
        credit_need,
    ),
    Rule(
        "satisfaction",
        "Indeks, IKM, dan mutu pelayanan dari jawaban survei",
        survey,
        "jawaban.csv weight=exact",
        satisfaction,
    ),
    Rule("sample-size", "Banyak responden yang diperlukan", sample_size, "population=1000"),
    Rule(
        "service-time",
        "Menit kerja sebuah permohonan, tepat waktu atau tidak",
        time_of_service,
        "accepted=2026-11-19T15:45 finished=2026-11-20T08:20 standard_days=1",
        service_time,
    ),
    Rule(
        "immunization",
        "Cakupan, putus imunisasi, belum terjangkau, UCI",
        immunization,
        "kind=coverage given=54 target=240 month=3",
    ),
    Rule(
        "learning-hours", "Jam pelajaran terhadap batas jenis pegawainya", learning_hours, "kind=pns hours=12"
    ),
    Rule(
        "talent-box", "Kotak talenta dari kinerja dan potensi", talent_box, "performance=meets potential=high"
    ),
    Rule(
        "tpp",
        "Tambahan penghasilan dari bagian kinerja dan disiplin, untuk memeriksa hitungan",
        allowance,
        "basic=5000000 performance_weight=60 performance=80 deductions=0.5,0.5,3",
    ),
    Rule("behaviours", "Tujuh nilai dan 21 panduan perilaku BerAKHLAK", behaviors, ""),
)


def rule_named(name: str) -> Rule | None:
    """Return the rule with this name."""
    return next((rule for rule in RULES if rule.name == name), None)
