"""Pages and evaluation at 240 and 20,000 people, with one command.

For each size an agency of its own is kept under ``var/benchmark-N``. Pages are asked for through
the whole of Django by a test client in one process: requests per second, percentiles, statements,
and the ratio to the floor, which is the same middleware answering the same bytes after the same
statements sent raw. Evaluation is computed for the last quarter, people per second.

Usage: make benchmark        (or: python benchmarks/pages.py 240 20000)
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 60
ROOT = Path(__file__).resolve().parent.parent


def main(sizes: list[str]) -> None:
    """One process for each size, so that none warms up the other."""
    for size in sizes:
        environment = {**os.environ, "TERUKUR_HOME": str(ROOT / "var" / f"benchmark-{size}")}
        subprocess.run([sys.executable, __file__, "--one", size], env=environment, check=True)


def one(size: int) -> None:
    """Measure one size in this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    from terukur.config.database import ensure_database

    ensure_database()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from terukur.jobs.sample.load import load_sample

    started = time.perf_counter()
    accounts = load_sample(size, say=lambda _line: None)
    print(f"\n## {size:,} people (loaded in {time.perf_counter() - started:.0f} s)\n")
    measure_pages({account.story or account.role: account.nip for account in accounts})
    measure_evaluation()


def measure_pages(accounts: dict[str, str]) -> None:
    """Requests per second, percentiles, statements and the ratio to the floor of four pages."""
    from django.test import Client

    from terukur.accounts.models import User
    from terukur.appraisal.models import Appraisal

    mine = Appraisal.objects.get(
        plan__assignment__employee__number=accounts["immunization"], period="2026-Q3"
    )
    boss = mine.appraiser
    open_one = Appraisal.objects.filter(appraiser=boss, status="open", period="2026-Q3")[0]
    pages = {
        "home": (accounts["immunization"], "/"),
        "my appraisal": (accounts["immunization"], f"/penilaian/{mine.pk}/"),
        "my team": (boss.number, "/tim/?periode=2026-Q3"),
        "rate one person": (boss.number, f"/penilaian/{open_one.pk}/nilai/"),
    }
    print("| page | requests/s | p50 ms | p95 ms | p99 ms | statements | × floor | KB |")
    print("|---|---|---|---|---|---|---|---|")
    for name, (number, path) in pages.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(
            User.objects.get(username=number), backend="terukur.web.accounts.backend.StandingBackend"
        )
        print(f"| {name} | {page_row(client, path)} |")


def page_row(client, path: str) -> str:
    """One row of the table."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)  # the first visit records that the appraisal was read
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    statements = [query["sql"] for query in captured.captured_queries]
    times = sorted(timed(lambda: client.get(path)) for _ in range(ROUNDS))
    floor = statistics.median(
        timed(lambda: answer_raw(client, statements, response.content)) for _ in range(ROUNDS)
    )
    p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    return (
        f"{1 / statistics.mean(times):.0f} | {p50 * 1000:.1f} | {p95 * 1000:.1f} | "
        f"{p99 * 1000:.1f} | {len(statements)} | {p50 / floor:.1f} | {len(response.content) / 1024:.0f}"
    )


def answer_raw(client, statements: list[str], content: bytes) -> None:
    """The floor: the health page through the same middleware, the statements raw, the bytes joined."""
    from django.db import connection

    client.get("/healthz")
    with connection.cursor() as cursor:
        for statement in statements:
            if statement.startswith("SELECT"):
                cursor.execute(statement.replace("%", "%%"), ())
                cursor.fetchall()
    b"".join([content[start : start + 200] for start in range(0, len(content), 200)])


def timed(act) -> float:
    """Seconds that an act takes."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def measure_evaluation() -> None:
    """People per second of ``terukur evaluate``, where everything is computed anew or unchanged."""
    from terukur.appraisal.evaluation import evaluate
    from terukur.jobs.clock import server_acting
    from terukur.regulation.periods import Period

    for label in ("first", "again"):
        started = time.perf_counter()
        done = evaluate(period=Period.parse("2026-Q4"), acting=server_acting())
        seconds = time.perf_counter() - started
        print(
            f"\nevaluate 2026-Q4, {label}: {done.people:,} people in {seconds:.1f} s, "
            f"{done.people / seconds:,.0f} people per second ({done.changed:,} stored)"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(sys.argv[1:] or ["240", "20000"])
