"""What a page costs: a fixed number of statements, for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.ledger.operations import COMMAND
from terukur.organization.models import Unit
from tests import cast
from tests.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, employee, moment, sign_in

pytestmark = pytest.mark.django_db
BUDGET = 8


@pytest.fixture
def everybody(version):
    """Everybody has a plan: Budi appraises one person, Citra four."""
    for number in (BUDI, DEWI, EKO, FAJAR):
        cast.load_plan(number)
    cast.load_values({"2026-01": "30"})
    evaluate(period=QUARTER, by=COMMAND, on=AFTER, at=moment(AFTER))


def statements(client, number, address) -> int:
    """Statements of the second visit: the first may record that something was read."""
    sign_in(client, number)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def appraisal_of(number) -> int:
    return Appraisal.objects.get(plan__assignment__employee__number=number).pk


def unit(code) -> int:
    return Unit.objects.get(code=code).pk


def test_a_team_costs_the_same_for_one_and_for_four(everybody, client):
    page = "/tim/?periode=2026-Q1"
    assert [statements(client, boss, page) for boss in (BUDI, CITRA)] == [6, 6]


def test_a_unit_costs_the_same_with_few_and_with_many_people(everybody, client):
    pages = [f"/organisasi/unit/{unit(code)}/" for code in ("SEKSI", "KEC")]
    assert [statements(client, DEWI, page) for page in pages] == [8, 8]


@pytest.mark.parametrize(
    ("who", "page"),
    [
        (ANI, "/"), (BUDI, "/"), (ANI, "/harian/"), (ANI, "/penilaian/{appraisal}/andai/"),
        (ANI, "/hasil-ukur/pembantu/"), (BUDI, "/harian/pegawai/{ani}/"), (DEWI, "/pola/"),
        (DEWI, "/bukti/uji-petik/"), (DEWI, "/imunisasi/"), (ANI, "/ringkasan/"),
        (ANI, "/skp/"), (ANI, "/hasil-ukur/"), (ANI, "/penilaian/"),
        (ANI, "/penilaian/{appraisal}/"), (BUDI, "/penilaian/{appraisal}/nilai/"),
        (BUDI, "/penilaian/{appraisal}/"), (DEWI, "/penilaian/{appraisal}/"),
        (FAJAR, "/penilaian/{appraisal}/"), (CITRA, "/penilaian/{appraisal}/"), (DEWI, "/organisasi/"),
        (DEWI, "/organisasi/belum-cocok/"), (DEWI, "/impor/"), (DEWI, "/ukuran/"),
        (DEWI, "/hitung/"), (DEWI, "/periode/"), (DEWI, "/periode/2026-Q1/"),
        (DEWI, "/periode/2026-Q1/unit/{unit}/"), (DEWI, "/periode/kalender/"),
        (DEWI, "/angka-keliru/"), (DEWI, "/keberatan/"), (CITRA, "/keberatan/"),
        (DEWI, "/layanan-penilaian/"), (ANI, "/penilaian/{appraisal}/angka/"),
        (ANI, "/penilaian/{appraisal}/percakapan/"), (BUDI, "/penilaian/{appraisal}/percakapan/"),
        (FAJAR, "/organisasi/pegawai/{ani}/"),
    ],
)  # fmt: skip
def test_every_page_stays_within_its_budget(everybody, client, who, page):
    address = page.format(appraisal=appraisal_of(ANI), ani=employee(ANI).pk, unit=unit("SEKSI"))
    assert statements(client, who, address) <= BUDGET
