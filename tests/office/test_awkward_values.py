"""Every importer of values reads every kind of awkward table as it reads the plain one."""

from functools import cache

import pytest
from django.db import transaction

from tests.support.awkward import KINDS, as_csv
from tests.support.value_samples import CASES, begin, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db):
    begin()


@cache
def meant(name: str) -> tuple[object, ...]:
    """What the plain table leaves, computed once for all kinds."""
    case = CASES[name]
    with transaction.atomic():
        case.load(as_csv(case.sample.lines))
        left = tuple(stored())
        transaction.set_rollback(True)
    return left


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_an_awkward_table_means_what_the_plain_one_means(name, kind):
    case = CASES[name]
    plain = meant(name)
    content = KINDS[kind](case.sample)
    looked = case.load(content, dry_run=True)
    counts = case.load(content)
    assert tuple(stored()) == plain
    assert (looked.created, looked.changes) == (counts.created, counts.changes)
    assert not [question for question in looked.asked if question.topic in ("sum", "other-sheet")]
    again = case.load(content)
    assert (again.created, again.updated) == (0, 0)
    assert tuple(stored()) == plain
