"""What files of values mean: one subject under two names, impossible values, one round of errors."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry, ImportRecord
from terukur.measurement.mappings import import_mapped
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import Observation
from terukur.measurement.observations import UnknownSubjects
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.table_mapping import TableMapping
from terukur.measurement.verification import check_observations
from terukur.organization.models import Unit
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING, NOTHING, Confirmed
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, EKO, acting, employee

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 30)
YEAR = Period.parse("2026")


@pytest.fixture(autouse=True)
def people():
    cast.load_people()
    top = Unit.objects.get(code="KOTA")
    for code, name in (("DINKES", "Dinas Kesehatan"), ("LOKET-PLAJU", "Loket Adminduk Plaju")):
        Unit.objects.create(agency=top.agency, parent=top, code=code, name=name)


def measure(key="rencana-aksi", subject="unit", combination="latest", **how) -> Measure:
    entry = Measure(key=key, name="Rencana aksi", unit="%", subject=subject, combination=combination, **how)
    return save_measure(measure=entry, acting=acting(COMMAND, TODAY))


def load(content, of, *, period=YEAR, confirmed=NOTHING, dry_run=False, on=TODAY):
    return import_measurements(
        content=content,
        filename="nilai.csv",
        measure=of,
        period=period,
        acting=acting(COMMAND, on),
        confirmed=confirmed,
        dry_run=dry_run,
    )


def table(*rows, headers=("KODE UNIT", "PERIODE", "NILAI")):
    return to_csv(headers, rows)


def shares(*rows):
    return table(*rows, headers=("KODE UNIT", "PERIODE", "PEMBILANG", "PENYEBUT"))


def asked(content, of, **how) -> list[str]:
    return [question.topic for question in load(content, of, dry_run=True, **how).asked]


def places(refused) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in refused.value.errors]


def nothing_is_stored() -> bool:
    return not Observation.objects.exists() and not ImportRecord.objects.filter(kind="measurements").exists()


def test_a_unit_by_code_and_by_name_is_one_unit_and_refused_by_line():
    with pytest.raises(ImportRefused) as refused:
        load((CASES / "s1.csv").read_bytes(), measure(), period=Period.parse("2026-10"))
    assert places(refused) == [(3, "KODE UNIT")]
    assert "baris 2 sebagai “DINKES”" in refused.value.errors[0].message
    assert nothing_is_stored()


def test_a_person_by_the_old_and_the_new_number_is_one_person():
    employee(ANI).former_numbers.create(number="199001012015052009", until=TODAY)
    rows = table(
        (ANI, "2026-10", "1"), ("199001012015052009", "2026-10", "1"), headers=("NIP", "BULAN", "NILAI")
    )
    with pytest.raises(ImportRefused) as refused:
        load(rows, measure(subject="employee"))
    assert places(refused) == [(3, "NIP")]


def test_two_organisation_units_aliased_to_one_are_refused_by_line():
    with pytest.raises(ImportRefused) as refused:
        import_mapped(
            name="dhis2 dx1",
            mapping=TableMapping({"dhis2": "dx1"}, {"OU1": "DINKES"}),
            measure=measure(),
            content=(CASES / "d13.json").read_bytes(),
            filename="d13.json",
            period=Period.parse("2026-10"),
            acting=acting(COMMAND, TODAY),
        )
    assert [line for line, _ in places(refused)] == [3]


def test_answers_of_a_unit_under_code_and_name_are_added_up():
    counts = import_satisfaction(
        content=(CASES / "s2-skm.csv").read_bytes(),
        filename="skm.csv",
        period=Period.parse("2026-11"),
        acting=acting(COMMAND, TODAY),
    )
    stored = Observation.objects.get()
    assert (counts.rows, stored.rows, stored.unit.code) == (80, 80, "LOKET-PLAJU")
    assert stored.value == Decimal("87.5")
    assert check_observations().broken is None


def test_a_name_of_two_units_is_asked_for_its_code():
    top = Unit.objects.get(code="KOTA")
    Unit.objects.create(
        agency=top.agency, parent=Unit.objects.get(code="SEKSI"), code="UMUM-2", name="Dinas Kesehatan"
    )
    with pytest.raises(UnknownSubjects) as refused:
        load(table(("Dinas kesehatan", "2026-10", "3")), measure())
    assert "DINKES (di bawah Kota Contoh); UMUM-2 (di bawah Seksi Pelayanan)" in str(
        refused.value.errors[0].message
    )


def test_null_of_dhis2_is_missing_and_no_error():
    import_mapped(
        name="dhis2 dx1",
        mapping=TableMapping({"dhis2": "dx1"}, {"OU1": "DINKES", "OU2": "SEKSI"}),
        measure=measure(),
        content=(CASES / "d4.json").read_bytes(),
        filename="d4.json",
        period=Period.parse("2026-10"),
        acting=acting(COMMAND, TODAY),
    )
    assert [(row.unit.code, row.value) for row in Observation.objects.all()] == [("SEKSI", 94)]


@pytest.mark.parametrize(
    ("content", "column"),
    [
        ((CASES / "x10.csv").read_bytes(), "NILAI"),
        (shares(("DINKES", "2026-Q3", "-1", "10")), "PEMBILANG"),
        (shares(("DINKES", "2026-Q3", "1", "0")), "PENYEBUT"),
        (shares(("DINKES", "2026-Q3", "1", "0,00001")), "PENYEBUT"),
    ],
)
def test_values_that_cannot_be_are_refused_by_line(content, column):
    of = measure(combination="ratio" if column != "NILAI" else "latest", per=100)
    with pytest.raises(ImportRefused) as refused:
        load(content, of)
    assert places(refused) == [(2, column)]
    assert nothing_is_stored()


def test_a_measure_may_allow_values_below_zero():
    load((CASES / "x10.csv").read_bytes(), measure(allows_negative=True))
    assert Observation.objects.get().value == -95


def test_a_label_of_the_system_itself_is_read_as_a_period():
    rows = (CASES / "59-kelas-bumil.csv").read_text().replace("199001152014022003", ANI)
    load(rows.encode(), measure(subject="employee"))
    assert Observation.objects.get().starts == date(2026, 7, 1)


def test_numbers_that_may_mean_two_things_are_asked_all_at_once():
    rows = (CASES / "57-tepat-waktu.csv").read_text().replace("198212012009012002", ANI).encode()
    of = measure(subject="employee", combination="ratio", per=100)
    told = load(rows, of, dry_run=True)
    assert [(question.line, question.value) for question in told.asked] == [
        (2, "1.012"),
        (2, "1.100"),
        (3, "1.050"),
        (4, "1.090"),
    ]
    load(rows, of, confirmed=Confirmed(frozenset(question.key for question in told.asked)))
    assert [row.denominator for row in Observation.objects.order_by("starts")] == [1100, 1050, 1090]
    assert check_observations().broken is None


def test_errors_of_form_and_of_existence_come_in_one_round_by_line():
    rows = table(
        (EKO, "2026-08", "banyak"),
        (ANI, "2027-01", "x"),
        ("199505052020121001", "2026-08", "3"),
        (BUDI, "2026-08", "1"),
        (BUDI, "2026-08", "2"),
        headers=("NIP", "BULAN", "NILAI"),
    )
    with pytest.raises(ImportRefused) as refused:
        load(rows, measure(subject="employee"))
    assert places(refused) == [(2, "NILAI"), (3, "NILAI"), (3, "BULAN"), (4, "NIP"), (6, "NIP")]


def test_digits_beyond_those_that_are_stored_make_no_further_version():
    of = measure()
    rows = table(("DINKES", "2026-10", "0,333333"))
    load(rows, of, confirmed=EVERYTHING)
    again = load(rows, of, confirmed=EVERYTHING)
    assert (again.updated, again.unchanged) == (0, 1)
    assert check_observations().broken is None


def test_more_on_time_than_there_were_is_asked():
    rows = shares(("DINKES", "2026-10", "240", "235"))
    assert asked(rows, measure(combination="ratio", per=100)) == ["above-whole"]


@pytest.mark.parametrize("how", [{"per": 1}, {"per": 100, "may_exceed_whole": True}])
def test_what_is_no_share_may_exceed_its_denominator(how):
    assert asked(shares(("DINKES", "2026-10", "240", "235")), measure(combination="ratio", **how)) == []


def test_a_period_to_come_is_asked():
    rows = table(("DINKES", "2027-01", "3"), ("DINKES", "2027-02", "3"))
    assert asked(rows, measure(), period=Period.parse("2027")) == ["future", "future"]


@pytest.mark.parametrize(
    ("now", "topics"), [("950", ["leap"]), ("949", []), ("9,5", ["leap"]), ("0", []), ("95", [])]
)
def test_ten_times_or_a_tenth_of_the_last_value_is_asked(now, topics):
    of = measure()
    load(table(("DINKES", "2026-09", "95")), of)
    assert asked(table(("DINKES", "2026-10", now)), of) == topics


def test_the_last_value_may_stand_in_the_same_file_or_in_the_year_before():
    of = measure()
    assert asked(table(("DINKES", "2026-01", "9"), ("DINKES", "2026-02", "90")), of) == ["leap"]
    load(table(("DINKES", "2025-12", "9")), of, period=Period.parse("2025"))
    assert asked(table(("DINKES", "2026-01", "90")), of) == ["leap"]


def test_who_had_a_value_last_month_and_has_none_now_is_asked():
    of = measure()
    load(table(("DINKES", "2026-09", "9"), ("SEKSI", "2026-09", "8")), of)
    (question,) = load(table(("DINKES", "2026-10", "9")), of, dry_run=True).asked
    assert (question.topic, "Seksi Pelayanan" in question.message) == ("missing", True)


def test_a_name_that_belongs_to_another_number_is_asked():
    headers = ("NIP", "NAMA", "BULAN", "NILAI")
    of = measure(subject="employee")
    assert asked(table((ANI, "Eko Prasetyo", "2026-10", "1"), headers=headers), of) == ["other-name"]
    assert asked(table((ANI, "Hj. ANI, S.Kep.", "2026-10", "1"), headers=headers), of) == []


def test_nothing_is_stored_before_all_is_confirmed_and_the_ledger_tells_what_was():
    of = measure(combination="ratio", per=100)
    rows = shares(("DINKES", "2026-10", "240", "235"), ("SEKSI", "2026-10", "5", "4"))
    with pytest.raises(Unanswered) as waiting:
        load(rows, of)
    first, second = waiting.value.questions
    with pytest.raises(Unanswered):
        load(rows, of, confirmed=Confirmed(frozenset([first.key])))
    assert nothing_is_stored()
    load(rows, of, confirmed=Confirmed(frozenset([first.key, second.key])))
    entry = Entry.objects.get(act="file-loaded", chain__in=[f"import/{ImportRecord.objects.latest('pk').pk}"])
    assert [told["key"] for told in entry.after["confirmed"]] == [first.key, second.key]
    assert entry.actor_name == COMMAND.stated_name


def test_a_key_confirms_its_own_file_alone():
    of = measure(combination="ratio", per=100)
    (question,) = load(shares(("DINKES", "2026-10", "240", "235")), of, dry_run=True).asked
    with pytest.raises(Unanswered):
        load(shares(("DINKES", "2026-10", "9999", "235")), of, confirmed=Confirmed(frozenset([question.key])))


def test_hundreds_of_one_kind_are_one_question():
    of = measure(combination="ratio", per=100, subject="unit")
    top = Unit.objects.get(code="KOTA")
    Unit.objects.bulk_create(
        Unit(agency=top.agency, parent=top, code=f"U{n}", name=f"Unit {n}") for n in range(300)
    )
    rows = shares(*((f"U{n}", "2026-10", "9", "5") for n in range(300)))
    (question,) = load(rows, of, dry_run=True).asked
    assert question.message.startswith("300 baris")
    load(rows, of, confirmed=EVERYTHING)
    assert Observation.objects.count() == 300
