"""A table nobody foresaw: its columns are said once, unknown names are asked, its reading is kept."""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from terukur.measurement.mappings import mapping_named
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Observation, SourceMapping
from terukur.measurement.verification import check_observations
from terukur.planning.models import Measure
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, QUARTER, acting, sign_in

AFTER = cast.AFTER


def recap() -> bytes:
    """A health centre's monthly recap by hand: a cover sheet, merged titles, a totals row."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("Sampul").write(0, 0, "PUSKESMAS PLAJU")
        page = book.add_worksheet("Rekap")
        page.merge_range("A1:D1", "REKAPITULASI IMUNISASI TRIWULAN I")
        page.merge_range("C2:D2", "Hasil")
        page.write_row(2, 0, ("Nama Petugas", "Bulan", "IDL (anak)", "Ket."))
        page.write_row(3, 0, ("Bd. Ani", "Januari", 12, ""))
        page.write_row(4, 0, ("Bd. Ani", "Februari", 9, "2 pindah"))
        page.write_row(5, 0, (BUDI, "Januari", 7, ""))
        page.write_row(6, 0, ("Jumlah", "", 28, ""))
    return stream.getvalue()


@pytest.fixture
def dewi(version, client):
    sign_in(client, DEWI)
    return client


def begin(client, content=None, **more):
    measure = Measure.objects.get(key="permohonan").pk
    return client.post(
        "/impor/petakan/",
        {
            "measure": measure,
            "period": "2026-Q1",
            "file": SimpleUploadedFile("rekap.xlsx", content or recap()),
        }
        | more,
    )


def go_on(client, page, **said):
    """Send the page's hidden fields again with what the clerk says."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode()))
    hidden.pop("csrfmiddlewaretoken", None)
    told = {name: value.replace("&quot;", '"') for name, value in hidden.items()}
    return client.post("/impor/petakan/", told | said, follow=True)


COLUMNS = {
    "sheet": "1",
    "header_line": "3",
    "column_subject": "Nama Petugas",
    "column_period": "Bulan",
    "column_value": "IDL (anak)",
}


def test_from_an_unknown_table_to_observations_and_again_next_month(dewi):
    first = begin(dewi)
    assert "Sampul" in first.content.decode()
    asked = go_on(dewi, first, **COLUMNS)
    assert asked.context["asked"] == ["Bd. Ani"]
    assert not Observation.objects.exists()
    looked = go_on(dewi, asked, **COLUMNS, alias_0=ANI)
    assert (looked.context["counts"].created, looked.context["asked"]) == (3, [])
    assert "baris jumlah — “Jumlah · 28”" in looked.content.decode()
    go_on(dewi, looked, **COLUMNS, name="Rekap puskesmas", confirm="1")
    stored = Observation.objects.filter(employee__number=ANI).order_by("starts")
    assert [(row.value, row.line) for row in stored] == [(12, 4), (9, 5)]
    assert check_observations().broken is None

    again = begin(dewi, known=mapping_named("Rekap puskesmas").pk)
    assert again.context["counts"].unchanged == 3


def test_a_number_that_nobody_has_is_asked_about_again_by_its_name(dewi):
    asked = go_on(dewi, begin(dewi), **COLUMNS)
    again = go_on(dewi, asked, **COLUMNS, alias_0="199505052020121001", alias_1="")
    assert again.context["asked"] == ["Bd. Ani"]
    assert not Observation.objects.exists()


def test_the_command_reads_with_a_saved_mapping(dewi):
    looked = go_on(dewi, go_on(dewi, begin(dewi), **COLUMNS), **COLUMNS, alias_0=ANI, alias_1="")
    go_on(dewi, looked, **COLUMNS, name="Rekap", confirm="1")
    counts = import_measurements(
        content=recap(),
        filename="rekap.xlsx",
        measure=Measure.objects.get(key="permohonan"),
        period=QUARTER,
        acting=acting(cast.COMMAND, AFTER),
        mapping=mapping_named("Rekap"),
    )
    assert (counts.created, counts.unchanged) == (0, 3)


def test_another_reading_is_another_version_and_the_old_one_still_verifies(dewi):
    looked = go_on(dewi, go_on(dewi, begin(dewi), **COLUMNS), **COLUMNS, alias_0=ANI, alias_1="")
    go_on(dewi, looked, **COLUMNS, name="Rekap", confirm="1")
    asked = go_on(dewi, begin(dewi), **COLUMNS)
    other = go_on(dewi, asked, **COLUMNS, alias_0="", alias_1="")
    go_on(dewi, other, **COLUMNS, name="Rekap", confirm="1")
    kept = SourceMapping.objects.filter(name="Rekap").order_by("version")
    assert [row.aliases["Bd. Ani"] for row in kept] == [ANI, ""]
    assert check_observations().broken is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [({"column_value": "Ket."}, "Ket."), ({"header_line": "900"}, "Baris 900"), ({"sheet": "7"}, "lembar")],
)
def test_what_cannot_be_read_is_said_and_nothing_is_kept(dewi, said, expected):
    page = go_on(dewi, begin(dewi), **COLUMNS | said)
    assert expected in page.content.decode()
    assert not Observation.objects.exists()


def test_a_file_that_is_no_table(dewi):
    page = begin(dewi, content=b"PK\x03\x04broken")
    assert "bukan XLSX yang utuh" in page.content.decode()


def test_a_forged_state_is_refused(dewi):
    page = begin(dewi)
    answer = go_on(dewi, page, **COLUMNS, aliases="[1")
    assert answer.status_code == 404
