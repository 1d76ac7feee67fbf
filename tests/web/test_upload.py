"""Loading a file from the page: looked at first, refused whole, loaded once."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Observation
from terukur.measurement.operations import EvidenceDraft, declare_realization
from terukur.organization.models import Employee
from terukur.planning.models import Indicator, Measure
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
    cast.grant_role(
        user=employee(ANI).user,
        role=cast.RoleGrant.Role.PERFORMANCE_TEAM,
        acting=cast.acting(cast.COMMAND, cast.NEW_YEAR),
    )
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
