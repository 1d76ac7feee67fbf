"""Every kind of awkwardness as other programs and offices write it, each way with several importers."""

from functools import cache

import pytest
from django.db import transaction

from tests.support.awkward import as_csv
from tests.support.awkward_variants import VARIANTS
from tests.support.record_samples import RECORDS, begin
from tests.support.value_samples import CASES

pytestmark = pytest.mark.django_db
ALL = CASES | RECORDS
OF_FIVE = 5
WAYS = [(kind, way) for kind, ways in VARIANTS.items() for way in ways]


@pytest.fixture(autouse=True)
def office(db):
    begin()


@cache
def meant(name: str) -> tuple[object, ...]:
    """What the plain table leaves, computed once."""
    case = ALL[name]
    with transaction.atomic():
        case.load(as_csv(case.sample.lines))
        left = tuple(case.stored())
        transaction.set_rollback(True)
    return left


def problem(name: str, content: bytes) -> str:
    """Return what is wrong with how an importer took a file; blank where it means what the plain one does."""
    case, plain = ALL[name], meant(name)
    try:
        with transaction.atomic():
            counts = case.load(content)
            left = tuple(case.stored())
            again = case.load(content)
            transaction.set_rollback(True)
    except ValueError as refused:
        errors = getattr(refused, "errors", ())
        return f"{refused} {'; '.join(map(str, errors[:3]))}"
    if left != plain:
        return f"left {set(left) ^ set(plain)}"
    if [question for question in counts.asked if question.topic in ("sum", "other-sheet")]:
        return "asks about a sum or a sheet"
    return "changes something when loaded again" if again.created or again.updated else ""


def test_every_kind_has_five_ways_or_more():
    assert {kind for kind, ways in VARIANTS.items() if len(ways) < OF_FIVE} == set()
    assert len(VARIANTS) >= 17


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_each_way_means_what_the_plain_table_means(kind, way):
    """Each way is tried with a fifth of the importers; as a kind has five, each importer meets each kind."""
    made = VARIANTS[kind][way]
    names = [*ALL][WAYS.index((kind, way)) % OF_FIVE :: OF_FIVE]
    found = {name: problem(name, made(ALL[name].sample)) for name in names}
    assert {name: words for name, words in found.items() if words} == {}
