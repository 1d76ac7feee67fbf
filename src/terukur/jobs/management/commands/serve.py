"""``terukur serve``: the web application and its worker."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from terukur.jobs.migrating import bring_up_to_date
from terukur.jobs.sample.apart import open_sample_accounts, real_people
from terukur.jobs.serving import PortTaken, choose_port, run_server


class Command(BaseCommand):
    help = "Serve the web application and its worker. Example: terukur serve --port 8080"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, help="default: the first free one from 8000 on")

    def handle(self, *, host: str, port: int | None, **_: Any) -> None:
        bring_up_to_date(say=self.stderr.write)
        self._refuse_known_passwords()
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            free = choose_port(host, port)
        except PortTaken as error:
            raise CommandError(str(error), returncode=1) from error
        code = run_server(
            host=host,
            port=free,
            announce=lambda address: self.stdout.write(f"Terukur: {address}  (Ctrl-C berhenti)"),
        )
        if code:
            raise CommandError("Server berhenti karena kesalahan; lihat pesan di atas.", returncode=code)

    def _refuse_known_passwords(self) -> None:
        people = real_people()
        accounts = open_sample_accounts() if people else []
        if accounts:
            raise CommandError(
                f"PERHATIAN: rumah data ini berisi {people} orang yang bukan rekaan, dan akun contoh "
                f"{', '.join(accounts)} masih terbuka dengan kata sandi yang diketahui semua orang. Server "
                "tidak dijalankan. Muat instansi Anda di rumah baru (TERUKUR_HOME), atau lihat contoh "
                "saja dengan TERUKUR_HOME lain.",
                returncode=1,
            )
