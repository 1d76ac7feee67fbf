"""Objections without a superior to decide them, and the person named instead."""

from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, whose_turn
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.objections.access import hangs
from terukur.objections.models import NamedDecider, Objection
from terukur.objections.operations import ObjectionRefused
from terukur.organization.access import is_performance_team
from terukur.organization.models import Employee
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


def hanging_objections(*, on: date) -> list[Objection]:
    """Return the running objections that nobody can decide."""
    running = Objection.objects.filter(
        is_late=False, withdrawn_at__isnull=True, appraisal__status=Appraisal.Status.OBJECTED
    ).select_related("appraisal__appraiser", "appraisal__plan__assignment__employee")
    return [objection for objection in running if hangs(objection, on=on)]


@transaction.atomic
def name_decider(
    *, objection: Objection, employee: Employee, basis: str, acting: Acting[User]
) -> NamedDecider:
    """Store the person who decides an objection whose appraiser has nobody above, with the letter.

    :raises ObjectionRefused: from outside the performance team, where a superior decides, for the employee or
        the appraiser, without the letter, or once it was decided.
    """
    locked = locked_appraisal(objection.appraisal_id)
    if not is_performance_team(acting.by, on=acting.on):
        raise ObjectionRefused("Pejabat pemutus dicatat oleh pengelola kinerja.")
    if locked.status != Appraisal.Status.OBJECTED:
        raise ObjectionRefused("Keberatan ini tidak menunggu keputusan. " + whose_turn(locked))
    if not hangs(objection, on=acting.on):
        raise ObjectionRefused("Keberatan ini sudah ada yang memutus.")
    if employee.pk in (locked.appraiser_id, locked.plan.assignment.employee_id, _own(acting.by)):
        raise ObjectionRefused("Pilih pejabat lain: bukan pegawainya, penilainya, atau Anda sendiri.")
    if not has_letters(basis, PHRASE_LETTERS):
        raise ObjectionRefused("Tulis surat penunjukannya: nomor, tanggal, dan pejabat yang menunjuk.")
    named = NamedDecider.objects.create(
        objection=objection, employee=employee, basis=basis.strip()[:500], by=acting.by, at=acting.at
    )
    record(
        Act(
            f"appraisal/{locked.pk}",
            "decider-named",
            after={"decider": employee.pk},
            reason=named.basis,
            rows=fingerprints(named),
        ),
        acting,
    )
    return named


def _own(user: User) -> int | None:
    employee: Employee | None = getattr(user, "employee", None)
    return employee.pk if employee else None
