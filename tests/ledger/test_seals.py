"""Each day all chains are put under one root, and it stays what it was whatever commits later."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from terukur.ledger import sealing
from terukur.ledger.acting import COMMAND
from terukur.ledger.merkle import root_from, root_of
from terukur.ledger.models import Entry, Head, Seal, SealedHead
from terukur.ledger.operations import GENESIS, Act, record, record_all
from terukur.ledger.queries import latest_seal
from terukur.ledger.sealing import (
    SealedChain,
    SealRefused,
    Tree,
    heads_under,
    proof_of,
    seal_day,
    seal_digest,
    seal_until,
)
from tests.ledger.test_chains import at_once
from tests.support.cast import acting, moment

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def act(chain: str, day: date = MONDAY, name: str = "x") -> Entry:
    return record(Act(chain, name), acting(COMMAND, day))


def seal(day: date) -> Seal:
    made = seal_day(day=day, at=moment(day + timedelta(days=1)))
    assert made is not None
    return made


def heads(number: int) -> list[tuple[str, int]]:
    return [(head.chain, head.number) for head in heads_under(number)]


def test_the_root_covers_the_last_entry_of_every_chain_in_the_order_of_their_names():
    for chain in ("plan/10", "plan/9", "appraisal/1", "plan/9"):
        act(chain)
    made = seal(MONDAY)
    assert heads(1) == [("appraisal/1", 1), ("plan/10", 1), ("plan/9", 2)]
    ends = Entry.objects.order_by("chain", "-number").distinct("chain")
    by_name = sorted(ends, key=lambda entry: entry.chain)
    leaves = [SealedChain(e.chain, e.number, e.digest).leaf for e in by_name]
    assert (made.root, made.chains) == (root_of(leaves).hex(), 3)


def test_what_came_after_midnight_belongs_to_the_next_seal():
    act("plan/1")
    act("plan/1", TUESDAY)
    act("plan/2", TUESDAY)
    first = seal(MONDAY)
    assert heads(1) == [("plan/1", 1)]
    second = seal(TUESDAY)
    assert heads(2) == [("plan/1", 2), ("plan/2", 1)]
    assert first.root == Tree(1).root.hex() != second.root == Tree(2).root.hex()


def test_an_entry_that_commits_after_the_sealing_is_under_the_next_seal_and_breaks_none():
    act("plan/1")
    first = seal(MONDAY)
    act("plan/1", MONDAY, "late")
    act("plan/2", MONDAY, "late")
    assert Tree(1).root.hex() == first.root
    seal(TUESDAY)
    assert heads(2) == [("plan/1", 2), ("plan/2", 1)]


def test_an_entry_dated_ahead_holds_back_what_follows_it_in_its_chain():
    act("plan/1", MONDAY)
    act("plan/1", WEDNESDAY)
    act("plan/1", MONDAY, "written later")
    seal(MONDAY)
    assert heads(1) == [("plan/1", 1)]


def test_each_seal_names_the_one_before():
    act("plan/1")
    first, second = seal(MONDAY), seal(TUESDAY)
    assert (first.previous, second.previous) == (GENESIS, first.digest)
    assert second.root == first.root
    assert seal_digest(second) == second.digest != first.digest
    assert latest_seal() == second


def test_only_heads_that_moved_are_kept_anew():
    act("plan/1")
    act("plan/2")
    seal(MONDAY)
    act("plan/2", TUESDAY)
    seal(TUESDAY)
    assert list(SealedHead.objects.filter(seal=2).values_list("chain", flat=True)) == ["plan/2"]


def test_a_day_is_sealed_once_and_not_before_it_has_ended():
    seal(TUESDAY)
    assert seal_day(day=TUESDAY, at=moment(WEDNESDAY)) is None
    assert seal_day(day=MONDAY, at=moment(WEDNESDAY)) is None
    with pytest.raises(SealRefused, match="belum berakhir"):
        seal_day(day=WEDNESDAY, at=moment(WEDNESDAY))


def test_days_that_were_missed_are_made_up_for_each_by_itself():
    act("plan/1")
    assert [s.day for s in seal_until(acting=acting(COMMAND, TUESDAY))] == [MONDAY]
    act("plan/2", TUESDAY)
    act("plan/2", WEDNESDAY)
    friday = MONDAY + timedelta(days=4)
    sealed = seal_until(acting=acting(COMMAND, friday))
    assert [s.day for s in sealed] == [MONDAY + timedelta(days=n) for n in (1, 2, 3)]
    assert [heads(s.number)[-1] for s in sealed] == [("plan/2", 1), ("plan/2", 2), ("plan/2", 2)]
    assert seal_until(acting=acting(COMMAND, friday)) == []


def test_the_first_seal_of_an_old_agency_is_that_of_yesterday():
    act("plan/1", date(2025, 1, 5))
    assert [s.day for s in seal_until(acting=acting(COMMAND, TUESDAY))] == [MONDAY]


def test_an_empty_day_has_a_seal_too():
    assert seal(MONDAY).chains == 0


@pytest.mark.parametrize("many", [1, 7, 8, 9, 33])
def test_every_chain_has_a_proof_that_leads_to_the_root(monkeypatch, many):
    monkeypatch.setattr(sealing, "BLOCK", 8)
    record_all([Act(f"appraisal/{n}", "x") for n in range(many)], acting(COMMAND, MONDAY))
    made = seal(MONDAY)
    assert len(made.blocks) == -(-many // 8)
    for number in range(many):
        proof = proof_of(f"appraisal/{number}", seal=made)
        head = proof["entries"][-1]
        leaf = SealedChain(head["chain"], head["number"], head["digest"]).leaf
        path = [bytes.fromhex(step) for step in proof["path"]]
        assert root_from(leaf, index=proof["index"], size=many, path=path).hex() == made.root


def test_a_proof_ends_at_the_sealed_entry_and_holds_no_other_chain():
    for chain in ("appraisal/1", "appraisal/2", "appraisal/1"):
        act(chain)
    made = seal(MONDAY)
    act("appraisal/1", TUESDAY)
    proof = proof_of("appraisal/1", seal=made)
    assert [entry["number"] for entry in proof["entries"]] == [1, 2]
    assert "appraisal/2" not in str(proof)
    assert proof_of("appraisal/3", seal=made) is None
    assert proof_of("a", seal=made) is None


def test_seals_cannot_be_changed_or_deleted_by_sql():
    act("plan/1")
    seal(MONDAY)
    for table in (Seal, SealedHead):
        for change in (
            lambda table=table: table.objects.update(digest="x"),
            lambda table=table: table.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


def test_the_head_of_a_chain_follows_its_entries():
    act("plan/1")
    last = act("plan/1")
    head = Head.objects.get()
    assert (head.number, head.digest) == (2, last.digest)


@pytest.mark.django_db(transaction=True)
def test_several_who_seal_at_once_seal_once():
    act("plan/1")
    sealed = at_once(lambda _number: seal_until(acting=acting(COMMAND, WEDNESDAY)), 4)
    assert sorted(map(len, sealed)) == [0, 0, 0, 1]
    connection.close()
