"""The preview shows what is stored, a second load changes nothing, and twins of a file mean the same."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Observation
from terukur.measurement.readings import in_words
from terukur.tables.questions import EVERYTHING
from tests.support.awkward import as_csv, as_ods, as_xlsx
from tests.support.cast import ANI, BUDI, CITRA, COMMAND, DEWI, EKO, acting
from tests.support.value_samples import CASES, QUARTER, TODAY, begin, of_measure, stored

pytestmark = pytest.mark.django_db
NAMES = {ANI: "Ani", BUDI: "Budi", CITRA: "Citra", DEWI: "Dewi", EKO: "Eko"}
WIDE = [*NAMES]
MONTHS = {7: "Juli", 8: "Agt", 9: "2026-09"}
amounts = st.one_of(
    st.integers(0, 999_999),
    st.decimals(0, 99_999, places=2).map(lambda value: value.normalize()).filter(lambda value: value % 1),
)
tables = st.dictionaries(st.tuples(st.sampled_from(WIDE), st.sampled_from([*MONTHS])), amounts, min_size=1)


@pytest.fixture(autouse=True)
def office(db):
    begin()


def twins(lines):
    """One table in all forms and encodings that are read."""
    return {
        "xlsx": as_xlsx({"Data": lines}),
        "ods": as_ods(lines),
        "utf-8": as_csv(lines),
        "utf-8-sig": as_csv(lines, encoding="utf-8-sig"),
        "cp1252": as_csv(lines, separator=",", encoding="cp1252"),
        "utf-16": as_csv(lines, separator="\t", encoding="utf-16"),
    }


def load(content, *, dry_run=False):
    return import_measurements(
        content=content,
        filename="nilai",
        acting=acting(COMMAND, TODAY),
        dry_run=dry_run,
        confirmed=EVERYTHING,
        **of_measure("berkas")(),
    )


def in_the_database():
    rows = Observation.objects.select_related("measure", "employee")
    return sorted(
        (row.line, row.employee.name, row.starts, in_words(row.measure, (row.value, row.numerator, None)))
        for row in rows
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(tables)
def test_what_is_shown_is_stored_whatever_the_form_of_the_file(table):
    rows = [(NAMES[who], who, MONTHS[month], amount) for (who, month), amount in table.items()]
    lines = [("NAMA", "NIP", "BULAN", "NILAI"), *rows]
    found = set()
    for content in twins(lines).values():
        with transaction.atomic():
            looked = load(content, dry_run=True)
            assert not Observation.objects.exists()
            counts = load(content)
            there = in_the_database()
            shown = [(told.line, told.subject, told.value) for told in looked.understood.meanings]
            assert shown == [(line, name, value) for line, name, _starts, value in there][:12]
            assert (looked.created, looked.rows) == (counts.created, counts.rows) == (len(rows), len(rows))
            again = load(content)
            assert (again.created, again.updated, again.unchanged) == (0, 0, len(rows))
            assert in_the_database() == there
            found.add(tuple(there))
            transaction.set_rollback(True)
    assert len(found) == 1


@pytest.mark.parametrize("name", CASES)
def test_twins_of_a_file_mean_the_same_to_every_importer(name):
    case = CASES[name]
    found = set()
    for content in twins(case.sample.lines).values():
        with transaction.atomic():
            looked = case.load(content, dry_run=True)
            case.load(content)
            shown = tuple((told.subject, told.period, told.value) for told in looked.understood.meanings)
            assert shown
            found.add((shown, tuple(stored())))
            transaction.set_rollback(True)
    assert len(found) == 1


def test_values_that_a_person_corrects_are_shown_from_what_to_what():
    lines = [("NIP", "BULAN", "NILAI"), (ANI, "Juli", 12), (BUDI, "Juli", Decimal("7.5"))]
    load(as_csv(lines))
    lines[1] = (ANI, "Juli", 14)
    (change,) = load(as_csv(lines), dry_run=True).changes
    assert "Ani, Ukuran berkas, Juli 2026: 12 berkas menjadi 14 berkas" in change
    assert QUARTER.label not in change
