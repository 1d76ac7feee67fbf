"""The basis of a unit's appraisals: from ten on, no small cell, and only what the records tell."""

import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.models import Appraisal
from terukur.appraisal.schedule import proposal_for
from terukur.appraisal.tree import StatedSource
from terukur.ledger.models import ImportRecord, StoredFile
from terukur.measurement.models import Observation
from terukur.objections.models import Objection, ObjectionDecision
from terukur.objectivity.unit_basis import cells, unit_rows
from terukur.planning.models import Indicator, Measure, PlannedResult
from terukur.regulation.scales import Origin
from terukur.regulation.schedule import Step
from tests.support import cast
from tests.support.cast import AFTER, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, employee, moment
from tests.support.computed_tree import indicator, months
from tests.support.index_example import TOO_HIGH, USUAL
from tests.support.sized_unit import fill, unit

pytestmark = pytest.mark.django_db
MEASURED = [indicator()]
NOTHING = [indicator(origin=Origin.NONE, realization=None, achievement=None, sources=())]


@pytest.fixture(autouse=True)
def people(db):
    cast.load_people()


def rows(expectation=None):
    found = unit_rows(QUARTER, expectation=expectation, on=AFTER)
    assert json.loads(json.dumps(found)) == found
    return found


def test_nine_are_told_nothing_of_and_ten_are():
    fill("A", 9)
    assert rows() == []
    fill("B", 10)
    (row,) = rows()
    assert (row["unit"], row["n"]) == (unit("B").pk, 10)


def test_what_is_a_trial_or_not_delivered_does_not_make_ten():
    fill("A", 9)
    fill("A", 3, is_trial=True)
    Appraisal.objects.create(plan=Appraisal.objects.first().plan, period="2026-Q2", starts=AFTER, ends=AFTER)
    assert rows() == []


def test_the_index_of_a_unit_is_the_middle_of_its_appraisals():
    """Measured and from a system, no entries, three marks explained, nobody calibrated."""
    among_five(fill("A", 12))
    (row,) = rows()
    expected = (25 + 20 + 0 + 10 + 6) * 100 / (25 + 20 + 15 + 10 + 10)
    assert row["median"] == pytest.approx(expected)
    assert row["quartiles"] == pytest.approx([expected] * 3)
    assert row["bands"] == {"A": 0, "B": 12, "C": 0, "D": 0}
    assert row["share_of_d"] == 0
    assert row["components"] == {
        "measured_share": 100,
        "verified_evidence": 100,
        "continuity": 0,
        "consistency": None,
        "justification": 100,
        "panel_agreement": None,
        "calibration": 60,
    }


def among_five(appraisals: list[Appraisal]) -> None:
    """Rated by five appraisers by turns."""
    bosses = [employee(number) for number in (BUDI, CITRA, DEWI, EKO, FAJAR)]
    for place, appraisal in enumerate(appraisals):
        Appraisal.objects.filter(pk=appraisal.pk).update(appraiser=bosses[place % 5])


def test_of_few_appraisers_nothing_is_told_that_would_be_about_one_of_them():
    """How ratings stand to results, in a unit of one appraiser, is how that person rates."""
    fill("A", 12)
    (row,) = rows(TOO_HIGH)
    assert (row["components"]["consistency"], row["components"]["calibration"]) == (None, None)
    assert row["median"] == pytest.approx((25 + 20 + 0 + 10) * 100 / (25 + 20 + 15 + 10), abs=1e-4)
    assert rows(USUAL)[0]["median"] == row["median"]


def test_the_expectation_of_the_run_makes_consistency_apply():
    among_five(fill("A", 10))
    assert rows(USUAL)[0]["components"]["consistency"] == 100
    assert rows(TOO_HIGH)[0]["components"]["consistency"] == 0


def test_the_share_of_the_lowest_band_is_told_from_five_people_on():
    fill("A", 12, indicators=lambda n: NOTHING if n < 6 else MEASURED)
    (row,) = rows()
    assert (row["bands"]["D"], row["share_of_d"]) == (6, 0.5)
    fill("B", 12, indicators=lambda n: NOTHING if n < 4 else MEASURED)
    second = rows()[1]
    assert second["share_of_d"] is None
    assert second["bands"] == {"A": 0, "B": None, "C": 0, "D": None}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((0, 12, 0, 0), (0, 12, 0, 0)),
        ((0, 10, 0, 2), (0, None, 0, None)),
        ((6, 10, 0, 2), (None, 10, 0, None)),
        ((9, 10, 1, 1), (None, 10, None, None)),
        ((9, 10, 3, 2), (9, 10, None, None)),
    ],
)
def test_no_small_cell_follows_from_the_others(counts, shown):
    names = "ABCD"
    told = cells(dict(zip(names, counts, strict=True)), least=5)
    assert told == dict(zip(names, shown, strict=True))


def test_rush_is_the_last_tenth_of_the_days_for_rating_and_whatever_is_later():
    """The proposed window of ratings is shorter than twenty days, so its last tenth is its last day."""
    due = proposal_for(QUARTER, on=QUARTER.ends)[Step.RATING].due
    fill("A", 10, rated_on=lambda n: due if n < 6 else due - timedelta(days=1))
    fill("B", 10, rated_on=lambda n: due + timedelta(days=9))
    fill("C", 10, rated_on=lambda n: due if n < 4 else AFTER)
    assert [row["rush_share"] for row in rows()] == [0.6, 1, None]


def test_forms_with_seven_equal_marks():
    same, other = ["meets"] * 7, ["above"] + ["meets"] * 6
    fill("A", 10, marks=lambda n: same if n < 7 else other)
    fill("B", 10, marks=lambda n: other)
    assert [row["same_marks_share"] for row in rows()] == [0.7, 0]


def objected(appraisal, *, granted: bool) -> None:
    owner = appraisal.plan.assignment.employee.user
    filed = Objection.objects.create(
        appraisal=appraisal,
        filed_by=owner,
        filed_at=moment(AFTER),
        last_day=AFTER,
        grounds="x",
        is_late=False,
    )
    ObjectionDecision.objects.create(
        objection=filed,
        heard="x",
        reason="x",
        result_before="meets",
        behavior_before="meets",
        result_after="above" if granted else "meets",
        behavior_after="meets",
        grade_before="good",
        grade_after="good",
        by=employee(CITRA).user,
        at=moment(AFTER + timedelta(days=4)),
        decide_by=AFTER,
    )


def test_objections_are_told_from_five_on():
    many, few = fill("A", 12), fill("B", 12)
    for place, appraisal in enumerate(many[:6]):
        objected(appraisal, granted=place < 5)
    objected(few[0], granted=True)
    told = [(row["objection_rate"], row["overturn_rate"], row["days_to_decide"]) for row in rows()]
    assert told == [(0.5, pytest.approx(5 / 6, abs=1e-4), 4.0), (None, None, None)]


def reached(lifted: bool):
    """Ten achievements a person: evenly around the target, or those just below it lifted."""

    def of(person):
        values = [Fraction(90 + 2 * k) + Fraction(person, 6) for k in range(10)]
        lift = [Fraction(101) if lifted and 95 <= value < 100 else value for value in values]
        return [indicator(achievement=value) for value in lift]

    return of


def test_heaps_at_the_target_are_found_among_units():
    fill("A", 12, indicators=reached(True))
    fill("B", 12, indicators=reached(False))
    lifted, plain = (row["bunching"] for row in rows())
    assert (lifted["found"], plain["found"]) == (True, False)
    assert lifted["share_above"] == 1
    fill("C", 10, indicators=lambda n: reached(True)(n)[:9])
    assert rows()[2]["bunching"] is None


def test_round_numbers_are_looked_for_among_whole_values_typed_by_hand():
    typed = {"origin": Origin.DECLARED, "sources": (StatedSource(1, "Ani", moment(AFTER), None, ()),)}
    fill("A", 10, indicators=lambda n: [indicator(series=months(150, 200), **typed)])
    fill("B", 10, indicators=lambda n: [indicator(series=months(151, 203), **typed)])
    fill("C", 10, indicators=lambda n: [indicator(series=months(150, 200))])
    own, odd, measured = (row["round"] for row in rows())
    assert (own["values"], own["round"], own["found"]) == (20, 20, True)
    assert (odd["round"], odd["found"]) == (0, False)
    assert measured is None


def test_work_that_ends_when_the_target_is_reached():
    def counted(*values):
        total = Fraction(sum(values))
        return [indicator(series=months(*values), target=Fraction(60), realization=total)]

    fill("A", 10, indicators=lambda n: counted(20, 20, 20, 0, 0, 0))
    fill("B", 10, indicators=lambda n: counted(20, 20, 20, 19, 21, 20))
    fill("C", 10, indicators=lambda n: counted(20, 20, 20))
    fill("D", 10, indicators=lambda n: [indicator(series=months(20, 20, 20, 0, 0, 0))])
    assert [row["stops"] for row in rows()] == [
        {"looked": 10, "rare": 10},
        {"looked": 10, "rare": 0},
        None,
        None,
    ]


def planned(appraisals, target: int, before: int) -> None:
    """A yearly target on a measure, and what each person reached a month of the year before."""
    measure = Measure.objects.get_or_create(
        key="permohonan",
        defaults={"name": "P", "unit": "berkas", "subject": "employee", "combination": "sum"},
    )[0]
    file = StoredFile.objects.create(
        sha256=f"{StoredFile.objects.count():064}",
        name="x.csv",
        size=1,
        media_type="text/csv",
        stored_at=moment(AFTER),
        stored_by_name="x",
    )
    source = ImportRecord.objects.create(
        kind="measurements",
        file=file,
        file_name="x.csv",
        at=moment(AFTER),
        by_name="x",
        rows=12,
        created=12,
        updated=0,
        unchanged=0,
    )
    for appraisal in appraisals:
        held = appraisal.plan.assignment.employee
        computation = appraisal.computations.get()
        result = PlannedResult.objects.create(
            version=computation.plan_version, number=1, kind="main", title="x"
        )
        Indicator.objects.create(
            result=result, number=1, name="x", unit="berkas", target=target, weight=100, measure=measure
        )
        Observation.objects.bulk_create(
            Observation(
                measure=measure,
                employee=held,
                starts=date(2025, month, 1),
                ends=date(2025, month, 28),
                value=before + held.pk % 5,
                version=1,
                source=source,
                line=1,
            )
            for month in range(1, 13)
        )


def test_easy_targets_stand_out_among_those_of_the_same_measure():
    planned(fill("A", 24), target=1200, before=100)
    planned(fill("B", 10), target=600, before=100)
    fill("C", 10)
    usual, easy, unknown = (row["targets"] for row in rows())
    assert (usual["compared"], usual["share_easy"]) == (24, 0)
    assert (easy["compared"], easy["share_easy"]) == (10, 1)
    assert usual["quartiles"][1] > easy["quartiles"][1]
    assert unknown is None


def test_a_larger_agency_costs_no_more_statements():
    fill("A", 10)
    rows()
    with CaptureQueriesContext(connection) as few:
        rows()
    fill("A", 15)
    fill("B", 20)
    with CaptureQueriesContext(connection) as many:
        assert [row["n"] for row in rows()] == [25, 20]
    assert len(many) == len(few) <= 16
