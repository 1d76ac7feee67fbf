"""``terukur demo``: the sample agency “Plaju”."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from terukur.appraisal.models import Appraisal
from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.migrating import bring_up_to_date
from terukur.jobs.sample.accounts import PASSWORD, Account
from terukur.jobs.sample.apart import real_people
from terukur.jobs.sample.load import load_sample, sample_files
from terukur.jobs.sample.people import sample_agency
from terukur.jobs.serving import PortTaken, choose_port, run_server

_ROLES = {
    "employee": "pegawai",
    "appraiser": "pejabat penilai",
    "superior": "atasan pejabat penilai",
    "performance-team": "pengelola kinerja",
    "auditor": "auditor",
    "leader": "pimpinan",
    "panel": "panel kalibrasi",
}


class Command(TerukurCommand):
    help = (
        "Load the sample agency “Plaju” (once), print the sign-ins, and serve. "
        "Example: terukur demo --employees 240 --no-serve --json"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--employees", type=int, default=240)
        parser.add_argument("--no-serve", action="store_true")
        parser.add_argument("--write-files", type=Path, help="only write the source files here")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int)
        self.add_json(parser)

    def handle(
        self,
        *,
        employees: int,
        no_serve: bool,
        host: str,
        port: int | None,
        json: bool,
        write_files: Path | None,
        **_: Any,
    ) -> None:
        if write_files is not None:
            write_files.mkdir(parents=True, exist_ok=True)
            for name, content in sample_files(sample_agency(employees)):
                (write_files / name).write_bytes(content)
            return
        try:
            free = None if no_serve else choose_port(host, port)
        except PortTaken as error:
            raise CommandError(str(error), returncode=1) from error
        bring_up_to_date(say=self.stderr.write)
        self._refuse_beside_real_people()
        say = self.stderr.write if json else self.stdout.write
        accounts = load_sample(employees, say=lambda line: say(line))
        if json:
            self.emit(_as_json(accounts))
        if free is None:
            if not json:
                self._show(accounts)
            return
        call_command("collectstatic", interactive=False, verbosity=0)

        def announce(address: str) -> None:
            self._show(accounts)
            self.stdout.write(f"\nTerukur: {address}   (Ctrl-C berhenti)")
            self.stdout.flush()

        code = run_server(host=host, port=free, announce=announce)
        if code:
            raise CommandError("Server berhenti karena kesalahan; lihat di atas.", returncode=code)

    def _refuse_beside_real_people(self) -> None:
        people = real_people()
        if people:
            raise CommandError(
                f"PERHATIAN: rumah data ini berisi {people} orang yang bukan rekaan. Instansi contoh tidak "
                "dimuat dan tidak disajikan di sini, karena kata sandinya diketahui semua orang. Untuk "
                "instansi Anda jalankan “terukur serve”; untuk contoh pakailah rumah lain, misalnya "
                "TERUKUR_HOME=./var-contoh terukur demo",
                returncode=1,
            )

    def _show(self, accounts: list[Account]) -> None:
        self.stdout.write(f"\nMasuk dengan NIP; kata sandi semuanya: {PASSWORD}\n")
        for account in accounts:
            self.stdout.write(f"  {account.nip}  {_ROLES[account.role]:<24} {account.name}")


def _as_json(accounts: list[Account]) -> dict[str, Any]:
    return {
        "accounts": [
            {
                "nip": account.nip,
                "name": account.name,
                "role": account.role,
                "password": PASSWORD,
                "story": account.story,
            }
            for account in accounts
        ],
        "periods": sorted(map(str, set(Appraisal.objects.values_list("period", flat=True)))),
    }
