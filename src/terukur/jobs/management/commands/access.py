"""``terukur access NIP [--role ROLE]``"""

from typing import Any

from django.core.management.base import CommandError

from terukur.accounts.models import User
from terukur.accounts.operations import issue_activation_code
from terukur.jobs.management.base import TerukurCommand
from terukur.organization.models import RoleGrant, Unit
from terukur.organization.operations import TWO_PERSON_ROLES, OrganizationRefused, grant_role
from terukur.organization.queries import find_employee


class Command(TerukurCommand):
    help = (
        "Give somebody a higher role, or print a new activation code: what takes two people on the "
        "pages, for an agency whose performance team is one person. "
        "Example: terukur access 198001012005012001 --role auditor"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("nip")
        parser.add_argument("--role", choices=[role.value for role in TWO_PERSON_ROLES])
        parser.add_argument("--unit", metavar="CODE", help="limit the role to a unit and all below it")
        self.add_json(parser)

    def handle(self, *, nip: str, role: str | None, unit: str | None, json: bool, **_: Any) -> None:
        employee = find_employee(nip)
        if employee is None:
            raise CommandError("Tidak ada pegawai dengan NIP itu.", returncode=1)
        top = _unit(unit)
        code = ""
        if role:
            self._grant(employee.user, RoleGrant.Role(role), top)
        else:
            code = issue_activation_code(user=employee.user, acting=self.acting)
        if json:
            self.emit({"role": role, "activation_code": code or None})
            return
        where = f" untuk {top.name}" if top else ""
        told = f"sekarang {RoleGrant.Role(role).label}{where}" if role else f"kode aktivasi {code} (14 hari)"
        self.stdout.write(f"{employee.name}: {told}.")

    def _grant(self, user: User, role: RoleGrant.Role, unit: Unit | None) -> None:
        try:
            grant_role(user=user, role=role, unit=unit, acting=self.acting)
        except OrganizationRefused as refusal:
            raise CommandError(str(refusal), returncode=1) from refusal


def _unit(code: str | None) -> Unit | None:
    if code is None:
        return None
    found = Unit.objects.filter(code__iexact=code).first()
    if found is None:
        raise CommandError(f"Tidak ada unit dengan kode “{code}”.", returncode=1)
    return found
