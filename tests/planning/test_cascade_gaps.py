"""The two reports on a unit's cascade: what nobody carries, and results that lead nowhere."""

import pytest

from terukur.organization.models import Unit
from terukur.planning.cascade_gaps import CascadeGaps, cascade_gaps
from terukur.planning.models import PlannedResult, PlanVersion, ResultSupport, UnitObjective
from terukur.planning.operations.content import link_result
from terukur.planning.operations.versions import revise_plan
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, Line, acting, employee, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> PlanVersion:
    version = cast.load_all()
    cast.load_plan(BUDI, (Line(result="Layanan cepat", weight="100"),))
    UnitObjective.objects.create(unit=own_unit(), year=2026, number=1, title="Masyarakat puas")
    return version


def own_unit() -> Unit:
    return Unit.objects.get(positions__assignments__employee__number=ANI)


def gaps() -> CascadeGaps:
    return cascade_gaps(own_unit(), 2026, on=AFTER)


def of(number: str) -> list[PlannedResult]:
    found = PlannedResult.objects.filter(version__plan__assignment__employee__number=number)
    return list(found.order_by("number"))


def test_each_link_takes_its_two_ends_off_the_lists(plan):
    found = gaps()
    assert [one.title for one in found.lines] == ["Masyarakat puas"]
    assert {(one.holder, one.title) for one in found.nowhere} >= {("Ani", "Masyarakat terlayani")}
    assert ("Budi", "Layanan cepat") in {(one.holder, one.title) for one in found.leader_results}
    link_result(result=of(ANI)[0], leader_result=of(BUDI)[0], acting=acting(employee(ANI).user, AFTER))
    ResultSupport.objects.create(result=of(ANI)[1], objective=UnitObjective.objects.get())
    found = gaps()
    assert found.lines == [] and found.leader_results == []
    assert "Ani" not in {one.holder for one in found.nowhere}


def test_a_draft_carries_nothing_and_has_no_gap_of_its_own(plan):
    draft = revise_plan(plan=plan.plan, reason="Ditautkan", acting=acting(employee(ANI).user, AFTER))
    ResultSupport.objects.create(result=draft.results.all()[0], objective=UnitObjective.objects.get())
    found = gaps()
    assert [one.title for one in found.lines] == ["Masyarakat puas"]
    assert {one.version_id for one in found.nowhere if one.holder == "Ani"} == {plan.pk}


def test_who_appraises_nobody_has_no_result_that_others_are_to_support(plan):
    assert "Ani" not in {one.holder for one in gaps().leader_results}


def test_the_head_reads_both_lists_on_the_page_of_the_unit(plan, client):
    sign_in(client, BUDI)
    page = client.get(f"/perencanaan/2026/unit/{own_unit().pk}/?kaskade=1").content.decode()
    assert page.index("Belum ada yang mendukung") < page.index("Masyarakat puas")
    assert page.index("Belum tertaut ke atas") < page.index("Masyarakat terlayani")
