"""A database of another version is refused with a sentence, before anything in it is changed."""

import pytest
from django.core.management import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from terukur.jobs import migrating

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_done(monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("the database was worked on")

    monkeypatch.setattr(migrating, "call_command", refuse)


def test_steps_that_this_version_has_not_are_refused(nothing_done):
    MigrationRecorder(connection).record_applied("appraisal", "0005_receipt_and_final")
    with pytest.raises(CommandError, match=r"appraisal.0005_receipt_and_final.*Tidak ada yang diubah"):
        migrating.bring_up_to_date(say=print)


def test_steps_of_libraries_are_their_own_matter(monkeypatch):
    MigrationRecorder(connection).record_applied("axes", "9999_later")
    monkeypatch.setattr(migrating, "call_command", lambda *_, **__: (_ for _ in ()).throw(InterruptedError))
    with pytest.raises(InterruptedError):
        migrating.bring_up_to_date(say=print)
