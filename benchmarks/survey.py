"""Ten thousand survey answers through the public page of a running server, a hundred at a time.

Each citizen opens the form and sends it. Afterwards every answer that was thanked for must be in the
database. The flood guard is set for a busy counter by a parameter of this installation.
Usage: python benchmarks/survey.py [ANSWERS]        (default 10,000)
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "benchmark-survey"
AT_ONCE = 100
BUSY = """survey.answers_a_minute:
  unit: answers
  description: A busy counter
  values:
    - {from: 2020-01-01, value: 1000000, basis: "Benchmark", status: POLICY, scope: unit}
"""
ELEMENTS = ("persyaratan prosedur waktu biaya produk kompetensi perilaku pengaduan sarana").split()
_local = threading.local()


def main(answers: int) -> None:
    """Serve an agency of its own, post, and count."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True)
    (HOME / "parameters.yaml").write_text(BUSY)
    os.environ["TERUKUR_HOME"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    from terukur.config.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    point = open_one()
    server = subprocess.Popen(
        [Path(sys.executable).parent / "terukur", "serve"], stdout=subprocess.PIPE, text=True
    )
    try:
        address = next(found for line in server.stdout if (found := re.search(r"http://\S+", line)))
        place = urlsplit(address.group()).netloc
        started = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as citizens:
            thanked = sum(citizens.map(lambda _n: answer(place, point.token), range(answers)))
        seconds = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait(60)
    kept = point.answers.count()
    print(
        f"{answers:,} forms opened and sent, {AT_ONCE} at a time: {thanked:,} thanked for, {kept:,} kept, "
        f"{seconds:.0f} s, {answers / seconds:,.0f} answers per second"
    )
    if not thanked == kept == answers:
        raise SystemExit("Answers were lost.")


def open_one():
    """An agency with one point."""
    from terukur.jobs.clock import server_acting
    from terukur.ledger.acting import Acting
    from terukur.measurement.models import SurveyPoint
    from terukur.measurement.survey import open_point
    from terukur.organization.models import Employee, Unit
    from terukur.organization.operations import found_agency

    server = server_acting()
    number = "198502022008012001"
    found_agency(code="KOTA", name="Kota", number=number, person="Dewi", acting=server)
    by = Employee.objects.get(number=number).user
    point = SurveyPoint(unit=Unit.objects.get(), service="KTP")
    return open_point(point=point, acting=Acting(by, server.on, server.at))


def answer(place: str, token: str) -> bool:
    """One citizen: open, choose, send; True where the page said thanks."""
    if not hasattr(_local, "connection"):
        _local.connection = http.client.HTTPConnection(place, timeout=120)
    connection = _local.connection
    connection.request("GET", f"/s/{token}/")
    page = connection.getresponse().read().decode()
    mark = re.search(r'name="token" value="([^"]+)"', page).group(1)
    body = urlencode({"token": mark, **dict.fromkeys(ELEMENTS, "4")})
    connection.request("POST", f"/s/{token}/", body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    response.read()
    return response.status == 302


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
