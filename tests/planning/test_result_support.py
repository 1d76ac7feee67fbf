"""What a planned result supports above it: several results and lines, and never nothing without a reason."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from hypothesis import given
from hypothesis import strategies as st

from terukur.jobs.migrating import new_models_alone
from terukur.ledger.acting import COMMAND
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.noting import install_noting, remove_noting
from terukur.ledger.operations import Act, record
from terukur.ledger.stock import take_stock
from terukur.ledger.verification import check_rows
from terukur.organization.models import Unit
from terukur.planning.comparing import compared, parts_of
from terukur.planning.models import PlannedResult, PlanVersion, ResultSupport, UnitObjective
from terukur.planning.operations.catalogue import save_objectives
from terukur.planning.operations.content import link_result, save_result, unlink_result
from terukur.planning.operations.versions import PlanRefused, revise_plan
from terukur.planning.queries import version_with_content
from terukur.regulation.plan import PlanDraft, ResultDraft, check_submittable
from terukur.regulation.scales import FormFamily, ResultKind
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, EKO, Line, acting, employee, sign_in


@pytest.fixture
def plan(db) -> PlanVersion:
    """Ani's plan in force, beside that of her leader."""
    version = cast.load_all()
    cast.load_plan(
        BUDI, (Line(result="Layanan cepat"), Line("Antrean pendek", weight="40", result="Antrean singkat"))
    )
    UnitObjective.objects.create(unit=Unit.objects.get(code="SEKSI"), year=2026, number=1, title="Puas")
    return version


def ani():
    return acting(employee(ANI).user, AFTER)


def leaders() -> list[PlannedResult]:
    found = PlannedResult.objects.filter(version__plan__assignment__employee__number=BUDI)
    return list(found.order_by("number"))


def first_of(version: PlanVersion) -> PlannedResult:
    return version.results.order_by("number")[0]


def without_reason(version: PlanVersion) -> PlannedResult:
    PlannedResult.objects.filter(version=version).update(support_reason="")
    record(Act(f"plan/{version.plan_id}", "plan-set", rows=fingerprints(version)), ani())
    return first_of(version)


def titles(result: PlannedResult) -> list[str]:
    return [(one.leader_result or one.objective).title for one in result.supports.all()]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(ResultKind)), st.lists(st.just("Layanan"), max_size=2), st.text(max_size=3)
        ),
        max_size=4,
    )
)
def test_a_main_result_supports_something_or_says_why_not(rows):
    results = [
        ResultDraft(f"Hasil {n}", kind, above, reason, None, [])
        for n, (kind, above, reason) in enumerate(rows)
    ]
    draft = PlanDraft(FormFamily.STAFF, AFTER, AFTER, True, results, [], {}, {})
    found = {one.code for one in check_submittable(draft) if one.code.startswith("support-")}
    assert found == {
        f"support-{place}"
        for place, (kind, above, reason) in enumerate(rows, start=1)
        if kind is ResultKind.MAIN and not above and not reason.strip()
    }


def test_one_result_supports_two_of_the_leader_and_a_line_of_the_unit(plan):
    line = UnitObjective.objects.get()
    draft = revise_plan(plan=plan.plan, reason="Ditautkan", acting=ani())
    result = first_of(draft)
    save_result(version=draft, by=employee(ANI).user, fields={}, supports=[*leaders(), line], result=result)
    assert titles(result) == ["Layanan cepat", "Antrean singkat", "Puas"]
    before, after = version_with_content(plan.pk), version_with_content(draft.pk)
    (change,) = compared(parts_of(before), parts_of(after))
    assert [(one.label, one.after) for one in change.fields] == [
        ("Mendukung", "Layanan cepat; Antrean singkat; Puas")
    ]


def test_a_revision_supports_what_the_version_before_it_does(plan):
    link_result(result=first_of(plan), leader_result=leaders()[0], acting=ani())
    draft = revise_plan(plan=plan.plan, reason="Tugas bertambah", acting=ani())
    assert titles(first_of(draft)) == ["Layanan cepat"]


def test_linking_adds_and_the_last_link_stays_where_no_reason_is_written(plan):
    result, (quick, short) = without_reason(plan), leaders()
    for leader in (quick, short):
        link_result(result=result, leader_result=leader, acting=ani())
    with pytest.raises(PlanRefused, match="sudah ditautkan"):
        link_result(result=result, leader_result=short, acting=ani())
    first, second = result.supports.all()
    with pytest.raises(PlanRefused, match="Hanya pemilik"):
        unlink_result(support=first, acting=acting(employee(EKO).user, AFTER))
    unlink_result(support=first, acting=ani())
    with pytest.raises(PlanRefused, match="satu-satunya"):
        unlink_result(support=second, acting=ani())
    assert titles(result) == ["Antrean singkat"]
    assert check_rows().broken is None


def test_the_database_refuses_a_support_of_nothing_of_two_of_itself_or_twice(plan):
    result, leader, line = first_of(plan), leaders()[0], UnitObjective.objects.get()
    ResultSupport.objects.create(result=result, leader_result=leader)
    for wrong in (
        {},
        {"leader_result": leader, "objective": line},
        {"leader_result": result},
        {"leader_result": leader},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResultSupport.objects.create(result=result, **wrong)


def test_a_line_of_the_unit_that_plans_rest_on_is_not_deleted(plan):
    line = UnitObjective.objects.get()
    ResultSupport.objects.create(result=first_of(plan), objective=line)
    with pytest.raises(PlanRefused, match="Baris 1 “Puas” tidak dapat dihapus"):
        save_objectives(unit=line.unit, year=2026, lines=[], acting=acting(COMMAND, AFTER))
    assert UnitObjective.objects.filter(pk=line.pk).exists()


def test_the_form_keeps_what_is_linked_and_offers_the_rest(plan, client):
    quick, short = leaders()
    link_result(result=first_of(plan), leader_result=quick, acting=ani())
    draft = revise_plan(plan=plan.plan, reason="Ditautkan", acting=ani())
    result = first_of(draft)
    sign_in(client, ANI)
    address = f"/skp/{draft.pk}/hasil/{result.pk}/"
    page = client.get(address).content.decode()
    assert page.count("checked") == 1 and f'value="result-{short.pk}"' in page
    wanted = [f"result-{quick.pk}", f"objective-{UnitObjective.objects.get().pk}"]
    sent = {"kind": "main", "title": result.title, "supports": wanted}
    assert client.post(address, sent).status_code == 302
    assert titles(result) == ["Layanan cepat", "Puas"]
    stranger = client.post(address, {**sent, "supports": [f"result-{result.pk}"]})
    assert stranger.status_code == 200 and titles(result) == ["Layanan cepat", "Puas"]


def test_links_of_a_set_plan_are_added_and_removed_on_its_page(plan, client):
    result, (quick, short) = without_reason(plan), leaders()
    sign_in(client, ANI)
    address = f"/skp/{plan.pk}/hasil/{result.pk}/tautkan/"
    for leader in (quick, short):
        client.post(address, {"leader": leader.pk})
    assert titles(result) == ["Layanan cepat", "Antrean singkat"]
    client.post(address, {"unlink": result.supports.all()[0].pk})
    refused = client.post(address, {"unlink": result.supports.get().pk})
    assert refused.status_code == 409 and titles(result) == ["Antrean singkat"]


def test_the_columns_of_before_become_rows_and_verify_stays_clean(plan):
    line = UnitObjective.objects.get()
    first, second = plan.results.order_by("number")
    ResultSupport.objects.create(result=first, leader_result=leaders()[1])
    ResultSupport.objects.create(result=first, objective=line)
    ResultSupport.objects.create(result=second, objective=line)
    remove_noting()
    with connection.cursor() as cursor, new_models_alone():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        MigrationExecutor(connection).migrate([("planning", "0006_qualitative_form")])
        cursor.execute(
            "SELECT supports_id, supports_objective_id FROM planning_plannedresult WHERE id = %s", [first.pk]
        )
        assert cursor.fetchone() == (leaders()[1].pk, line.pk)
        MigrationExecutor(connection).migrate([("planning", "0007_results_support_several")])
    install_noting()
    assert (titles(first), titles(second)) == (["Antrean singkat", "Puas"], ["Puas"])
    take_stock(acting=acting(COMMAND, AFTER))
    assert "SKP" not in str(check_rows().broken)
