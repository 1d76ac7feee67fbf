"""Killing parts of the service at random moments while people write, and counting what was lost."""

import random
import signal
import sys
import threading
import time
from dataclasses import dataclass, field

import psutil
from attack_service import EMPLOYEE, TEAM, Browser, Service

KINDS = ("web", "worker", "database", "web-process", "connection")
_LONGEST = 180


@dataclass
class Written:
    """What was acknowledged, and when the last of it was begun."""

    acknowledged: int = 0
    last_begun: float = 0.0
    failed: int = 0
    asked_jobs: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def kill_all(service: Service, times: int, *, minutes: float, seed: int) -> list[tuple[str, ...]]:
    """Kill each kind in turn, so many times in all; return a row for each kind and one for what was lost."""
    draw, written, ending = random.Random(seed), Written(), threading.Event()
    before = _entries(service)
    writers = [
        threading.Thread(target=_write, args=(service.port, written, ending, name), daemon=True)
        for name in ("a", "b")
    ]
    writers.append(threading.Thread(target=_ask_jobs, args=(service.port, written, ending), daemon=True))
    for writer in writers:
        writer.start()
    _wait_for_write(written, time.monotonic())
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    ends = time.monotonic() + minutes * 60
    for number in range(times):
        if time.monotonic() > ends:
            break
        kind = KINDS[number % len(KINDS)]
        time.sleep(draw.uniform(0.1, 1.5))
        took[kind].append(_kill_one(service, kind, written))
        print(f"{number + 1}/{times} {kind} {took[kind][-1]:.1f} d", file=sys.stderr, flush=True)
    ending.set()
    for writer in writers:
        writer.join(120)
    rows = [_row(kind, seconds) for kind, seconds in took.items() if seconds]
    rows.append(_row("semua", [second for seconds in took.values() for second in seconds]))
    return [*rows, *_lost(service, written, before)]


def _kill_one(service: Service, kind: str, written: Written) -> float:
    """Kill one process; return the seconds until readiness is green and a write begun after it is kept."""
    victims = service.victims(kind)
    began = time.monotonic()
    for victim in victims[:1]:
        try:
            victim.send_signal(signal.SIGKILL)
        except psutil.Error:
            continue
    while time.monotonic() - began < _LONGEST:
        if written.last_begun > began and service.is_ready():
            return time.monotonic() - began
        time.sleep(0.1)
    return float(_LONGEST)


def _write(port: int, written: Written, ending: threading.Event, name: str) -> None:
    browser, number, signed_in = Browser(port, EMPLOYEE), 0, False
    while not ending.is_set():
        began, number = time.monotonic(), number + 1
        try:
            signed_in = signed_in or browser.sign_in()
            status, _ = browser.post("/pemberitahuan/", {"email": f"{name}{number}@contoh.go.id"})
        except OSError:
            status = 0
        with written.lock:
            if status == 302:
                written.acknowledged += 1
                written.last_begun = max(written.last_begun, began)
            else:
                written.failed += 1
        time.sleep(0.05 if status == 302 else 0.3)


def _ask_jobs(port: int, written: Written, ending: threading.Event) -> None:
    browser, signed_in = Browser(port, TEAM), False
    while not ending.wait(1.5):
        try:
            signed_in = signed_in or browser.sign_in()
            status, _ = browser.post("/hitung/", {"period": "2026-Q1"})
        except OSError:
            continue
        written.asked_jobs += status == 302


def _wait_for_write(written: Written, since: float) -> None:
    while written.last_begun < since and time.monotonic() - since < _LONGEST:
        time.sleep(0.1)


def _entries(service: Service) -> int:
    return int(service.query("SELECT count(*) FROM ledger_entry WHERE act = 'email-set'")[0])


def _lost(service: Service, written: Written, before: int) -> list[tuple[str, ...]]:
    kept = _entries(service) - before
    stuck, began = _open_jobs(service), time.monotonic()
    while stuck and time.monotonic() - began < _LONGEST:
        time.sleep(1)
        stuck = _open_jobs(service)
    unfinished = service.query("SELECT count(*) FROM appraisal_evaluationrun WHERE finished_at IS NULL")[0]
    return [
        (
            "tulisan",
            f"{written.acknowledged} diakui",
            f"{kept} tersimpan",
            f"{max(0, written.acknowledged - kept)} hilang",
            f"{written.failed} ditolak atau gagal",
        ),
        (
            "pekerjaan",
            f"{written.asked_jobs} diminta",
            f"{stuck} macet",
            f"{unfinished} tak selesai",
            f"antrean kosong setelah {time.monotonic() - began:.0f} d",
        ),
    ]


def _open_jobs(service: Service) -> int:
    return int(service.query("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")[0])


def _row(kind: str, seconds: list[float]) -> tuple[str, ...]:
    ordered = sorted(seconds)
    lost = sum(second >= _LONGEST for second in ordered)
    return (
        kind,
        f"{len(ordered)} kali",
        f"{lost} tak pulih",
        f"p50 {ordered[len(ordered) // 2]:.1f} d",
        f"p95 {ordered[int((len(ordered) - 1) * 0.95)]:.1f} d",
    )
