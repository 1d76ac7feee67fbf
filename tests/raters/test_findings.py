"""A finding: evidence without a name, the appraiser is heard, and it is explained or an action is agreed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import RoleGrant
from terukur.organization.operations import OrganizationRefused, grant_role
from terukur.organization.second_person import carry_out_access
from terukur.raters.finding_view import finding_view, overseen, own_findings, panel_findings, settled_below
from terukur.raters.findings import (
    FindingRefused,
    FindingStep,
    agree_action,
    explain,
    finish_action,
    hear,
    open_name,
    state_own,
)
from terukur.raters.models import Finding, FindingNote, RaterResult
from terukur.raters.panel import PanelRefused, ask_for_member, release_member
from terukur.raters.record import ScreenFlag
from terukur.raters.sentences import NOTHING_SETTLED, yardstick_sentence
from terukur.statistics.severity.verdict import SeverityStatus
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, let_load, moment
from tests.support.open_finding import finding_about, kept, panel_of_eko

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=3)
# The days for the appraiser to read what was written down for them have passed.
CONCLUDED = LATER + timedelta(days=8)
WORDS = "Sebagian besar pegawai baru bekerja tiga bulan."


@pytest.fixture
def panel():
    cast.load_people()
    panel_of_eko()


@pytest.fixture
def finding(panel) -> Finding:
    return finding_about()


def named(finding: Finding) -> None:
    open_name(finding=finding, text="Untuk mendengar penilainya.", acting=acting(employee(EKO).user, LATER))


def heard(finding: Finding, who: str = BUDI) -> FindingNote:
    return hear(
        finding=finding,
        step=FindingStep(WORDS, employee(who), LATER),
        acting=acting(employee(EKO).user, LATER),
    )


def explained(finding: Finding, text: str = WORDS) -> FindingNote:
    return explain(finding=finding, text=text, acting=acting(second_member(), CONCLUDED))


def second_member():
    """Fajar sits in the panel too: who opened the name does not conclude."""
    user = employee(FAJAR).user
    grant_role(user=user, role=RoleGrant.Role.CALIBRATION_PANEL, acting=acting(COMMAND, AFTER))
    return employee(FAJAR).user


def agreed(finding: Finding, who: str = BUDI, day=LATER + timedelta(days=30)) -> FindingNote:
    return agree_action(
        finding=finding,
        step=FindingStep("Menilai enam kasus lagi.", employee(who), day),
        acting=acting(second_member(), CONCLUDED),
    )


def seen_by(number: str, finding: Finding):
    return finding_view(employee(number).user, finding.pk, on=LATER)


# The room


def test_the_panel_reads_the_evidence_before_the_name(finding):
    view = seen_by(EKO, finding)
    assert view.name is None
    assert view.hearable == []
    assert "0,61 tingkat lebih rendah (rentang 80% 0,48 sampai 0,74)" in view.sentence
    assert "14 pegawai, 28 penilaian" in view.sentence


def test_a_name_is_opened_for_a_reason_that_stands_in_the_notes(finding):
    with pytest.raises(FindingRefused, match="mengapa"):
        open_name(finding=finding, text=" ", acting=acting(employee(EKO).user, LATER))
    named(finding)
    view = seen_by(EKO, finding)
    assert view.name == "Budi"
    assert [(one.employee.name, one.part, one.may_act) for one in view.hearable] == [
        ("Budi", "penilai", True),
        ("Citra", "atasan penilai", True),
        ("Ani", "yang dinilai", False),
    ]
    assert [note.kind for note in view.notes] == ["named"]
    with pytest.raises(FindingRefused, match="sudah dibuka"):
        named(finding)


@pytest.mark.parametrize("number", [ANI, BUDI, CITRA, DEWI, FAJAR])
def test_nobody_but_the_panel_opens_a_finding(finding, number):
    assert seen_by(number, finding) is None
    with pytest.raises(FindingRefused, match="panel kalibrasi"):
        open_name(finding=finding, text="x", acting=acting(employee(number).user, LATER))


@pytest.mark.parametrize("number", [ANI, BUDI, CITRA])
def test_who_stands_in_the_line_of_the_appraiser_does_not_judge_in_the_panel(finding, number):
    grant_role(
        user=employee(number).user, role=RoleGrant.Role.CALIBRATION_PANEL, acting=acting(COMMAND, AFTER)
    )
    assert seen_by(number, finding) is None
    assert panel_findings(employee(number).user, on=LATER) == []
    with pytest.raises(FindingRefused, match="tidak terkait"):
        open_name(finding=finding, text="x", acting=acting(employee(number).user, LATER))


def test_who_oversees_sees_that_it_is_worked_through_and_nothing_of_it(finding):
    assert [one.pk for one in overseen(employee(FAJAR).user, on=LATER)] == [finding.pk]
    assert overseen(employee(EKO).user, on=LATER) == []


# Hearing


def test_before_the_name_is_open_nobody_was_heard(finding):
    with pytest.raises(FindingRefused, match="Buka nama"):
        heard(finding)


def test_only_with_the_appraiser_heard_it_is_heard(finding):
    named(finding)
    heard(finding, CITRA)
    finding.refresh_from_db()
    assert finding.state == Finding.State.OPEN
    for settle in (explained, agreed):
        with pytest.raises(FindingRefused, match="Dengar penilainya"):
            settle(finding)
    heard(finding)
    finding.refresh_from_db()
    assert finding.state == Finding.State.HEARD


def test_a_stranger_is_not_heard_nor_on_a_day_that_cannot_be(finding):
    named(finding)
    with pytest.raises(FindingRefused, match="Pilih siapa"):
        heard(finding, FAJAR)
    for day in (AFTER - timedelta(days=1), LATER + timedelta(days=1), None):
        with pytest.raises(FindingRefused, match="Hari didengar"):
            hear(
                finding=finding,
                step=FindingStep(WORDS, employee(BUDI), day),
                acting=acting(employee(EKO).user, LATER),
            )


def test_the_appraiser_sees_the_question_from_the_first_day_and_answers_in_own_words(finding):
    assert [one.finding.pk for one in own_findings(employee(BUDI).user, on=AFTER)] == [finding.pk]
    state_own(finding=finding, text=WORDS, acting=acting(employee(BUDI).user, AFTER))
    assert seen_by(EKO, finding).notes == []
    named(finding)
    assert seen_by(EKO, finding).notes[0].text == WORDS


def test_whoever_else_was_heard_stays_in_the_room(finding):
    """The appraiser reads the own words; what a subordinate said would be paid for."""
    named(finding)
    heard(finding, ANI)
    heard(finding)
    agreed(finding)
    (own,) = own_findings(employee(BUDI).user, on=LATER)
    assert [(note.kind, note.person and note.person.name) for note in own.notes] == [
        ("named", None),
        ("heard", "Budi"),
        ("action-agreed", "Budi"),
    ]
    assert [note.kind for note in seen_by(CITRA, finding).notes] == ["action-agreed"]
    assert len(seen_by(EKO, finding).notes) == 4


def test_who_is_rated_carries_no_action_out(finding):
    named(finding)
    heard(finding)
    with pytest.raises(FindingRefused, match="penilai atau atasannya"):
        agreed(finding, ANI)


def test_who_is_asked_about_themselves_works_on_no_other_finding(finding):
    assert panel_findings(employee(EKO).user, on=LATER) == [finding]
    kept(EKO, period="2026-Q2")
    assert panel_findings(employee(EKO).user, on=LATER) == []
    assert seen_by(EKO, finding) is None


def test_nobody_writes_in_the_name_of_the_appraiser(finding):
    with pytest.raises(FindingRefused):
        state_own(finding=finding, text=WORDS, acting=acting(employee(CITRA).user, AFTER))
    assert own_findings(employee(CITRA).user, on=AFTER) == []


# How it ends


def test_explained_it_leaves_the_room_and_stands(finding):
    named(finding)
    heard(finding)
    explained(finding)
    finding.refresh_from_db()
    assert (finding.state, finding.settled_at) == (Finding.State.EXPLAINED, moment(CONCLUDED))
    for again in (explained, agreed, heard):
        with pytest.raises(FindingRefused, match="sudah disimpulkan"):
            again(finding)


def test_an_action_names_who_does_it_and_until_when_and_is_done_once(finding):
    named(finding)
    heard(finding)
    with pytest.raises(FindingRefused, match="sampai kapan"):
        agreed(finding, day=CONCLUDED)
    with pytest.raises(FindingRefused, match="Pilih siapa"):
        agreed(finding, FAJAR)
    note = agreed(finding)
    assert (note.person.name, note.day) == ("Budi", LATER + timedelta(days=30))
    assert seen_by(EKO, finding).runs_action
    done = {"finding": finding, "acting": acting(employee(EKO).user, LATER)}
    finish_action(text="Enam kasus dinilai.", **done)
    assert not seen_by(EKO, finding).runs_action
    with pytest.raises(FindingRefused, match="Tidak ada langkah"):
        finish_action(text="Lagi.", **done)


def test_the_superior_reads_it_only_once_it_is_settled(finding):
    named(finding)
    heard(finding)
    assert settled_below(employee(CITRA).user, on=LATER) == []
    explained(finding)
    assert [one.pk for one in settled_below(employee(CITRA).user, on=LATER)] == [finding.pk]
    view = seen_by(CITRA, finding)
    assert (view.name, view.may_work) == ("Budi", False)
    assert settled_below(employee(EKO).user, on=LATER) == []


def test_the_database_knows_no_other_way(finding):
    for columns in (
        {"state": "explained", "settled_at": moment(LATER)},
        {"kind": Finding.Kind.LENIENT},
        {"appraiser": employee(CITRA)},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Finding.objects.filter(pk=finding.pk).update(**columns)
    with pytest.raises(DatabaseError), transaction.atomic():
        finding.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RaterResult.objects.create(
            run=finding.result.run,
            appraiser=employee(ANI),
            status=SeverityStatus.NOT_IDENTIFIED,
            employees=14,
            forms=28,
            periods=3,
            cases=0,
            severity=0.6,
            sd=0.1,
            reliability=0.8,
            chance=0.9,
        )


def test_every_step_stands_in_the_ledger_without_what_was_said(finding):
    named(finding)
    heard(finding)
    agreed(finding)
    acts = Entry.objects.filter(chain=f"finding/{finding.pk}").order_by("number")
    assert [entry.act for entry in acts] == [
        "finding-opened",
        "finding-named",
        "finding-heard",
        "finding-action-agreed",
    ]
    assert {entry.reason for entry in acts} == {""}
    assert not any(entry.after for entry in acts if entry.act != "finding-opened")


# Two of the panel, and the appraiser's own word


def test_who_opened_the_name_does_not_conclude(finding):
    named(finding)
    heard(finding)
    second_member()
    with pytest.raises(FindingRefused, match="anggota panel yang lain"):
        explain(finding=finding, text=WORDS, acting=acting(employee(EKO).user, CONCLUDED))
    with pytest.raises(DatabaseError), transaction.atomic():
        FindingNote.objects.create(
            finding=finding, kind="explained", text="x", by=employee(EKO).user, at=moment(LATER)
        )


def test_the_appraiser_reads_the_words_written_for_them_before_it_is_concluded(finding):
    named(finding)
    heard(finding)
    how = {"text": WORDS, "acting": acting(second_member(), LATER)}
    with pytest.raises(FindingRefused, match="belum membaca dan membenarkan"):
        explain(finding=finding, **how)
    state_own(finding=finding, text="Benar demikian.", acting=acting(employee(BUDI).user, LATER))
    assert explain(finding=finding, **how).kind == "explained"


# Asked again, or not


def test_while_it_is_worked_through_the_same_is_not_asked_again(finding):
    kept(period="2026-Q2")
    assert Finding.objects.count() == 1
    named(finding)
    heard(finding)
    agreed(finding)
    kept(period="2026-Q3")
    assert Finding.objects.count() == 1


def test_an_explanation_holds_for_a_year(finding):
    named(finding)
    heard(finding)
    explained(finding)
    kept(period="2026-Q4")
    assert Finding.objects.count() == 1
    kept(period="2027-Q1")
    assert Finding.objects.count() == 2


def test_another_pattern_of_the_same_appraiser_is_another_question(finding):
    kept(period="2026-Q2", screens={"halo": ScreenFlag(checked=True, flagged=True)})
    assert {one.kind for one in Finding.objects.all()} == {"severe", "halo"}


# The sentence of the employee


def delivered(period="2026-Q1") -> Appraisal:
    """A result as the sentence needs it: by Budi, delivered."""
    return Appraisal(period=period, appraiser=employee(BUDI), delivered_at=moment(AFTER))


def test_the_employee_reads_one_sentence_once_it_is_settled_and_nothing_before(finding):
    appraisal = delivered()
    named(finding)
    heard(finding)
    assert yardstick_sentence(appraisal) == NOTHING_SETTLED
    explained(finding, "Rahasia.")
    said = yardstick_sentence(appraisal)
    assert "0,61 tingkat lebih rendah" in said
    assert "mendengar penilainya" in said
    assert "ada penjelasannya. Rating Anda tidak berubah" in said
    assert "Rahasia" not in said
    assert "Budi" not in said


@pytest.mark.parametrize("period", ["2026-Q2", "2025-Q2"])
def test_a_result_that_was_not_looked_at_says_nothing_of_it(finding, period):
    named(finding)
    heard(finding)
    explained(finding)
    assert yardstick_sentence(delivered(period)) == NOTHING_SETTLED


# The panel


def ask(number, by=DEWI, on=AFTER):
    why = "Surat penunjukan panel 800/7."
    return ask_for_member(number=number, reason=why, acting=acting(employee(by).user, on))


def test_two_of_the_performance_team_name_the_panel_and_nobody_else_does(panel):
    with pytest.raises(OrganizationRefused, match="pengelola kinerja"):
        ask(ANI, by=EKO)
    with pytest.raises(OrganizationRefused, match="sudah memegang"):
        ask(EKO)
    with pytest.raises(PanelRefused, match="Periksa angkanya"):
        ask("1")
    with pytest.raises(OrganizationRefused, match="dua orang"):
        grant_role(
            user=employee(ANI).user,
            role=RoleGrant.Role.CALIBRATION_PANEL,
            acting=acting(employee(DEWI).user, AFTER),
        )
    asked = ask(ANI)
    let_load(FAJAR)
    carry_out_access(asked=asked, acting=acting(employee(FAJAR).user, AFTER))
    assert RoleGrant.objects.on(AFTER).filter(user=employee(ANI).user, role="calibration-panel").exists()
    release_member(user=employee(ANI).user, acting=acting(employee(DEWI).user, LATER))
    release_member(user=employee(EKO).user, acting=acting(employee(DEWI).user, LATER))
    assert not RoleGrant.objects.on(LATER + timedelta(days=1)).filter(role=RoleGrant.Role.CALIBRATION_PANEL)
    assert Entry.objects.filter(act="role-ended").exists()


def test_who_left_the_panel_today_can_be_named_again_today(panel):
    who = {"acting": acting(employee(DEWI).user, LATER)}
    release_member(user=employee(EKO).user, **who)
    let_load(FAJAR)
    asked = ask(EKO, on=LATER)
    carry_out_access(asked=asked, acting=acting(employee(FAJAR).user, LATER))
    assert RoleGrant.objects.get(role=RoleGrant.Role.CALIBRATION_PANEL).ends is None
