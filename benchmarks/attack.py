"""What a hostile or unlucky day does to the service, as one bounded command that prints a table.

A small agency is served from a temporary home on a port of this machine. Hostile files are sent as evidence
and as imports, slow clients hold connections, floods knock at the doors, and parts are killed while people
write. At the end server and database must live, nothing acknowledged be lost, and no job be stuck.

Usage: python benchmarks/attack.py [--short] [--kills 100] [--only-kills] [--port 8119] [--home FOLDER]
"""

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from attack_files import hostile_files
from attack_kills import kill_all
from attack_service import EMPLOYEE, TEAM, Browser, Service, ask
from attack_slow import slow_clients

_FLOODERS = 8
_SLOWEST_PAGE = 5.0
# A process that dies takes with it what it was answering.
_MOST_FAILED = 0


def main() -> None:
    """Run every attack and end with 1 where anything was lost or did not come back."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--short", action="store_true", help="about a minute: few clients and kills")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--only-kills", action="store_true")
    parser.add_argument("--seed", type=int, default=2026, help="of the moments of the kills")
    parser.add_argument("--minutes", type=float, default=60, help="the longest time for kills")
    parser.add_argument("--port", type=int, default=8119)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    kills = given.kills if given.kills is not None else (5 if given.short else 100)
    with tempfile.TemporaryDirectory(prefix="terukur-serangan-") as temporary:
        home = given.home or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        service = Service(home, given.port)
        service.prepare()
        _print("mulai", [("siap", f"{service.start():.1f} d")])
        try:
            failures = 0 if given.only_kills else _attack(service, short=given.short)
            failures += _kills(service, kills, minutes=given.minutes, seed=given.seed)
        finally:
            code = service.stop()
    _print("akhir", [("serve berhenti dengan kode", str(code)), ("kegagalan", str(failures))])
    sys.exit(1 if failures or code else 0)


def _attack(service: Service, *, short: bool) -> int:
    watch = Watch(service.port)
    failures = 0
    _print("berkas jahat", files(service))
    failures += watch.told("halaman selama berkas jahat")
    slow = asyncio.run(slow_clients(service.port, 40 if short else 200, seconds=14 if short else 40))
    _print("klien lambat", slow)
    failures += watch.told("halaman selama klien lambat")
    _print("banjir", floods(service.port, seconds=3 if short else 15))
    failures += watch.told("halaman selama banjir")
    watch.end()
    return failures + (not service.is_alive())


def _kills(service: Service, kills: int, *, minutes: float, seed: int) -> int:
    failures = 0
    if kills:
        rows = kill_all(service, kills, minutes=minutes, seed=seed)
        _print("pembunuhan proses", rows)
        failures += sum(
            not cell.startswith("0 ")
            for row in rows
            for cell in row
            if cell.endswith((" hilang", " macet", " tak pulih", " tak selesai"))
        )
    verified = service.run("verify")
    ready = service.wait_until_ready(60)
    _print(
        "sesudahnya",
        [
            ("serve hidup", str(service.is_alive())),
            ("siap", str(ready)),
            ("terukur verify", f"kode {verified.returncode}"),
        ],
    )
    return failures + (not ready) + (verified.returncode != 0)


def files(service: Service) -> list[tuple[str, ...]]:
    """Send every hostile file as evidence and as an import; return what was answered."""
    employee, team = Browser(service.port, EMPLOYEE), Browser(service.port, TEAM)
    employee.sign_in()
    team.sign_in()
    thread = service.query("SELECT thread FROM planning_indicator ORDER BY id LIMIT 1")[0]
    rows: list[tuple[str, ...]] = []
    broken = 0
    for name, content in hostile_files():
        began = time.monotonic()
        evidence = {"period": "2026-10", "value": "1", "origin": "own-file"}
        said = [_sent(employee, f"/hasil-ukur/{thread}/isi/", evidence, name, content)]
        for kind in ("people", "measurements"):
            said.append(_sent(team, "/impor/muat/", {"kind": kind}, name, content))
        broken += sum(answer.startswith("5") and answer != "503" for answer in said)
        rows.append((name, f"{len(content):,} B", " ".join(said), f"{time.monotonic() - began:.1f} d"))
    return [*rows, ("kesalahan server", str(broken))]


def _sent(browser: Browser, path: str, values: dict[str, str], name: str, content: bytes) -> str:
    try:
        return str(browser.post(path, values, (name, content))[0])
    except OSError as error:
        return type(error).__name__


def floods(port: int, *, seconds: float) -> list[tuple[str, ...]]:
    """Knock at the costly open doors from eight connections at once; return the answers."""
    rows = []
    for path in ("/aktivasi/", "/masuk/", "/layanan-penilaian/", "/readyz"):
        statuses: Counter[str] = Counter()
        deadline = time.monotonic() + seconds
        knockers = [
            threading.Thread(target=_knock, args=(port, path, deadline, statuses)) for _ in range(_FLOODERS)
        ]
        for knocker in knockers:
            knocker.start()
        for knocker in knockers:
            knocker.join()
        rows.append((path, ", ".join(f"{status}: {n}" for status, n in sorted(statuses.items()))))
    return rows


def _knock(port: int, path: str, deadline: float, statuses: "Counter[str]") -> None:
    browser, values = (Browser(port, EMPLOYEE), {"number": EMPLOYEE, "code": "SALAH", "username": "1" * 18})
    passwords = {"password": "salah-sekali-2026", "repeated": "salah-sekali-2026"}
    while time.monotonic() < deadline:
        try:
            if path in ("/aktivasi/", "/masuk/"):
                statuses[str(browser.post(path, {**values, **passwords})[0])] += 1
            else:
                statuses[str(ask(port, "GET", path)[0])] += 1
        except OSError as error:
            statuses[type(error).__name__] += 1


class Watch(threading.Thread):
    """Somebody who opens home again and again, and whom nothing may keep waiting."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._browser = Browser(port, EMPLOYEE)
        self._browser.sign_in()
        self._seconds: list[float] = []
        self._failed = 0
        self._ending = threading.Event()
        self.start()

    def run(self) -> None:
        """Open home every half second."""
        while not self._ending.wait(0.5):
            began = time.monotonic()
            try:
                self._failed += self._browser.get("/")[0] != 200
            except OSError:
                self._failed += 1
            self._seconds.append(time.monotonic() - began)

    def told(self, title: str) -> int:
        """Print how long home took since the last time; return 1 where it failed or was too slow."""
        seconds, self._seconds = sorted(self._seconds), []
        failed, self._failed = self._failed, 0
        if not seconds:
            return 0
        p95 = seconds[int((len(seconds) - 1) * 0.95)]
        row = (
            title,
            f"{len(seconds)} kali",
            f"{failed} gagal",
            f"p50 {seconds[len(seconds) // 2]:.2f} d",
            f"p95 {p95:.2f} d",
            f"terlama {seconds[-1]:.2f} d",
        )
        _print("", [row])
        return int(failed > _MOST_FAILED or p95 > _SLOWEST_PAGE)

    def end(self) -> None:
        """Stop looking."""
        self._ending.set()
        self.join(60)


def _print(title: str, rows: list[tuple[str, ...]]) -> None:
    if title:
        print(f"\n## {title}\n")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
