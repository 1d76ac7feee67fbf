"""Whatever importer gets it, a file of which nothing can be made is refused with its own reason."""

import re

import pytest

from tests.support.record_samples import RECORDS, begin
from tests.support.unreadable import UNREADABLE
from tests.support.value_samples import CASES

pytestmark = pytest.mark.django_db
ALL = CASES | RECORDS
WAYS = [(kind, way) for kind, (_reason, ways) in UNREADABLE.items() for way in ways]


@pytest.fixture(autouse=True)
def office(db):
    begin()


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_each_way_is_refused_by_every_importer_with_the_same_reason(kind, way):
    reason, ways = UNREADABLE[kind]
    wrong = {}
    for name, case in ALL.items():
        try:
            case.load(ways[way](case.sample), dry_run=True)
        except ValueError as refused:
            if not re.search(reason, str(refused)):
                wrong[name] = str(refused)
        else:
            wrong[name] = "was taken"
    assert wrong == {}
