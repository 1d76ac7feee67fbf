"""Verify computes everything again and names the first record that is not as it was."""

from datetime import date, timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.conf import settings

from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.verification import check_computations, check_grades
from terukur.ledger.models import Entry, StoredFile
from terukur.ledger.verification import check_chains, check_files
from terukur.measurement.models import Observation
from terukur.measurement.verification import check_observations
from tests.measurement.test_service_log import EXPORT
from tests.measurement.test_service_log import load as load_log
from tests.support.cast import AFTER
from tests.support.quarter import hand_over

pytestmark = pytest.mark.django_db
CHECKS = (check_files, check_chains, check_observations, check_computations, check_grades)


@pytest.fixture
def kept(appraisal):
    hand_over(appraisal)
    load_log(EXPORT)
    return appraisal


def test_what_nobody_touched_is_whole(kept):
    checked = [check() for check in CHECKS]
    assert [entry.broken for entry in checked] == [None] * 5
    assert all(entry.count for entry in checked)


def test_a_changed_value_is_named_with_file_and_row(kept):
    row = Observation.objects.get(starts=date(2026, 2, 1), measure__key="permohonan")
    with pgtrigger.ignore():
        Observation.objects.filter(pk=row.pk).update(value=99)
    broken = check_observations().broken
    assert broken.where == f"hasil ukur {row.pk}, “nilai.csv” baris 3"


def test_a_changed_value_of_a_log_is_named(kept):
    row = Observation.objects.filter(measure__key="layanan-jumlah").first()
    with pgtrigger.ignore():
        Observation.objects.filter(pk=row.pk).update(value=99)
    assert f"hasil ukur {row.pk}," in check_observations().broken.where


def test_a_changed_file_is_named(kept):
    file = StoredFile.objects.get(name="nilai.csv")
    (Path(settings.MEDIA_ROOT) / file.path).write_bytes(b"NIP,BULAN,NILAI\n")
    assert "nilai.csv" in check_files().broken.where


def test_a_lost_file_is_named(kept):
    file = StoredFile.objects.get(name="nilai.csv")
    (Path(settings.MEDIA_ROOT) / file.path).unlink()
    assert "tidak ada lagi" in check_files().broken.message


@pytest.mark.parametrize("number", [1, 3])
def test_a_changed_or_lost_entry_breaks_its_chain(kept, number):
    chain = Entry.objects.filter(chain=f"appraisal/{kept.pk}")
    with pgtrigger.ignore():
        chain.filter(number=number).update(reason="lain")
    assert check_chains().broken.where == f"catatan appraisal/{kept.pk} nomor {number}"
    with pgtrigger.ignore():
        chain.filter(number=number).delete()
    assert check_chains().broken.where == f"catatan appraisal/{kept.pk} nomor {number + 1}"


def test_a_changed_suggestion_is_named(kept):
    with pgtrigger.ignore():
        Computation.objects.update(suggested="above")
    assert "sarannya" in check_computations().broken.message


def test_a_changed_tree_is_named(kept):
    row = Computation.objects.get()
    row.body["results"][0]["indicators"][0]["realization"] = "196"
    with pgtrigger.ignore():
        Computation.objects.filter(pk=row.pk).update(body=row.body)
    assert "segelnya" in check_computations().broken.message


def test_a_changed_grade_is_named(kept):
    with pgtrigger.ignore():
        Appraisal.objects.update(grade="very-good")
    assert "seharusnya Baik" in check_grades().broken.message


def test_from_a_day_on_only_later_records_are_looked_at(kept):
    later = AFTER + timedelta(days=30)
    assert [check(since=later).count for check in CHECKS] == [0] * 5
    assert check_chains(since=AFTER).broken is None
