"""The sample agency: its files, its people, its three stories."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.calibration.cases import first_answers
from terukur.development.models import LearningItem
from terukur.development.queries import development_of
from terukur.development.talent import talent_of
from terukur.jobs.clock import today
from terukur.jobs.sample.accounts import accounts_of
from terukur.jobs.sample.habits import MILD, STRICT
from terukur.jobs.sample.load import load_sample, sample_files
from terukur.jobs.sample.people import URBAN_VILLAGES, sample_agency
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import assignment_on, find_employee, misfits
from terukur.raters.models import Finding
from terukur.regulation.employee_number import parse_employee_number
from tests.support.built_once import built_once

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_the_files_in_samples_are_those_that_the_demo_loads():
    made = {name: hashlib.sha256(content).hexdigest() for name, content in sample_files(sample_agency(240))}
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES.iterdir()}
    assert made == kept


def test_every_number_is_well_formed_and_belongs_to_one_person():
    numbers = [person.number for person in sample_agency(2000).people]
    assert len(set(numbers)) == len(numbers)
    assert all(parse_employee_number(number) for number in numbers)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_tells_its_three_stories():
    accounts = built_once("sample", lambda: load_sample(240, say=lambda line: None))
    again = load_sample(240, say=lambda line: None)
    assert accounts == again == accounts_of(sample_agency(240))
    assert {account.role for account in accounts} == {
        "employee",
        "appraiser",
        "superior",
        "performance-team",
        "auditor",
        "leader",
        "panel",
    }
    assert set(dict(URBAN_VILLAGES)) <= set(Unit.objects.values_list("code", flat=True))
    assert misfits(on=today()) == []
    told = {
        account.story: explanation_of(
            Appraisal.objects.get(plan__assignment__employee__number=account.nip, period="2026-Q3")
        )
        for account in accounts
        if account.story
    }
    immunized = told["immunization"]["results"][0]["indicators"][0]
    assert (immunized["source"], immunized["realization"]["value"]) == (
        "laporan-imunisasi-2026-q3.xlsx",
        "423",
    )
    adaptive = next(b for b in told["teacher"]["behavior"] if b["value"] == "AD")
    assert adaptive["mark"] == "below"
    assert adaptive["examples"]
    assert told["counter"]["grade"] == "good"
    the_teacher_learns(next(account.nip for account in accounts if account.story == "teacher"))
    answered = {rating.rater for rating in first_answers(until=date(2026, 12, 31))}
    assert len(answered) == 8, "enough for counts to be shown"
    theirs = Employee.objects.filter(pk__in=answered, number__in=[one.nip for one in accounts])
    assert [one.number for one in theirs] == [STRICT], "all others have the cases before them"
    one_finding_waits_and_one_was_settled()


def one_finding_waits_and_one_was_settled():
    """The strict appraiser waits for the panel; the mild one was heard and agreed to an action."""
    found = {one.appraiser.number: one for one in Finding.objects.select_related("appraiser")}
    assert {number: one.state for number, one in found.items()} == {STRICT: "open", MILD: "action-agreed"}
    assert {number: one.kind for number, one in found.items()} == {STRICT: "severe", MILD: "lenient"}


def the_teacher_learns(number):
    """Adaptif is the largest need; with a catalogue, something for it is agreed for the year."""
    person = find_employee(number)
    found = development_of(person, assignment_on(person.pk, today()), on=today())
    need = next(view.need for view in found.needs if view.need.key == "AD")
    assert len(need.evidence) == 3
    if LearningItem.objects.exists():
        newest = found.planned[0].row
        assert (newest.gap["key"], newest.status) == ("AD", "agreed")
    assert talent_of(person, on=today()).decision is not None
