"""A quarter of one person: computation, rating, delivery, answer."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.marks import RatingMark
from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.operations import AppraisalRefused, deliver, rate
from terukur.appraisal.replaying import suggestion_from
from terukur.appraisal.tree_json import from_json
from terukur.delivery.receipt import accept
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, EKO, QUARTER, acting, employee, moment
from tests.support.quarter import AS_SUGGESTED, VALUES, computed, give, grade_unit, hand_over

pytestmark = pytest.mark.django_db


def test_the_computation_says_what_it_rests_on(appraisal):
    body = appraisal.computation.body
    indicator = body["results"][0]["indicators"][0]
    assert indicator["realization"] == "96"
    assert indicator["due_target"] == "100"
    assert indicator["achievement"] == "96"
    assert indicator["origin"] == "measured"
    assert indicator["sources"][0]["rows"] == [2, 3, 4]
    assert body["suggested"] == "meets"
    assert body["coverage"] == "100"


@pytest.mark.parametrize("on", [date(2026, 5, 20), date(2026, 7, 5)])
def test_a_period_without_one_row_is_not_measured_whether_it_runs_or_is_over(version, on):
    cast.load_values(VALUES)
    evaluate(period=Period.parse("2026-Q2"), acting=acting(COMMAND, on, moment(AFTER)))
    second = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    indicator = second.computation.body["results"][0]["indicators"][0]
    assert (indicator["compared_until"], indicator["achievement"]) == ("2026-03-31", None)
    assert (indicator["origin"], indicator["own"]) == ("none", None)
    assert indicator["reached"] == {
        "starts": "2026-01-01",
        "ends": "2026-03-31",
        "achievement": "96",
        "origin": "measured",
    }
    assert (second.computation.suggested, second.computation.coverage) == ("", 0)


def test_months_that_were_never_loaded_are_neither_zero_nor_done(version):
    cast.load_values(VALUES | {"2026-04": "36"}, period="2026")
    evaluate(period=Period.parse("2026-Q2"), acting=acting(COMMAND, date(2026, 7, 5), moment(AFTER)))
    second = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    indicator = second.computation.body["results"][0]["indicators"][0]
    assert (indicator["realization"], indicator["achievement"]) == ("132", "99")
    assert indicator["months"]["missing"] == ["2026-05-01", "2026-06-01"]
    assert indicator["months"]["share"] == "1/3"
    assert second.computation.coverage == 20, "a third of its weight of 60; the other has no data"
    assert second.computation.suggested == ""


def test_a_gap_lowers_what_was_due_and_not_what_was_done(version):
    cast.load_values({"2026-01": "33", "2026-03": "33"})
    indicator = computed().computation.body["results"][0]["indicators"][0]
    assert (indicator["due_target"], indicator["achievement"]) == ("200/3", "99")
    assert "Bulan periode ini tanpa data: Februari; tidak dihitung nol" in indicator["steps"]


def test_the_own_value_of_a_quarter_comes_from_its_own_rows(version):
    cast.load_values(VALUES)
    cast.load_values({f"2026-{m:02d}": "40" for m in (4, 5, 6)}, period="2026-Q2")
    evaluate(period=Period.parse("2026-Q2"), acting=acting(COMMAND, date(2026, 7, 5), moment(AFTER)))
    second = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    item = explanation_of(second)["results"][0]["indicators"][0]
    own, reached = item["own"], item["reached"]
    assert (own["value"]["value"], own["label"]) == ("120", "April–Juni")
    assert [(s["rows"], s["import"]) for s in own["sources"]] == [([2, 3, 4], item["sources"][1]["import"])]
    assert (own["due_target"]["value"], own["achievement"]["value"]) == ("100", "120")
    assert (reached["label"], item["realization"]["value"]) == ("Januari–Juni", "216")
    assert len(item["sources"]) == 2


def test_an_older_rule_replays_as_it_was(version):
    body = dict(computed().computation.body)
    for result in body["results"]:
        for item in result["indicators"]:
            for name in ("months", "own", "reached", "due_by_calendar"):
                item.pop(name)
            item |= {"achievement": "36", "origin": "measured"}
    tree = from_json(body)
    suggestion = suggestion_from(tree.results, tree.policy).result
    assert suggestion.rating == "below", "the version of then counted it whole"


def test_computing_again_without_news_stores_nothing(appraisal):
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    assert Computation.objects.filter(appraisal=appraisal).count() == 1


@pytest.mark.parametrize("number", [ANI, CITRA, EKO])
def test_only_the_appraiser_rates(appraisal, number):
    with pytest.raises(AppraisalRefused):
        give(appraisal, by=number)


def test_another_rating_than_suggested_needs_a_reason(appraisal):
    draft = replace(AS_SUGGESTED, results=Rating.ABOVE)
    with pytest.raises(AppraisalRefused) as refusal:
        give(appraisal, draft)
    assert [finding.code for finding in refusal.value.findings] == ["results_reason"]
    appraisal.refresh_from_db()
    assert (appraisal.status, appraisal.marks.count()) == ("open", 0)


def test_no_grade_without_the_organization_grade(appraisal):
    give(appraisal)
    with pytest.raises(AppraisalRefused, match="capaian kinerja organisasi"):
        deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))


def test_the_organization_grade_comes_from_above(appraisal):
    with pytest.raises(AppraisalRefused, match="pimpinan unit di atasnya"):
        grade_unit(by=BUDI)


def test_a_running_period_is_not_rated(version):
    evaluate(period=Period.parse("2026-Q2"), acting=acting(COMMAND, AFTER))
    running = Appraisal.objects.get(plan=version.plan, period="2026-Q2")
    with pytest.raises(AppraisalRefused, match="Penilaian Triwulan II 2026 dibuka 1 Juli 2026"):
        give(running)


def test_figures_that_changed_under_the_form_are_said(appraisal):
    with pytest.raises(AppraisalRefused, match="berubah sejak"):
        rate(
            appraisal=appraisal,
            draft=AS_SUGGESTED,
            acting=acting(employee(BUDI).user, AFTER),
            seen=RatingMark(computation=str(appraisal.computation_id + 1)),
        )


def test_the_grade_follows_from_the_matrix_and_stands(appraisal):
    delivered = hand_over(appraisal)
    delivered.refresh_from_db()
    assert (delivered.grade, delivered.status) == ("good", "delivered")
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(pk=delivered.pk).update(result_rating="above")
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(pk=delivered.pk).update(status="open")


def test_a_delivered_rating_keeps_its_computation(appraisal):
    hand_over(appraisal)
    cast.load_values(VALUES | {"2026-02": "90"})
    assert computed().computation_id == appraisal.computation_id


def test_the_explanation_has_the_promised_shape(appraisal):
    x = explanation_of(hand_over(appraisal))
    assert {
        "employee",
        "period",
        "status",
        "policy",
        "organization_grade",
        "results",
        "suggested",
        "coverage",
        "result_rating",
        "behavior",
        "behavior_rating",
        "reasons",
        "grade",
        "citations",
    } <= set(x)
    assert (x["grade"], x["grade_label"], len(x["behavior"])) == ("good", "Baik", 7)
    indicator = x["results"][0]["indicators"][0]
    assert indicator["achievement"]["display"] == "96"
    assert len(indicator["sha256"]) == 64


def test_a_draft_rating_is_hidden_from_the_employee(appraisal):
    give(appraisal)
    appraisal.refresh_from_db()
    assert explanation_of(appraisal, with_ratings=False)["result_rating"] is None


def test_the_employee_accepts(appraisal):
    hand_over(appraisal)
    accept(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))
    appraisal.refresh_from_db()
    assert appraisal.status == "accepted"
