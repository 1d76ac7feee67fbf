"""A database of another version is refused with a sentence, before anything in it is changed."""

import pytest
from django.core.management import CommandError
from django.db import connection, models
from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

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


def with_model(state: ProjectState, name: str, **fields: models.Field) -> None:
    CreateModel(name, [("id", models.AutoField(primary_key=True)), *fields.items()]).state_forwards(
        "one", state
    )


def key_to(name: str) -> models.ForeignKey:
    return models.ForeignKey(f"one.{name}", models.CASCADE)


def test_a_new_model_leaves_the_related_ones_and_is_related_to_them():
    state = ProjectState()
    with_model(state, "Unit")
    with_model(state, "Person", unit=key_to("Unit"))
    with migrating.new_models_alone():
        before = {name: state.apps.get_model("one", name) for name in ("Unit", "Person")}
        with_model(state, "Plan", person=key_to("Person"))
        assert {name: state.apps.get_model("one", name) for name in before} == before
        plan = state.apps.get_model("one", "Plan")
        assert plan._meta.get_field("person").related_model is before["Person"]
        assert [one.related_model for one in before["Person"]._meta.related_objects] == [plan]
        AddField("Unit", "head", models.IntegerField(null=True)).state_forwards("one", state)
    person = state.apps.get_model("one", "Person")
    assert person._meta.get_field("unit").related_model._meta.get_field("head")


def test_afterwards_a_new_model_is_built_with_those_related_as_everywhere():
    with migrating.new_models_alone():
        pass
    state = ProjectState()
    with_model(state, "Unit")
    before = state.apps.get_model("one", "Unit")
    with_model(state, "Person", unit=key_to("Unit"))
    assert state.apps.get_model("one", "Unit") is not before
