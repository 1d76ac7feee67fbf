"""Loading a file from the page: looked at first, refused whole, loaded once."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from terukur.ledger.importing import importers
from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Observation
from terukur.measurement.operations import EvidenceDraft, declare_realization
from terukur.organization.models import Employee
from terukur.planning.models import Indicator, Measure
from terukur.tables.reading import read_table
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, DEWI, QUARTER, acting, employee, sign_in

HEADERS = ("NIP", "BULAN", "NILAI")


@pytest.fixture
def dewi(version, client):
    sign_in(client, DEWI)
    return client


def look(client, rows, *, headers=HEADERS, **how):
    fields = {
        "kind": "measurements",
        "period": "2026-Q1",
        "measure": Measure.objects.get(key="permohonan").pk,
        "file": SimpleUploadedFile("nilai.csv", to_csv(headers, rows)),
    }
    return client.post("/impor/muat/", fields | how)


def confirm(client, looked):
    form = looked.context["form"].cleaned_data
    return client.post(
        "/impor/muat/",
        {
            "kind": form["kind"],
            "measure": form["measure"].pk,
            "period": str(form["period"]),
            "token": looked.context["token"],
            "confirm": "1",
        },
        follow=True,
    )


def test_looking_stores_nothing_and_confirming_loads(dewi):
    looked = look(dewi, [(ANI, "2026-01", "30")])
    assert (looked.context["counts"].created, Observation.objects.count()) == (1, 0)
    confirm(dewi, looked)
    assert [row.value for row in Observation.objects.all()] == [30]


def test_confirming_twice_loads_once_and_says_so(dewi):
    looked = look(dewi, [(ANI, "2026-01", "30")])
    confirm(dewi, looked)
    again = confirm(dewi, looked)
    assert "sudah dimuat" in again.content.decode()
    assert Observation.objects.count() == 1


def test_an_upload_is_confirmed_by_nobody_else(dewi, client):
    looked = look(dewi, [(ANI, "2026-01", "30")])
    granted = cast.acting(cast.COMMAND, cast.NEW_YEAR)
    cast.grant_role(user=employee(ANI).user, role=cast.RoleGrant.Role.PERFORMANCE_TEAM, acting=granted)
    sign_in(client, ANI)
    confirm(client, looked)
    assert Observation.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "line", "column", "said"),
    [
        ([(ANI, "2026-01", "30"), ("199505052020121001", "2026-01", "3")], 3, "NIP", "pegawai"),
        ([(ANI, "2062-01", "30")], 2, "BULAN", "2026"),
        ([(ANI, "2026-01", "tiga puluh")], 2, "NILAI", "angka"),
        ([(ANI, "2026-01", "#REF!")], 2, "NILAI", "rumus"),
        ([(ANI, "2026-01", "1.234,5.6")], 2, "NILAI", ""),
        ([(ANI, "2026-01", "1"), (ANI, "2026-01", "2")], 3, "NIP", "baris 2"),
        ([(ANI, "2026-01", "-4")], 2, "NILAI", ""),
    ],
)
def test_a_bad_row_is_named_with_line_and_column_and_nothing_is_kept(dewi, rows, line, column, said):
    refused = look(dewi, rows)
    error = refused.context["errors"][0]
    assert (error.line, error.column) == (line, column)
    assert said in error.message
    assert "Muat sekarang" not in refused.content.decode()
    assert Observation.objects.count() == 0
    assert not ImportRecord.objects.filter(kind="measurements").exists()


def test_people_from_the_page(dewi):
    rows = [("199505052020121001", "Gita", "Petugas", "SEKSI")]
    looked = look(
        dewi, rows, headers=("NIP", "NAMA", "JABATAN", "KODE UNIT"), kind="people", period="", measure=""
    )
    assert looked.context["counts"].created == 1
    assert not Employee.objects.filter(name="Gita").exists()


def test_evidence_leaves_as_a_download_that_no_browser_runs(version, client):
    page = b"Daftar hadir"
    indicator = Indicator.objects.get(result__version=version, measure=None)
    realization = declare_realization(
        plan=version.plan,
        thread=indicator.thread,
        period=QUARTER,
        value=Decimal(1),
        note="",
        evidence=EvidenceDraft(file_name='bukti".html', content=page),
        acting=acting(employee(ANI).user, AFTER),
    )
    sign_in(client, ANI)
    answer = client.get(f"/bukti/{realization.evidence.get().pk}/")
    assert answer.content == page
    assert answer["Content-Disposition"] == 'attachment; filename="bukti_.html"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )


def test_a_source_whose_measure_is_counted_otherwise_is_refused_with_a_remedy(dewi):
    Measure.objects.create(key="ikm", name="Lain", unit="x", subject="employee", combination="sum")
    answers = [("SEKSI", 4)] * 5
    page = look(dewi, answers, headers=("KODE UNIT", "Waktu"), kind="satisfaction", measure="")
    assert "dihitung dengan cara lain" in page.content.decode()
    assert not Observation.objects.exists()


def test_a_refused_file_comes_back_with_its_faulty_cells_marked(dewi):
    rows = [(ANI, "2026-01", "30"), (ANI, "2026-02", "tiga puluh"), ("199505052020121001", "2026-01", "3")]
    refused = look(dewi, rows)
    form = refused.context["form"].cleaned_data
    marked = dewi.post(
        "/impor/muat/bertanda/",
        {
            "kind": "measurements",
            "measure": form["measure"].pk,
            "period": "2026-Q1",
            "token": refused.context["token"],
        },
    )
    assert marked["Content-Disposition"] == 'attachment; filename="bertanda-nilai.xlsx"'
    table = read_table(b"".join(marked), filename="bertanda.xlsx", known_headers=HEADERS)
    told = [row.cells["yang perlu dibereskan"] for row in table.rows]
    assert told[0] is None
    assert "angka" in told[1]
    assert "pegawai" in told[2]
    assert table.rows[2].line == 4


def test_no_file_is_said_to_be_kept_before_one_was_picked(dewi):
    assert "masih dipegang" not in dewi.get("/impor/muat/").content.decode()


def test_a_file_is_picked_once_though_the_period_was_forgotten(dewi):
    forgotten = look(dewi, [(ANI, "2026-01", "30")], period="")
    assert "masih dipegang" in forgotten.content.decode()
    again = dewi.post(
        "/impor/muat/",
        {
            "kind": "measurements",
            "period": "2026-Q1",
            "measure": Measure.objects.get(key="permohonan").pk,
            "token": forgotten.context["token"],
        },
    )
    assert again.context["counts"].created == 1


def test_the_preview_tells_what_is_left_out_in_words(dewi):
    rows = [
        ("No", "NIP", "NAMA", "JABATAN", "KODE UNIT"),
        (1, "199505052020121001", "Gita", "Petugas", "SEKSI"),
    ]
    looked = look(
        dewi,
        [*rows, ("", "JUMLAH", 1, "", "")],
        headers=("DAFTAR PEGAWAI", "", "", "", ""),
        kind="people",
        period="",
        measure="",
    )
    page = looked.content.decode()
    assert "Baris 4: baris jumlah" in page
    assert "Baris 1: judul di atas tabel — “DAFTAR PEGAWAI”" in page
    assert "Gita, NIP 199505052020121001" in page
    assert "terbaca 1 orang: sama" in page


def test_every_template_is_read_by_its_own_importer(dewi):
    found = [importer for importer in importers() if importer.template]
    assert found
    for importer in found:
        sent = dewi.get(f"/impor/templat/{importer.key}/")
        table = read_table(b"".join(sent), filename="templat.xlsx", known_headers=importer.columns)
        assert list(table.headers) == [column.header for column in importer.template]
