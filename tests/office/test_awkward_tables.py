"""Every importer reads every kind of awkward table as it reads the plain one."""

from functools import cache

import pytest
from django.db import transaction

from terukur.ledger.importing import importers
from tests.support.awkward import KINDS, as_csv
from tests.support.record_samples import RECORDS, begin
from tests.support.value_samples import CASES

pytestmark = pytest.mark.django_db
ALL = CASES | RECORDS


@pytest.fixture(autouse=True)
def office(db):
    begin()


@cache
def meant(name: str) -> tuple[object, ...]:
    """What the plain table leaves, computed once for all kinds."""
    case = ALL[name]
    with transaction.atomic():
        before = case.stored()
        case.load(as_csv(case.sample.lines))
        left = tuple(case.stored())
        assert before != left
        transaction.set_rollback(True)
    return left


def test_every_importer_has_a_table():
    assert {case.importer.key for case in ALL.values()} == {importer.key for importer in importers()}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ALL)
def test_an_awkward_table_means_what_the_plain_one_means(name, kind):
    case = ALL[name]
    plain = meant(name)
    content = KINDS[kind](case.sample)
    looked = case.load(content, dry_run=True)
    counts = case.load(content)
    assert tuple(case.stored()) == plain
    assert (looked.created, looked.changes) == (counts.created, counts.changes)
    assert not [question for question in looked.asked if question.topic in ("sum", "other-sheet")]
    again = case.load(content)
    assert (again.created, again.updated) == (0, 0)
    assert tuple(case.stored()) == plain
