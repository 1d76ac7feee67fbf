"""Acts on one employee's own data: added with a position, corrected with history."""

from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, Employee
from terukur.organization.operations import OrganizationRefused, create_employee, set_appraiser
from terukur.organization.positions import Post, ensure_position
from terukur.organization.queries import find_employee
from terukur.organization.ranks import hold_rank, restore_rank
from terukur.organization.team import only_team, written_reason
from terukur.regulation.employee_number import number_fits_kind, parse_employee_number
from terukur.regulation.ranks import InvalidRank, parse_rank
from terukur.regulation.scales import EmploymentKind


@transaction.atomic
def add_employee(
    *,
    number: str,
    name: str,
    to: Post,
    since: date,
    acting: Acting[Actor],
    kind: EmploymentKind | None = None,
    rank: str = "",
    rank_since: date | None = None,
    appraiser: Employee | None = None,
) -> Employee:
    """Store an employee in a position from a day on; without a kind it is what the number says.

    :raises OrganizationRefused: from outside the performance team, for a number or a name to sign in that
        somebody has, a kind or rank that does not fit, or a closed position.
    :raises InvalidEmployeeNumber: where the number is wrong.
    """
    only_team(acting)
    parsed = parse_employee_number(number)
    _refuse_known(parsed.digits)
    kind = kind or parsed.kind
    _refuse_unfit(parsed.digits, kind)
    employee = create_employee(number=parsed.digits, name=" ".join(name.split()), kind=kind)
    if rank:
        hold_rank(employee, read_rank(rank, kind), rank_since, on=acting.on)
        employee.save(update_fields=["rank", "rank_since"])
    position = ensure_position(post=to, acting=acting)
    assignment = Assignment.objects.create(employee=employee, position=position, starts=since)
    after = {"position": position.pk, "from": str(since)}
    record(Act(f"employee/{employee.pk}", "employee-added", after=after), acting)
    if appraiser is not None:
        set_appraiser(assignment=assignment, appraiser=appraiser, acting=acting, since=since)
    return employee


def _refuse_known(digits: str) -> None:
    known = find_employee(digits)
    if known is not None:
        way = (
            f"Ia berhenti {written_day(known.left_on)}; pakai “Kembali bertugas” di halamannya."
            if known.left_on
            else "Cari namanya di halaman Organisasi."
        )
        raise OrganizationRefused(f"Nomor ini sudah milik {known.name}. {way}", field="number")
    if User.objects.filter(username=digits).exists():
        raise OrganizationRefused(
            "Nomor ini nama masuk sebuah akun tanpa data pegawai; minta pengelola server menggantinya.",
            field="number",
        )


def _refuse_unfit(digits: str, kind: EmploymentKind) -> None:
    if not number_fits_kind(digits, kind):
        raise OrganizationRefused(
            f"Nomor {digits} bukan nomor {kind.label}. Periksa jenisnya, atau perbaiki nomornya dahulu.",
            field="kind",
        )


def read_rank(written: str, kind: EmploymentKind) -> str:
    """Return the rank as it is stored.

    :raises OrganizationRefused: where the kind of employment knows no such rank.
    """
    try:
        return parse_rank(written, kind)
    except InvalidRank as error:
        raise OrganizationRefused(str(error), field="rank") from error


@transaction.atomic
def correct_employee(
    *,
    employee: Employee,
    name: str,
    kind: EmploymentKind,
    rank: str,
    rank_since: date | None,
    reason: str,
    acting: Acting[Actor],
) -> bool:
    """Store another name, kind or rank of an employee, the former ones in the ledger; return if it changed.

    A blank rank changes none. How a rank with its TMT is understood: ``ranks.hold_rank``.

    :raises OrganizationRefused: from outside the performance team, without a reason, for a kind that the
        number does not fit, or a rank that does not fit the kind or the ranks before.
    """
    only_team(acting)
    locked = Employee.objects.select_for_update().get(pk=employee.pk)
    before = _state(locked)
    if kind != locked.kind:
        _refuse_unfit(locked.number, kind)
    locked.name, locked.kind = " ".join(name.split()), kind
    if rank or locked.rank:
        hold_rank(locked, read_rank(rank or locked.rank, kind), rank_since, on=acting.on)
    after = _state(locked)
    if after == before:
        return False
    reason = written_reason(reason, example="SK kenaikan pangkat nomor dan tanggalnya")
    locked.save(update_fields=["name", "kind", "rank", "rank_since"])
    if after["name"] != before["name"]:
        User.objects.filter(pk=locked.user_id).update(name=locked.name)
    changed = [key for key in after if after[key] != before[key]]
    record(
        Act(
            f"employee/{locked.pk}",
            "employee-updated",
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
            reason=reason,
        ),
        acting,
    )
    return True


def _state(employee: Employee) -> dict[str, str]:
    return {
        "name": employee.name,
        "kind": str(employee.kind),
        "rank": employee.rank,
        "rank_since": str(employee.rank_since or ""),
    }


@transaction.atomic
def take_back_rank(*, employee: Employee, acting: Acting[Actor]) -> None:
    """Make the former rank the present one again, as if the last promotion had not been recorded.

    :raises OrganizationRefused: from outside the performance team, or where no former rank is recorded or it
        is of another kind of employment.
    """
    only_team(acting)
    locked = Employee.objects.select_for_update().get(pk=employee.pk)
    before = _state(locked)
    former = restore_rank(locked)
    if former is None:
        raise OrganizationRefused("Tidak ada pangkat sebelumnya yang tercatat.")
    read_rank(locked.rank, EmploymentKind(locked.kind))
    locked.save(update_fields=["rank", "rank_since"])
    record(Act(f"employee/{locked.pk}", "rank-taken-back", before=before, after=_state(locked)), acting)
