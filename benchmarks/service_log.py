"""A service log of a million tickets to observations, against a bare COPY of the same file.

Prints rows per second, the ratio to COPY in the same run, and the peak of memory at a tenth and at
the whole. Usage: python benchmarks/service_log.py [ROWS]        (default 1,000,000)
"""

import os
import random
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "benchmark-log"
OFFICERS = 40
HEADER = "NO TIKET,NIP PETUGAS,KODE LAYANAN,DIAMBIL,DIPANGGIL,BERKAS LENGKAP,SELESAI,HASIL\n"


def main(rows: int) -> None:
    """A process for each size, so that each shows its own peak."""
    environment = {**os.environ, "TERUKUR_HOME": str(HOME)}
    for size in (rows // 10, rows):
        subprocess.run([sys.executable, __file__, "--one", str(size)], env=environment, check=True)


def one(rows: int) -> None:
    """Write the file, COPY it, import it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    from terukur.config.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from terukur.jobs.sample.load import load_sample
    from terukur.organization.models import Employee

    load_sample(240, say=lambda _line: None)
    officers = list(Employee.objects.order_by("pk").values_list("number", flat=True)[:OFFICERS])
    path = HOME / f"log-{rows}.csv"
    write_log(path, rows, officers)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    copied = timed(lambda: copy(path))
    imported = timed(lambda: load(path))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{rows:>10,} tickets ({path.stat().st_size / 1e6:.0f} MB): {rows / imported:,.0f} rows per "
        f"second, {imported / copied:.1f} × a bare COPY ({imported:.1f} s against {copied:.1f} s); "
        f"memory grew by {(peak - before) / 1024:.0f} MB"
    )
    path.unlink()


def write_log(path: Path, rows: int, officers: list[str]) -> None:
    """Tickets spread over the working hours of a quarter."""
    draw = random.Random(2026)
    first = datetime(2026, 7, 1, 8)  # noqa: DTZ001 - wall clock of the office
    with path.open("w") as file:
        file.write(HEADER)
        for number in range(rows):
            taken = first + timedelta(days=draw.randrange(90), minutes=draw.randrange(470))
            complete = taken + timedelta(minutes=draw.randrange(20))
            finished = complete + timedelta(minutes=draw.randrange(1, 90))
            file.write(
                f"T{number},{officers[number % OFFICERS]},KTP,{taken},{taken},{complete},{finished},"
                f"{'dikembalikan' if number % 17 == 0 else 'selesai'}\n"
            )


def copy(path: Path) -> None:
    """The floor: the file into a table of its own columns, in one transaction."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE bare (ticket text, officer text, service text, taken timestamp, "
            "called timestamp, accepted timestamp, finished timestamp, outcome text) ON COMMIT DROP"
        )
        with path.open("rb") as file, cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as to:
            while piece := file.read(1 << 20):
                to.write(piece)


def load(path: Path) -> None:
    """The import itself, undone afterwards, so that it can be repeated."""
    from django.db import transaction

    from terukur.jobs.clock import server_acting
    from terukur.measurement.service_log_import import import_service_log
    from terukur.regulation.periods import Period

    with transaction.atomic(), path.open("rb") as stream:
        import_service_log(
            stream=stream, filename=path.name, period=Period.parse("2026-Q3"), acting=server_acting()
        )
        transaction.set_rollback(True)


def timed(act) -> float:
    """Seconds that an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
