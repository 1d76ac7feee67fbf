"""Acts leave entries that nobody can change."""

import pytest
from django.db import DatabaseError, transaction

from terukur.ledger.models import Entry
from terukur.ledger.operations import GENESIS, digest_of
from tests.support.quarter import hand_over

pytestmark = pytest.mark.django_db


def test_every_act_is_an_entry_of_one_unbroken_chain(appraisal):
    hand_over(appraisal)
    entries = list(Entry.objects.filter(chain=f"appraisal/{appraisal.pk}").order_by("number"))
    assert [entry.act for entry in entries] == ["computed", "rated", "delivered", "read"]
    previous = GENESIS
    for entry in entries:
        assert entry.previous == previous
        assert entry.digest == digest_of(entry)
        previous = entry.digest


def test_entries_cannot_be_changed_or_deleted_by_sql(appraisal):
    for act in (lambda: Entry.objects.update(reason="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
