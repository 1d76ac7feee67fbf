"""Values from files and by hand: versions, verification, what cannot be changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from terukur.measurement.models import Observation
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    declare_realization,
    verify_realization,
)
from terukur.planning.models import Indicator
from terukur.tables.cells import ImportRefused
from tests.support import cast
from tests.support.cast import AFTER, ANI, QUARTER, acting, employee
from tests.support.quarter import VALUES, computed, declare

pytestmark = pytest.mark.django_db


def test_a_corrected_file_is_a_newer_version_and_the_older_stays(appraisal):
    cast.load_values(VALUES | {"2026-02": "44"})
    versions = Observation.objects.filter(starts=date(2026, 2, 1)).order_by("version")
    assert [(row.version, row.value) for row in versions] == [(1, 34), (2, 44)]
    indicator = computed().computation.body["results"][0]["indicators"][0]
    assert indicator["realization"] == "106"
    assert len(indicator["sources"]) == 2


def test_a_quarter_beside_its_own_months_is_refused(appraisal):
    with pytest.raises(ImportRefused, match="tidak dapat dimuat"):
        cast.load_values({"2026-Q1": "100"})


def test_observations_cannot_be_changed_by_sql(appraisal):
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(value=1)


def test_what_nobody_verified_does_not_count_as_evidence(version):
    cast.load_values({"2026-01": "33", "2026-02": "31", "2026-03": "32"})
    declare(version, verified=False)
    body = computed().computation.body
    assert body["coverage"] == "60"
    assert body["results"][1]["indicators"][0]["origin"] == "declared"


def test_nobody_verifies_their_own_evidence(version):
    realization = declare(version, verified=False)
    with pytest.raises(MeasurementRefused):
        verify_realization(
            realization=realization, accepted=True, note="", acting=acting(employee(ANI).user, AFTER)
        )


def test_a_measured_indicator_is_not_typed(version):
    indicator = Indicator.objects.get(result__version=version, measure__isnull=False)
    with pytest.raises(MeasurementRefused, match="diukur dari data"):
        declare_realization(
            plan=version.plan,
            thread=indicator.thread,
            period=QUARTER,
            value=Decimal(1),
            note="",
            evidence=EvidenceDraft(address="https://contoh.go.id"),
            acting=acting(employee(ANI).user, AFTER),
        )
