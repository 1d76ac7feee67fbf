"""What an appraisal rests on, from its records: the worked case, and what each component counts."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.models import Appraisal
from terukur.appraisal.tree import AttachedEvidence, StatedSource
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import Case, CaseAnswer, CaseVersion, SecondOpinion, SecondOpinionAnswer
from terukur.coaching.models import Dialogue, DialogueConfirmation, Feedback
from terukur.ledger.acting import COMMAND
from terukur.measurement.daily import withdraw_daily
from terukur.measurement.models import DailyProgress, EvidenceCheck, EvidenceDraw
from terukur.objectivity.basis import Basis, EvidenceLook, Noted, bases_of, evidence_of, noted_in
from terukur.objectivity.index import Calibration, Consistency, EvidenceQuality
from terukur.organization.models import Unit
from terukur.regulation.scales import Origin
from tests.support import cast, computed_tree, index_example
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment
from tests.support.index_example import GIVEN_ON, TOO_HIGH, USUAL, YEAR, found_about, noted, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraisal(db) -> Appraisal:
    return index_example.worked_case()


def basis(appraisal, *, expectation=TOO_HIGH, on=GIVEN_ON) -> Basis:
    fresh = Appraisal.objects.get(pk=appraisal.pk)
    return bases_of([fresh], expectation=expectation, on=on)[appraisal.pk]


def test_the_worked_case_is_62_point_3_through_records(appraisal):
    found = basis(appraisal)
    assert [(one.weight, one.is_measured, one.evidence) for one in found.rested] == [
        (40, True, EvidenceQuality.SYSTEM_OF_RECORD),
        (30, True, EvidenceQuality.THIRD_PARTY),
        (20, False, EvidenceQuality.ATTACHED),
        (10, False, EvidenceQuality.NONE),
    ]
    assert found.noted == Noted(months_with_entry=8, months=12, entries=16, late=6)
    assert (found.expected.given, found.expected.state) == (Fraction(17, 7), Consistency.REASON)
    assert (found.examples.off_center, found.examples.with_example) == (3, 2)
    assert (found.panel.gap, found.panel.answers) == (Fraction(-3, 5), 5)
    assert found.calibration == Calibration.NONE_OR_EXPIRED
    parts = [float(part) for part in found.index.components.known().values()]
    assert parts == pytest.approx([0.70, 0.68, 0.521, 0.50, 0.667, 0.65, 0.60], abs=0.001)
    assert (round(float(found.index.value), 1), found.index.band) == (62.3, "B")


def test_what_was_not_delivered_and_trials_are_left_out(appraisal):
    undelivered = Appraisal(pk=appraisal.pk, plan=appraisal.plan)
    trial = Appraisal(pk=appraisal.pk, delivered_at=moment(GIVEN_ON), is_trial=True)
    assert bases_of([undelivered, trial], expectation=None, on=GIVEN_ON) == {}


def test_three_cost_as_many_statements_as_one(appraisal):
    version = appraisal.computation.plan_version
    more = [
        Appraisal.objects.create(
            plan=version.plan,
            period=period,
            starts=appraisal.starts,
            ends=appraisal.ends,
            computation=appraisal.computation,
        )
        for period in ("2026-S1", "2026-S2")
    ]
    for other in more:
        index_example.handed_over(other)
    counted = []
    for wanted in ([appraisal.pk], [appraisal.pk, *(other.pk for other in more)]):
        rows = list(Appraisal.objects.filter(pk__in=wanted))
        with CaptureQueriesContext(connection) as captured:
            assert len(bases_of(rows, expectation=USUAL, on=GIVEN_ON)) == len(wanted)
        counted.append(len(captured))
    assert counted[0] == counted[1] <= 8


def stated(*origins: str) -> StatedSource:
    """A value stated by hand with evidence of these origins."""
    evidence = tuple(AttachedEvidence(n, None, None, None, origin) for n, origin in enumerate(origins))
    return StatedSource(1, "Ani", moment(GIVEN_ON), None, evidence)


class TestEvidence:
    """Who answers for a figure; of several statements the weakest."""

    RATER = 7

    def of(self, origin, *sources, looks=None):
        indicator = computed_tree.indicator(origin=Origin(origin), sources=sources)
        return evidence_of(indicator, self.RATER, looks or {})

    def test_a_loaded_file_is_the_system_of_record(self):
        assert self.of("measured", computed_tree.FILE) == EvidenceQuality.SYSTEM_OF_RECORD

    def test_a_file_of_ones_own_that_nobody_confirmed_is_attached(self):
        assert self.of("declared", computed_tree.FILE) == EvidenceQuality.ATTACHED

    def test_a_statement_without_evidence_is_none(self):
        bare, backed = stated(), stated("own-file")
        assert self.of("declared", bare, backed) == EvidenceQuality.NONE
        assert self.of("declared", backed) == EvidenceQuality.ATTACHED
        assert self.of("none") == EvidenceQuality.NONE

    @pytest.mark.parametrize(
        ("by", "agrees", "origins", "expected"),
        [
            (RATER, False, ["own-file"], EvidenceQuality.APPRAISER),
            (8, False, ["own-file"], EvidenceQuality.THIRD_PARTY),
            (RATER, True, ["own-file"], EvidenceQuality.THIRD_PARTY),
            (RATER, False, ["countersigned", "system"], EvidenceQuality.THIRD_PARTY),
            (RATER, False, ["countersigned", "own-word"], EvidenceQuality.APPRAISER),
            (RATER, False, [], EvidenceQuality.APPRAISER),
        ],
    )
    def test_verified_by_whom(self, by, agrees, origins, expected):
        assert self.of("verified", stated(*origins), looks={1: EvidenceLook(by, agrees)}) == expected


def test_the_appraisers_look_counts_half_and_a_third_persons_more(db):
    cast.load_people()
    version = cast.load_plan(lines=index_example.LINES)
    realization = index_example.stated(version, "Pengaduan dijawab")
    verified(realization, by=BUDI)
    appraisal = index_example.given(version)
    assert basis(appraisal).rested[1].evidence == EvidenceQuality.APPRAISER
    draw = EvidenceDraw.objects.create(
        realization=realization,
        unit=Unit.objects.get(code="SEKSI"),
        period="2026-Q2",
        seed="0",
        drawn_at=moment(GIVEN_ON),
    )
    EvidenceCheck.objects.create(draw=draw, agrees=True, by=employee(DEWI).user, at=moment(GIVEN_ON))
    assert basis(appraisal).rested[1].evidence == EvidenceQuality.THIRD_PARTY


QUARTER = {"starts": date(2026, 1, 1), "ends": date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("days", "months", "late"),
    [
        ([], 0, 0),
        ([date(2026, 1, 5), date(2026, 1, 6)], 1, 0),
        ([date(2026, 3, 22)], 1, 0),
        ([date(2026, 3, 23)], 1, 1),
        ([date(2026, 4, 2)], 0, 1),
    ],
)
def test_an_entry_is_dated_by_the_day_of_writing(days, months, late):
    assert noted_in(days, **QUARTER) == Noted(months, 3, len(days), late)


def test_part_of_a_year_has_as_many_months_as_it_touches():
    split = {"starts": date(2026, 1, 1), "ends": date(2026, 5, 14)}
    assert noted_in([], **split).months == 5


class TestDatedEntries:
    """Daily progress, realizations typed on the way, the appraiser's feedback, and talks."""

    @pytest.fixture
    def appraisal(self, version):
        return index_example.given(version)

    def entries(self, appraisal) -> tuple[int, int]:
        found = basis(appraisal).noted
        return found.entries, found.months_with_entry

    def test_loaded_figures_are_none(self, appraisal):
        cast.load_values(index_example.MONTHS, period="2026")
        assert self.entries(appraisal) == (0, 0)

    def test_work_written_down_much_later_is_an_entry_of_that_day(self, appraisal):
        noted(appraisal.computation.plan_version, date(2026, 12, 30), told=date(2026, 1, 7))
        assert basis(appraisal).noted == Noted(1, 12, 1, 1)

    def test_a_correction_moves_no_entry_and_a_withdrawal_takes_it_away(self, appraisal):
        noted(appraisal.computation.plan_version, date(2026, 2, 3))
        entry = DailyProgress.objects.get()
        entry.pk, entry.version, entry.activity = None, 2, "Loket dua"
        entry.at = moment(date(2026, 12, 30))
        entry.save(force_insert=True)
        assert basis(appraisal).noted == Noted(1, 12, 1, 0)
        ani = employee(ANI)
        withdraw_daily(employee=ani, key=entry.key, acting=acting(ani.user, GIVEN_ON))
        assert self.entries(appraisal) == (0, 0)

    def test_a_realization_counts_while_the_period_runs_and_is_not_late_after_it(self, appraisal):
        version = appraisal.computation.plan_version
        index_example.stated(version, "Pengaduan dijawab", at=GIVEN_ON)
        assert basis(appraisal).noted == Noted(0, 12, 0, 0)

    @pytest.mark.parametrize(("author", "counts"), [(BUDI, True), (EKO, False), (ANI, False)])
    def test_feedback_is_the_appraisers(self, appraisal, author, counts):
        receiver = BUDI if author == ANI else ANI
        Feedback.objects.create(
            plan=appraisal.plan,
            value="LY",
            about="x",
            tone="praise",
            observed="x",
            author=employee(author).user,
            receiver=employee(receiver).user,
            at=moment(date(2026, 5, 5)),
        )
        assert self.entries(appraisal) == ((1, 1) if counts else (0, 0))

    @pytest.mark.parametrize(
        ("kind", "agrees", "counts"),
        [("middle", None, True), ("middle", False, False), ("closing", None, False)],
    )
    def test_a_talk_on_the_way_counts_unless_it_was_denied(self, appraisal, kind, agrees, counts):
        talk = Dialogue.objects.create(
            plan=appraisal.plan,
            kind=kind,
            period="2026",
            held_on=date(2026, 5, 5),
            summary="x",
            recorded_by=employee(BUDI).user,
            recorded_at=moment(date(2026, 5, 5)),
        )
        if agrees is not None:
            DialogueConfirmation.objects.create(
                dialogue=talk, agrees=agrees, note="Tidak pernah.", by=employee(ANI).user, at=moment(GIVEN_ON)
            )
        assert self.entries(appraisal) == ((1, 1) if counts else (0, 0))


class TestConsistency:
    """The mean of the seven marks beside what is usual for such results."""

    def state(self, appraisal, expectation=TOO_HIGH):
        expected = basis(appraisal, expectation=expectation).expected
        return expected and expected.state

    def test_inside_needs_nothing(self, appraisal):
        assert self.state(appraisal, USUAL) == Consistency.INSIDE

    def test_without_an_expectation_of_the_family_and_period_it_does_not_apply(self, appraisal):
        assert basis(appraisal, expectation=None).expected is None
        assert basis(appraisal, expectation=None).index.components.consistency is None
        Appraisal.objects.filter(pk=appraisal.pk).update(period="2025")
        assert self.state(appraisal) is None

    def test_outside_without_a_word(self, appraisal):
        Appraisal.objects.filter(pk=appraisal.pk).update(behavior_reason=" ")
        assert self.state(appraisal) == Consistency.NO_REASON

    def test_a_second_reader_counts_once_the_opinion_is_written(self, appraisal):
        asked = SecondOpinion.objects.create(
            appraisal=appraisal,
            colleague=employee(CITRA),
            question="Apakah terlalu tinggi?",
            asked_by=employee(BUDI).user,
            asked_at=moment(GIVEN_ON),
        )
        assert self.state(appraisal) == Consistency.REASON
        SecondOpinionAnswer.objects.create(
            asked=asked, text="Tidak.", by=employee(CITRA).user, at=moment(GIVEN_ON)
        )
        assert self.state(appraisal) == Consistency.REASON_AND_SECOND_READER


class TestPanel:
    """A closed survey, from four answers, and only values that may be read."""

    def asked(self, version, answers) -> Appraisal:
        appraisal = Appraisal.objects.create(
            plan=version.plan, period="2026", starts=YEAR.starts, ends=YEAR.ends
        )
        index_example.marked(appraisal)
        index_example.surveyed(appraisal, answers=answers, below=0)
        return index_example.handed_over(appraisal)

    @pytest.mark.parametrize(("answers", "applies"), [(0, False), (3, False), (4, True)])
    def test_below_four_answers_it_does_not_apply(self, version, answers, applies):
        assert (basis(self.asked(version, answers)).panel is not None) == applies

    def test_while_it_is_open_it_does_not_apply(self, version):
        appraisal = self.asked(version, 4)
        assert basis(appraisal, on=date(2026, 12, 15)).panel is None
        assert basis(appraisal, on=date(2026, 12, 16)).panel.answers == 4


class TestCalibration:
    """A state of the process; what is still in the panel's room leaves no trace."""

    def answer_all(self, on: date, *, skip: int = 0) -> None:
        ensure_cases(acting=acting(COMMAND, GIVEN_ON))
        versions = list(CaseVersion.objects.order_by("pk"))
        for version in versions[: len(versions) - skip]:
            CaseAnswer.objects.create(
                version=version,
                appraiser=employee(BUDI),
                attempt="first",
                results="meets",
                behavior="meets",
                at=moment(on),
                salt="x",
            )

    @pytest.mark.parametrize("state", ["open", "heard", "explained"])
    def test_an_open_heard_or_explained_finding_changes_nothing(self, appraisal, state):
        before = basis(appraisal)
        found_about(BUDI, state)
        assert basis(appraisal) == before

    @pytest.mark.parametrize(
        ("until", "done", "expected"),
        [
            (GIVEN_ON, None, Calibration.OPEN_REVIEW),
            (GIVEN_ON - timedelta(days=1), None, Calibration.UNRESOLVED_FINDING),
            (GIVEN_ON - timedelta(days=1), GIVEN_ON, Calibration.NONE_OR_EXPIRED),
            (GIVEN_ON, GIVEN_ON + timedelta(days=1), Calibration.OPEN_REVIEW),
        ],
    )
    def test_an_agreed_action_tells_until_it_is_done(self, appraisal, until, done, expected):
        found_about(BUDI, "action-agreed", until=until, done=done)
        assert basis(appraisal).calibration == expected

    def test_somebody_elses_action_tells_nothing(self, appraisal):
        found_about(CITRA, "action-agreed", until=GIVEN_ON)
        assert basis(appraisal).calibration == Calibration.NONE_OR_EXPIRED

    def test_all_standard_cases_within_a_year_are_valid(self, appraisal):
        self.answer_all(GIVEN_ON - timedelta(days=365))
        assert basis(appraisal).calibration == Calibration.VALID
        later = GIVEN_ON + timedelta(days=1)
        assert basis(appraisal, on=later).calibration == Calibration.NONE_OR_EXPIRED

    def test_one_case_left_is_not_valid_until_it_is_retired(self, appraisal):
        self.answer_all(GIVEN_ON, skip=1)
        assert basis(appraisal).calibration == Calibration.NONE_OR_EXPIRED
        Case.objects.filter(versions=CaseVersion.objects.last()).update(is_retired=True)
        assert basis(appraisal).calibration == Calibration.VALID
