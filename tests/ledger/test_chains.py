"""Chains hold where many write at once; two loads of one file are one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.ledger.operations import GENESIS, Act, digest_of, record
from terukur.organization.models import Employee, Unit
from terukur.organization.people_import import import_people
from tests.support import cast
from tests.support.cast import NEW_YEAR, acting

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8


def at_once(act, many: int = WRITERS) -> list:
    """Run ``act(number)`` in threads, each with a connection of its own."""

    def one(number: int):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as threads:
        return list(threads.map(one, range(many)))


def test_writers_of_one_subject_queue_up_and_never_fork_its_chain():
    at_once(
        lambda number: [
            record(Act("plan/1", f"act-{number}-{turn}"), acting(COMMAND, NEW_YEAR)) for turn in range(5)
        ]
    )
    entries = list(Entry.objects.filter(chain="plan/1").order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, WRITERS * 5 + 1))
    assert [entry.previous for entry in entries] == [GENESIS, *(entry.digest for entry in entries[:-1])]
    assert all(entry.digest == digest_of(entry) for entry in entries)


def test_the_same_people_loaded_at_once_are_there_once():
    cast.load_people()
    everybody = Employee.objects.count()
    more = cast.people_csv(
        [
            (
                "199505052020121001",
                "Gita",
                "Petugas",
                "Pelaksana",
                "BARU",
                "Seksi Baru",
                "KEC",
                cast.CITRA,
                "tidak",
                "2026-01-01",
            )
        ]
    )

    def load(_number: int) -> int:
        counts = import_people(content=more, filename="p.csv", acting=acting(COMMAND, NEW_YEAR))
        return counts.created

    created = at_once(load, 4)
    assert sorted(created) == [0, 0, 0, 1]
    assert Employee.objects.count() == everybody + 1
    assert Unit.objects.filter(code="BARU").count() == 1
