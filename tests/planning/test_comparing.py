"""Two versions side by side: equal ones say nothing, and the changes lead from one to the other."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.planning.comparing import EMPTY, ChangeKind, PlanPart, What, compared, compared_columns, parts_of
from terukur.planning.copying import copied_columns
from terukur.planning.models import Indicator, PlannedResult
from terukur.planning.operations.versions import revise_plan
from terukur.planning.queries import comparable_versions, version_with_content
from tests.support.cast import AFTER, ANI, acting, employee

words = st.sampled_from(["400", "450", EMPTY, "berkas"])
part = st.builds(
    PlanPart,
    what=st.sampled_from([What.RESULT, What.INDICATOR]),
    name=st.sampled_from(["Layanan", "Pengaduan", "Antrean"]),
    fields=st.fixed_dictionaries({"Target": words, "Satuan": words}),
    thread=st.integers(0, 5).map(lambda number: UUID(int=number)),
)
plans = st.lists(part, max_size=6, unique_by=lambda one: (one.what, one.thread))


@given(plans)
def test_a_version_and_itself_have_no_difference(parts):
    assert compared(parts, parts) == []


@given(plans, plans)
def test_the_changes_account_for_everything_on_both_sides(before, after):
    changes = compared(before, after)
    count = {kind: sum(one.kind is kind for one in changes) for kind in ChangeKind}
    assert len(before) - count[ChangeKind.REMOVED] == len(after) - count[ChangeKind.ADDED]
    for one in changes:
        assert all(field.before != field.after for field in one.fields)
    backward = compared(after, before)
    assert len(backward) == len(changes)


@given(plans, st.data())
def test_a_changed_field_is_told_with_both_values(parts, data):
    if not parts:
        return
    place = data.draw(st.integers(0, len(parts) - 1))
    changed = replace(parts[place], fields={**parts[place].fields, "Target": "999"})
    (one,) = compared(parts, [*parts[:place], changed, *parts[place + 1 :]])
    (field,) = one.fields
    assert (one.kind, field.label, field.after) == (ChangeKind.CHANGED, "Target", "999")
    assert field.before == parts[place].fields["Target"]


def test_what_has_another_thread_is_paired_by_its_name():
    old = PlanPart(What.INDICATOR, "Berkas selesai", {"Target": "1"}, UUID(int=1))
    new = PlanPart(What.INDICATOR, "berkas  selesai", {"Target": "2"}, UUID(int=2))
    assert [one.kind for one in compared([old], [new])] == [ChangeKind.CHANGED]


@pytest.mark.parametrize("model", [PlannedResult, Indicator])
def test_every_copied_column_but_order_and_identity_is_compared(model):
    copied = {model._meta.get_field(name).name for name in copied_columns(model)}
    assert copied - set(compared_columns(model)) <= {"number", "thread", "is_carried"}


@pytest.mark.django_db
def test_a_revision_says_what_it_changes_in_words(version):
    fresh = revise_plan(plan=version.plan, reason="Tugas bertambah", acting=acting(employee(ANI).user, AFTER))
    Indicator.objects.filter(result__version=fresh, measure__isnull=False).update(
        target=450, direction="lower"
    )
    PlannedResult.objects.get(version=fresh, title="Pengaduan tuntas").delete()
    first, second = version_with_content(version.pk), version_with_content(fresh.pk)
    assert comparable_versions(second) == [version] and second.has_other and not first.has_other
    changed, *removed = compared(parts_of(first), parts_of(second))
    told = {one.label: (one.before, one.after) for one in changed.fields}
    assert told["Target"] == ("400", "450") and told["Arah"][1] != told["Arah"][0]
    assert [(one.kind, one.name) for one in removed] == [
        (ChangeKind.REMOVED, "Pengaduan tuntas"),
        (ChangeKind.REMOVED, "Pengaduan dijawab"),
    ]
