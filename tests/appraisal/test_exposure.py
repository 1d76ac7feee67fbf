"""A target counts on an amount of work; what there really was moves it visibly."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.early_warning import forecasts_of
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import ImportRecord
from terukur.measurement.measurements_import import import_measurements
from terukur.measurement.operations import change_exposure, confirm_import
from terukur.planning.models import Indicator, Measure, Plan
from terukur.planning.plans_import import HEADERS, import_plans
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.questions import EVERYTHING
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, NEW_YEAR, QUARTER, acting, employee, let_load
from tests.support.quarter import VALUES, computed

pytestmark = pytest.mark.django_db


@pytest.fixture
def exposed(version):
    """Ani's target of 400 counts on 240 days at the counter; how many there were comes from data."""

    def set_up(combination: str = "sum") -> Indicator:
        measure = Measure.objects.create(
            key="hari-hadir", name="Hari hadir", unit="hari", subject="employee", combination=combination
        )
        Indicator.objects.filter(result__version=version, measure__isnull=False).update(
            exposure_name="Hari di loket", exposure_planned=Decimal(240), exposure_measure=measure
        )
        cast.load_values(VALUES)
        return Indicator.objects.get(result__version=version, measure__isnull=False)

    return set_up


def present(days: dict[str, str], *, by=COMMAND) -> None:
    import_measurements(
        content=to_csv(("NIP", "BULAN", "NILAI"), [(ANI, month, n) for month, n in days.items()]),
        filename="hadir.csv",
        measure=Measure.objects.get(key="hari-hadir"),
        period=QUARTER,
        acting=acting(by, AFTER),
    )


def indicator() -> dict:
    return computed().computation.body["results"][0]["indicators"][0]


def test_days_of_leave_lower_the_target_and_name_their_file(exposed):
    exposed()
    before = indicator()["due_target"]
    present({"2026-01": "20", "2026-02": "5", "2026-03": "20"})
    told = indicator()
    # 45 of the 60 days of a quarter: 100 × 45 ÷ 60.
    assert (before, told["due_target"]) == ("100", "75")
    assert told["exposure"]["sources"][0]["file"] == "hadir.csv"
    assert told["steps"][1].startswith("Paparan dari data “Hari hadir”: 45, direncanakan 60")


@pytest.mark.parametrize(("combination", "due"), [("latest", "50"), ("mean", "75")])
def test_what_stands_at_a_time_is_compared_with_the_whole(exposed, combination, due):
    exposed(combination)
    present({"2026-01": "240", "2026-02": "180", "2026-03": "120"})
    assert indicator()["due_target"] == due


def test_what_stands_at_a_time_names_its_newest_row_alone(exposed):
    exposed("latest")
    present({"2026-01": "240", "2026-02": "180", "2026-03": "120"})
    (source,) = indicator()["exposure"]["sources"]
    assert source["rows"] == [4]


def test_no_work_at_all_is_not_measured_and_not_zero(exposed):
    exposed()
    present({"2026-01": "0", "2026-02": "0", "2026-03": "0"})
    told = indicator()
    assert (told["is_due"], told["achievement"]) == (False, None)
    assert "Paparan nol" in told["steps"][-1]


def test_a_change_by_hand_with_its_reason_goes_before_data(exposed):
    thread = exposed().thread
    present({"2026-01": "20", "2026-02": "20", "2026-03": "20"})
    change_exposure(
        plan=Plan.objects.get(),
        thread=thread,
        since=AFTER.replace(month=3, day=1),
        exposure=Decimal(120),
        reason="Cuti melahirkan",
        acting=acting(employee(BUDI).user, AFTER),
    )
    told = indicator()
    assert (told["due_target"], told["exposure"]["reason"]) == ("50", "Cuti melahirkan")


def test_ones_own_days_count_when_somebody_else_confirms_them(exposed):
    exposed()
    let_load(ANI)
    present({"2026-01": "20", "2026-02": "0", "2026-03": "0"}, by=employee(ANI).user)
    assert indicator()["due_target"] == "100"
    confirm_import(
        source=ImportRecord.objects.get(file_name="hadir.csv"), acting=acting(employee(DEWI).user, AFTER)
    )
    assert indicator()["due_target"] != "100"


def test_the_warning_counts_on_the_work_that_there_is(exposed):
    exposed("latest")
    present({"2026-01": "240", "2026-02": "240", "2026-03": "120"})
    computed()
    (found,) = forecasts_of(Appraisal.objects.get().indicators(), ends=date(2026, 12, 31)).values()
    assert found.target == 200


def test_data_without_a_planned_amount_are_refused_by_the_database(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(measure__isnull=False).update(exposure_measure=Measure.objects.first())


def plan_with(**columns: str) -> bytes:
    values = {
        "NIP": DEWI,
        "TAHUN": "2026",
        "JENIS HASIL": "UTAMA",
        "RENCANA HASIL KERJA": "Data rapi",
        "STATUS": "KONSEP",
        "INDIKATOR": "Data",
        "TARGET": "5",
        "BOBOT": "100",
        "ARAH": "NAIK",
        **columns,
    }
    return to_csv(HEADERS, [[values.get(header, "") for header in HEADERS]])


def load(content: bytes) -> None:
    import_plans(content=content, filename="skp.csv", acting=acting(COMMAND, NEW_YEAR))


@pytest.mark.parametrize(
    ("columns", "column"),
    [
        ({"PAPARAN": "Hari", "UKURAN PAPARAN": "permohonan"}, "NILAI PAPARAN"),
        ({"PAPARAN": "Hari", "NILAI PAPARAN": "9", "UKURAN PAPARAN": "tiada"}, "UKURAN PAPARAN"),
    ],
)
def test_a_plan_file_names_the_measure_of_its_exposure(version, columns, column):
    with pytest.raises(ImportRefused) as refused:
        load(plan_with(**columns))
    assert [error.column for error in refused.value.errors] == [column]


def test_a_plan_file_brings_the_measure_of_its_exposure(version):
    load(plan_with(PAPARAN="Berkas", **{"NILAI PAPARAN": "9", "UKURAN PAPARAN": "permohonan"}))
    found = Indicator.objects.get(result__version__plan__assignment__employee__number=DEWI)
    assert found.exposure_measure.key == "permohonan"


def test_a_season_is_last_years_course(version):
    """Last year most came late: 60 by September is no reason to worry."""
    months = {f"2025-{month:02d}": "10" if month < 10 else "100" for month in range(1, 13)}
    cast.load_values(months, period="2025", confirmed=EVERYTHING)
    cast.load_values({f"2026-{month:02d}": "11" for month in range(1, 10)}, period="2026")
    computed_in_october()
    indicators = Appraisal.objects.get(period="2026-Q3").indicators()
    (found,) = forecasts_of(indicators, ends=date(2026, 12, 31)).values()
    assert (found.is_seasonal, found.outlook.value, found.low) == (True, "safe", 429)
    assert round(float(found.expected_by_now), 1) == 92.3


def test_a_season_with_a_gap_is_no_season(version):
    cast.load_values({"2025-01": "10", "2025-02": "10"}, period="2025")
    cast.load_values({f"2026-{month:02d}": "11" for month in range(1, 10)}, period="2026")
    computed_in_october()
    indicators = Appraisal.objects.get(period="2026-Q3").indicators()
    (found,) = forecasts_of(indicators, ends=date(2026, 12, 31)).values()
    assert (found.is_seasonal, found.expected_by_now) == (False, 300)


def computed_in_october() -> None:
    october = date(2026, 10, 5)
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, october))
