"""Questions of an import at the command and on the page: shown, settled by a person, recorded."""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.measurement.models import Observation
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, acting, sign_in

pytestmark = pytest.mark.django_db
ROWS = to_csv(
    ("NIP", "BULAN", "PEMBILANG", "PENYEBUT"),
    [(ANI, "2026-10", "240", "235"), (BUDI, "2026-10", "1.200", "1300")],
)


@pytest.fixture(autouse=True)
def on_time():
    cast.load_people()
    return save_measure(
        measure=Measure(
            key="tepat", name="Tepat waktu", unit="%", subject="employee", combination="ratio", per=100
        ),
        acting=acting(COMMAND, cast.AFTER),
    )


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "tepat.csv"
    file.write_bytes(ROWS)
    return str(file)


def run(path, *options) -> str:
    out = io.StringIO()
    call_command(
        "import_measurements",
        path,
        "--source",
        "tepat",
        "--period",
        "2026-10",
        *options,
        stdout=out,
        stderr=io.StringIO(),
    )
    return out.getvalue()


def test_the_command_asks_and_stores_what_was_confirmed(path):
    shown = run(path, "--dry-run")
    keys = re.findall(r"TANYA (\w+):", shown)
    assert len(keys) == 2
    with pytest.raises(CommandError, match="2 hal ditanyakan"):
        run(path)
    with pytest.raises(CommandError):
        run(path, "--confirm", keys[0])
    assert not Observation.objects.exists()
    run(path, "--confirm", keys[0], "--confirm", keys[1])
    assert Observation.objects.count() == 2


def test_without_a_key_all_that_were_shown_are_confirmed(path):
    run(path, "--confirm")
    assert Observation.objects.count() == 2


def test_the_questions_are_in_the_machine_readable_answer(path):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_measurements",
            path,
            "--source",
            "tepat",
            "--period",
            "2026-10",
            "--json",
            stdout=out,
            stderr=io.StringIO(),
        )
    questions = json.loads(out.getvalue())["questions"]
    assert [(question["line"], question["value"]) for question in questions] == [(2, "240"), (3, "1.200")]


def look(client, measure):
    return client.post(
        "/impor/muat/",
        {
            "kind": "measurements",
            "period": "2026-10",
            "measure": measure.pk,
            "file": SimpleUploadedFile("tepat.csv", ROWS),
        },
    )


def load(client, measure, token, answers):
    return client.post(
        "/impor/muat/",
        {
            "kind": "measurements",
            "period": "2026-10",
            "measure": measure.pk,
            "token": token,
            "confirm": "1",
            "answer": answers,
        },
        follow=True,
    )


def test_the_page_asks_and_keeps_what_was_answered(client, on_time):
    sign_in(client, DEWI)
    looked = look(client, on_time)
    keys = [question.key for question in looked.context["counts"].asked]
    assert looked.content.decode().count('name="answer"') == 2
    again = load(client, on_time, looked.context["token"], keys[:1])
    page = again.content.decode()
    assert "Belum semuanya dipastikan" in page
    assert page.count(" checked") == 1
    assert not Observation.objects.exists()
    load(client, on_time, looked.context["token"], keys)
    assert Observation.objects.count() == 2
    entry = Entry.objects.filter(act="file-loaded").latest("pk")
    assert (entry.actor_name, len(entry.after["confirmed"])) == ("Dewi", 2)
    assert "Dipastikan Dewi" in client.get(f"/{entry.chain.replace('import', 'impor')}/").content.decode()


def test_a_mapped_table_is_asked_the_same(client, on_time):
    sign_in(client, DEWI)
    start = client.post(
        "/impor/petakan/",
        {"measure": on_time.pk, "period": "2026-10", "file": SimpleUploadedFile("tepat.csv", ROWS)},
    )
    fields = {
        "token": start.context["token"],
        "measure": on_time.pk,
        "period": "2026-10",
        "aliases": "{}",
        "unknown": "[]",
        "sheet": "0",
        "header_line": "1",
        "column_subject": "NIP",
        "column_period": "BULAN",
        "column_numerator": "PEMBILANG",
        "column_denominator": "PENYEBUT",
        "name": "tepat",
    }
    asked = client.post("/impor/petakan/", fields | {"read": "1"})
    keys = [question.key for question in asked.context["questions"]]
    assert len(keys) == 2
    client.post("/impor/petakan/", fields | {"confirm": "1", "answer": keys[:1]})
    assert not Observation.objects.exists()
    client.post("/impor/petakan/", fields | {"confirm": "1", "answer": keys})
    assert Observation.objects.count() == 2
