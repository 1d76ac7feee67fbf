"""What the ledger costs: entries written per second, and a million entries verified.

Writers are processes of their own, each appending one act per transaction to chains of its own, as a
rating does. Verification is measured as ``terukur verify`` does it, and against the floor: hashlib
alone over the same canonical bytes, held in memory.
Usage: python benchmarks/ledger.py [ENTRIES]        (default 1,000,000)
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "benchmark-ledger"
SECONDS = 10
PER_CHAIN = 10
SAMPLE = 50_000


def main(entries: int) -> None:
    """Write with more and more writers, then fill up, seal and verify."""
    shutil.rmtree(HOME, ignore_errors=True)
    set_up()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    print("| writers | entries/s |\n|---|---|")
    for writers in (1, 8, 32):
        children = [
            subprocess.Popen(
                [sys.executable, __file__, "--writer", f"{writers}-{n}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(writers)
        ]
        for child in children:
            child.stdout.readline()  # warm
        for child in children:
            child.stdin.write("go\n")
            child.stdin.flush()
        written = sum(int(child.communicate()[0]) for child in children)
        print(f"| {writers} | {written / SECONDS:,.0f} |", flush=True)
    fill(entries)
    seal_and_verify()


def set_up() -> None:
    """Django on a database of its own."""
    os.environ["TERUKUR_HOME"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "terukur.config.settings"
    from terukur.config.database import ensure_database

    ensure_database()
    import django

    django.setup()


def an_act(chain: str):
    """An act as large as a rating with its marks."""
    from terukur.ledger.operations import Act

    state = {
        "results": "meets",
        "results_reason": "",
        "behavior": "meets",
        "behavior_reason": "",
        "computation": 12345,
        "marks": {code: ["meets", "", ""] for code in "BP AK KO HA LO AD KL".split()},
    }
    return Act(chain, "rated", before=state, after=state, reason="Sesuai data.", rows={"x.y:1": "0" * 64})


def writer(name: str) -> None:
    """Append acts for some seconds and print how many."""
    set_up()
    from terukur.jobs.clock import server_acting
    from terukur.ledger.operations import record

    record(an_act(f"w/{name}"), server_acting())
    print("warm", flush=True)
    sys.stdin.readline()
    count, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        record(an_act(f"w/{name}-{count % 50}"), server_acting())
        count += 1
    print(count)


def fill(entries: int) -> None:
    """Append in bulk up to the wanted number, ten entries a chain."""
    from terukur.jobs.clock import server_acting
    from terukur.ledger.models import Entry
    from terukur.ledger.operations import record_all

    there, started = Entry.objects.count(), time.perf_counter()
    missing, chain = entries - there, 0
    while missing > 0:
        acts = [an_act(f"b/{chain + n // PER_CHAIN}") for n in range(min(10_000, missing))]
        record_all(acts, server_acting())
        missing, chain = missing - len(acts), chain + 1000
    seconds = time.perf_counter() - started
    print(f"\nin bulk, 10,000 a transaction: {(entries - there) / seconds:,.0f} entries/s")


def seal_and_verify() -> None:
    """Seal tomorrow's yesterday, check chains, ends and seals, and hash the same bytes bare."""
    from datetime import timedelta

    from django.utils import timezone

    from terukur.ledger import verification
    from terukur.ledger.canonical import canonical
    from terukur.ledger.models import Entry
    from terukur.ledger.operations import content_of
    from terukur.ledger.sealing import seal_day

    today, tomorrow = timezone.localdate(), timezone.now() + timedelta(days=1)
    seconds, seal = timed(lambda: seal_day(day=today, at=tomorrow))
    print(f"sealing {seal.chains:,} chains, all of them new: {seconds:.1f} s")
    seconds, seal = timed(lambda: seal_day(day=today + timedelta(days=1), at=tomorrow + timedelta(days=1)))
    print(f"sealing them again, none moved: {seconds:.1f} s")
    for check in (verification.check_heads, verification.check_seals):
        seconds, checked = timed(check)
        print(f"{check.__name__}: {checked.count:,} in {seconds:.1f} s")
        if checked.broken is not None:
            raise SystemExit(checked.broken)
    seconds, checked = timed(verification.check_chains)
    data = [canonical(content_of(entry)) for entry in Entry.objects.all()[:SAMPLE]]
    floor, _ = timed(lambda: [hashlib.sha256(piece).hexdigest() for piece in data])
    floor *= checked.count / len(data)
    print(
        f"verifying {checked.count:,} entries ({sum(map(len, data)) / len(data):.0f} bytes each): "
        f"{seconds:.1f} s, {checked.count / seconds:,.0f} entries/s, {seconds / floor:.1f} × hashlib "
        f"alone ({checked.count / floor:,.0f} entries/s)"
    )
    if checked.broken is not None:
        raise SystemExit(checked.broken)


def timed(act):
    """Seconds that an act takes, and its answer."""
    started = time.perf_counter()
    answer = act()
    return time.perf_counter() - started, answer


if __name__ == "__main__":
    if sys.argv[1:2] == ["--writer"]:
        writer(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
