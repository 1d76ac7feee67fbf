"""Files of measured values in the layouts that offices have, for the people of one small agency."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from terukur.ledger.acting import COMMAND
from terukur.measurement.areas_import import AREA_HEADERS, import_areas
from terukur.measurement.immunization_import import import_immunization
from terukur.measurement.mappings import import_mapped
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.models import ImmunizationFigure, Observation
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.service_log_import import import_service_log
from terukur.measurement.table_mapping import TableMapping
from terukur.measurement.verification import check_observations
from terukur.organization.models import Agency, Unit
from terukur.organization.people_import import import_people
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import save_measure
from terukur.regulation.periods import Period
from terukur.tables.arranging import Reason
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import EVERYTHING, Confirmed
from terukur.tables.writing import to_csv
from tests.support.built_once import built_once
from tests.support.cast import acting

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 30)
NUR, NUMAN = "198212012009012002", "198907172015031001"
QUARTER, SEPTEMBER = Period.parse("2026-Q3"), Period.parse("2026-09")


@pytest.fixture(autouse=True)
def agency(db):
    built_once("office", _agency)


def _agency() -> None:
    agency = Agency.objects.create(code="REKAAN", name="Pemerintah Kab. Rekaan")
    Unit.objects.create(agency=agency, code="SETDA", name="Sekretariat Daerah")
    import_people(**told("20-templat-lengkap.xlsx"), confirmed=EVERYTHING)


def told(name, content=None):
    """What every importer is told of a file."""
    content = (FILES / name).read_bytes() if content is None else content
    return {"stream": io.BytesIO(content), "filename": name, "acting": acting(COMMAND, TODAY)}


def measure(subject="employee", combination="sum", unit="berkas", **how) -> Measure:
    entry = Measure(key="ukuran", name="Ukuran", unit=unit, subject=subject, combination=combination, **how)
    return save_measure(measure=entry, acting=acting(COMMAND, TODAY))


def left_out(counts, reason):
    return [left.line for left in counts.understood.left_out if left.reason is reason]


def stored(**where):
    return list(Observation.objects.filter(**where).order_by("starts"))


def test_a_processing_sheet_of_the_survey_asks_for_its_unit_once_and_gives_its_index():
    how = {"period": QUARTER}
    counts = import_satisfaction(**told("50-skm-pengolahan.xlsx"), **how, dry_run=True)
    (question,) = counts.asked
    assert "UPTD Puskesmas Sungai Rekaan" in question.message
    assert counts.rows == 40
    assert left_out(counts, Reason.SUM) == [47, 48, 49, 50]
    assert left_out(counts, Reason.TITLE) == [1, 2, 3]
    assert any("80,25" in told and "79,58" in told for told in counts.understood.sums)
    import_satisfaction(
        **told("50-skm-pengolahan.xlsx"), **how, confirmed=Confirmed(frozenset({question.key}))
    )
    (row,) = stored(measure__key="ikm")
    assert (row.unit.code, row.rows, round(row.value, 2)) == ("PKM-SR", 40, Decimal("79.58"))
    assert check_observations().broken is None


def load_areas():
    rows = [
        ("PKM-SR", name, "", "2026-01-01") for name in ("Sungai Rekaan", "Tanjung Contoh", "Pulau Misalan")
    ]
    import_areas(content=to_csv(AREA_HEADERS, rows), filename="wilayah.csv", acting=acting(COMMAND, TODAY))


def test_a_recap_of_a_health_centre_is_read_with_its_targets_and_without_its_signatures():
    load_areas()
    counts = import_immunization(**told("52-rekap-imunisasi.xlsx"), period=SEPTEMBER)
    assert counts.rows == 3
    assert (left_out(counts, Reason.SUM), left_out(counts, Reason.BELOW)) == ([10], [12, 13, 14])
    (coverage,) = stored(measure__key="cakupan-idl")
    assert (coverage.numerator, coverage.denominator) == (64 * 12, 88)
    figures = ImmunizationFigure.objects.filter(
        item__in=["hb0", "bcg", "dpt3", "mr1"], area__name="Sungai Rekaan"
    )
    assert dict(figures.values_list("item", "count")) == {"hb0": 23, "bcg": 34, "dpt3": 22, "mr1": 26}
    assert check_observations().broken is None


def test_tickets_in_process_or_waiting_are_unfinished_and_counted_as_such():
    counts = import_service_log(**told("53b-log.csv"), period=SEPTEMBER)
    assert counts.rows == 5
    assert any("2 tiket belum selesai" in change for change in counts.changes)
    (row,) = stored(measure__key="layanan-jumlah")
    assert (row.employee.number, row.value) == (NUR, 3)
    assert check_observations().broken is None


def test_an_answer_of_analytics_is_found_by_its_content_on_the_page_as_well():
    how = {"period": QUARTER, "measure": measure("unit", "latest", "%")}
    counts = import_measurements(**told("54-dhis2.json"), **how, dry_run=True)
    assert [(told.subject, told.period, told.value) for told in counts.understood.meanings] == [
        ("UPTD Puskesmas Sungai Rekaan", "Juli 2026", "61,2 %"),
        ("UPTD Puskesmas Sungai Rekaan", "Agustus 2026", "66,9 %"),
        ("UPTD Puskesmas Sungai Rekaan", "September 2026", "72,4 %"),
    ]
    import_measurements(**told("54-dhis2.json"), **how, confirmed=EVERYTHING)
    assert [row.value for row in stored()] == [Decimal("61.2"), Decimal("66.9"), Decimal("72.4")]
    assert check_observations().broken is None


def test_an_answer_of_analytics_by_a_mapping_is_the_same():
    how = {"period": QUARTER, "measure": measure("unit", "latest", "%")}
    mapping = TableMapping({"dhis2": "fbfJHSPpUQD"}, {"O6uvpzGd5pu": "PKM-SR"})
    import_mapped(**told("54-dhis2.json"), **how, name="dhis2 fbfJHSPpUQD", mapping=mapping)
    assert [row.value for row in stored()] == [Decimal("61.2"), Decimal("66.9"), Decimal("72.4")]
    assert import_measurements(**told("54-dhis2.json"), **how, confirmed=EVERYTHING).unchanged == 3


def test_months_across_are_one_value_a_month_and_never_their_total():
    how = {"period": QUARTER, "measure": measure()}
    counts = import_measurements(**told("55b-melebar-tanpa-total.xlsx"), **how, confirmed=EVERYTHING)
    assert [(row.starts.month, row.value) for row in stored()] == [(7, 125), (8, 131), (9, 140)]
    assert sum(row.value for row in stored()) == 396
    assert [told.period for told in counts.understood.meanings] == [
        "Juli 2026",
        "Agustus 2026",
        "September 2026",
    ]
    assert check_observations().broken is None


def test_a_year_of_months_is_compared_with_its_own_total():
    how = {"period": Period.parse("2026"), "measure": measure()}
    counts = import_measurements(**told("55b-melebar-tanpa-total.xlsx"), **how, confirmed=EVERYTHING)
    assert sum(row.value for row in stored()) == 1106
    assert not [question for question in counts.asked if question.topic == "sum"]


def test_numbers_with_a_dot_are_asked_all_at_once():
    how = {"period": QUARTER, "measure": measure(combination="ratio", unit="%", per=100)}
    with pytest.raises(Unanswered) as waiting:
        import_measurements(**told("57-tepat-waktu.csv"), **how)
    asked = [question.value for question in waiting.value.questions]
    assert asked == ["1.012", "1.100", "1.050", "1.090"]


def test_the_label_of_the_system_itself_is_a_period():
    import_measurements(**told("59-kelas-bumil.csv"), period=QUARTER, measure=measure())
    (row,) = stored()
    assert (row.starts, row.ends, row.value) == (date(2026, 7, 1), date(2026, 9, 30), 7)


def test_a_percentage_is_what_its_cell_shows():
    of = measure("unit", "latest", "%")
    counts = import_measurements(**told("62-idl-sel-persen.xlsx"), period=SEPTEMBER, measure=of)
    assert [row.value for row in stored()] == [Decimal("72.4")]
    assert [told.value for told in counts.understood.meanings] == ["72,4 %"]


CSV_ANSWER = (
    "Data,Organisation unit,Period,Value\n"
    "fbfJHSPpUQD,PKM-SR,202607,61.2\nfbfJHSPpUQD,PKM-SR,202608,66.9\nfbfJHSPpUQD,PKM-SR,202609,72.4\n"
)


@pytest.mark.parametrize(
    "content",
    [
        (FILES / "54-dhis2.json").read_text().encode("utf-8-sig"),
        (FILES / "54-dhis2.json").read_text().replace('"value"', '"value"\n').encode(),
        CSV_ANSWER.encode(),
        CSV_ANSWER.encode("utf-8-sig"),
        CSV_ANSWER.replace("Data,", "dx,")
        .replace("Organisation unit", "ou")
        .lower()
        .encode()
        .replace(b"pkm-sr", b"PKM-SR"),
        CSV_ANSWER.replace(",61.2", ",61.2\r").encode(),
    ],
)
def test_answers_of_analytics_in_other_forms_are_the_same(content):
    how = {"period": QUARTER, "measure": measure("unit", "latest", "%"), "confirmed": EVERYTHING}
    import_measurements(**told("jawaban", content), **how)
    assert [row.value for row in stored()] == [Decimal("61.2"), Decimal("66.9"), Decimal("72.4")]
    assert import_measurements(**told("jawaban", content), **how).unchanged == 3
