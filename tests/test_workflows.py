"""What holds for every table of statuses: nobody is stranded, and the database keeps exactly the table."""

import re
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from hypothesis import given
from hypothesis import strategies as st

from terukur.appraisal.models import Appraisal
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW, AppraisalStatus
from terukur.development.models import PlanItem
from terukur.development.workflow import LEARNING_WORKFLOW, LearningStatus
from terukur.objections.workflow import OBJECTION_WORKFLOW, ObjectionState
from terukur.planning.models import PlanVersion
from terukur.planning.workflow import PLAN_WORKFLOW, PlanStatus
from terukur.raters.models import Finding
from terukur.raters.workflow import FINDING_WORKFLOW, FindingState
from terukur.regulation.workflow import Workflow

TEMPLATES = Path(__file__).parent.parent / "src" / "terukur" / "web" / "templates"
MACHINES = {
    "plan": (PLAN_WORKFLOW, PlanStatus, PlanStatus.DRAFT),
    "appraisal": (APPRAISAL_WORKFLOW, AppraisalStatus, AppraisalStatus.OPEN),
    "objection": (OBJECTION_WORKFLOW, ObjectionState, ObjectionState.FILED),
    "finding": (FINDING_WORKFLOW, FindingState, FindingState.OPEN),
    "learning": (LEARNING_WORKFLOW, LearningStatus, LearningStatus.PROPOSED),
}
STORED: dict[str, type[Model]] = {
    "plan": PlanVersion,
    "appraisal": Appraisal,
    "finding": Finding,
    "learning": PlanItem,
}
each_machine = pytest.mark.parametrize(("workflow", "statuses", "first"), MACHINES.values(), ids=MACHINES)
machines = st.sampled_from(list(MACHINES.values()))


def reached_from(workflow: Workflow, start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        following = {end for begin, end in workflow.pairs if begin == here} - found
        found |= following
        waiting += following
    return found


def final_ones(workflow: Workflow, statuses) -> set[str]:
    return {status.value for status in statuses} - {start for start, _ in workflow.pairs}


@each_machine
def test_every_status_is_reached_from_the_first(workflow, statuses, first):
    assert reached_from(workflow, first) == set(statuses.values)


@each_machine
def test_from_every_status_an_end_is_reached(workflow, statuses, first):
    ends = final_ones(workflow, statuses)
    assert ends
    for status in statuses.values:
        assert reached_from(workflow, status) & ends


@each_machine
def test_every_status_that_is_not_final_has_somebody_whose_turn_it_is(workflow, statuses, first):
    for status in set(statuses.values) - final_ones(workflow, statuses):
        turn = workflow.turns[status]
        if status != PlanStatus.SET:  # A revision begins a version of its own.
            assert turn.who in {row.by for row in workflow.transitions if row.start == status}
        assert turn.words


@each_machine
def test_labels_are_unique(workflow, statuses, first):
    assert len(set(statuses.labels)) == len(statuses)
    labels = [row.label for row in workflow.transitions]
    assert len(set(labels)) == len(labels)
    assert len(set(workflow.pairs)) == len(workflow.pairs)


@each_machine
def test_the_table_speaks_of_its_own_statuses_alone(workflow, statuses, first):
    shown = [status for _, waiting in workflow.steps for status in waiting]
    spoken = {status for pair in workflow.pairs for status in pair} | set(workflow.turns) | set(shown)
    assert spoken == set(statuses.values)
    assert len(set(shown)) == len(shown)


@given(machines, st.data())
def test_any_walk_along_the_table_is_allowed_and_no_jump_is(machine, data):
    workflow, statuses, status = machine
    for _ in range(6):
        other = data.draw(st.sampled_from(list(statuses)))
        assert workflow.allows(status, other) == any(
            (row.start, row.end) == (status, other) for row in workflow.transitions
        )
        assert (status in workflow.leading_to(other)) == ((status, other) in workflow.pairs)
        following = [end for start, end in workflow.pairs if start == status]
        if not following:
            return
        status = data.draw(st.sampled_from(following))


@given(machines.filter(lambda machine: machine[0].steps), st.data())
def test_steps_before_the_one_that_waits_are_done(machine, data):
    workflow, statuses, _ = machine
    status = data.draw(st.sampled_from(list(statuses)))
    steps = list(workflow.progress(status, "satu"))
    signs = [(step.is_done, step.is_now) for step in steps]
    assert signs == sorted(signs, key=[(True, False), (False, True), (False, False)].index)
    waits = [label for label, waiting in workflow.steps if status in waiting]
    assert [step.label for step in steps if step.is_now] == waits
    assert [step.beside for step in steps] == ["satu", *[""] * (len(steps) - 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("name", STORED)
def test_the_database_allows_exactly_the_pairs_of_the_table(name):
    """On a bare table with the trigger alone, so that no other constraint speaks before it."""
    workflow, statuses, _ = MACHINES[name]
    model = STORED[name]
    field = "state" if name == "finding" else "status"
    trigger = next(one for one in model._meta.triggers if getattr(one, "transitions", None))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE walked ({field} text)")
        cursor.execute(
            f"CREATE TRIGGER kept BEFORE UPDATE ON walked FOR EACH ROW "
            f"EXECUTE PROCEDURE {trigger.get_pgid(model)}()"
        )

    def changes(start: str, end: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE walked")
            cursor.execute("INSERT INTO walked VALUES (%s)", [start])
            try:
                with transaction.atomic():
                    cursor.execute(f"UPDATE walked SET {field} = %s", [end])
            except DatabaseError:
                return False
            return True

    values = statuses.values
    walked = {(start, end) for start in values for end in values if start != end and changes(start, end)}
    assert walked == set(workflow.pairs)


SPOKEN = {
    "planning": (r"version\.status", PlanStatus),
    "appraisal": (r"(?:appraisal|a)\.status", AppraisalStatus),
    "development": (r"row\.status", LearningStatus),
    "raters": (r"(?:finding|f)\.state", FindingState),
}


@pytest.mark.parametrize("folder", SPOKEN)
def test_templates_ask_for_statuses_that_exist(folder):
    name, statuses = SPOKEN[folder]
    asked = {
        value
        for page in (TEMPLATES / "web" / folder).glob("*.html")
        for value in re.findall(rf"\b{name} [!=]= [\"']([\w-]+)[\"']", page.read_text())
    }
    assert asked
    assert asked <= set(statuses.values)
