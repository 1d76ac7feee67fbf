"""``terukur access NIP [--role ROLE]``"""

from typing import Any

from django.core.management.base import CommandError

from terukur.accounts.operations import issue_activation_code
from terukur.jobs.management.base import TerukurCommand
from terukur.organization.models import RoleGrant
from terukur.organization.operations import TWO_PERSON_ROLES, grant_role
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
        self.add_json(parser)

    def handle(self, *, nip: str, role: str | None, json: bool, **_: Any) -> None:
        employee = find_employee(nip)
        if employee is None:
            raise CommandError("Tidak ada pegawai dengan NIP itu.", returncode=1)
        code = ""
        if role:
            grant_role(user=employee.user, role=RoleGrant.Role(role), acting=self.acting)
        else:
            code = issue_activation_code(user=employee.user, acting=self.acting)
        if json:
            self.emit({"role": role, "activation_code": code or None})
            return
        told = f"sekarang {RoleGrant.Role(role).label}" if role else f"kode aktivasi {code} (14 hari)"
        self.stdout.write(f"{employee.name}: {told}.")
