"""The sample agency's own files raise no question but who has no value in a month."""

from copy import copy
from datetime import date, timedelta

import pytest

from terukur.jobs.sample.measurements import MEASURES, source_files
from terukur.jobs.sample.people import HEADERS, sample_agency
from terukur.jobs.sample.plans import plan_rows
from terukur.ledger.acting import COMMAND
from terukur.measurement.measurements_import import import_measurements
from terukur.organization.models import Agency, Unit
from terukur.organization.people_import import import_people
from terukur.planning.models import Measure
from terukur.planning.plans_import import HEADERS as PLAN_HEADERS
from terukur.planning.plans_import import import_plans
from terukur.regulation.periods import quarters
from terukur.tables.questions import EVERYTHING
from terukur.tables.writing import to_csv
from tests.support.cast import acting

pytestmark = pytest.mark.django_db
OPENED = date(2026, 1, 5)


def test_people_plans_and_values_of_the_sample_are_asked_about_gaps_alone():
    agency = sample_agency(60)
    city = Agency.objects.create(code="16.71", name="Kota")
    Unit.objects.create(agency=city, code="16.71", name="Pemerintah Kota Palembang")
    how = {"acting": acting(COMMAND, OPENED)}
    import_people(content=to_csv(HEADERS, agency.rows()), filename="p.csv", **how)
    for measure in MEASURES:
        copy(measure).save(force_insert=True)
    rows = plan_rows(agency, year=2026)
    asked = import_plans(content=to_csv(PLAN_HEADERS, rows), filename="s.csv", **how).asked
    for period in quarters(2026)[:3]:
        for source in source_files(agency, period):
            counts = import_measurements(
                content=source.content,
                filename=source.name,
                period=source.period,
                acting=acting(COMMAND, period.ends + timedelta(days=3)),
                measure=Measure.objects.get(key=source.measure),
                confirmed=EVERYTHING,
            )
            asked += counts.asked
    assert {question.topic for question in asked} <= {"missing"}
