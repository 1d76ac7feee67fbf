"""Acts on appraisals: rating, delivering, reading, accepting. One transaction each."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate, may_grade_unit, may_rate
from terukur.appraisal.closed_years import why_closed
from terukur.appraisal.expectation_marks import ratings_marked, why_unmarked
from terukur.appraisal.guards import DELIVERY
from terukur.appraisal.marks import RatingMark, mark_of
from terukur.appraisal.models import (
    Appraisal,
    AppraisalDraft,
    BehaviorMark,
    Policy,
    SelfAssessment,
    UnitGrade,
)
from terukur.appraisal.queries import own_drafts, unit_grade_for
from terukur.appraisal.ratable import why_not_ratable
from terukur.appraisal.schedule import ScheduleRefused, refuse_unless_open
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW, AppraisalStatus
from terukur.appraisal.yardstick import yardstick_of
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.operations import freeze_evidence
from terukur.notation.dates import written_day
from terukur.notation.numbers import rounded
from terukur.organization.models import Agency, Unit
from terukur.organization.queries import appraiser_of, lock_agency
from terukur.regulation import parameters
from terukur.regulation.decision import Decision, Refused
from terukur.regulation.grade import grade_of
from terukur.regulation.letters import PHRASE_LETTERS, SENTENCE_LETTERS, has_letters
from terukur.regulation.periods import Period
from terukur.regulation.qualitative import beyond_marks
from terukur.regulation.rating import RatingDraft, check_rating
from terukur.regulation.scales import Grade, OrganizationGrade, Rating
from terukur.regulation.schedule import Step
from terukur.regulation.suggestion import SuggestionPolicy as PolicyRule

_STATUS = Appraisal.Status


class AppraisalRefused(Refused):
    """The act is not possible now; ``findings`` names the obstacles."""


def step(appraisal: Appraisal, to: AppraisalStatus) -> None:
    """Change an appraisal's status; this is the only place that does.

    :raises AppraisalRefused: for a step that does not follow, naming the person who must act first.
    """
    current = _STATUS(appraisal.status)
    if not APPRAISAL_WORKFLOW.allows(current, to):
        raise AppraisalRefused(f"Langkah ke “{to.label}” tidak ada dari sini. {whose_turn(appraisal)}")
    appraisal.status = to


def whose_turn(appraisal: Appraisal) -> str:
    """Return the status of an appraisal and who must act first, as a sentence for refusals."""
    current = _STATUS(appraisal.status)
    turn = APPRAISAL_WORKFLOW.turns.get(current)
    return f"Penilaian ini berstatus “{current.label}”; " + (
        f"berikutnya {turn.words}." if turn else "tidak ada langkah lagi."
    )


def locked_appraisal(pk: int) -> Appraisal:
    """Return the appraisal, locked until the transaction ends."""
    return (
        Appraisal.objects.select_for_update(of=("self",))
        .select_related("plan__assignment__employee", "plan__assignment__position__unit", "computation")
        .get(pk=pk)
    )


def ensure_policy(*, agency: Agency, on: date, acting: Acting[Actor]) -> Policy:
    """Return the agency's policy; its first version is made of the default parameters of the day."""
    existing = Policy.objects.filter(agency=agency).order_by("version").last()
    if existing is not None:
        return existing
    defaults = {
        name: parameters.number(f"policy.{name}", on=on)
        for name in ("cap", "meets_low", "meets_high", "minimum_evidence")
    }
    policy = Policy.objects.create(
        agency=agency,
        version=1,
        valid_from=date(2022, 1, 1),
        basis="Kebijakan bawaan Terukur, berlaku sampai instansi menetapkan yang lain",
        **defaults,
    )
    record(Act(f"agency/{agency.pk}", "policy-set", after=dict(defaults), rows=fingerprints(policy)), acting)
    return policy


@transaction.atomic
def adopt_policy(*, rule: PolicyRule, valid_from: date, basis: str, acting: Acting[User]) -> Policy:
    """Store a further version of the agency's policy, for periods that begin from a day on.

    ``rule.version`` is ignored: versions are counted here. Computed appraisals keep theirs.

    :raises AppraisalRefused: without the right, without a basis, or with a day that has begun: no running
        period gets other numbers.
    """
    if not may_evaluate(acting.by, on=acting.on):
        raise AppraisalRefused("Hanya pengelola kinerja yang menetapkan kebijakan penilaian.")
    if not basis.strip():
        raise AppraisalRefused("Tulis dasar penetapannya, misalnya nomor keputusan.")
    if valid_from <= acting.on:
        raise AppraisalRefused(
            f"Kebijakan berlaku paling cepat mulai besok, {written_day(acting.on + timedelta(days=1))}: "
            "angka yang sedang dipakai tidak diubah."
        )
    agency = lock_agency()
    if agency is None:
        raise AppraisalRefused("Belum ada instansi.")
    ensure_policy(agency=agency, on=acting.on, acting=acting)
    last = Policy.objects.filter(agency=agency).aggregate(last=Max("version"))["last"]
    numbers = {
        name: rounded(getattr(rule, name), 4)
        for name in ("cap", "meets_low", "meets_high", "minimum_evidence")
    }
    policy = Policy.objects.create(
        agency=agency, version=last + 1, valid_from=valid_from, basis=basis.strip(), **numbers
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "policy-set",
            after={
                "version": policy.version,
                "valid_from": str(valid_from),
                **{name: str(value) for name, value in numbers.items()},
            },
            reason=basis.strip(),
            rows=fingerprints(policy),
        ),
        acting,
    )
    return policy


@transaction.atomic
def set_unit_grade(
    *, unit: Unit, period: Period, grade: OrganizationGrade, reason: str, acting: Acting[User]
) -> UnitGrade:
    """Store the unit's organization grade of a period, set by the leader above, with a reason.

    A later one is a newer version; delivered appraisals keep theirs.

    :raises AppraisalRefused: from anybody else, or without a reason.
    """
    if not may_grade_unit(acting.by, unit, on=acting.on):
        raise AppraisalRefused(
            "Capaian kinerja organisasi ditetapkan oleh pimpinan unit di atasnya (SE MenPANRB 3/2023)."
        )
    if closed := why_closed(period.year):
        raise AppraisalRefused(closed)
    _refuse_unless_open(Step.ORGANIZATION, period=period, on=acting.on)
    if not has_letters(reason, PHRASE_LETTERS):
        raise AppraisalRefused("Tulis dasar penetapannya: surat keputusan atau capaian rencana aksi.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = UnitGrade.objects.filter(unit=unit, starts=period.starts, ends=period.ends).aggregate(
        last=Max("version")
    )["last"]
    stored = UnitGrade.objects.create(
        unit=unit,
        starts=period.starts,
        ends=period.ends,
        version=(last or 0) + 1,
        grade=grade,
        reason=reason.strip(),
        set_by=acting.by,
        set_at=acting.at,
    )
    record(
        Act(
            f"unit/{unit.pk}",
            "organization-grade-set",
            after={"period": str(period), "grade": grade.value},
            reason=reason,
            rows=fingerprints(stored),
        ),
        acting,
    )
    return stored


@transaction.atomic
def rate(
    *, appraisal: Appraisal, draft: RatingDraft, acting: Acting[User], seen: RatingMark | None = None
) -> None:
    """Store the appraiser's two ratings, seven marks and reasons; nothing has a default.

    ``seen`` is what the form showed. Where there is another computation, rating or own draft since,
    nothing is stored: nobody decides on figures they did not see, or overwrites what they did not read.
    The draft is gone afterwards.

    :raises AppraisalRefused: with the findings; for anybody but the appraiser; after delivery.
    """
    locked = locked_appraisal(appraisal.pk)
    if not may_rate(acting.by, locked, on=acting.on):
        raise AppraisalRefused(
            "Penilaian diisi oleh pejabat penilai, sebelum disampaikan. " + whose_turn(locked)
        )
    refusal = why_not_ratable(locked, on=acting.on)
    if refusal:
        raise AppraisalRefused(refusal)
    if seen is not None:
        _refuse_unseen(seen, locked, acting.by)
    if unmarked := why_unmarked(locked):
        raise AppraisalRefused(unmarked)
    yardstick = yardstick_of(locked)
    findings = check_rating(
        draft,
        suggested=yardstick.results,
        period_starts=locked.starts,
        on=acting.on,
        quarters=yardstick.ratings,
        expectation_marks=ratings_marked(locked),
    )
    if findings or draft.results is None or draft.behavior is None:
        raise AppraisalRefused(f"Belum dapat disimpan: {len(findings)} isian kurang.", findings)
    before = _rated_state(locked)
    step(locked, _STATUS.RATED)
    locked.appraiser = acting.by.employee
    locked.result_rating = draft.results
    locked.result_reason = draft.results_reason.strip()
    locked.behavior_rating = draft.behavior
    locked.behavior_reason = draft.behavior_reason.strip()
    locked.first_rated_at = locked.first_rated_at or acting.at
    locked.rated_at = acting.at
    locked.save()
    AppraisalDraft.objects.filter(appraisal=locked).delete()
    # Both have now entered their own view, so neither can lean on the other's.
    SelfAssessment.objects.filter(appraisal=locked, shown_at__isnull=True).update(shown_at=acting.at)
    locked.marks.all().delete()
    BehaviorMark.objects.bulk_create(
        [
            BehaviorMark(
                appraisal=locked,
                value=code,
                mark=entry.mark or "",
                example=entry.example.strip(),
                example_on=entry.example_on,
            )
            for code, entry in draft.marks.items()
        ]
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "rated",
            before=before,
            after=_rated_state(locked),
            reason=locked.result_reason,
        ),
        acting,
    )


def _refuse_unseen(seen: RatingMark, locked: Appraisal, by: User) -> None:
    stands = mark_of(locked, own_drafts(by.employee, [locked]).get(locked.pk))
    if seen.computation not in ("", stands.computation):
        raise AppraisalRefused(
            "Hasil ukurnya berubah sejak halaman ini dibuka. Periksa angka yang baru, lalu simpan "
            "lagi; isian Anda masih ada."
        )
    if seen.rated != stands.rated:
        raise AppraisalRefused(
            f"Rating ini sudah disimpan dari halaman lain oleh {_name(locked)} sejak halaman ini dibuka. "
            "Isian Anda belum disimpan: buka penilaian ini di halaman lain, bandingkan, lalu simpan di sana."
        )
    if seen.draft not in ("", stands.draft):
        raise AppraisalRefused(
            "Penilaian ini diisi di tab atau perangkat lain sejak halaman ini dibuka. Muat ulang "
            "tabel tim dan periksa isinya; menilai lagi dari sini menggantikannya."
        )


def _refuse_unless_open(*steps: Step, period: Period, on: date) -> None:
    try:
        refuse_unless_open(*steps, period=period, on=on)
    except ScheduleRefused as error:
        raise AppraisalRefused(str(error)) from error


def _name(appraisal: Appraisal) -> str:
    return appraisal.appraiser.name if appraisal.appraiser else "penilai lain"


def _rated_state(appraisal: Appraisal) -> dict[str, object]:
    return {
        "results": str(appraisal.result_rating),
        "results_reason": appraisal.result_reason,
        "behavior": str(appraisal.behavior_rating),
        "behavior_reason": appraisal.behavior_reason,
        "computation": appraisal.computation_id,
        "marks": {
            mark.value: [str(mark.mark), mark.example, str(mark.example_on or "")]
            for mark in appraisal.marks.all()
        },
    }


@dataclass(frozen=True, slots=True)
class Delivery:
    """The content of a delivery: the grade by the matrix, and its organization grade."""

    decision: Decision[Grade]
    unit_grade: UnitGrade


def prepared_delivery(locked: Appraisal, *, acting: Acting[User]) -> Delivery:
    """Return the delivery that this appraisal would get, and write nothing.

    :raises AppraisalRefused: unrated, from anybody else, without the organization grade, or while another
        area holds something against it (``appraisal.guards``).
    """
    if not may_rate(acting.by, locked, on=acting.on):
        raise AppraisalRefused("Penilaian disampaikan oleh pejabat penilai, satu kali. " + whose_turn(locked))
    if locked.status != _STATUS.RATED:
        raise AppraisalRefused("Isi dan simpan kedua rating lebih dahulu. " + whose_turn(locked))
    refusal = why_unmarked(locked) or _why_against_marks(locked) or DELIVERY.refusal(locked, acting)
    if refusal:
        raise AppraisalRefused(refusal)
    unit = locked.plan.assignment.position.unit
    unit_grade = unit_grade_for(unit, locked.period)
    if unit_grade is None:
        raise AppraisalRefused(
            f"Predikat belum dapat ditetapkan: capaian kinerja organisasi {unit.name} untuk "
            f"{locked.period.label} belum ada. Pimpinan unit di atasnya atau "
            "pengelola kinerja menetapkannya di halaman Organisasi."
        )
    decision = grade_of(results=Rating(locked.result_rating), behavior=Rating(locked.behavior_rating))
    return Delivery(decision, unit_grade)


def _why_against_marks(locked: Appraisal) -> str:
    """Return why a rating given before its marks changed needs a look; empty where it has what it needs."""
    suggested = Rating(locked.computation.suggested) if locked.computation.suggested else None  # type: ignore[union-attr]
    rating = Rating(locked.result_rating)
    if has_letters(locked.result_reason, SENTENCE_LETTERS) or not beyond_marks(
        rating, ratings_marked(locked), suggested
    ):
        return ""
    return (
        f"Tidak satu pun ekspektasi kualitatif dinilai {rating.label.lower()}. Ubah rating hasil kerja, atau "
        "tulis alasannya."
    )


@transaction.atomic
def deliver(*, appraisal: Appraisal, acting: Acting[User]) -> None:
    """Fix the grade by the matrix and hand the appraisal to the employee.

    :raises AppraisalRefused: as ``prepared_delivery`` does.
    """
    locked = locked_appraisal(appraisal.pk)
    delivery = prepared_delivery(locked, acting=acting)
    locked.grade = delivery.decision.result
    locked.unit_grade = delivery.unit_grade
    step(locked, _STATUS.DELIVERED)
    locked.delivered_at = acting.at
    locked.save()
    freeze = freeze_evidence(plan=locked.plan, until=locked.ends, at=acting.at)
    record(
        Act(
            f"appraisal/{locked.pk}",
            "delivered",
            after={"grade": delivery.decision.result.value, "organization_grade": delivery.unit_grade.grade},
            rows=fingerprints(freeze),
        ),
        acting,
    )


def current_appraiser_name(appraisal: Appraisal, *, on: date) -> str:
    """Return the name of the person with the next step of an unrated appraisal."""
    appraiser = appraiser_of(appraisal.plan.assignment, on=on)
    return appraiser.name if appraiser else "yang masih ditetapkan pengelola kinerja"


def appraiser_named(appraisal: Appraisal, *, on: date) -> str:
    """Return the name of the person who rated, whoever appraises now; before that of the one who is to
    rate."""
    if appraisal.appraiser is not None:
        return appraisal.appraiser.name
    return current_appraiser_name(appraisal, on=on)
