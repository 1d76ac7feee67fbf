"""``terukur agency CODE NAME --nip NIP --person NAME``"""

from typing import Any

from django.core.management.base import CommandError

from terukur.accounts.operations import issue_activation_code
from terukur.calibration.case_library import ensure_cases
from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.migrating import bring_up_to_date
from terukur.organization.operations import OrganizationRefused, found_agency
from terukur.regulation.employee_number import InvalidEmployeeNumber


class Command(TerukurCommand):
    help = (
        "Found the agency of an empty database and print the activation code of its first "
        "performance team member. Example: terukur agency 16.71.14 'Kecamatan Plaju' "
        "--nip 198001012005012001 --person 'Dewi Contoh'"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("code")
        parser.add_argument("name")
        parser.add_argument("--nip", required=True)
        parser.add_argument("--person", required=True)
        self.add_json(parser)

    def handle(self, *, code: str, name: str, nip: str, person: str, json: bool, **_: Any) -> None:
        bring_up_to_date(say=self.stderr.write)
        try:
            employee = found_agency(code=code, name=name, number=nip, person=person, acting=self.acting)
        except (OrganizationRefused, InvalidEmployeeNumber) as error:
            raise CommandError(str(error), returncode=1) from error
        ensure_cases(acting=self.acting)
        activation = issue_activation_code(user=employee.user, acting=self.acting)
        if json:
            self.emit({"agency": code, "activation_code": activation})
            return
        self.stdout.write(
            f"{name} siap. Kode aktivasi {person}: {activation} (berlaku 14 hari).\n"
            "Jalankan “terukur serve”, buka /aktivasi/, lalu ikuti “Mulai di sini”."
        )
