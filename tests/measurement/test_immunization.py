"""Monthly recaps of immunization as health centres write them, and what follows from them."""

import contextlib
import io
from datetime import date
from fractions import Fraction

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from terukur.ledger.acting import COMMAND
from terukur.measurement.areas_import import AREA_HEADERS, import_areas
from terukur.measurement.immunization_import import import_immunization
from terukur.measurement.immunization_overview import overview
from terukur.measurement.immunization_recap import read_recap
from terukur.measurement.models import ImmunizationFigure, Observation
from terukur.measurement.queries import current_observations
from terukur.measurement.verification import check_observations
from terukur.organization.models import Unit
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, acting, employee, sign_in

JANUARY, FEBRUARY, MARCH = (Period(2026, month, month) for month in (1, 2, 3))
AREAS = (
    ("SEKSI", "Plaju Ulu", ANI, "2026-01-01"),
    ("SEKSI", "Plaju Ilir", EKO, "2026-01-01"),
    ("SEKSI", "Talang Putri", "", "2026-01-01"),
)
HEADERS = ("KELURAHAN", "SASARAN BAYI", "LAHIR HIDUP", "BCG", "DPT1", "DPT3", "MR1", "IDL")
ROWS = (
    ("Plaju Ulu", 120, 126, 10, 11, 10, 9, 8),
    ("plaju ilir", 240, 252, 20, 22, 18, 19, 20),
    ("TALANG PUTRI", 60, 63, 5, 5, 5, 5, 3),
)


@pytest.fixture
def areas(db):
    cast.load_people()
    load_areas(AREAS)


def load_areas(rows, headers=AREA_HEADERS) -> None:
    import_areas(content=to_csv(headers, rows), filename="wilayah.csv", acting=acting(COMMAND, AFTER))


def load(rows=ROWS, month: Period = JANUARY, *, dry_run: bool = False, headers=HEADERS):
    return import_immunization(
        content=to_csv(headers, rows),
        filename="rekap.csv",
        period=month,
        acting=acting(COMMAND, AFTER),
        dry_run=dry_run,
    )


def value(key: str, subject: str) -> object:
    found = current_observations().filter(measure__key=key)
    row = found.filter(employee__number=subject).first() or found.filter(unit__code=subject).first()
    return None if row is None else row.value if row.value is not None else (row.numerator, row.denominator)


def test_a_recap_measures_the_health_centre_and_each_officers_own_area(areas):
    load()
    assert (value("imunisasi-idl", "SEKSI"), value("imunisasi-idl-petugas", ANI)) == (31, 8)
    assert value("cakupan-idl", "SEKSI") == (31 * 12, 420)
    assert value("cakupan-idl-petugas", EKO) == (20 * 12, 240)


def test_a_vacant_area_counts_for_the_centre_and_for_nobody(areas):
    load()
    counted = Observation.objects.filter(measure__key="imunisasi-bcg-petugas")
    assert {row.employee.number for row in counted} == {ANI, EKO}


def test_who_answers_changes_from_a_day_on(areas):
    load_areas([("SEKSI", "Plaju Ulu", EKO, "2026-02-01")])
    load()
    load(month=FEBRUARY)
    found = current_observations().filter(measure__key="imunisasi-idl-petugas", employee__number=EKO)
    assert [row.value for row in found] == [20, 28]


def test_a_corrected_recap_is_a_newer_version_and_verifies(areas):
    load()
    load([(*ROWS[0][:-1], 9), *ROWS[1:]])
    assert (value("imunisasi-idl", "SEKSI"), value("imunisasi-idl-petugas", ANI)) == (32, 9)
    figures = ImmunizationFigure.objects.filter(item="idl", area__name="Plaju Ulu").order_by("version")
    assert [(figure.version, figure.count) for figure in figures] == [(1, 8), (2, 9)]
    assert ImmunizationFigure.objects.filter(item="bcg").count() == 3
    assert check_observations().broken is None


def test_a_dry_run_keeps_nothing(areas):
    assert load(dry_run=True).created
    assert not ImmunizationFigure.objects.exists()
    assert not Observation.objects.exists()


def merged_recap(*, total: int = 31, girls: int = 4) -> bytes:
    """As a health centre prints it: a title, three lines of merged headings, column numbers, sums."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        page = book.add_worksheet("JANUARI")
        page.merge_range("L3:L5", "IDL s/d bulan ini")
        page.merge_range("A1:L1", "REKAPITULASI IMUNISASI BAYI PUSKESMAS PLAJU BULAN JANUARI 2026")
        page.merge_range("A3:A5", "NO")
        page.merge_range("B3:B5", "Desa/Kelurahan")
        page.merge_range("C3:C5", "Sasaran Bayi")
        page.merge_range("D3:G3", "DPT-HB-Hib")
        page.merge_range("D4:E4", 1)
        page.merge_range("F4:G4", 3)
        page.merge_range("H3:K3", "Imunisasi Dasar Lengkap")
        page.merge_range("H4:K4", "Bulan ini")
        for column, word in zip("DEFGHIJK", ("L", "P", "L", "P", "L", "P", "JML", "%"), strict=True):
            page.write(f"{column}5", word)
        page.write_row("A6", range(1, 13))
        page.write_row("A7", (1, "Plaju Ulu", 120, 5, 6, 5, 5, 4, girls, 8, 80.0, 99))
        page.write_row("A8", (2, "Plaju Ilir", 240, 11, 11, 9, 9, 10, 10, 20, 100.0))
        page.write_row("A9", (3, "Talang Putri", 60, 2, 3, 2, 3, 1, 2, 3, 60.0))
        page.write("B10", "JUMLAH")
        page.write_row("C10", (420, 18, 20, 16, 17, 15, 16, total, 88.6))
        page.write("B12", "Mengetahui, Kepala Puskesmas")
    return stream.getvalue()


def read(content: bytes, month: Period = JANUARY):
    return read_recap(content, filename="rekap.xlsx", period=month)


def test_merged_headings_a_row_of_numbers_and_sums_are_understood(areas):
    recap = read(merged_recap())
    told = {row.area: row.counts for row in recap.rows}
    assert told["Plaju Ulu"] == {"infants": 120, "dpt1": 11, "dpt3": 10, "idl": 8}
    assert set(told) == {"Plaju Ulu", "Plaju Ilir", "Talang Putri"}


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [({"total": 30}, 10, "berjumlah 31"), ({"girls": 5}, 7, "L \\+ P berjumlah 9")],
)
def test_what_does_not_add_up_is_named(areas, changes, line, words):
    (error, *_) = read(merged_recap(**changes)).errors
    assert error.line == line
    with pytest.raises(Exception, match=words):
        raise error


def test_a_city_writes_one_row_for_each_centre_and_month(areas):
    load(
        [("Seksi Pelayanan", "Januari", 30), ("SEKSI", "Feb", 31)],
        Period.parse("2026-Q1"),
        headers=("PUSKESMAS", "BULAN", "IMUNISASI DASAR LENGKAP"),
    )
    found = current_observations().filter(measure__key="imunisasi-idl")
    assert [row.value for row in found] == [30, 31]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([*ROWS, ("Sungai Entah", 1, 1, 1, 1, 1, 1, 1)], "tidak dikenal|bukan wilayah"),
        (ROWS[:2], "Talang Putri tidak ada"),
        ([*ROWS, ROWS[0]], "sudah ada di baris 2"),
        ([*ROWS, ("SEKSI", 420, 441, 35, 38, 33, 33, 31)], "dirinci per wilayah"),
        ([("Plaju Ulu", 120, 126, -1, 11, 10, 9, 8), *ROWS[1:]], "bilangan bulat"),
        ([("Plaju Ulu", 120, 126, "1,5", 11, 10, 9, 8), *ROWS[1:]], "bilangan bulat"),
        ([("Plaju Ulu", 120, 126, "x", 11, 10, 9, 8), *ROWS[1:]], "bukan angka"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(areas, rows, words):
    with pytest.raises(ImportRefused) as refused:
        load(rows)
    with pytest.raises(Exception, match=words):
        raise refused.value.errors[0]
    assert not ImmunizationFigure.objects.exists()


@pytest.mark.parametrize(("headers", "month"), [(("A", "B"), JANUARY), (HEADERS, Period.parse("2026-Q1"))])
def test_a_file_without_areas_or_month_is_refused(areas, headers, month):
    with pytest.raises(UnreadableTable):
        load([row[: len(headers)] for row in ROWS], month, headers=headers)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("TIADA", "X", "", "2026-01-01"), "KODE UNIT"),
        (("SEKSI", "X", "199912312022031009", "2026-01-01"), "NIP PETUGAS"),
        (("KEC", "Plaju Ulu", "", "2026-01-01"), "WILAYAH"),
        (("SEKSI", "Plaju Ulu", EKO, "2026-01-01"), "MULAI"),
        (("SEKSI", "Plaju Ulu", EKO, ""), "MULAI"),
        (("SEKSI", "X", "1,98501E+17", "2026-01-01"), "NIP PETUGAS"),
    ],
)
def test_an_area_that_does_not_fit_is_named(areas, row, column):
    with pytest.raises(ImportRefused) as refused:
        load_areas([row])
    assert [error.column for error in refused.value.errors] == [column]


def test_areas_without_a_column_or_a_row_are_refused(areas):
    for headers, words in ((AREA_HEADERS[:3], "Kolom MULAI tidak ada"), (AREA_HEADERS, "judul")):
        with pytest.raises(UnreadableTable, match=words):
            load_areas([], headers)


def test_loading_the_same_areas_again_changes_nothing(areas):
    load_areas(AREAS)
    load()
    assert value("imunisasi-idl-petugas", ANI) == 8


def test_the_overview_tells_coverage_against_the_time_gone_by(areas):
    load()
    load(month=FEBRUARY)
    told = overview(Unit.objects.get(code="SEKSI"), FEBRUARY)
    bcg = next(line for line in told.antigens if line.label == "BCG")
    assert (bcg.month, bcg.year, bcg.target) == (35, 70, 441)
    assert bcg.coverage.percent == Fraction(7000, 441)
    assert bcg.coverage.expected == Fraction(200, 12)
    dropped = dict(told.dropouts)["DPT-HB-Hib 1 ke 3"].result
    assert (dropped.percent, dropped.is_above_limit) == (Fraction(1000, 76), True)
    # 441 a year are 73.5 in two months; 70 were reached.
    assert told.left_out.result == Fraction(350, 7350) * 100


def test_villages_on_their_way_to_uci_come_lowest_first(areas):
    load()
    told = overview(Unit.objects.get(code="SEKSI"), JANUARY)
    assert [(village.name, village.is_reached) for village in told.villages] == [
        ("Talang Putri", False),
        ("Plaju Ulu", True),
        ("Plaju Ilir", True),
    ]
    assert told.uci.result == Fraction(200, 3)


def test_a_month_that_was_not_loaded_is_named(areas):
    load(month=MARCH)
    assert overview(Unit.objects.get(code="SEKSI"), MARCH).gaps == ["Januari 2026", "Februari 2026"]


def test_the_page_is_for_the_head_and_those_who_oversee(areas, client):
    load()
    for number, status in ((DEWI, 200), (BUDI, 200), (ANI, 404)):
        sign_in(client, number)
        page = client.get("/imunisasi/?bulan=2026-01")
        assert page.status_code == status
    sign_in(client, BUDI)
    assert "Talang Putri" in client.get("/imunisasi/").content.decode()
    other = Unit.objects.get(code="KEC").pk
    for wrong in (f"unit={other}", "bulan=2026-Q1", "bulan=x", "unit=x"):
        assert client.get(f"/imunisasi/?{wrong}").status_code == 404


def test_the_officers_rating_rests_on_the_recap(areas):
    load()
    assert Observation.objects.filter(
        measure__key="cakupan-idl-petugas", employee=employee(ANI), starts=date(2026, 1, 1)
    ).exists()


def refused_or_read(content: bytes) -> None:
    """A message or a recap; anything else would be a trace on somebody's screen."""
    with contextlib.suppress(UnreadableTable, ImportRefused):
        read(content)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_bytes_come_a_message_answers(content):
    refused_or_read(content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6000), st.integers(1, 255))
def test_a_damaged_workbook_is_a_message(place, change):
    content = bytearray(merged_recap())
    content[place % len(content)] ^= change
    refused_or_read(bytes(content))


CELLS = st.sampled_from(
    [
        "",
        "KELURAHAN",
        "BCG",
        "L",
        "P",
        "JML",
        "%",
        "1",
        "2",
        "-3",
        "1,5",
        "1.234",
        "IDL",
        "JUMLAH",
        "Plaju Ulu",
        "BULAN",
        "Januari",
        "13",
        "#REF!",
        "=1+1",
        "99999999999999",
        "S/D",
        "SASARAN BAYI",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=8))
@example([["", "KELURAHAN"], ["KELURAHAN"]])
@example([["KELURAHAN", "SASARAN BAYI"], ["#REF!"]])
def test_cells_in_any_order_are_read_or_refused(rows):
    refused_or_read("\n".join(";".join(row) for row in rows).encode())
