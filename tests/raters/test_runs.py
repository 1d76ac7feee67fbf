"""``terukur objectivity`` and the nightly look: the same inputs once, no name and no corrected grade."""

import json
from datetime import UTC, datetime

import pgtrigger
import pytest
from django.core.management import CommandError, call_command

from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.tree_json import to_json
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import CaseAnswer, CaseVersion
from terukur.jobs.tasks import nightly_objectivity
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.objectivity.models import ObjectivityRun
from terukur.raters.computing.nightly import NothingToCompare, look_at_ratings
from terukur.raters.models import Finding, RaterResult
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.scales import Grade
from terukur.statistics.severity.verdict import SeverityStatus
from tests.support import computed_tree
from tests.support.cast import acting
from tests.support.delivered_quarters import (
    AFTERWARDS,
    LAST,
    World,
    appraiser,
    deliver_many,
    moment,
    person,
    rating_of,
)

pytestmark = pytest.mark.django_db


def look(period=LAST, seed=1) -> ObjectivityRun:
    run, _ = look_at_ratings(period, acting=acting(COMMAND, AFTERWARDS), seed=seed)
    return run


def result_of(place: int) -> RaterResult:
    return RaterResult.objects.filter(appraiser=appraiser(place)).latest("run__at", "run_id")


def answer_cases(world: World) -> None:
    """Every appraiser answers the six cases as severely as at work."""
    ensure_cases(acting=acting(COMMAND, AFTERWARDS))
    for place in range(world.raters):
        for version in CaseVersion.objects.all():
            level = 2.2 - world.severity(place)
            marks = {code: rating_of(level + world.fate.gauss(0, 0.4)) for code in version.marks}
            CaseAnswer.objects.create(
                version=version,
                appraiser=appraiser(place),
                attempt="first",
                marks=marks,
                results=rating_of(level),
                behavior=rating_of(level),
                salt="0" * 32,
                at=moment(AFTERWARDS),
            )


def rotating(person, team, period) -> int:
    """Two neighbors change places every other quarter."""
    return team ^ 1 if period.first > 6 else team


def severe_world(**how) -> World:
    return World(
        raters=12, people=9, rates=rotating, severity=lambda place: 0.75 if place == 3 else 0.0, **how
    )


def test_an_appraiser_who_never_left_the_team_gets_no_number():
    deliver_many(World())
    run = look()
    assert run.body["statuses"] == {"NOT_IDENTIFIED": 6}
    for place in range(6):
        result = result_of(place)
        assert result.status == SeverityStatus.NOT_IDENTIFIED
        assert (result.severity, result.sd, result.reliability, result.chance) == (None,) * 4
    assert run.body["caterpillar"] == []
    assert not Finding.objects.filter(kind__in=["severe", "lenient"]).exists()


def test_who_rates_lower_for_the_same_results_becomes_a_question_for_the_panel():
    deliver_many(severe_world())
    look()
    result = result_of(3)
    assert result.status == SeverityStatus.MATERIAL_DIFFERENCE
    assert result.severity > 0.25
    finding = Finding.objects.get(kind=Finding.Kind.SEVERE)
    assert (finding.appraiser, finding.state) == (appraiser(3), Finding.State.OPEN)


def test_standard_cases_tell_the_appraiser_from_the_team():
    world = World(raters=12, people=9, severity=lambda place: 0.9 if place == 3 else 0.0)
    deliver_many(world)
    answer_cases(world)
    look()
    assert result_of(3).cases == 6
    assert result_of(3).severity > max(result_of(place).severity for place in (0, 1, 2, 4, 5))
    assert result_of(0).status != SeverityStatus.NOT_IDENTIFIED


def test_the_same_inputs_are_computed_once_and_other_ones_again():
    deliver_many(World(raters=3, people=6))
    first = look()
    assert look() == first
    assert look(seed=2) != first
    decided = Appraisal.objects.order_by("pk").first()
    Appraisal.objects.filter(pk=decided.pk).update(first_rated_at=moment(AFTERWARDS))
    assert look() != first


def test_a_run_is_the_same_to_the_last_digit():
    deliver_many(severe_world())
    one = look()
    before = [*one.results.order_by("appraiser").values_list("severity", "sd", "mirror")]
    other = look(seed=2)
    again = look(seed=1)
    assert other.pk != one.pk != again.pk
    assert again.body == one.body
    assert [*again.results.order_by("appraiser").values_list("severity", "sd", "mirror")] == before
    assert again.inputs == one.inputs


def test_below_the_least_sample_nothing_is_kept_of_how_somebody_rates():
    deliver_many(World(raters=6, people=4))
    look()
    assert {tuple(one.mirror) for one in RaterResult.objects.all()} == {()}


def test_habits_are_compared_with_those_of_like_positions_from_five_colleagues_on():
    deliver_many(World(raters=6, people=6))
    look()
    mirror = result_of(0).mirror
    assert (mirror["like"], mirror["colleagues"]) == ("Pengawas", 5)
    assert len(mirror["spread"]["quartiles"]) == 3
    assert sum(mirror["given"].values()) == 6 * 4 * 7
    assert mirror["seen_to_mark"]["own"] == 20
    assert [row["forms"] for row in mirror["periods"]] == [6] * 4


def test_habits_of_few_colleagues_are_not_told():
    deliver_many(World(raters=5, people=6))
    look()
    assert result_of(0).mirror["spread"]["quartiles"] is None


def as_a_block(world, cell, level):
    """Appraiser 0 gives everybody seven equal marks."""
    if cell.rater == 0:
        return [rating_of(level + world.fate.gauss(0, 0.8))] * len(BEHAVIOR_CODES)
    return [rating_of(level + world.fate.gauss(0, 0.55)) for _ in BEHAVIOR_CODES]


def test_seven_values_that_move_as_one_block_become_a_question():
    deliver_many(World(raters=36, people=6, marks=as_a_block))
    look()
    assert Finding.objects.filter(kind=Finding.Kind.HALO).get().appraiser == appraiser(0)
    assert result_of(0).mirror["same"]["own"] == 1


def test_the_command_prints_figures_and_neither_names_nor_numbers_of_anybody(capsys):
    deliver_many(severe_world())
    call_command("objectivity", period=str(LAST))
    said = capsys.readouterr().out
    assert "108 pegawai" in said
    assert "perbedaan berarti" in said
    assert "Penilai 3" not in said
    assert "Pegawai 1" not in said


def test_as_json_it_names_inputs_seed_and_version(capsys):
    deliver_many(World(raters=3, people=6))
    call_command("objectivity", period=str(LAST), json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["seed"] == 1
    assert len(said["input_sha256"]) == 64
    assert said["statuses"] == {"NOT_IDENTIFIED": 3}
    assert not any(word in json.dumps(said).lower() for word in ("nip", "pegawai 0", "penilai 0"))


@pytest.mark.parametrize("period", ["2026", "2026-S1", "bulan lalu"])
def test_another_period_than_a_quarter_is_refused_in_words(period):
    with pytest.raises(CommandError, match="2026-Q"):
        call_command("objectivity", period=period)


def test_without_delivered_results_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="Sampaikan hasilnya dahulu"):
        call_command("objectivity", period=str(LAST))
    with pytest.raises(NothingToCompare):
        look()


def test_it_stands_in_the_ledger_who_was_looked_at_is_not_told():
    deliver_many(severe_world())
    run = look()
    entry = Entry.objects.get(act="objectivity-run")
    assert entry.after["inputs"] == run.inputs
    assert Entry.objects.filter(act="finding-opened").count() == Finding.objects.count()
    opened = Entry.objects.filter(act="finding-opened")
    assert {frozenset(entry.after) for entry in opened} == {frozenset({"kind", "run"})}


def test_the_worker_looks_at_the_last_quarter_that_is_over_and_finds_nothing_where_there_is_nothing():
    night = int(datetime(2026, 2, 10, 18, 30, tzinfo=UTC).timestamp())
    nightly_objectivity.func(night)
    assert not ObjectivityRun.objects.exists()
    deliver_many(World(raters=3, people=6))
    nightly_objectivity.func(night)
    nightly_objectivity.func(night)
    assert [str(run.period) for run in ObjectivityRun.objects.all()] == ["2025-Q4"]


def test_units_are_told_of_from_ten_appraisals_on():
    deliver_many(World(raters=2, people=10))
    units = look().units
    assert [unit["n"] for unit in units] == [10, 10]
    assert {unit["dependability"] for unit in units} == {None}


def test_the_head_of_a_unit_does_not_tell_its_appraiser_from_its_superior():
    """The head is rated by somebody else than the people are; one form must not make a number."""
    deliver_many(World(raters=3, people=8, rates=lambda place, team, period: 2 if place == 0 else team))
    head = Appraisal.objects.filter(appraiser=appraiser(2), plan__assignment=person(0).assignments.get())
    for appraisal in head.select_related("computation"):
        body = to_json(computed_tree.tree(results=(), heads_unit=True))
        with pgtrigger.ignore("appraisal.Computation:append_only"):
            Computation.objects.filter(pk=appraisal.computation_id).update(body=body)
    assert look().body["statuses"] == {"NOT_IDENTIFIED": 3}


def test_no_part_of_a_run_is_a_corrected_grade():
    """Grades are counted over many people alone, and of nobody is there more than what was given."""
    deliver_many(severe_world())
    run = look()
    corrected = [*Grade, "suggested", "corrected", "adjusted", "seharusnya"]
    for result in run.results.all():
        told = json.dumps([result.screens, result.mirror])
        assert [word for word in corrected if word in told] == []
    assert run.body["distribution"]["people"] == 108
    del run.body["distribution"]
    told = json.dumps(run.body)
    assert [word for word in corrected if word in told] == []
