"""Drafts of ratings: kept as typed, private, never replaced unseen, and no rating by themselves."""

import threading

import pytest
from django.db import connection

from terukur.appraisal.drafting import DraftOutdated, DraftRefused, held_of, rate_draft, save_draft
from terukur.appraisal.marks import draft_mark
from terukur.appraisal.models import Appraisal, AppraisalDraft
from terukur.appraisal.operations import AppraisalRefused
from terukur.appraisal.queries import own_drafts
from terukur.coaching.team_table import table_of, texts_alike
from terukur.ledger.models import Entry
from terukur.organization.models import ReportingLine
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.scales import Rating
from tests.support import cast, quarter
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, QUARTER, acting, employee, sign_in

pytestmark = pytest.mark.django_db
MIDDLE = {"results": "meets", "behavior": "meets", **{f"mark_{code}": "meets" for code in BEHAVIOR_CODES}}
REASON = "Loket tetap buka saat listrik padam."


def fresh(appraisal):
    return Appraisal.objects.select_related("computation").get(pk=appraisal.pk)


def held(appraisal, by=BUDI):
    found = fresh(appraisal)
    return held_of(found, own_drafts(employee(by), [found]).get(found.pk))


def save(appraisal, fields, *, seen=None, tab="", by=BUDI):
    return save_draft(
        appraisal=appraisal,
        fields=fields,
        tab=tab,
        acting=acting(employee(by).user, AFTER),
        seen=held(appraisal).mark if seen is None else seen,
        seen_computation=appraisal.computation_id,
    )


def give(appraisal, seen, by=BUDI):
    rate_draft(appraisal=appraisal, seen=seen, acting=acting(employee(by).user, AFTER))


def test_half_a_row_is_kept_as_typed_and_rates_nobody(appraisal):
    entries = Entry.objects.count()
    kept = save(appraisal, {"results": "above", "example_on_BP": "2026-0"})
    assert kept.fields["results"] == "above"
    assert kept.fields["example_on_BP"] == "2026-0"
    assert fresh(appraisal).status == "open"
    assert Entry.objects.count() == entries


def test_an_older_page_is_told_what_stands_and_replaces_nothing(appraisal):
    opened = held(appraisal).mark
    save(appraisal, {"results": "above"}, seen=opened, tab="satu")
    with pytest.raises(DraftOutdated) as told:
        save(appraisal, {"results": "below"}, seen=opened, tab="dua")
    assert told.value.held.fields["results"] == "above"
    assert held(appraisal).fields["results"] == "above"
    save(appraisal, {"results": "below"}, seen=told.value.held.mark, tab="dua")
    assert held(appraisal).fields["results"] == "below"


def test_an_answer_that_was_lost_on_the_way_is_no_conflict(appraisal):
    opened = held(appraisal).mark
    save(appraisal, {"results": "above"}, seen=opened, tab="satu")
    assert save(appraisal, {"results": "above"}, seen=opened).mark == held(appraisal).mark
    save(appraisal, {"results": "meets"}, seen=opened, tab="satu")
    assert held(appraisal).fields["results"] == "meets"


def test_a_page_opened_before_the_rating_cannot_draft_over_it(appraisal):
    opened = held(appraisal).mark
    first = save(appraisal, MIDDLE, seen=opened, tab="satu")
    give(appraisal, first.mark)
    assert not AppraisalDraft.objects.exists()
    for stale in (opened, first.mark):
        with pytest.raises(DraftOutdated) as told:
            save(appraisal, {"results": "below"}, seen=stale, tab="satu")
        assert told.value.held.fields["results"] == "meets"


def test_a_draft_is_given_only_as_it_was_shown(appraisal):
    shown = save(appraisal, MIDDLE, tab="satu")
    save(appraisal, MIDDLE | {"results": "above", "results_reason": REASON}, tab="dua")
    with pytest.raises(AppraisalRefused, match="tab atau perangkat lain"):
        give(appraisal, shown.mark)
    give(appraisal, held(appraisal).mark)
    assert fresh(appraisal).result_rating == Rating.ABOVE


def test_an_incomplete_draft_says_what_is_missing_and_stays(appraisal):
    kept = save(appraisal, MIDDLE | {"mark_AD": "above"})
    with pytest.raises(AppraisalRefused) as told:
        give(appraisal, kept.mark)
    assert [finding.code for finding in told.value.findings] == ["example_AD", "example_on_AD"]
    assert held(appraisal).is_draft
    assert fresh(appraisal).status == "open"


def test_a_draft_written_beside_other_figures_is_not_given(appraisal):
    kept = save(appraisal, MIDDLE)
    cast.load_values({"2026-03": "60"})
    quarter.computed()
    assert fresh(appraisal).computation_id != appraisal.computation_id
    with pytest.raises(AppraisalRefused, match="Hasil ukurnya berubah"):
        give(appraisal, kept.mark)
    [row] = table_of(employee(BUDI), period=QUARTER, on=AFTER)
    assert row.changed_since


def test_a_draft_is_read_and_written_by_its_appraiser_alone(appraisal, client):
    save(appraisal, {"results": "below", "results_reason": REASON})
    for other in (ANI, CITRA, DEWI):
        with pytest.raises(DraftRefused):
            save(appraisal, MIDDLE, by=other)
        sign_in(client, other)
        for page in ("", "nilai/", "riwayat/"):
            assert REASON not in client.get(f"/penilaian/{appraisal.pk}/{page}").content.decode()
        assert REASON not in client.get("/tim/nilai/?periode=2026-Q1").content.decode()


def test_the_next_appraiser_begins_without_the_draft_of_the_last(appraisal):
    save(appraisal, {"results_reason": REASON})
    ReportingLine.objects.filter(assignment__employee__number=ANI).update(appraiser=employee(CITRA))
    [row] = [
        row for row in table_of(employee(CITRA), period=QUARTER, on=AFTER) if row.appraisal.pk == appraisal.pk
    ]
    assert not row.held.is_draft
    save(appraisal, {"results": "meets"}, by=CITRA, seen=row.held.mark)
    assert AppraisalDraft.objects.get().author == employee(CITRA)


def test_a_delivered_rating_takes_no_draft(appraisal):
    quarter.hand_over(appraisal)
    with pytest.raises(DraftRefused, match="sebelum disampaikan"):
        save(appraisal, MIDDLE)


@pytest.mark.parametrize("fields", [{"results": "excellent"}, {"results_reason": "x" * 2001}])
def test_what_is_no_draft_is_refused(appraisal, fields):
    with pytest.raises(DraftRefused):
        save(appraisal, fields)


def test_the_single_page_begins_with_the_draft_and_ends_it(appraisal, client):
    save(appraisal, MIDDLE | {"results": "above", "results_reason": REASON})
    sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal.pk}/nilai/")
    assert REASON in page.content.decode()
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    save(appraisal, MIDDLE, tab="lain")
    refused = client.post(f"/penilaian/{appraisal.pk}/nilai/", sent)
    assert "tab atau perangkat lain" in refused.content.decode()


def test_many_rows_with_the_same_words_are_only_hinted_at(version):
    for number in (BUDI, DEWI, cast.EKO, cast.FAJAR):
        cast.load_plan(number)
    cast.load_values(quarter.VALUES)
    quarter.computed()
    rows = table_of(employee(CITRA), period=QUARTER, on=AFTER)
    for row in rows[:2]:
        save_for(row, REASON)
    assert texts_alike(table_of(employee(CITRA), period=QUARTER, on=AFTER)) == 0
    save_for(rows[2], REASON.upper() + "  ")
    assert texts_alike(table_of(employee(CITRA), period=QUARTER, on=AFTER)) == 3


def save_for(row, words):
    save_draft(
        appraisal=row.appraisal,
        fields={"results_reason": words},
        seen=row.held.mark,
        seen_computation=row.appraisal.computation_id,
        acting=acting(employee(CITRA).user, AFTER),
    )


def test_the_table_asks_for_reasons_by_the_rule(appraisal):
    [row] = table_of(employee(BUDI), period=QUARTER, on=AFTER)
    suggested = row.yardstick.results
    assert row.results_reasons[Rating.BELOW]
    assert bool(row.results_reasons[Rating.MEETS]) == (suggested not in (None, Rating.MEETS))
    assert row.behavior_reasons[Rating.MEETS] == ""


def test_without_a_script_a_row_is_saved_and_given(appraisal, client):
    sign_in(client, BUDI)
    row = f"/tim/nilai/{appraisal.pk}/"
    sent = {"seen": appraisal.computation_id}
    client.post(row, sent | {"mark": held(appraisal).mark, "results": "above"})
    page = client.get("/tim/nilai/?periode=2026-Q1").content.decode()
    assert "data-due-now" in page
    stale = client.post(row, sent | {"mark": "0:0", "results": "below"})
    assert stale.status_code == 409
    assert "isian Anda “Di bawah ekspektasi”" in stale.content.decode()
    answer = client.post(row, sent | MIDDLE | {"mark": held(appraisal).mark, "give": "1"})
    assert answer.status_code == 302
    assert fresh(appraisal).status == "rated"


def test_all_complete_rows_are_given_and_the_others_stay(version, client):
    for number in (BUDI, DEWI):
        cast.load_plan(number)
    cast.load_values(quarter.VALUES)
    quarter.computed()
    sign_in(client, CITRA)
    budi, dewi = (Appraisal.objects.get(plan__assignment__employee__number=number) for number in (BUDI, DEWI))
    sent = []
    for one, fields in ((budi, {"results": "meets"}), (dewi, MIDDLE)):
        kept = save(one, fields, by=CITRA, seen=draft_mark(one, None))
        sent.append(f"{one.pk}={kept.mark}")
    answer = client.post("/tim/nilai/semua/?periode=2026-Q1", {"row": sent}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    dewi_ok = fresh(dewi).status
    assert (fresh(budi).status, dewi_ok) == ("open", "rated"), told
    assert any("Budi" in words for words in told)


@pytest.mark.django_db(transaction=True)
def test_two_pages_at_once_one_is_told(appraisal):
    opened = held(appraisal).mark
    together = threading.Barrier(2)
    outcomes = []

    def page(name):
        together.wait()
        try:
            save(appraisal, {"results_reason": name * 20}, seen=opened, tab=name)
            outcomes.append("saved")
        except DraftOutdated:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=page, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
