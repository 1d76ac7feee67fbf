"""A closed survey of behavior: a few colleagues or subordinates, seven values, sums and nothing else.

It is input for the appraiser and no score: no rating is computed with it. It is read once it is closed, from
four answers up, and never changes afterwards, so that two looks never differ by one person. Its distance from
the marks is one of seven components of the basis of an appraisal, for the same readers (``objectivity``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, QuerySet

from terukur.accounts.models import User
from terukur.appraisal.access import may_rate
from terukur.appraisal.models import Appraisal, BehaviorSurvey, SurveyInvitation
from terukur.appraisal.operations import locked_appraisal
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Employee
from terukur.organization.queries import near_colleagues
from terukur.planning.access import is_appraiser, is_owner
from terukur.regulation import parameters
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.decision import Refused
from terukur.regulation.disclosure import UNKNOWN, Choices, Least, at_least, opinions_shown
from terukur.regulation.scales import Rating

CHOICES = (*(rating.value for rating in Rating), UNKNOWN)


class BehaviorSurveyRefused(Refused):
    """The survey cannot be asked for or answered so."""


@dataclass(frozen=True, slots=True)
class SurveyLimits:
    """The least and greatest number of people asked, and the days of a survey."""

    least: int
    most: int
    days: int


def limits(*, on: date) -> SurveyLimits:
    """Return the agency's limits on a day."""
    return SurveyLimits(
        at_least(Least.BEHAVIOR_ANSWERS, on=on),
        parameters.number("behavior_survey.most", on=on),
        parameters.number("behavior_survey.days", on=on),
    )


@dataclass(frozen=True, slots=True)
class BehaviorSurveyResult:
    """The readable part of a survey: nothing before it is closed, ``counts`` only from ``least`` answers.

    ``answers`` is 0 wherever the counts are held back: their number could reveal single answers.
    """

    closes_on: date
    is_closed: bool
    asked: int
    answers: int
    counts: Mapping[str, Choices | None] | None


def is_closed(survey: BehaviorSurvey, *, on: date) -> bool:
    """Return whether everybody asked has answered, or the days are over; no answer is taken from then on."""
    return survey.answers >= survey.asked or on > survey.closes_on


def result_of(survey: BehaviorSurvey, *, on: date) -> BehaviorSurveyResult:
    """Return the readable part of a survey on a day, for its permitted readers."""
    closed = is_closed(survey, on=on)
    # The limit of the day it was asked on: a later change of policy must not open what was held back.
    least = limits(on=survey.asked_at.date()).least
    counts = opinions_shown(survey.counts, answers=survey.answers, least=least) if closed else None
    answers = survey.answers if counts is not None else 0
    return BehaviorSurveyResult(survey.closes_on, closed, survey.asked, answers, counts)


def result_for(user: User, appraisal: Appraisal, *, on: date) -> BehaviorSurveyResult | None:
    """Return the survey for this user: the appraiser, and once delivered the employee; nobody else."""
    owner = is_owner(user, appraisal.plan)
    if (owner and appraisal.is_ratable) or (not owner and not is_appraiser(user, appraisal.plan, on=on)):
        return None
    survey = getattr(appraisal, "behavior_survey", None)
    if survey is None:
        return None
    result = result_of(survey, on=on)
    return result if result.is_closed or not owner else None


def candidates(appraisal: Appraisal, *, on: date) -> QuerySet[Assignment]:
    """Return who may be asked: of the same unit or below it, then around it; nobody of the line above."""
    return near_colleagues(appraisal.plan.assignment, on=on)


@transaction.atomic
def ask_for_survey(*, appraisal: Appraisal, people: Collection[int], acting: Acting[User]) -> BehaviorSurvey:
    """Ask a few people, once an appraisal; the ledger records how many, not who.

    :raises SurveyRefused: for anybody but the appraiser, a second time, for too few or too many people, or a
        person who may not be asked.
    """
    locked = locked_appraisal(appraisal.pk)
    if not may_rate(acting.by, locked, on=acting.on):
        raise BehaviorSurveyRefused(
            "Survei perilaku hanya diminta oleh pejabat penilai, sebelum penilaian disampaikan."
        )
    if BehaviorSurvey.objects.filter(appraisal=locked).exists():
        raise BehaviorSurveyRefused(
            "Survei untuk penilaian ini sudah diminta. Survei kedua akan membuka jawaban yang pertama."
        )
    bounds = limits(on=acting.on)
    chosen = set(people)
    if not bounds.least <= len(chosen) <= bounds.most:
        raise BehaviorSurveyRefused(
            f"Pilih {bounds.least} sampai {bounds.most} orang; jawaban kurang dari {bounds.least} orang "
            "tidak pernah ditampilkan."
        )
    allowed = candidates(locked, on=acting.on).filter(employee__in=chosen)
    found = {assignment.employee_id for assignment in allowed}
    if found != chosen:
        raise BehaviorSurveyRefused(
            "Ada yang tidak dapat dimintai: pilih rekan atau bawahan yang masih bekerja, bukan pegawai itu "
            "sendiri dan bukan atasannya."
        )
    survey = BehaviorSurvey.objects.create(
        appraisal=locked,
        asked_by=acting.by.employee,
        asked_at=acting.at,
        closes_on=acting.on + timedelta(days=bounds.days),
        asked=len(chosen),
        counts={code: dict.fromkeys(CHOICES, 0) for code in BEHAVIOR_CODES},
    )
    SurveyInvitation.objects.bulk_create(
        SurveyInvitation(survey=survey, employee_id=key) for key in sorted(chosen)
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "behavior-survey-asked",
            after={"asked": len(chosen), "closes_on": str(survey.closes_on)},
        ),
        acting,
    )
    return survey


def waiting_surveys(employee: Employee, *, on: date) -> QuerySet[BehaviorSurvey]:
    """Return the open surveys that an employee may still answer."""
    return BehaviorSurvey.objects.filter(
        invitations__employee=employee, invitations__is_settled=False, closes_on__gte=on
    ).select_related("appraisal__plan__assignment__employee", "asked_by")


def asked_now(employee: Employee, *, on: date) -> Exists:
    """Return whether a survey waits for an employee, as a part of another query."""
    return Exists(
        SurveyInvitation.objects.filter(employee=employee, is_settled=False, survey__closes_on__gte=on)
    )


@transaction.atomic
def answer_survey(*, survey: BehaviorSurvey, answers: Mapping[str, str], acting: Acting[User]) -> None:
    """Add one answer to the sums. No moment, no name and no entry of the ledger goes with it.

    :raises SurveyRefused: where a value is left out, for anybody who was not asked or has answered, and after
        the survey closed.
    """
    locked, invitation = _held(survey, acting=acting)
    if any(answers.get(code) not in CHOICES for code in BEHAVIOR_CODES):
        raise BehaviorSurveyRefused("Jawab ketujuh nilai; “tidak tahu” juga jawaban.")
    for code in BEHAVIOR_CODES:
        locked.counts[code][answers[code]] += 1
    locked.answers += 1
    locked.save(update_fields=["counts", "answers"])
    invitation.is_settled = True
    invitation.save(update_fields=["is_settled"])


@transaction.atomic
def decline_survey(*, survey: BehaviorSurvey, acting: Acting[User]) -> None:
    """Decline the request of a survey. It is stored as an answer is, and not counted.

    :raises SurveyRefused: as ``answer_survey``.
    """
    _, invitation = _held(survey, acting=acting)
    invitation.is_settled = True
    invitation.save(update_fields=["is_settled"])


def _held(survey: BehaviorSurvey, *, acting: Acting[User]) -> tuple[BehaviorSurvey, SurveyInvitation]:
    """Return the survey, locked, and the invitation of this user to it."""
    locked = BehaviorSurvey.objects.select_for_update().get(pk=survey.pk)
    invitation = SurveyInvitation.objects.filter(survey=locked, employee__user=acting.by.pk).first()
    if invitation is None or invitation.is_settled:
        raise BehaviorSurveyRefused("Tidak ada survei yang menunggu jawaban Anda di sini.")
    if is_closed(locked, on=acting.on):
        raise BehaviorSurveyRefused("Survei ini sudah ditutup; hasilnya tidak berubah lagi.")
    return locked, invitation
