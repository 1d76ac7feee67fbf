"""A service log as a queue machine exports it becomes measures per officer and month."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Observation, ServiceStandard
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.standards_import import import_standards
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, QUARTER, acting, employee

pytestmark = pytest.mark.django_db
MARCH = Period.parse("2026-03")
HEADERS = ("NO TIKET", "NIP PETUGAS", "KODE LAYANAN", "BERKAS LENGKAP", "SELESAI", "HASIL")
STANDARDS = (
    ("KTP", "Cetak KTP", "2025-01-01", "30", "", "SK 1/2025"),
    ("KTP", "Cetak KTP", "2026-03-16", "20", "", "SK 9/2026"),
    ("PINDAH", "Surat pindah", "2025-01-01", "", "1", "SK 1/2025"),
)
# Written by hand after a queue machine's export: titles, month names, 12-hour times, blanks.
EXPORT = f"""\
REKAP ANTREAN LOKET;;;;;
Dicetak 1 April 2026 pukul 08.00;;;;;
No Tiket;NIP Petugas;Kode Layanan;Berkas Lengkap;Selesai;Hasil
A-001;{ANI};KTP;2 Maret 2026 08.05 AM;2 Maret 2026 08.30 AM;Selesai
A-002;{ANI};KTP;2 Maret 2026 09.00 AM;2 Maret 2026 09.45 AM;Selesai
A-003;'{ANI[:8]} {ANI[8:14]} {ANI[14]} {ANI[15:]};KTP;17 Mar 2026 03.50 PM;18 Mar 2026 08.05 AM;Diulang
A-004;{ANI};PINDAH;05/03/2026 15.45;06/03/2026 08.20;Selesai
A-005;{ANI};KTP;;09/03/2026 10.00;Selesai
A-006;{ANI};KTP;10/03/2026 10.00;10/03/2026 10.05;Dikembalikan
A-007;{ANI};KTP;11/03/2026 10.00;;Selesai
A-008;{ANI};KTP;12/03/2026 10.00;12/03/2026 10.10;Batal

A-009;{BUDI};LEGALISIR;12/03/2026 10.00;12/03/2026 10.10;Selesai
"""


@pytest.fixture(autouse=True)
def people():
    cast.load_people()
    import_standards(
        content=to_csv(
            ("KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR"), STANDARDS
        ),
        filename="standar.csv",
        acting=acting(COMMAND, AFTER),
    )


def load(content, *, name="antrean.csv", period=MARCH, dry_run=False):
    content = content.encode() if isinstance(content, str) else content
    return import_service_log(
        stream=io.BytesIO(content),
        filename=name,
        period=period,
        acting=acting(COMMAND, AFTER),
        dry_run=dry_run,
    )


def of(number) -> dict:
    rows = Observation.objects.filter(employee__number=number).select_related("measure")
    return {
        row.measure.key: row.value if row.value is not None else (row.numerator, row.denominator)
        for row in rows
    }


def test_a_queue_export_becomes_counts_shares_and_times():
    counts = load(EXPORT)
    assert counts.rows == 9
    measured = of(ANI)
    assert measured["layanan-jumlah"] == 5
    # 25 of 30 minutes, 45 of 30, 30 of 20 (the standard changed on the 16th), and one working day.
    assert measured["layanan-tepat-waktu"] == (2, 4)
    assert measured["layanan-dikembalikan"] == (1, 6)
    assert measured["layanan-diulang"] == (1, 5)
    assert measured["layanan-median"] == pytest.approx(37.5)
    assert measured["layanan-persentil-90"] == 50


def test_a_service_without_a_standard_is_counted_and_not_judged():
    counts = load(EXPORT)
    assert of(BUDI)["layanan-jumlah"] == 1
    assert "layanan-tepat-waktu" not in of(BUDI)
    assert any("LEGALISIR" in change for change in counts.changes)


def test_what_was_left_out_is_said():
    said = " ".join(load(EXPORT, dry_run=True).changes)
    assert "1 tiket tanpa waktu berkas lengkap" in said
    assert "1 tiket belum selesai" in said
    assert "1 tiket batal" in said
    assert not Observation.objects.exists()


def test_an_observation_says_how_many_tickets_it_counts():
    load(EXPORT)
    row = Observation.objects.get(employee__number=ANI, measure__key="layanan-jumlah")
    assert (row.line, row.rows, row.source.file_name) == (4, 6, "antrean.csv")


def test_loading_the_same_log_again_changes_nothing():
    load(EXPORT)
    again = load(EXPORT)
    assert (again.created, again.updated) == (0, 0)


def test_a_corrected_log_is_a_newer_version():
    load(EXPORT)
    corrected = load(EXPORT.replace("09.45 AM", "09.20 AM"))
    assert corrected.updated == 2
    assert of(ANI)["layanan-tepat-waktu"] in ((2, 4), (3, 4))
    versions = Observation.objects.filter(measure__key="layanan-tepat-waktu", employee__number=ANI)
    assert sorted(versions.values_list("version", "numerator")) == [(1, 2), (2, 3)]


def test_a_spreadsheet_with_times():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, ("A", ANI, "KTP"))
        page.write_datetime(1, 3, datetime(2026, 3, 2, 8, 0))
        page.write_datetime(1, 4, datetime(2026, 3, 2, 8, 10))
        page.write(1, 5, "selesai")
    load(stream.getvalue(), name="antrean.xlsx")
    assert of(ANI)["layanan-tepat-waktu"] == (1, 1)


def line(**changed) -> str:
    values = {
        "NO TIKET": "A",
        "NIP PETUGAS": ANI,
        "KODE LAYANAN": "KTP",
        "BERKAS LENGKAP": "2026-03-02 08:00",
        "SELESAI": "2026-03-02 08:10",
        "HASIL": "selesai",
    } | changed
    return to_csv(HEADERS, [list(values.values())]).decode()


@pytest.mark.parametrize(
    ("changed", "column", "said"),
    [
        ({"SELESAI": "2026-03-02 07:00"}, "BERKAS LENGKAP", "sesudah"),
        ({"SELESAI": "2026-04-02 07:00"}, "SELESAI", "di luar"),
        ({"SELESAI": "2062-04-02 07:00"}, "SELESAI", "di luar"),
        ({"SELESAI": "2026-03-02"}, "SELESAI", "jam"),
        ({"BERKAS LENGKAP": "31-02-2026 08:00"}, "BERKAS LENGKAP", "jam"),
        ({"BERKAS LENGKAP": "2019-02-01 08:00"}, "BERKAS LENGKAP", "dua tahun"),
        ({"NIP PETUGAS": "Ani"}, "NIP PETUGAS", "NIP"),
        ({"NIP PETUGAS": "199505052020121001"}, "NIP PETUGAS", "tidak ada di data"),
        ({"HASIL": "entah"}, "HASIL", "selesai"),
    ],
)
def test_a_bad_ticket_is_named_and_nothing_is_stored(changed, column, said):
    with pytest.raises(ImportRefused) as refusal:
        load(line(**changed))
    error = refusal.value.errors[0]
    assert (error.line, error.column) == (2, column)
    assert said in error.message
    assert not Observation.objects.exists()
    assert not ImportRecord.objects.filter(kind="measurements").exists()


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02" * 100, b"PK\x03\x04broken", b"NIP;SELESAI\n"]
)
def test_what_is_no_log_is_a_message(content):
    with pytest.raises(UnreadableTable):
        load(content)


def test_a_decree_is_not_edited():
    changed = [("KTP", "Cetak KTP", "2025-01-01", "45", "", "SK 1/2025")]
    with pytest.raises(ImportRefused, match="tidak dapat dimuat"):
        import_standards(
            content=to_csv(
                ("KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR"), changed
            ),
            filename="s.csv",
            acting=acting(COMMAND, AFTER),
        )
    assert ServiceStandard.objects.get(service="KTP", valid_from=date(2025, 1, 1)).minutes == 30


def test_a_rating_rests_on_the_log_and_says_so():
    load(EXPORT)
    cast.load_plan(lines=(cast.Line("Tepat waktu", "90", "100", "layanan-tepat-waktu", pace="TETAP"),))
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    body = Appraisal.objects.get(plan__assignment__employee=employee(ANI)).computation.body
    indicator = body["results"][0]["indicators"][0]
    assert (indicator["realization"], indicator["origin"]) == ("50", "measured")
    assert indicator["sources"][0]["counted_rows"] == 6


def test_the_same_ticket_three_times_counts_once_and_is_said():
    head, row = (
        "No Tiket;NIP Petugas;Kode Layanan;Berkas Lengkap;Selesai;Hasil\n",
        (f"A-1;{ANI};KTP;12/03/2026 10.00;12/03/2026 10.10;Selesai\n"),
    )
    counts = load(head + row * 3)
    assert of(ANI)["layanan-jumlah"] == 1
    assert any("2 baris mengulang tiket yang sama" in change for change in counts.changes)


def test_rows_alike_without_a_ticket_number_are_asked():
    head, row = (
        "NIP Petugas;Kode Layanan;Berkas Lengkap;Selesai;Hasil\n",
        (f"{ANI};KTP;12/03/2026 10.00;12/03/2026 10.10;Selesai\n"),
    )
    assert [question.line for question in load(head + row * 3, dry_run=True).asked] == [3, 4]
