"""A talk is suggested when it would help, its sheet is prepared, and both confirm what was said."""

from datetime import date, timedelta

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.dialogue import (
    AgreementDraft,
    DialogueDraft,
    DialogueRefused,
    ReviewDraft,
    confirm_dialogue,
    record_dialogue,
)
from terukur.coaching.models import Agreement, AgreementReview, Dialogue
from terukur.coaching.talks import own_talks, talk_sheet, team_talks
from terukur.ledger.acting import COMMAND
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, sign_in

pytestmark = pytest.mark.django_db
COMPUTED = date(2026, 10, 5)
SOON = COMPUTED + timedelta(days=7)
ONE = AgreementDraft("Menjadwalkan loket sore", Agreement.Owner.EMPLOYEE, SOON)
OFF = "Permohonan selesai"


@pytest.fixture
def behind(version):
    """Ani does 20 a month of a year's 400."""
    months = {f"2026-{month:02d}": "20" for month in range(1, 10)}
    cast.load_values(months, period="2026")
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, COMPUTED))
    return version.plan


def held(plan: Plan, on: date, *, kind=Dialogue.Kind.MIDDLE, by=BUDI, agreements=(), reviews=None):
    return record_dialogue(
        plan=plan,
        acting=acting(employee(by).user, on),
        draft=DialogueDraft(
            kind=kind,
            period=Period.quarter_of(on),
            held_on=on,
            agreements=agreements,
            reviews=reviews or {},
            summary="Capaian dan hambatan dibicarakan berdua.",
        ),
    )


def answered(dialogue: Dialogue, on: date, *, agrees: bool) -> None:
    confirm_dialogue(
        dialogue=dialogue,
        agrees=agrees,
        note="" if agrees else "Percakapan ini tidak pernah ada.",
        acting=acting(employee(ANI).user, on),
    )


def reasons(on: date) -> tuple[str, ...]:
    (talk,) = team_talks(employee(BUDI), on=on)
    assert talk.reasons == own_talks(employee(ANI), on=on)[0].reasons, "both read the same"
    return talk.reasons


def test_one_is_suggested_when_an_indicator_leaves_its_path(behind):
    held(behind, COMPUTED - timedelta(days=2))
    (why,) = reasons(COMPUTED)
    assert why.startswith(f"{OFF}: 180 berkas, seharusnya 300 berkas (Januari–September; 60 %)")
    assert "per minggu" in why
    held(behind, COMPUTED)
    assert reasons(COMPUTED) == (), "talked about since the figures are known"


@pytest.mark.parametrize(("days", "suggested"), [(27, False), (28, True)])
def test_one_is_suggested_after_four_weeks_without(behind, days, suggested):
    held(behind, COMPUTED)
    on = COMPUTED + timedelta(days=days)
    assert reasons(on) == (("Sudah 4 minggu tanpa percakapan",) if suggested else ())


def test_a_talk_that_the_other_side_denies_counts_as_none(behind):
    answered(held(behind, COMPUTED), COMPUTED, agrees=False)
    assert any(why.startswith(OFF) for why in reasons(COMPUTED))


def test_whose_plan_has_ended_is_left_alone(behind):
    Plan.objects.filter(pk=behind.pk).update(closed_on=COMPUTED)
    assert team_talks(employee(BUDI), on=SOON) == []


def test_the_sheet_holds_what_left_its_path_and_the_agreements(behind):
    held(behind, COMPUTED, kind=Dialogue.Kind.PLANNING, agreements=[ONE])
    sheet = talk_sheet(behind, on=COMPUTED)
    assert [line.name for line in sheet.off_path] == [OFF]
    assert [item.agreement.text for item in sheet.agreements] == [ONE.text]
    assert sheet.as_of == date(2026, 9, 30)


def test_what_was_not_reached_is_carried_into_the_next_talk(behind):
    held(behind, COMPUTED, agreements=[ONE])
    agreement = Agreement.objects.get()
    with pytest.raises(DialogueRefused, match="belum dijawab"):
        held(behind, SOON)
    later = SOON + timedelta(days=30)
    carried = ReviewDraft(AgreementReview.Outcome.CONTINUED, later)
    held(behind, SOON, reviews={agreement.pk: carried})
    (item,) = talk_sheet(behind, on=SOON).agreements
    assert (item.agreement, item.due) == (agreement, later)


def test_a_talk_on_the_way_makes_no_result_final(behind):
    answered(held(behind, COMPUTED), COMPUTED, agrees=True)
    assert Appraisal.objects.get().status == "open"


def test_both_record_and_confirm_on_the_page(behind, client):
    address = f"/dialog/{behind.pk}/"
    sign_in(client, BUDI)
    page = client.get(address).content.decode()
    assert "Tertinggal" in page
    filled = {
        "kind": "middle",
        "held_on": "2026-11-02",
        "summary": "Loket sore dicoba bulan ini.",
        "text_0": "Loket sore hari Kamis",
        "owner_0": "employee",
        "due_0": "2026-12-01",
    }
    assert client.post(address, filled).status_code == 302
    talk = Dialogue.objects.get()
    assert (talk.kind, str(talk.period)) == ("middle", "2026-Q4")
    sign_in(client, ANI)
    assert "Benar, begitu percakapannya" in client.get(address).content.decode()
    client.post(f"{address}{talk.pk}/", {"agrees": "ya"})
    assert talk.confirmation.agrees


@pytest.mark.parametrize(
    ("who", "reads"), [(ANI, True), (BUDI, True), (CITRA, True), (DEWI, True), (FAJAR, True), (EKO, False)]
)
def test_who_reads_the_talks_of_somebody(behind, client, who, reads):
    sign_in(client, who)
    answer = client.get(f"/dialog/{behind.pk}/")
    assert answer.status_code == (200 if reads else 404)
    is_party = who in (ANI, BUDI)
    assert ("Catat percakapan" in answer.content.decode()) == (reads and is_party)
    filled = {"kind": "middle", "held_on": "2026-10-05", "summary": "Dicatat oleh orang lain lagi."}
    client.post(f"/dialog/{behind.pk}/", filled)
    assert Dialogue.objects.exists() == is_party
