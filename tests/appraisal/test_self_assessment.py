"""The employee's own view: optional, closed to everybody else until the appraiser has rated, then fixed."""

import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from terukur.appraisal.drafting import held_of, save_draft
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal, SelfAssessment
from terukur.appraisal.queries import appraisal_for
from terukur.appraisal.self_assessment import (
    OwnView,
    SelfAssessmentRefused,
    save_self_assessment,
    subjects_of,
)
from terukur.ledger.models import Entry
from terukur.regulation.scales import Rating
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, sign_in
from tests.support.quarter import give, hand_over

pytestmark = pytest.mark.django_db
WORDS = "Antrean saya pecah menjadi dua loket."
OTHERS = (BUDI, CITRA, DEWI, FAJAR)
PAGES = ("", "nilai/", "riwayat/", "percakapan/", "angka/", "mandiri/", "ringkasan/", "andai/")


def write(appraisal, view=None, *, by=ANI, seen=0):
    view = view or OwnView(Rating.ABOVE, Rating.MEETS, {"BP": WORDS})
    save_self_assessment(appraisal=appraisal, view=view, seen=seen, acting=acting(employee(by).user, AFTER))


def seen_by(number, appraisal):
    found = appraisal_for(employee(number).user, appraisal.pk, on=AFTER)
    return getattr(found, "seen_self_view", None)


@pytest.mark.parametrize("reader", OTHERS)
def test_before_the_rating_nobody_else_gets_it_from_the_database(appraisal, reader):
    write(appraisal)
    assert seen_by(reader, appraisal) is None
    assert seen_by(ANI, appraisal).words == {"BP": WORDS}


@pytest.mark.parametrize("reader", [*OTHERS, EKO])
def test_before_the_rating_no_page_shows_it(appraisal, client, reader):
    write(appraisal)
    sign_in(client, reader)
    for page in [f"/penilaian/{appraisal.pk}/{name}" for name in PAGES] + [
        "/",
        "/tim/?periode=2026-Q1",
        "/tim/nilai/?periode=2026-Q1",
    ]:
        assert WORDS not in client.get(page).content.decode(), page


def test_neither_explanation_nor_command_nor_ledger_tell_it_early(appraisal, capsys):
    write(appraisal)
    assert WORDS not in str(explanation_of(appraisal))
    out = StringIO()
    call_command("explain", ANI, "--period", "2026-Q1", "--json", stdout=out)
    assert WORDS not in out.getvalue() + capsys.readouterr().out
    entry = Entry.objects.get(act="self-assessed")
    assert (entry.before, entry.after, entry.reason) == (None, None, "")


def test_a_draft_in_the_table_does_not_open_it(appraisal):
    write(appraisal)
    save_draft(
        appraisal=appraisal,
        fields={"results": "meets"},
        seen=held_of(appraisal, None).mark,
        seen_computation=appraisal.computation_id,
        acting=acting(employee(BUDI).user, AFTER),
    )
    assert seen_by(BUDI, appraisal) is None


def test_once_rated_the_appraiser_reads_it_beside_the_rating(appraisal, client):
    write(appraisal)
    give(appraisal)
    sign_in(client, BUDI)
    assert WORDS in client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    for reader in (CITRA, DEWI, FAJAR):
        sign_in(client, reader)
        assert WORDS not in client.get(f"/penilaian/{appraisal.pk}/").content.decode()


def test_delivered_it_stands_beside_the_rating_for_both(appraisal, client):
    write(appraisal)
    hand_over(appraisal)
    for reader in (ANI, BUDI, CITRA):
        sign_in(client, reader)
        assert WORDS in client.get(f"/penilaian/{appraisal.pk}/").content.decode()


def test_the_employee_does_not_read_the_rating_early_through_it(appraisal, client):
    write(appraisal)
    give(appraisal)
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{appraisal.pk}/")
    assert WORDS in page.content.decode()
    assert page.context["x"]["result_rating"] is None


def test_after_the_rating_it_is_neither_written_nor_changed(appraisal):
    write(appraisal)
    give(appraisal)
    with pytest.raises(SelfAssessmentRefused, match="tidak dapat ditulis atau diubah lagi"):
        write(appraisal, seen=1)
    for change in (lambda rows: rows.update(words={}), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(SelfAssessment.objects.all())


def test_a_view_that_was_never_written_cannot_be_added_after_the_rating(appraisal):
    give(appraisal)
    with pytest.raises(SelfAssessmentRefused):
        write(appraisal)


@pytest.mark.parametrize("writer", [*OTHERS, EKO])
def test_nobody_writes_it_for_the_employee(appraisal, writer):
    with pytest.raises(SelfAssessmentRefused):
        write(appraisal, by=writer)


def test_nothing_written_is_nothing_owed(appraisal):
    with pytest.raises(SelfAssessmentRefused, match="Tidak mengisi sama sekali juga boleh"):
        write(appraisal, OwnView())
    hand_over(appraisal)
    assert Appraisal.objects.get(pk=appraisal.pk).grade


def test_an_empty_form_takes_it_back(appraisal):
    write(appraisal)
    write(appraisal, OwnView(words={"BP": "  "}), seen=1)
    assert not SelfAssessment.objects.exists()
    assert Entry.objects.filter(act="self-assessment-withdrawn").exists()


def test_a_second_tab_is_told(appraisal):
    write(appraisal)
    with pytest.raises(SelfAssessmentRefused, match="tab atau perangkat lain"):
        write(appraisal, OwnView(Rating.BELOW))
    assert SelfAssessment.objects.get().result_rating == Rating.ABOVE


def test_the_form_keeps_what_was_typed_and_links_from_the_appraisal(appraisal, client):
    sign_in(client, ANI)
    page = f"/penilaian/{appraisal.pk}/"
    assert f"{page}mandiri/" in client.get(page).content.decode()
    thread = next(iter(subjects_of(appraisal.tree)))
    sent = {"seen": 0, "results": "above", "behavior": "", thread: WORDS}
    assert client.post(f"{page}mandiri/", sent).status_code == 302
    assert SelfAssessment.objects.get().words == {thread: WORDS}
    stale = client.post(f"{page}mandiri/", sent | {thread: "Lain sekali."})
    assert "Lain sekali." in stale.content.decode()
    assert client.post(f"{page}mandiri/", sent | {"seen": 1, thread: "Lain."}).status_code == 302
    assert "Lain." in client.get(page).content.decode()


@pytest.mark.django_db(transaction=True)
def test_writing_and_rating_at_once_leaves_nothing_unshown(appraisal):
    write(appraisal)
    together = threading.Barrier(2)
    refused = []

    def run(act):
        together.wait()
        try:
            act()
        except SelfAssessmentRefused as error:
            refused.append(error)
        finally:
            connection.close()

    acts = (lambda: write(appraisal, OwnView(Rating.BELOW), seen=1), lambda: give(appraisal))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = SelfAssessment.objects.get()
    assert stored.shown_at is not None
    assert stored.result_rating == (Rating.ABOVE if refused else Rating.BELOW)
