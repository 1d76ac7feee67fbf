"""What a table says about itself is compared: its sums, its period, its columns."""

import pytest

from terukur.measurement.immunization_import import import_immunization
from terukur.tables.cells import ImportRefused
from tests.support.awkward import as_csv, as_xlsx
from tests.support.cast import ANI, BUDI, COMMAND, EKO, acting
from tests.support.value_samples import CASES, SEPTEMBER, TODAY, begin

pytestmark = pytest.mark.django_db
HEADING = ("NO", "NAMA", "NIP", "BULAN", "NILAI")
ROWS = ((1, "Ani", ANI, "Juli", 12), (2, "Budi", BUDI, "Juli", 7), (3, "Eko", EKO, "Juli", 9))


@pytest.fixture(autouse=True)
def office(db):
    begin()


def look(lines, name="values of people"):
    return CASES[name].load(as_csv(lines), dry_run=True)


def topics(counts):
    return [question.topic for question in counts.asked]


@pytest.mark.parametrize(
    ("tail", "asked"),
    [
        ([(None, "JUMLAH", None, None, 28)], []),
        ([(None, "JUMLAH", None, None, 30)], ["sum"]),
        ([(None, "Total Keseluruhan", None, None, 29)], ["sum"]),
        ([(None, "RATA-RATA", None, None, "9,33")], []),
        ([(None, "JUMLAH", None, None, 28), (None, "RATA-RATA", None, None, 9)], []),
    ],
)
def test_a_sum_that_is_not_that_of_its_rows_is_asked(tail, asked):
    counts = look([HEADING, *ROWS, *tail])
    assert topics(counts) == asked
    assert bool(counts.understood.sums) == ("RATA" not in tail[0][1])


def test_sums_between_are_those_of_their_rows():
    lines = [
        HEADING,
        *ROWS[:2],
        (None, "SUB JUMLAH", None, None, 19),
        ROWS[2],
        (None, "JUMLAH", None, None, 28),
    ]
    assert topics(look(lines)) == []


def test_a_row_that_a_clerk_lost_is_seen_by_the_sum():
    (question,) = look([HEADING, *ROWS[:2], (None, "JUMLAH", None, None, 28)]).asked
    assert "28 di berkas, 19 terbaca" in question.message


def test_a_wide_table_whose_row_does_not_add_up_is_asked():
    heading = ("NAMA", "NIP", "JUL", "AGT", "JUMLAH")
    counts = look([heading, ("Ani", ANI, 12, 15, 28), ("Budi", BUDI, 7, 8, 15)], "months across")
    assert topics(counts) == ["sum"]
    assert "28 di berkas, 27 terbaca" in counts.asked[0].message


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("PERIODE : APRIL - JUNI 2026", ["other-period"]),
        ("LAPORAN TRIWULAN II TAHUN 2026", ["other-period"]),
        ("BULAN : JULI 2026", []),
        ("LAPORAN TRIWULAN III TAHUN 2026", []),
        ("REKAP TAHUN 2026", []),
        ("REKAP BERKAS TAHUN 2025", ["other-period"]),
        ("Dasar: Permenpan RB Nomor 14 Tahun 2017", []),
    ],
)
def test_a_title_that_names_another_period_is_asked(title, asked):
    assert topics(look([(title,), (), HEADING, *ROWS])) == asked


def test_values_below_one_of_a_measure_in_percent_are_asked():
    lines = [("KODE UNIT", "PERIODE", "NILAI"), ("PKM-A", "2026-07", "0,724"), ("PKM-B", "2026-07", "0,9")]
    (question,) = look(lines, "percentages of units").asked
    assert (question.topic, "72,4 %" in question.message) == ("part-of-one", True)


def test_a_unit_named_by_a_part_of_its_name_is_taken_and_asked():
    lines = [("UNIT KERJA", "PERIODE", "NILAI"), ("PUSKESMAS - CONTOH", "2026-07", "70")]
    (question,) = look(lines, "percentages of units").asked
    assert (question.topic, "PKM-A" in question.message) == ("alike-unit", True)


def test_two_columns_of_one_antigen_are_asked_and_the_first_is_read():
    lines = [
        ("DESA", "SASARAN", "HB0 < 24 jam", "HB0 1-7 hari", "IDL"),
        ("Contoh Hulu", 120, 8, 2, 7),
        ("Contoh Hilir", 90, 6, 1, 6),
        ("Misalan", 60, 4, 0, 4),
    ]
    counts = import_immunization(
        content=as_xlsx({"Data": lines}),
        filename="rekap.xlsx",
        period=SEPTEMBER,
        acting=acting(COMMAND, TODAY),
        dry_run=True,
    )
    (question,) = counts.asked
    assert question.topic == "second-column"
    assert counts.understood.unused == ["HB0 1-7 hari"]


def test_all_errors_of_all_rows_come_at_once():
    lines = [
        HEADING,
        (1, "Ani", ANI, "Juli", "banyak"),
        (2, "Budi", BUDI, "Bulan lalu", 7),
        (3, "Eko", "12", "Juli", 1),
    ]
    with pytest.raises(ImportRefused) as refused:
        look(lines)
    assert [(error.line, error.column) for error in refused.value.errors] == [
        (2, "NILAI"),
        (3, "BULAN"),
        (4, "NIP"),
    ]
