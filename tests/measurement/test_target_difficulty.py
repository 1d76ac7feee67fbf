"""A target is seen beside last year and beside like positions when the plan is set, and in the round."""

import pytest

from terukur.ledger.acting import COMMAND
from terukur.measurement.difficulty import difficulties_of
from terukur.organization.people_import import import_people
from terukur.planning.models import Indicator
from terukur.regulation.difficulty import Against, Ease
from tests.support import cast, two_appraisers
from tests.support.cast import ANI, BUDI, EKO, NEW_YEAR, acting, sign_in

pytestmark = pytest.mark.django_db


def colleagues(count: int) -> list[str]:
    """People in positions like Ani's, with targets of 500, 510, …"""
    rows = [cast.colleague(f"1992{n:02d}012016051001", f"Rekan {n}") for n in range(1, count + 1)]
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *rows]), filename="p.csv", acting=acting(COMMAND, NEW_YEAR)
    )
    for n, row in enumerate(rows):
        cast.load_plan(row[0], lines=(cast.Line(target=str(500 + 10 * n), weight="100"),))
    return [row[0] for row in rows]


def of(version):
    thread = Indicator.objects.get(result__version=version, measure__isnull=False).thread
    return difficulties_of(version.pk, version.plan, on=NEW_YEAR)[thread]


def a_year_ago(months: int) -> None:
    cast.load_plan(ANI, lines=(cast.Line(target="300", weight="100"),), year=2025)
    cast.load_values({f"2025-{m:02d}": "50" for m in range(1, months + 1)}, period="2025")


def test_a_whole_measured_year_is_what_counts(version):
    a_year_ago(12)
    (found,) = of(version)
    assert (found.against, found.ease, found.reference) == (Against.REALIZED, Ease.EASIER, 600)
    assert found.words == "lebih mudah dari capaian tahun lalu (600)"


def test_half_a_year_of_data_is_no_year(version):
    a_year_ago(6)
    (found,) = of(version)
    assert (found.against, found.ease, found.reference) == (Against.LAST_TARGET, Ease.HARDER, 300)


def test_without_history_nothing_is_said(version):
    assert of(version) == []


@pytest.mark.parametrize(("others", "told"), [(3, False), (4, False), (5, True)])
def test_like_positions_are_told_from_five_others_on(version, others, told):
    colleagues(others)
    found = of(version)
    assert bool(found) == told
    if told:
        assert (found[0].against, found[0].reference, found[0].ease) == (
            Against.LIKE_POSITIONS,
            520,
            Ease.EASIER,
        )


def test_another_position_or_a_draft_is_not_like(version):
    colleagues(4)
    cast.load_plan(EKO, lines=(cast.Line(target="100", weight="100"),), status="KONSEP")
    assert of(version) == [], "a draft is nobody's target yet"


def test_the_same_title_in_another_unit_is_like(version):
    colleagues(4)
    cast.load_plan(EKO, lines=(cast.Line(target="100", weight="100"),))
    assert of(version)


def test_the_appraiser_reads_it_in_plain_words_when_the_plan_is_set(version, client):
    a_year_ago(12)
    for who in (ANI, BUDI):
        sign_in(client, who)
        page = client.get(f"/skp/{version.pk}/").content.decode()
        assert "Target lebih mudah dari capaian tahun lalu (600)." in page


def test_it_is_read_again_in_the_round(client):
    two_appraisers.load_everybody()
    a_year_ago(12)
    round_ = two_appraisers.opened()
    sign_in(client, two_appraisers.GITA)
    number = two_appraisers.row_of(ANI).number
    page = client.get(f"/kalibrasi/{round_.pk}/{number}/").content.decode()
    assert "Target: lebih mudah dari capaian tahun lalu (600)" in page
