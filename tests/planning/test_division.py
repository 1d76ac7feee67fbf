"""A plan whose target divides: in a table, on the page, in a revision, in computation and ledger."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.standing import standings_of
from terukur.ledger.acting import COMMAND
from terukur.ledger.fingerprints import fingerprints
from terukur.planning.models import Indicator, Measure, PlanVersion
from terukur.planning.operations.versions import PlanRefused, revise_plan
from terukur.planning.plans_import import import_plans
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import AFTER, ANI, acting, employee, sign_in
from tests.support.quarter import submit

pytestmark = pytest.mark.django_db
COLUMNS = (
    "NIP|TAHUN|STATUS|RENCANA HASIL KERJA|RHK PIMPINAN|INDIKATOR|ASPEK|TARGET|SATUAN|WAKTU TARGET|BOBOT|"
    "UKURAN|RUMUS|SUMBER"
).split("|")
QUARTERS = ("TW I", "TW II", "TW III", "TW IV")
PARTS = ("40", "160", "160", "40")


def load(parts=PARTS, columns=QUARTERS, target="400", pace="BERTAHAP", unit="berkas", status="DITETAPKAN"):
    """Ani's plan from a table with columns for its parts."""
    common = (ANI, "2026", status, "Masyarakat terlayani", "Rencana unit")
    rows = [
        (*common, "Permohonan selesai", "Kuantitas", target, unit, pace, "60", "permohonan", "", "", *parts),
        (
            *common, "Pengaduan dijawab", "Kuantitas", "12", "berkas", "BERTAHAP", "40", "", "Jumlah", "Buku",
            *[""] * len(parts),
        ),
    ]  # fmt: skip
    import_plans(
        content=to_csv((*COLUMNS, *columns), rows), filename="skp.csv", acting=acting(COMMAND, cast.NEW_YEAR)
    )
    return PlanVersion.objects.latest("pk")


@pytest.fixture
def people(db):
    cast.load_people()
    Measure.objects.create(
        key="permohonan", name="Permohonan", unit="berkas", subject="employee", combination="sum"
    )


def divided(version) -> Indicator:
    return Indicator.objects.get(result__version=version, name="Permohonan selesai")


def test_a_table_with_quarters_divides_the_target(people):
    indicator = divided(load())
    assert (indicator.division, [int(one) for one in indicator.division_parts]) == ("own", [40, 160, 160, 40])
    assert indicator.divided.reason == "dibagi per triwulan: I 40, II 160, III 160, IV 40"


def test_a_table_with_months_divides_the_target(people):
    months = [f"TARGET B{month:02d}" for month in range(1, 13)]
    indicator = divided(load([""] * 8 + ["100"] * 4, months))
    assert [int(one) for one in indicator.division_parts] == [0] * 8 + [100] * 4


def test_ticks_under_the_quarters_are_a_timetable_and_divide_nothing(people):
    assert divided(load(("v", "v", "", "v"))).division == ""


@pytest.mark.parametrize("given", [{"parts": ("40", "160", "160", "50")}, {"pace": "AKHIR"}])
def test_parts_that_do_not_fit_are_refused_before_anything_is_stored(people, given):
    with pytest.raises(ImportRefused):
        load(**given)
    assert not PlanVersion.objects.exists()


def test_a_target_only_at_the_end_is_due_once_on_the_last_day(people):
    indicator = divided(load([], [], pace="AKHIR"))
    assert (indicator.pace, indicator.due, indicator.division) == ("once", date(2026, 12, 31), "")


def test_what_is_due_now_follows_the_division_everywhere(people):
    version = load()
    cast.load_values({"2026-01": "10", "2026-02": "10", "2026-03": "10"})
    evaluate(period=Period.parse("2026-Q1"), acting=acting(COMMAND, AFTER))
    item = Appraisal.objects.get().tree.indicators()[0]
    assert (item.due_target, item.achievement) == (40, 75)
    assert item.own.due_target == 40
    assert any("dibagi per triwulan: I 40" in step for step in item.steps)
    standing = standings_of(Appraisal.objects.get().tree, plan=version.plan, on=date(2026, 4, 30))[0]
    assert standing.expected.startswith("94"), "40 and a third of 160, in whole pieces"
    assert standing.forecast.expected_by_now == 40


def test_an_even_target_is_computed_and_sealed_as_before(version):
    cast.load_values({"2026-01": "10"})
    evaluate(period=Period.parse("2026-Q1"), acting=acting(COMMAND, AFTER))
    assert all(
        "division" not in one
        for r in Appraisal.objects.get().computation.body["results"]
        for one in r["indicators"]
    )


def test_values_at_points_are_compared_with_the_last_point_that_is_over(people):
    Measure.objects.update(combination="latest")
    load(("25", "50", "75", "100"), target="100", pace="TETAP")
    cast.load_values({"2026-03": "20"})
    evaluate(period=Period.parse("2026-Q1"), acting=acting(COMMAND, AFTER))
    item = Appraisal.objects.get().tree.indicators()[0]
    assert (item.due_target, item.achievement, item.whole_target) == (25, 80, 100)


def test_a_revision_and_next_years_copy_keep_the_division(people):
    version = load()
    fresh = revise_plan(plan=version.plan, reason="Tugas", acting=acting(employee(ANI).user, AFTER))
    assert divided(fresh).divided == divided(version).divided
    divided(fresh)
    Indicator.objects.filter(pk=divided(fresh).pk).update(target=500)
    with pytest.raises(PlanRefused) as refusal:
        submit(fresh)
    assert "Jumlah bagian 400" in str(refusal.value.findings[0])


@pytest.mark.parametrize(
    "wrong",
    [{"division": "own"}, {"division_parts": [1, 2, 3, 4]}, {"division": "own", "division_parts": [1]}],
)
def test_the_database_refuses_a_division_without_its_parts(draft, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(result__version=draft).update(**wrong)


def page(client, indicator) -> str:
    result = indicator.result
    return f"/skp/{result.version_id}/hasil/{result.pk}/iki/{indicator.pk}/"


def stored_form(client, address) -> dict[str, str]:
    forms = client.get(address).context
    fields = [*forms["form"], *forms["division"]]
    return {one.html_name: "" if one.value() is None else one.value() for one in fields}


def test_the_form_of_an_indicator_divides_its_target_and_says_what_does_not_add_up(draft, client):
    sign_in(client, ANI)
    indicator = Indicator.objects.get(result__version=draft, name="Permohonan selesai")
    address = page(client, indicator)
    filled = stored_form(client, address) | {"divides": "own"}
    quarters = dict(zip((f"quarter_{n}" for n in range(1, 5)), ("40", "160", "160", "50"), strict=True))
    told = client.post(address, filled | quarters).content.decode()
    assert "Jumlah bagian 410, seharusnya sama dengan target 400." in told
    assert client.post(address, filled | quarters | {"quarter_4": "40"}).status_code == 302
    indicator.refresh_from_db()
    assert [int(one) for one in indicator.division_parts] == [40, 160, 160, 40]
    assert stored_form(client, address)["divides"] == "own"
    plan = client.get(f"/skp/{draft.pk}/").content.decode()
    assert "I 40, II 160" in plan
    assert plan.count("Bertambah merata") == 1, "only of the other indicator"
    season = {"divides": "season", "season": "Panen", **dict.fromkeys(quarters, "1")}
    assert client.post(address, filled | season).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.division, indicator.division_name) == ("season", "Panen")
    assert client.post(address, filled | {"divides": "end", **dict.fromkeys(quarters, "")}).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.pace, indicator.due, indicator.division_parts) == ("once", date(2026, 12, 31), [])


def test_the_ledger_sees_parts_that_were_changed_behind_it(people):
    version = load()
    before = fingerprints(version)
    Indicator.objects.filter(pk=divided(version).pk).update(division_parts=[50, 150, 160, 40])
    assert fingerprints(version) != before
