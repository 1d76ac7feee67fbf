"""A new importer is one new module: the page, the command and the history have it without further work."""

import json
import sys
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from terukur import measurement
from terukur.config.command import all_commands
from terukur.jobs.management.import_commands import FileImportCommand, with_command
from terukur.ledger import importing
from terukur.ledger.acting import COMMAND
from terukur.ledger.importing import ImportFile, importer_named, importers, kind_label, load_importers
from terukur.ledger.models import Entry, ImportRecord, StoredFile
from terukur.planning.models import Measure
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING
from tests.support import cast
from tests.support.cast import ANI, DEWI, acting, employee, sign_in

MODULE = """
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.planning.models import Measure
from terukur.tables.cells import text
from terukur.tables.questions import Question
from terukur.tables.reading import read_table
from terukur.tables.rows import read_rows

HEADERS = ("KUNCI", "NAMA")


def _measure(row):
    return Measure(key=text(row, "KUNCI"), name=text(row, "NAMA"), subject="unit", combination="sum")


def _plan(file: ImportFile) -> ImportPlan:
    told = read_rows(read_table(file.content, filename=file.filename, known_headers=HEADERS), "x", _measure)
    counts = ImportCounts(rows=len(told.rows), created=len(told.rows))
    counts.questions += [
        Question("shouted", line, "NAMA", measure.name, "Memang huruf besar?")
        for line, measure in told.rows
        if measure.name.isupper()
    ]
    # Written while planning, so that a dry run has something to take back.
    for _, measure in told.rows[:1]:
        measure.save()
    return ImportPlan(counts, [measure for _, measure in told.rows[1:]])


def _apply(plan: ImportPlan, file: ImportFile) -> None:
    for measure in plan.to_write:
        measure.save()
    file.keep(plan.counts)


import_trial = register(
    Importer(
        key="trial",
        label="Ukuran percobaan",
        kind=ImportKind("trial", "Percobaan"),
        columns=HEADERS,
        plan=_plan,
        apply=_apply,
        summary="load measures for a trial",
        help="Load measures for a trial.",
    )
)
"""
GOOD = b"KUNCI;NAMA\na;Satu\nb;Dua\n"
ASKED = b"KUNCI;NAMA\na;SATU\nb;Dua\n"
# The second row breaks a rule of the database that the importer forgot.
BROKEN = b"KUNCI;NAMA\na;Satu\na;Dua\n"


@pytest.fixture
def trial(tmp_path, monkeypatch):
    """The importer of a module that was put beside those of an area, and nothing else."""
    (tmp_path / "trial_import.py").write_text(MODULE)
    monkeypatch.setattr(measurement, "__path__", [*measurement.__path__, str(tmp_path)])
    monkeypatch.setattr(importing, "_registered", dict(importing._registered))
    load_importers()
    yield importer_named("trial")
    del sys.modules["terukur.measurement.trial_import"]


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Measure, ImportRecord, StoredFile, Entry))


def run(importer, path, *options) -> str:
    out = StringIO()
    call_command(FileImportCommand(importer), str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def sent(client, content: bytes):
    data = {"kind": "trial", "file": SimpleUploadedFile("coba.csv", content)}
    return client.post(reverse("upload"), data)


@pytest.mark.django_db
class TestANewImporter:
    @pytest.fixture(autouse=True)
    def everybody(self):
        cast.load_people()

    def test_it_stands_last_on_the_page_and_is_loaded_there(self, trial, client):
        sign_in(client, DEWI)
        page = client.get(reverse("upload")).content.decode()
        assert page.index("Asesmen potensi") < page.index("Ukuran percobaan")
        before = stored()
        looked = sent(client, GOOD)
        assert (looked.context["counts"].created, stored()) == (2, before)
        assert looked.context["preview"]["headers"] == ("KUNCI", "NAMA")
        client.post(reverse("upload"), {"kind": "trial", "token": looked.context["token"], "confirm": "1"})
        assert set(Measure.objects.values_list("key", flat=True)) == {"a", "b"}
        assert "Percobaan" in client.get(reverse("imports")).content.decode()
        record = ImportRecord.objects.first()
        assert "Percobaan" in client.get(reverse("import", args=[record.pk])).content.decode()

    def test_it_is_a_command_with_its_help(self, trial, tmp_path):
        assert list(with_command())[-1] == "import_trial"
        assert all_commands()["import trial"] == "load measures for a trial"
        path = tmp_path / "coba.csv"
        path.write_bytes(GOOD)
        before = stored()
        assert "Akan ada 2 baru" in run(trial, path, "--dry-run")
        assert stored() == before
        assert json.loads(run(trial, path, "--json"))["created"] == 2
        assert Measure.objects.count() == 2

    def test_its_questions_wait_for_a_person_at_both_doors(self, trial, client, tmp_path):
        path = tmp_path / "coba.csv"
        path.write_bytes(ASKED)
        before = stored()
        with pytest.raises(CommandError, match="1 hal ditanyakan"):
            run(trial, path)
        sign_in(client, DEWI)
        looked = sent(client, ASKED)
        again = {"kind": "trial", "token": looked.context["token"], "confirm": "1"}
        assert "Belum semuanya dipastikan" in client.post(reverse("upload"), again).content.decode()
        assert stored() == before
        client.post(reverse("upload"), again | {"answer": [looked.context["counts"].asked[0].key]})
        assert Measure.objects.count() == 2

    def test_all_of_it_is_stored_or_nothing(self, trial):
        before = stored()
        with pytest.raises(ImportRefused, match="1 baris"):
            trial(content=BROKEN, filename="x.csv", acting=acting(COMMAND, cast.AFTER))
        with pytest.raises(Unanswered):
            trial(content=ASKED, filename="x.csv", acting=acting(COMMAND, cast.AFTER))
        assert stored() == before
        trial(content=ASKED, filename="x.csv", acting=acting(COMMAND, cast.AFTER), confirmed=EVERYTHING)
        assert Measure.objects.count() == 2

    def test_who_may_load_no_other_file_may_not_load_this_one(self, trial):
        before = stored()
        with pytest.raises(ImportRefused, match="pengelola kinerja"):
            trial(content=GOOD, filename="x.csv", acting=acting(employee(ANI).user, cast.AFTER))
        assert stored() == before

    def test_a_kind_that_no_importer_registered_is_not_kept(self, trial, monkeypatch):
        monkeypatch.setattr(importing, "_registered", {})
        before = stored()
        with pytest.raises(LookupError, match="trial"):
            trial(content=GOOD, filename="x.csv", acting=acting(COMMAND, cast.AFTER))
        assert stored() == before


def test_it_is_gone_after_the_test_and_the_others_are_all_there():
    assert [importer.key for importer in importers()] == [
        "measurements",
        "service-log",
        "satisfaction",
        "immunization",
        "standards",
        "areas",
        "people",
        "plans",
        "learning",
        "competences",
        "potentials",
        "time-away",
        "agreements",
        "unit-grades",
        "objectives",
        "measures",
        "addresses",
    ]


def test_every_kind_has_a_label_and_an_unknown_one_is_shown_as_it_is_stored():
    assert {importer.kind.key: importer.kind.label for importer in importers()} == {
        "people": "Data pegawai",
        "plans": "Rencana (SKP)",
        "measurements": "Hasil ukur",
        "standards": "Standar pelayanan",
        "areas": "Wilayah kerja",
        "learning": "Katalog pembelajaran",
        "competences": "Kompetensi",
        "potentials": "Asesmen potensi",
        "time-away": "Ketidakhadiran",
        "agreements": "Perjanjian kerja",
        "unit-grades": "Capaian kinerja organisasi",
        "objectives": "Rencana unit",
        "measures": "Katalog ukuran",
        "addresses": "Alamat surel",
    }
    assert (kind_label("plans"), kind_label("dahulu")) == ("Rencana (SKP)", "dahulu")
    assert all(len(importer.kind.key) <= 20 for importer in importers())


@given(st.binary())
def test_the_content_of_a_file_is_the_same_however_often_it_is_read(content):
    stream = BytesIO(content)
    kind = importers()[0].kind
    file = ImportFile(stream=stream, filename="x", kind=kind, acting=acting(COMMAND, cast.AFTER))
    assert file.content == file.content == content
