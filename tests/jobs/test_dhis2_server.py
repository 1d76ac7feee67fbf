"""Values are asked from a server: its refusals are told, and nothing but its answer is taken."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from terukur.jobs.dhis2_server import Dhis2Server
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Observation, SourceMapping
from terukur.measurement.verification import check_observations
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.regulation.periods import Period
from terukur.tables.dhis2 import Dhis2Refused
from tests.support import cast
from tests.support.cast import AFTER, acting

TOKEN = "d2pat_secret"
ANSWER = {
    "headers": [{"name": name} for name in ("dx", "pe", "ou", "value")],
    "rows": [["IDL", "202601", "OuSeksi", "12"], ["IDL", "202602", "OuSeksi", "15"]],
}


@dataclass
class Server:
    """A real server on a free port that answers what it is told to, and remembers the question."""

    status: int = 200
    body: bytes = field(default_factory=lambda: json.dumps(ANSWER).encode())
    location: str = ""
    address: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            told.asked.append((self.path, self.headers["Authorization"]))
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *_args):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    told.address = f"http://127.0.0.1:{listening.server_port}"
    monkeypatch.setenv("TERUKUR_DHIS2_URL", f"{told.address}/")
    monkeypatch.setenv("TERUKUR_DHIS2_TOKEN", TOKEN)
    yield told
    listening.shutdown()
    listening.server_close()


def ask() -> bytes:
    return Dhis2Server.configured().values(
        data="IDL", units=["LEVEL-4", "OuSeksi"], period=Period.parse("2026-Q1")
    )


def test_the_question_names_data_months_units_and_shows_the_token(server):
    assert ask() == server.body
    ((path, authorization),) = server.asked
    assert authorization == f"ApiToken {TOKEN}"
    assert urlsplit(path).path == "/api/analytics.json"
    assert parse_qs(urlsplit(path).query) == {
        "dimension": ["dx:IDL", "pe:202601;202602;202603", "ou:LEVEL-4;OuSeksi"],
        "includeNumDen": ["true"],
    }


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (409, b'{"errorCode": "E7124", "message": "Data element not found"}', "E7124.*not found"),
        (401, b"", "HTTP 401"),
        (502, b"<html>Bad gateway</html>", "HTTP 502"),
        (409, b'["odd"]', "HTTP 409"),
        (200, b"<html>Masuk</html>", "tidak ada"),
    ],
    ids=["unknown data", "no right", "gateway", "odd error", "page for people"],
)
def test_a_refusal_is_told_in_the_servers_words(server, status, body, said):
    server.status, server.body = status, body
    with pytest.raises(Dhis2Refused, match=said):
        ask()


def test_the_token_follows_no_detour(server):
    server.status, server.location = 302, f"{server.address}/elsewhere"
    with pytest.raises(Dhis2Refused, match="mengalihkan"):
        ask()
    assert len(server.asked) == 1


@pytest.mark.parametrize("address", ["", "http://dhis2.example.go.id", "file:///etc/passwd"])
def test_no_address_or_one_in_the_open_is_refused(server, monkeypatch, address):
    monkeypatch.setenv("TERUKUR_DHIS2_URL", address)
    with pytest.raises(Dhis2Refused):
        ask()


def test_a_server_that_is_away_is_told(server, monkeypatch):
    monkeypatch.setenv("TERUKUR_DHIS2_URL", "http://127.0.0.1:9")
    with pytest.raises(Dhis2Refused, match="tidak terjangkau"):
        ask()


def test_the_token_is_in_no_message(server):
    assert TOKEN not in repr(Dhis2Server.configured())


@pytest.fixture
def measure() -> Measure:
    cast.load_people()
    return save_measure(
        measure=Measure(key="idl", name="Anak IDL", unit="anak", subject="unit"),
        acting=acting(COMMAND, AFTER),
    )


@pytest.mark.django_db
def test_what_a_key_means_is_said_once(server, measure):
    how = {"source": "idl", "period": "2026-Q1"}
    call_command("import_dhis2", "IDL", alias=["OuSeksi=SEKSI"], **how)
    server.body = server.body.replace(b'"15"', b'"16"')
    call_command("import_dhis2", "IDL", **how)
    newest = Observation.objects.order_by("starts", "-version")
    assert [(row.unit.code, row.value) for row in newest] == [("SEKSI", 12), ("SEKSI", 16), ("SEKSI", 15)]
    assert SourceMapping.objects.count() == 1
    assert check_observations().broken is None


@pytest.mark.django_db
def test_a_refusal_of_the_server_stores_nothing(server, measure):
    server.status, server.body = 409, b'{"errorCode": "E7124", "message": "gone"}'
    with pytest.raises(CommandError, match="Tidak ada yang disimpan"):
        call_command("import_dhis2", "IDL", source="idl", alias=["OuSeksi=SEKSI"])
    assert not Observation.objects.exists()
    assert not SourceMapping.objects.exists()
    assert not ImportRecord.objects.filter(kind="measurements").exists()
