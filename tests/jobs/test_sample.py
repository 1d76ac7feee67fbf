"""The sample agency: its files, its people, its three stories."""

import hashlib
from pathlib import Path

import pytest

from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.jobs.sample.load import accounts_of, load_sample, sample_files
from terukur.jobs.sample.people import URBAN_VILLAGES, sample_agency
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import misfits
from terukur.oversight.cases import first_answers
from terukur.regulation.employee_number import parse_employee_number
from terukur.web.viewer import today

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_the_files_in_samples_are_those_that_the_demo_loads():
    made = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in sample_files(sample_agency(240))
    }
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES.iterdir()}
    assert made == kept


def test_every_number_is_well_formed_and_belongs_to_one_person():
    numbers = [person.number for person in sample_agency(2000).people]
    assert len(set(numbers)) == len(numbers)
    assert all(parse_employee_number(number) for number in numbers)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_demo_tells_its_three_stories():
    accounts = load_sample(240, say=lambda line: None)
    again = load_sample(240, say=lambda line: None)
    assert accounts == again == accounts_of(sample_agency(240))
    assert {account.role for account in accounts} == {
        "employee", "appraiser", "superior", "performance-team", "auditor", "leader",
    }  # fmt: skip
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
        "laporan-imunisasi-2026-q3.xlsx", "423",
    )  # fmt: skip
    adaptive = next(b for b in told["teacher"]["behavior"] if b["value"] == "AD")
    assert adaptive["mark"] == "below"
    assert adaptive["examples"]
    assert told["counter"]["grade"] == "good"
    answered = first_answers(until=today())
    assert len({rating.rater for rating in answered}) == 7, "enough for counts to be shown"
    theirs = Employee.objects.filter(pk__in={rating.rater for rating in answered})
    assert not theirs.filter(number__in=[account.nip for account in accounts]).exists()
