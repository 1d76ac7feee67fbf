"""The acts by which a document changes a plan ask for the right to load files themselves."""

from datetime import date

import pytest

from terukur.planning.models import PlanVersion
from terukur.planning.operations.versions import (
    PlanRefused,
    revise_from_document,
    set_from_document,
    submit_from_document,
)
from tests.support.cast import ANI, BUDI, DEWI, acting, employee, load_all

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 6)


@pytest.mark.parametrize("number", [ANI, BUDI])
def test_nobody_without_the_right_to_load_files_does_them(number):
    version = load_all()
    by = acting(employee(number).user, DAY)
    for act in (
        lambda: revise_from_document(plan=version.plan, document="skp.csv", acting=by),
        lambda: submit_from_document(version=version, acting=by),
        lambda: set_from_document(version=version, document="skp.csv", acting=by),
    ):
        with pytest.raises(PlanRefused):
            act()
    assert PlanVersion.objects.count() == 1


def test_a_revision_from_a_document_is_never_set_by_it():
    version = load_all()
    by = acting(employee(DEWI).user, DAY)
    revision = revise_from_document(plan=version.plan, document="skp.csv", acting=by)
    submit_from_document(version=revision, acting=by)
    with pytest.raises(PlanRefused, match="pejabat penilai"):
        set_from_document(version=revision, document="skp.csv", acting=by)
    revision.refresh_from_db()
    assert revision.status == "submitted"
