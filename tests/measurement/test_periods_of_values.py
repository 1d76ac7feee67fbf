"""A value belongs to its period: what was summed over more months is never taken for a quarter's own."""

from datetime import date

import pytest

from terukur.measurement.measurements_import import read_measurements
from terukur.planning.models import Measure
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.cells import ImportRefused
from terukur.tables.writing import to_csv, to_xlsx
from tests.support.cast import ANI

MEASURE = Measure(key="anak", name="Anak", unit="anak", subject="employee", combination="sum")
ACROSS = ("NO", "NAMA", "NIP", "JAN", "FEB", "MAR", "APR", "MEI", "JUN", "JUL", "AGT", "SEP", "JUMLAH")
VALUES = (110, 120, 130, 121, 118, 111, 125, 131, 140)


def read(content: bytes, period: str):
    return read_measurements(content, filename="rekap.xlsx", measure=MEASURE, period=Period.parse(period))


@pytest.mark.parametrize("write", [to_xlsx, to_csv])
@pytest.mark.parametrize(("period", "months", "total"), [("2026-Q3", 3, 396), ("2026", 9, 1106)])
def test_a_table_of_months_gives_one_value_per_month_and_no_total(write, period, months, total):
    found = read(write(ACROSS, [(1, "Ani", ANI, *VALUES, sum(VALUES))]), period)
    assert all(one.period.months == 1 for one in found)
    assert (len(found), sum(one.value for one in found)) == (months, total)


def test_a_month_that_is_empty_has_no_value():
    found = read(to_csv(ACROSS, [(1, "Ani", ANI, *VALUES[:8], "", "")]), "2026-Q3")
    assert [one.period.label for one in found] == ["Juli 2026", "Agustus 2026"]


@pytest.mark.parametrize("written", ["Januari–September 2026", "Jan-Sep", "s.d. September", "s/d Sept"])
def test_a_total_until_september_is_not_the_third_quarter(written):
    content = to_csv(("NIP", "PERIODE", "NILAI"), [(ANI, written, 1106)])
    with pytest.raises(ImportRefused) as refused:
        read(content, "2026-Q3")
    assert "bukan nilai Triwulan III 2026 sendiri" in str(refused.value.errors[0])
    (one,) = read(content, "2026")
    assert (one.period.starts, one.period.ends) == (date(2026, 1, 1), date(2026, 9, 30))
    assert one.period.label == "Januari–September 2026"


def test_the_third_quarter_of_its_own_is_loaded_as_that():
    (one,) = read(to_csv(("NIP", "NILAI"), [(ANI, 396)]), "2026-Q3")
    assert one.period == Period.parse("2026-Q3")


def test_months_from_april_to_june_are_a_quarter_and_from_may_to_july_are_not():
    assert str(Period.read("April–Juni", year=2026)) == "2026-Q2"
    assert Period.read("Mei-Juli", year=2026).label == "Mei–Juli 2026"
    with pytest.raises(InvalidPeriod):
        Period.read("September-Januari", year=2026)
