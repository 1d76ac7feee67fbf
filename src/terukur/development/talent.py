"""The talent box of a person with its inputs, and the way to object to it (PermenPANRB 3/2020)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.development.access import is_learner, may_answer_box
from terukur.development.facts import Given, given_to
from terukur.development.models import PotentialAssessment, TalentAnswer, TalentObjection
from terukur.development.operations import DevelopmentRefused
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Employee
from terukur.regulation.decision import Decision
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import Potential, Rating
from terukur.regulation.talent import performance_axis, talent_box


@dataclass(frozen=True, slots=True)
class TalentView:
    """A box and the inputs of each axis; ``missing`` says why there is none."""

    given: Given | None
    performance: Rating | None
    potential: PotentialAssessment | None
    decision: Decision[int] | None
    missing: str
    assessed_until: date | None


def talent_of(employee: Employee, *, on: date) -> TalentView:
    """Return the talent box on a day: performance from the newest delivered rating, potential from the newest
    assessment, unless that is too old.
    """
    given = next(iter(given_to([employee.pk], on=on).get(employee.pk, [])), None)
    potential = PotentialAssessment.objects.filter(employee=employee, assessed_on__lte=on).first()
    performance = performance_axis(given.results, given.behavior) if given else None
    until = _usable_until(potential, on) if potential else None
    missing = _missing(performance, until, on)
    decision = None
    if not missing and performance is not None and potential is not None:
        decision = talent_box(performance=performance, potential=Potential(potential.potential))
    return TalentView(given, performance, potential, decision, missing, until)


def _usable_until(potential: PotentialAssessment, on: date) -> date:
    years = int(parameter("talent.assessment_years", on=on).value)
    day = potential.assessed_on
    # An assessment of 29 February is used up to 28 February.
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _missing(performance: Rating | None, until: date | None, on: date) -> str:
    if performance is None:
        return "Belum ada rating yang disampaikan."
    if until is None:
        return "Belum ada asesmen potensi; asesmen diadakan pengelola kinerja."
    if until < on:
        return f"Asesmen potensi hanya dipakai sampai {written_day(until)}; perlu asesmen baru."
    return ""


@transaction.atomic
def object_to_box(*, employee: Employee, text: str, acting: Acting[User]) -> TalentObjection:
    """Store the person's objection to the box; the performance team answers.

    :raises DevelopmentRefused: from anybody else, without a box or words, or while an earlier one waits.
    """
    if not is_learner(acting.by, employee):
        raise DevelopmentRefused("Kotak talenta dipersoalkan oleh orangnya sendiri.")
    Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
    view = talent_of(employee, on=acting.on)
    given, potential = view.given, view.potential
    if view.decision is None or given is None or potential is None or view.performance is None:
        raise DevelopmentRefused(view.missing)
    if not has_letters(text, SENTENCE_LETTERS):
        raise DevelopmentRefused("Tulis bagian mana yang keliru dan apa buktinya.")
    if TalentObjection.objects.filter(employee=employee, answer=None).exists():
        raise DevelopmentRefused("Keberatan Anda sebelumnya masih diperiksa.")
    objection = TalentObjection.objects.create(
        employee=employee,
        box=view.decision.result,
        performance=view.performance,
        period=given.period,
        potential=potential,
        text=text.strip(),
        filed_by=acting.by,
        filed_at=acting.at,
    )
    record(
        Act(
            f"talent/{employee.pk}",
            "box-objected",
            after={"box": objection.box},
            reason=objection.text,
            rows=fingerprints(objection),
        ),
        acting,
    )
    return objection


@transaction.atomic
def answer_box(
    *, objection: TalentObjection, is_granted: bool, text: str, acting: Acting[User]
) -> TalentAnswer:
    """Store the answer of the performance team; an error is corrected by a new assessment or through the
    objection to the rating, never by a typed box.

    :raises DevelopmentRefused: from anybody else, a second time, or without words.
    """
    if not may_answer_box(acting.by, objection, on=acting.on):
        raise DevelopmentRefused("Dijawab pengelola kinerja yang bukan orangnya.")
    if not has_letters(text, SENTENCE_LETTERS):
        raise DevelopmentRefused("Tulis apa yang diperiksa dan ditemukan; orangnya membacanya.")
    locked = TalentObjection.objects.select_for_update().get(pk=objection.pk)
    if TalentAnswer.objects.filter(objection=locked).exists():
        raise DevelopmentRefused("Keberatan ini sudah dijawab.")
    answer = TalentAnswer.objects.create(
        objection=locked, is_granted=is_granted, text=text.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"talent/{locked.employee_id}",
            "box-answered",
            after={"granted": is_granted},
            reason=answer.text,
            rows=fingerprints(answer),
        ),
        acting,
    )
    return answer


def box_objections(employee_id: int) -> QuerySet[TalentObjection]:
    """Return an employee's objections to the box, newest first, with the answers."""
    return TalentObjection.objects.filter(employee=employee_id).select_related("potential", "answer__by")


def waiting_box_objections() -> QuerySet[TalentObjection]:
    """Return the objections without an answer, the longest waiting first."""
    return (
        TalentObjection.objects.filter(answer=None)
        .select_related("employee", "potential")
        .order_by("filed_at", "pk")
    )
