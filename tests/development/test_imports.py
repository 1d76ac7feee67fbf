"""Catalogue, competences and potentials come from tables: all rows or none, each refusal with its cell."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from terukur.development.competences_import import LEVEL_HEADERS, STANDARD_HEADERS
from terukur.development.learning_import import HEADERS
from terukur.development.models import CompetenceLevel, CompetenceStandard, LearningItem, PotentialAssessment
from terukur.development.potentials_import import HEADERS as POTENTIAL_HEADERS
from terukur.jobs.management.import_commands import FileImportCommand
from terukur.ledger.models import ImportRecord
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv
from tests.support import cast, learning_case
from tests.support.cast import ANI, DEWI, sign_in
from tests.support.learning_case import SHELF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(db):
    cast.load_people()


def row(**cells):
    values = dict(zip(HEADERS, SHELF[0], strict=True)) | {
        name.replace("_", " "): value for name, value in cells.items()
    }
    return tuple(values[name] for name in HEADERS)


def test_the_catalogue_is_loaded_and_loading_it_again_changes_nothing():
    assert (learning_case.shelf().created, LearningItem.objects.count()) == (5, 5)
    again = learning_case.shelf()
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    item = LearningItem.objects.get(code="C3")
    assert (item.capacity, str(item.starts), item.behaviors) == (30, "2026-05-01", ["AD.2"])
    assert item.keywords == ["inovasi", "ide"]


def test_a_known_code_is_brought_up_to_date():
    learning_case.shelf()
    counts = learning_case.shelf([row(JUDUL="Mentoring dua bulan", KAPASITAS="5")])
    assert (counts.updated, LearningItem.objects.count()) == (1, 5)
    assert LearningItem.objects.get(code="C1").title == "Mentoring dua bulan"


def test_values_may_be_written_by_name_and_an_unknown_measure_is_said():
    counts = learning_case.shelf([row(NILAI="Adaptif; kl.1", UKURAN="belum-ada")])
    assert LearningItem.objects.get().behaviors == ["AD", "KL.1"]
    assert counts.changes == ["Ukuran “belum-ada” belum ada di katalog ukuran."]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"BENTUK": "26"}, "BENTUK"),
        ({"BENTUK": "coaching"}, "BENTUK"),
        ({"JP": "0"}, "JP"),
        ({"JP": "1,555"}, "JP"),
        ({"KAPASITAS": "-1"}, "KAPASITAS"),
        ({"KODE": ""}, "KODE"),
        ({"JUDUL": ""}, "JUDUL"),
        ({"NILAI": "XX"}, "NILAI"),
        ({"NILAI": "AD.4"}, "NILAI"),
        ({"UKURAN": "a b"}, "UKURAN"),
        ({"MULAI": "2026-05-01"}, "SELESAI"),
        ({"MULAI": "2026-05-05", "SELESAI": "2026-05-01"}, "SELESAI"),
        ({"MULAI": "besok", "SELESAI": "2026-05-01"}, "MULAI"),
    ],
)
def test_one_bad_cell_refuses_the_whole_catalogue_and_is_named(cells, column):
    with pytest.raises(ImportRefused) as refused:
        learning_case.shelf([*SHELF, row(**({"KODE": "C9"} | cells))])
    (error,) = refused.value.errors
    assert (error.line, error.column) == (7, column)
    assert error.message and LearningItem.objects.count() == 0


def test_a_code_that_stands_twice_is_refused():
    with pytest.raises(ImportRefused, match="1 baris"):
        learning_case.shelf([*SHELF, row()])


def test_a_table_without_the_columns_is_refused():
    with pytest.raises(UnreadableTable, match="Kolom JUDUL"):
        call = to_csv(("KODE", "NAMA"), [("C1", "x")])
        learning_case.import_learning(
            content=call, filename="x.csv", acting=cast.acting(cast.COMMAND, cast.AFTER)
        )


def test_standards_are_brought_up_to_date_and_levels_never_edited():
    assert learning_case.standard("3").created == 1
    assert learning_case.standard("3").unchanged == 1
    assert learning_case.standard("4").updated == 1
    assert CompetenceStandard.objects.get().level == 4
    assert learning_case.assessed("2").created == 1
    assert learning_case.assessed("2").unchanged == 1
    with pytest.raises(ImportRefused) as refused:
        learning_case.assessed("3")
    assert "level 2" in refused.value.errors[0].message
    assert CompetenceLevel.objects.get().level == 2


@pytest.mark.parametrize(
    ("headers", "cells", "column"),
    [
        (STANDARD_HEADERS, ("Petugas", "Raja", "k", "K", "3"), "JENIS JABATAN"),
        (STANDARD_HEADERS, ("Petugas", "Pelaksana", "k", "K", "6"), "LEVEL"),
        (LEVEL_HEADERS, (ANI, "tidak-ada", "3", "2026-01-01", "Uji"), "KOMPETENSI"),
        (LEVEL_HEADERS, ("199912312020121001", "komunikasi", "3", "2026-01-01", "Uji"), "NIP"),
        (LEVEL_HEADERS, (ANI, "komunikasi", "3", "2027-01-01", "Uji"), "TANGGAL"),
        (LEVEL_HEADERS, (ANI, "komunikasi", "3", "2026-01-01", ""), "SUMBER"),
    ],
)
def test_bad_rows_of_competences_are_named(headers, cells, column):
    learning_case.standard()
    with pytest.raises(ImportRefused) as refused:
        learning_case.import_competences(
            content=to_csv(headers, [cells]), filename="x.csv", acting=cast.acting(cast.COMMAND, cast.AFTER)
        )
    assert refused.value.errors[0].column == column
    assert CompetenceStandard.objects.count() == 1


def test_potentials_are_added_and_never_edited():
    assert learning_case.potential("Tinggi").created == 1
    assert learning_case.potential("Tinggi").unchanged == 1
    with pytest.raises(ImportRefused, match="1 baris"):
        learning_case.potential("Rendah")
    with pytest.raises(ImportRefused):
        learning_case.potential("Hebat", on="2026-02-01")
    assert PotentialAssessment.objects.count() == 1


def test_the_commands_load_and_refuse_with_line_and_column(tmp_path, capsys):
    good, bad = tmp_path / "katalog.csv", tmp_path / "keliru.csv"
    good.write_bytes(to_csv(HEADERS, SHELF))
    bad.write_bytes(to_csv(HEADERS, [row(BENTUK="99")]))
    call_command(FileImportCommand(learning_case.import_learning), str(good), "--dry-run")
    assert LearningItem.objects.count() == 0
    call_command(FileImportCommand(learning_case.import_learning), str(good), "--json")
    assert LearningItem.objects.count() == 5
    with pytest.raises(CommandError):
        call_command(FileImportCommand(learning_case.import_learning), str(bad))
    assert "baris 2, BENTUK" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "headers", "cells"),
    [
        ("learning", HEADERS, SHELF[0]),
        ("competences", STANDARD_HEADERS, ("Petugas", "Pelaksana", "k", "K", "3")),
        ("potentials", POTENTIAL_HEADERS, (ANI, "Sedang", "2026-01-01", "Asesmen")),
    ],
)
def test_the_page_previews_and_loads_them(client, kind, headers, cells):
    sign_in(client, DEWI)
    file = SimpleUploadedFile("x.csv", to_csv(headers, [cells]))
    shown = client.post("/impor/muat/", {"kind": kind, "file": file})
    assert not ImportRecord.objects.filter(kind=kind).exists()
    client.post("/impor/muat/", {"kind": kind, "confirm": "1", "token": shown.context["token"]})
    assert ImportRecord.objects.get(kind=kind).created == 1
