"""A small agency under ``terukur serve`` in a home of its own, and somebody signed in to it."""

import http.client
import os
import re
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from typing import Any

import psutil
import psycopg

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "serangan-uji-2026"
EMPLOYEE, TEAM = "199001012015052001", "198502022008012001"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_PREPARE = """
import sys; sys.path.insert(0, sys.argv[1])
from terukur.config.database import ensure_database; ensure_database()
import django; django.setup()
from terukur.jobs.migrating import migrate; migrate()
from tests.support import cast; cast.load_people(); cast.load_plan()
for number in sys.argv[2:4]:
    user = cast.employee(number).user; user.set_password(sys.argv[4]); user.save()
"""


class Service:
    """The server, its home, and its processes by what they do."""

    def __init__(self, home: Path, port: int) -> None:
        self.home = home
        self.port = port
        dropped = ("DATABASE_URL", "TERUKUR_ROLE", "TERUKUR_EMBEDDED")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        self.environment = {
            **kept,
            "TERUKUR_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "terukur.config.settings",
        }
        self._log = (home / "serve.log").open("ab")
        self._started: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Load the agency, unless the home has it already."""
        if (self.home / "prepared").exists():
            return
        words = [str(ROOT), EMPLOYEE, TEAM, PASSWORD]
        subprocess.run(
            [sys.executable, "-c", _PREPARE, *words], env=self.environment, check=True, stderr=self._log
        )
        (self.home / "prepared").touch()

    def start(self) -> float:
        """Start the server; return the seconds until it was ready."""
        began = time.monotonic()
        self._started = subprocess.Popen(
            [Path(sys.executable).parent / "terukur", "serve", "--port", str(self.port)],
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
        )
        while not self.is_ready():
            if time.monotonic() - began > 300 or self._process.poll() is not None:
                self._started.kill()
                raise SystemExit(f"the server did not start; see {self._log.name}")
            time.sleep(0.2)
        return time.monotonic() - began

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        if self._started is None:
            raise SystemExit("the server was not started")
        return self._started

    def stop(self) -> int:
        """Stop it as an operator would; return its exit code."""
        self._process.terminate()
        return self._process.wait(90)

    def is_alive(self) -> bool:
        """Return whether ``serve`` itself runs."""
        return self._process.poll() is None

    def is_ready(self) -> bool:
        """Return whether readiness is green."""
        try:
            return ask(self.port, "GET", "/readyz", timeout=5)[0] == 200
        except OSError:
            return False

    def wait_until_ready(self, seconds: float) -> bool:
        """Return whether readiness becomes green in so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.is_ready():
                return True
            time.sleep(0.2)
        return False

    def victims(self, kind: str) -> list[psutil.Process]:
        """Return the processes of one kind."""
        children = psutil.Process(self._process.pid).children()
        web = [child for child in children if _runs(child, "service.web_server")]
        if kind == "web":
            return web
        if kind == "web-process":
            return [p for main in web for p in main.children() if not _runs(p, "resource_tracker")]
        if kind == "worker":
            return [child for child in children if _runs(child, "service.worker")]
        postmaster = psutil.Process(int((self.home / "postgres/postmaster.pid").read_text().split()[0]))
        if kind == "database":
            return [postmaster]
        return [child for child in postmaster.children() if _runs(child, "terukur_app")]

    def query(self, statement: str) -> Any:
        """Return the first row of a statement, asked as the owner of the database."""
        url = f"postgresql://postgres:@/postgres?host={urllib.parse.quote(str(self.home / 'postgres'))}"
        with psycopg.connect(url, connect_timeout=10) as connection:
            return connection.execute(statement).fetchone()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the same home."""
        return subprocess.run(
            [Path(sys.executable).parent / "terukur", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


def _runs(process: psutil.Process, word: str) -> bool:
    try:
        return word in " ".join(process.cmdline())
    except psutil.Error:
        return False


class Browser:
    """Somebody who signs in and sends forms; any broken connection is an OSError."""

    def __init__(self, port: int, number: str) -> None:
        self.port = port
        self._number = number
        self._cookies: dict[str, str] = {}

    def sign_in(self) -> bool:
        """Sign in; return whether it worked."""
        self._cookies.clear()
        status, _ = self.post("/masuk/", {"username": self._number, "password": PASSWORD})
        return status == 302

    def get(self, path: str) -> tuple[int, str]:
        """Return status and text of a page."""
        status, headers, body = ask(self.port, "GET", path, headers=self._headers())
        self._keep(headers)
        return status, body.decode("utf-8", "replace")

    def post(
        self, path: str, values: dict[str, str], file: tuple[str, bytes] | None = None
    ) -> tuple[int, str]:
        """Fetch the form of a page and send it; return status and where it leads."""
        _, page = self.get(path)
        token = _TOKEN.search(page)
        values = {**values, "csrfmiddlewaretoken": token.group(1) if token else ""}
        kind, body = _multipart(values, file) if file else _form(values)
        headers = {**self._headers(), "Content-Type": kind}
        status, given, _ = ask(self.port, "POST", path, body=body, headers=headers, timeout=90)
        self._keep(given)
        return status, next((value for name, value in given if name.lower() == "location"), "")

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies} if cookies else {}

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.split(";", 1)[0]


def ask(
    port: int,
    method: str,
    path: str,
    *,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
    timeout: float = 30,
) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers and body of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def _form(values: dict[str, str]) -> tuple[str, bytes]:
    return "application/x-www-form-urlencoded", urllib.parse.urlencode(values).encode()


def _multipart(values: dict[str, str], file: tuple[str, bytes]) -> tuple[str, bytes]:
    mark, parts = "serangan-batas", []
    for name, value in values.items():
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
    parts.append(head.encode() + file[1] + f"\r\n--{mark}--\r\n".encode())
    return f"multipart/form-data; boundary={mark}", b"".join(parts)
