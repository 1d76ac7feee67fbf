"""People from the national system's export of 67 columns, against reading the same file alone.

Prints the seconds of the preview and of the load, their ratio to reading alone in the same run, and the
growth of memory, at a tenth and at the whole. Usage: python benchmarks/people_export.py [PEOPLE]
(default 20,000)
"""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "benchmark-people"
EXAMPLE = ROOT / "tests" / "office" / "files" / "01b-siasn.csv"
UNITS = 400
TITLES = (
    ("Jabatan Fungsional", "Guru Ahli Pertama", "III/b"),
    ("Jabatan Fungsional", "Perawat Mahir", "III/a"),
    ("Jabatan Pelaksana", "Pengadministrasi Perkantoran", "II/d"),
    ("Jabatan Struktural", "Kepala Seksi Pelayanan", "III/d"),
)


def main(people: int) -> None:
    """A process and a database for each size, so that each shows its own peak."""
    for size in (people // 10, people):
        environment = {**os.environ, "TERUKUR_HOME": str(HOME / str(size))}
        subprocess.run([sys.executable, __file__, "--one", str(size)], env=environment, check=True)


def one(people: int) -> None:
    """Write the file, read it, look at it, load it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    from terukur.config.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from terukur.jobs.clock import server_acting
    from terukur.organization.models import Agency, Employee
    from terukur.organization.people_columns import COLUMNS
    from terukur.organization.people_import import import_people
    from terukur.tables.meaning import known_headers
    from terukur.tables.questions import EVERYTHING
    from terukur.tables.reading import read_tables

    if Employee.objects.exists():
        raise SystemExit(f"{HOME} holds people of an earlier run; remove it first.")
    Agency.objects.get_or_create(code="KOTA", defaults={"name": "Kota Contoh"})
    content = export(people).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    known = known_headers(COLUMNS)
    read = timed(lambda: read_tables(content, filename="asn.csv", known_headers=known, least=3))
    how = {"content": content, "filename": "asn.csv", "confirmed": EVERYTHING}
    looked = timed(lambda: import_people(**how, acting=server_acting(), dry_run=True))
    loaded = timed(lambda: import_people(**how, acting=server_acting()))
    again = timed(lambda: import_people(**how, acting=server_acting(), dry_run=True))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{people:>7,} people ({len(content) / 1e6:.0f} MB): read alone {read:.1f} s; preview {looked:.1f} s "
        f"({looked / read:.1f} ×), load {loaded:.1f} s ({loaded / read:.1f} ×), preview of the same again "
        f"{again:.1f} s; memory grew by {grown:.0f} MB"
    )


def export(people: int) -> str:
    """Rows of invented people in the layout of the export."""
    headers = EXAMPLE.read_text("utf-8").splitlines()[0].split(";")
    draw = random.Random(2026)
    lines = [";".join(headers)]
    for index in range(people):
        kind, title, rank = TITLES[draw.choices(range(4), (40, 30, 25, 5))[0]]
        born = f"19{70 + index % 25}{1 + index % 12:02}{1 + index % 28:02}"
        number = f"{born}2015{1 + index % 12:02}{1 + index % 2}{1 + index // 2100:03}"
        row = {
            "PNS ID": f"{index:032X}",
            "NIP BARU": number,
            "NAMA": f"CONTOH NAMA {index}",
            "JENIS PEGAWAI NAMA": "PNS DAERAH KAB/KOTA YANG BEKERJA PADA KAB/KOTA",
            "KEDUDUKAN HUKUM NAMA": "Aktif",
            "GOL AKHIR NAMA": rank,
            "TMT GOLONGAN": "01-04-2022",
            "JENIS JABATAN NAMA": kind,
            "JABATAN NAMA": title,
            "TMT JABATAN": "01-02-2022",
            "UNOR ID": f"U{index % UNITS:04}",
            "UNOR NAMA": f"UPTD Satuan Pendidikan {index % UNITS}",
            "INSTANSI INDUK NAMA": "Kota Contoh",
        }
        lines.append(";".join(row.get(header, "") for header in headers))
    return "\n".join(lines)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the clock."""
    started = time.monotonic()
    work()
    return time.monotonic() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
