"""The commands as a shell sees them: what they print, where, and how they end."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from terukur.config.command import main
from tests.support import cast
from tests.support.postgres import server_url

TERUKUR = Path(sys.executable).parent / "terukur"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home of its own: the commands start their embedded database in it."""
    folder = tmp_path_factory.mktemp("home")
    founded = run(folder, "agency", "KOTA", "Kota Contoh", "--nip", cast.DEWI, "--person", "Dewi")
    assert founded.returncode == 0, founded.stderr
    people = folder / "pegawai.csv"
    people.write_bytes(cast.people_csv())
    loaded = run(folder, "import", "people", str(people), "--json")
    assert loaded.returncode == 0, loaded.stderr
    assert json.loads(loaded.stdout)["errors"] == []
    return folder


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return {**kept, "TERUKUR_HOME": str(home)}


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TERUKUR, *words], env=environment(home), capture_output=True, text=True, check=False
    )


@pytest.fixture
def ask(monkeypatch, capsys) -> Callable[..., tuple[int, str, str]]:
    """The command in this process, which is there already; how a process ends is tested by others."""
    # The command leaves a role behind, which is nobody else's.
    monkeypatch.delenv("TERUKUR_ROLE", raising=False)

    def asked(home: Path, *words: str) -> tuple[int, str, str]:
        monkeypatch.setenv("TERUKUR_HOME", str(home))
        monkeypatch.setenv("DATABASE_URL", server_url())
        monkeypatch.setattr(sys, "argv", ["terukur", *words])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return code, *capsys.readouterr()

    return asked


def test_an_import_says_in_json_what_it_changed(home):
    again = run(home, "import", "people", str(home / "pegawai.csv"), "--json")
    counts = json.loads(again.stdout)
    assert (again.returncode, counts["created"], counts["unchanged"]) == (0, 0, len(cast.PEOPLE))


def test_a_refused_import_ends_with_1_and_names_line_and_column(home):
    bad = home / "salah.csv"
    bad.write_bytes(cast.people_csv([["123", *cast.PEOPLE[0][1:]]]))
    refused = run(home, "import", "people", str(bad), "--json")
    assert refused.returncode == 1
    (error,) = json.loads(refused.stdout)["errors"]
    assert (error["line"], error["column"], error["value"]) == (2, "NIP", "123")
    assert "baris 2" in refused.stderr


def test_a_missing_file_is_a_message_and_no_traceback(home):
    missing = run(home, "import", "people", str(home / "tiada.csv"))
    assert missing.returncode == 1
    assert "tiada.csv" in missing.stderr
    assert "Traceback" not in missing.stderr


@pytest.mark.parametrize(
    "words", [("import", "people"), ("imprt",), ("evaluate",), ("explain", cast.ANI), ("import", "cats")]
)
def test_wrong_usage_ends_with_2(tmp_path, ask, words):
    code, out, err = ask(tmp_path, *words)
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("evaluate", "--period", "2026-Q5"), "2026-Q5"),
        (("evaluate", "--period", "2026-Q1"), "SKP"),
        (("explain", cast.ANI, "--period", "2026-Q1"), "2026"),
        (("explain", "123", "--period", "2026-Q1"), "Tidak ada pegawai"),
        (("import", "measurements", "x.csv", "--source", "tiada", "--period", "2026"), "tiada"),
    ],
)
def test_input_that_cannot_be_used_ends_with_1_and_a_remedy(home, words, said):
    refused = run(home, *words)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_behind_the_program_is_a_message_and_no_traceback(tmp_path):
    empty = run(tmp_path, "evaluate", "--period", "2026-Q1")
    assert (empty.returncode, empty.stdout) == (1, "")
    assert "terukur serve" in empty.stderr
    assert "Traceback" not in empty.stderr


def test_a_dhis2_answer_from_the_shell_names_the_unit_it_does_not_know(home):
    answer = home / "dhis2.json"
    headers = [{"name": name} for name in ("dx", "pe", "ou", "value")]
    answer.write_text(json.dumps({"headers": headers, "rows": [["IDL", "202601", "Ou1", "90"]]}))
    words = (
        "import",
        "measurements",
        str(answer),
        "--source",
        "ikm",
        "--period",
        "2026-Q1",
        "--dhis2",
        "IDL",
        "--json",
    )
    survey = home / "skm.csv"
    survey.write_text("KODE UNIT,Waktu\n" + "SEKSI,4\n" * 5)
    made = run(home, "import", "measurements", str(survey), "--source", "skm", "--period", "2026-Q2")
    assert made.returncode == 0, made.stderr
    refused = run(home, *words)
    assert (refused.returncode, json.loads(refused.stdout)["errors"][0]["value"]) == (1, "Ou1")
    assert run(home, *words, "--alias", "Ou1=SEKSI").returncode == 0


def test_a_rule_answers_without_a_database(tmp_path):
    answer = run(tmp_path, "rule", "grade", "results=above", "behavior=below", "--json")
    said = json.loads(answer.stdout)
    assert (answer.returncode, said["result"], said["result_label"]) == (0, "poor", "Kurang/Misconduct")
    assert said["steps"]
    assert said["citations"]
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        (("grade", "results=above"), 1, "behavior"),
        (("grade", "results=superb", "behavior=meets"), 1, "results"),
        (("nip", "number=1"), 1, "number"),
        (("satisfaction", "tiada.csv"), 1, "file"),
    ],
)
def test_a_refused_rule_names_the_field(tmp_path, ask, words, code, field):
    ended, out, _ = ask(tmp_path, "rule", *words, "--json")
    said = json.loads(out)
    assert (ended, said["field"]) == (code, field)
    assert field in said["error"]


def test_an_unknown_rule_is_wrong_usage_and_answered_with_the_list(tmp_path, ask):
    code, _, err = ask(tmp_path, "rule", "nope")
    assert code == 2
    assert "head-rating" in err


def test_a_local_value_is_used_and_a_broken_one_refused(tmp_path):
    file = tmp_path / "parameters.yaml"
    row = "{from: 2026-01-01, value: 21, basis: Perwali contoh, status: SINGLE, scope: city}"
    file.write_text(f"objection.file_days: {{unit: days, description: x, values: [{row}]}}")
    words = ("rule", "objection-clock", "received=2026-02-02", "--json")
    assert json.loads(run(tmp_path, *words).stdout)["result"]["file_by"] == "2026-02-23"
    file.write_text("objection.days: 3")
    refused = run(tmp_path, *words)
    assert refused.returncode != 0
    assert "parameters.yaml" in refused.stderr


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_the_server_answers_and_stops_cleanly(home, how):
    server = subprocess.Popen([TERUKUR, "serve"], env=environment(home), stdout=subprocess.PIPE, text=True)
    try:
        address = None
        for line in server.stdout:
            if found := re.search(r"http://\S+", line):
                address = found.group()
                break
        assert address is not None
        with urllib.request.urlopen(f"{address}readyz", timeout=30) as answer:  # noqa: S310
            assert answer.status == 200
        server.send_signal(how)
        assert server.wait(60) == 0
    finally:
        server.kill()
    assert not (home / "postgres" / "postmaster.pid").exists()


def test_what_dies_begins_anew_and_a_killed_server_leaves_nothing_on_its_port(home):
    server, address = serving(home)
    try:
        children = psutil.Process(server.pid).children()
        parts = [child for child in children if "terukur.jobs.service" in " ".join(child.cmdline())]
        assert len(parts) == 2
        postmaster = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
        for pid in (*(part.pid for part in parts), postmaster):
            os.kill(pid, signal.SIGKILL)
        psutil.wait_procs(parts, timeout=30)
        wait_until_ready(address)
        everything = psutil.Process(server.pid).children(recursive=True)
        below = [one for one in everything if "terukur.jobs.service" in " ".join(one.cmdline())]
        server.kill()
        server.wait()
        assert psutil.wait_procs(below, timeout=30)[1] == []
    finally:
        server.kill()
    again, _ = serving(home, "--port", address.rsplit(":", 1)[1].strip("/"))
    again.terminate()
    assert again.wait(90) == 0
    assert not (home / "postgres" / "postmaster.pid").exists()


def serving(home: Path, *words: str) -> tuple[subprocess.Popen, str]:
    server = subprocess.Popen(
        [TERUKUR, "serve", *words], env=environment(home), stdout=subprocess.PIPE, text=True
    )
    for line in server.stdout:
        if found := re.search(r"http://\S+", line):
            return server, found.group()
    raise AssertionError("it never said where the pages are")


def wait_until_ready(address: str) -> None:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(f"{address}readyz", timeout=10):  # noqa: S310
            return
        time.sleep(0.5)
    raise AssertionError("it did not come back")
