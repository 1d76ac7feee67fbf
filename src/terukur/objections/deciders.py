"""Objections that nobody can decide, and the person named instead by the performance team."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, whose_turn
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.objections.decider import Deciding, can_act, deciding, hangs
from terukur.objections.models import NamedDecider, Objection
from terukur.objections.operations import ObjectionRefused
from terukur.organization.access import is_performance_team
from terukur.organization.models import Employee, RoleGrant
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


@dataclass(frozen=True, slots=True)
class HangingObjection:
    """An objection that nobody can decide: why, and who of the performance team can name somebody."""

    objection: Objection
    reason: str
    namers: tuple[str, ...]


def hanging_objections(*, on: date) -> list[HangingObjection]:
    """Return the running objections that nobody can decide."""
    running = (
        Objection.objects.filter(
            is_late=False, withdrawn_at__isnull=True, appraisal__status=Appraisal.Status.OBJECTED
        )
        .select_related("appraisal__appraiser__user", "appraisal__plan__assignment__employee")
        .order_by("filed_at")
    )
    found = [(objection, deciding(objection, on=on)) for objection in running]
    return [_hanging(objection, told, on) for objection, told in found if told.employee is None]


def _hanging(objection: Objection, told: Deciding, on: date) -> HangingObjection:
    team = User.objects.filter(
        is_active=True,
        pk__in=RoleGrant.objects.on(on).filter(role=RoleGrant.Role.PERFORMANCE_TEAM).values("user"),
    ).order_by("name")
    able = tuple(one.name for one in team if not _is_party(one, objection))
    return HangingObjection(objection, told.reason, able)


def _is_party(user: User, objection: Objection) -> bool:
    return _own(user) in (objection.appraisal.appraiser_id, objection.appraisal.plan.assignment.employee_id)


@transaction.atomic
def name_decider(
    *, objection: Objection, employee: Employee, basis: str, acting: Acting[User]
) -> NamedDecider:
    """Store the person who decides an objection that nobody else can decide, with the letter.

    Another is named the same way where that person leaves before deciding.

    :raises ObjectionRefused: from outside the performance team or from one of the two sides, where somebody
        decides, for the employee, the appraiser or who left, without the letter, or once it was decided.
    """
    locked = locked_appraisal(objection.appraisal_id)
    objection.appraisal = locked
    if not is_performance_team(acting.by, on=acting.on):
        raise ObjectionRefused("Pejabat pemutus dicatat oleh pengelola kinerja.")
    if locked.status != Appraisal.Status.OBJECTED:
        raise ObjectionRefused("Keberatan ini tidak menunggu keputusan. " + whose_turn(locked))
    if not hangs(objection, on=acting.on):
        raise ObjectionRefused("Keberatan ini sudah ada yang memutus.")
    if _is_party(acting.by, objection):
        raise ObjectionRefused(
            "Anda pegawai atau penilai dalam keberatan ini. Mintalah pengelola kinerja lain mencatatnya."
        )
    if not can_act(employee, on=acting.on):
        raise ObjectionRefused(f"{employee.name} sudah tidak bekerja di sini atau akunnya tidak aktif.")
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
