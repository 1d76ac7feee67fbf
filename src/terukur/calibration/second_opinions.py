"""A second opinion before delivering: one named colleague of the appraiser's rank reads one appraisal."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from terukur.accounts.models import User
from terukur.appraisal.access import may_rate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal
from terukur.calibration.evidence import with_evidence
from terukur.calibration.models import SecondOpinion, SecondOpinionAnswer
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import people_above
from terukur.organization.models import Assignment, Employee, ReportingLine
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


class SecondOpinionRefused(Refused):
    """The act is not possible; the message says why."""


def colleagues_of(appraiser: Employee, appraisal: Appraisal, *, on: date) -> QuerySet[Employee]:
    """Return the colleagues whom the appraiser may ask: other appraisers in a position of the same kind.

    Never the employee, and nobody above the appraiser: advice that must be followed is none.
    """
    kinds = Assignment.objects.on(on).filter(employee=appraiser).values("position__kind")
    alike = Assignment.objects.on(on).filter(employee=OuterRef("pk"), position__kind__in=kinds)
    leads = ReportingLine.objects.on(on).filter(appraiser=OuterRef("pk"))
    return (
        Employee.objects.filter(Exists(alike), Exists(leads))
        .exclude(pk__in=[appraiser.pk, appraisal.plan.assignment.employee_id])
        .exclude(pk__in=people_above(appraiser.pk, on=on))
        .order_by("name")
    )


@transaction.atomic
def ask_second_opinion(
    *, appraisal: Appraisal, colleague: Employee, question: str, acting: Acting[User]
) -> SecondOpinion:
    """Store a question to one colleague, who may then read this appraisal until they have answered.

    :raises SecondOpinionRefused: from anybody but the appraiser, after delivery, a second time, without a
        question, or to a person who is no colleague of the same rank.
    """
    locked = locked_appraisal(appraisal.pk)
    appraiser: Employee | None = getattr(acting.by, "employee", None)
    if appraiser is None or not may_rate(acting.by, locked, on=acting.on):
        raise SecondOpinionRefused("Pendapat kedua diminta pejabat penilai, sebelum disampaikan.")
    if SecondOpinion.objects.filter(appraisal=locked).exists():
        raise SecondOpinionRefused("Pendapat kedua sudah diminta untuk penilaian ini.")
    if not colleagues_of(appraiser, locked, on=acting.on).filter(pk=colleague.pk).exists():
        raise SecondOpinionRefused(
            f"{colleague.name} bukan penilai dengan jenis jabatan seperti Anda. Pilih rekan setingkat."
        )
    if not has_letters(question, PHRASE_LETTERS):
        raise SecondOpinionRefused("Tulis apa yang ingin Anda ketahui dari rekan Anda.")
    asked = SecondOpinion.objects.create(
        appraisal=locked,
        colleague=colleague,
        question=question.strip()[:1000],
        asked_by=acting.by,
        asked_at=acting.at,
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "second-opinion-asked",
            after={"colleague": colleague.pk, "name": colleague.name},
            rows=fingerprints(asked),
        ),
        acting,
    )
    return asked


def asked_of(employee: Employee) -> QuerySet[SecondOpinion]:
    """Return the requests to this colleague that may still be answered."""
    return SecondOpinion.objects.filter(
        colleague=employee,
        answer__isnull=True,
        appraisal__status__in=[Appraisal.Status.OPEN, Appraisal.Status.RATED],
    ).select_related("asked_by", "appraisal__plan__assignment__employee")


def second_opinion_for(user: User, pk: int) -> SecondOpinion | None:
    """Return one request with the evidence of its appraisal, for the colleague alone and only while asked."""
    employee = getattr(user, "employee", None)
    if employee is None:
        return None
    found: SecondOpinion | None = (
        asked_of(employee)
        .select_related(
            "asked_by",
            "appraisal__computation",
            "appraisal__plan__assignment__employee",
            "appraisal__plan__assignment__position__unit",
        )
        .annotate(**with_evidence("appraisal"))
        .filter(pk=pk)
        .first()
    )
    return found


@transaction.atomic
def answer_second_opinion(*, asked: SecondOpinion, text: str, acting: Acting[User]) -> SecondOpinionAnswer:
    """Store the colleague's answer; their access ends with it.

    :raises SecondOpinionRefused: from anybody else, a second time, after delivery, or without words.
    """
    locked_appraisal(asked.appraisal_id)
    if not asked_of_user(acting.by).filter(pk=asked.pk).exists():
        raise SecondOpinionRefused("Pendapat ini tidak (lagi) diminta dari Anda.")
    if not has_letters(text, PHRASE_LETTERS):
        raise SecondOpinionRefused("Tulis pendapat Anda; penilainya membacanya.")
    answer = SecondOpinionAnswer.objects.create(
        asked=asked, text=text.strip()[:2000], by=acting.by, at=acting.at
    )
    record(Act(f"appraisal/{asked.appraisal_id}", "second-opinion-given", rows=fingerprints(answer)), acting)
    return answer


def asked_of_user(user: User) -> QuerySet[SecondOpinion]:
    """Return the same by the user."""
    employee = getattr(user, "employee", None)
    return asked_of(employee) if employee else SecondOpinion.objects.none()


def second_opinions_on(appraisal: Appraisal) -> QuerySet[SecondOpinion]:
    """Return the second opinion on an appraisal, at most one, with its answer."""
    found = SecondOpinion.objects.filter(appraisal=appraisal)
    return found.select_related("colleague", "answer")
