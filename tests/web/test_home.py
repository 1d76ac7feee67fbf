"""Home says that nothing waits only where nothing does."""

from datetime import date

import pytest

from terukur.calibration.case_library import ensure_cases
from terukur.ledger.acting import COMMAND
from terukur.planning.operations.versions import submit_plan
from tests.support import cast
from tests.support.cast import ANI, BUDI, EKO, NEW_YEAR, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
NOTHING = "Tidak ada yang menunggu Anda hari ini."


def home_of(client, number: str) -> str:
    sign_in(client, number)
    return client.get("/").content.decode()


@pytest.fixture
def july(monkeypatch) -> None:
    """A day on which nobody plans a year."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(date(2026, 7, 6)))


def test_who_has_nothing_to_do_is_told_so(client, july):
    cast.load_people()
    assert NOTHING in home_of(client, EKO)


def test_practice_is_offered_and_does_not_count_as_waiting(client, july):
    cast.load_people()
    ensure_cases(acting=acting(COMMAND, NEW_YEAR))
    page = home_of(client, BUDI)
    assert NOTHING in page and "kasus kalibrasi belum Anda nilai" in page


def test_a_plan_to_set_is_waiting(draft, client):
    submit_plan(version=draft, acting=acting(employee(ANI).user, NEW_YEAR))
    page = home_of(client, BUDI)
    assert NOTHING not in page and "1 SKP menunggu penetapan Anda" in page


def test_the_bar_marks_the_home_page_of_somebody_with_figures_too(appraisal, client):
    sign_in(client, ANI)
    assert '<a href="/" aria-current="page">Beranda</a>' in client.get("/").content.decode()
