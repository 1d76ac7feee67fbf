"""What a page costs: a fixed number of statements, for one row as for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.drafting import save_draft
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import Case
from terukur.coaching.team_table import table_of
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.planning.models import PlanVersion
from tests.support import cast, index_example
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, acting, employee, sign_in
from tests.support.feedback import asked, said
from tests.support.open_finding import finding_about, heard, panel_of_eko

pytestmark = pytest.mark.django_db
BUDGET = 8


@pytest.fixture
def everybody(db):
    """Everybody has a plan: Budi appraises one person, Citra four."""
    built_once("everybody-has-a-plan", _everybody)


def _everybody():
    cast.load_all()
    for number in (BUDI, DEWI, EKO, FAJAR):
        cast.load_plan(number)
    cast.load_values({"2026-01": "30"})
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))


def statements(client, number, address) -> int:
    """Statements of the second visit: the first may record that something was read."""
    sign_in(client, number)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def appraisal_of(number) -> int:
    return Appraisal.objects.get(plan__assignment__employee__number=number).pk


def found_and_named() -> int:
    """A finding about Budi that the panel has opened and heard him about."""
    panel_of_eko()
    finding = finding_about()
    heard(finding)
    return finding.pk


def unit(code) -> int:
    return Unit.objects.get(code=code).pk


def test_a_team_costs_the_same_for_one_and_for_four(everybody, client):
    page = "/tim/?periode=2026-Q1"
    assert [statements(client, boss, page) for boss in (BUDI, CITRA)] == [8, 8]


def test_a_unit_costs_the_same_with_few_and_with_many_people(everybody, client):
    pages = [f"/organisasi/unit/{unit(code)}/" for code in ("SEKSI", "KEC")]
    assert [statements(client, DEWI, page) for page in pages] == [8, 8]


def load_team(size: int) -> None:
    """``size`` people whom Budi appraises, each with a draft; half of them head a unit."""
    rows = list(cast.PEOPLE)
    for number in range(size):
        code = f"SUB{number}" if number % 2 else "SEKSI"
        unit = code if number % 2 else "Seksi Pelayanan"
        rows.append(
            (
                f"199001012015011{number + 1:03}",
                f"Orang {number}",
                f"Petugas {number}",
                "Pelaksana",
                code,
                unit,
                "KEC",
                BUDI,
                "ya" if number % 2 else "tidak",
                "2025-01-01",
            )
        )
    import_people(
        content=cast.people_csv(rows), filename="pegawai.csv", acting=acting(COMMAND, cast.NEW_YEAR)
    )
    for row in rows[len(cast.PEOPLE) :]:
        cast.load_plan(row[0])
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    for row in table_of(employee(BUDI), period=QUARTER, on=AFTER):
        save_draft(
            appraisal=row.appraisal,
            fields={"results": "above"},
            seen=row.held.mark,
            seen_computation=row.appraisal.computation_id,
            acting=acting(employee(BUDI).user, AFTER),
        )


@pytest.mark.parametrize("size", [12, 60])
def test_the_table_of_a_team_costs_the_same_for_twelve_and_for_sixty(everybody, client, size):
    load_team(size)
    page = "/tim/nilai/?periode=2026-Q1"
    assert statements(client, BUDI, page) <= BUDGET
    assert len(client.get(page).context["rows"]) == size + 1


@pytest.mark.parametrize(
    ("who", "page"),
    [
        (ANI, "/"),
        (BUDI, "/"),
        (ANI, "/harian/"),
        (ANI, "/penilaian/{appraisal}/andai/"),
        (ANI, "/hasil-ukur/pembantu/"),
        (BUDI, "/harian/pegawai/{ani}/"),
        (DEWI, "/pola/"),
        (DEWI, "/bukti/uji-petik/"),
        (DEWI, "/imunisasi/"),
        (ANI, "/ringkasan/"),
        (BUDI, "/dialog/"),
        (CITRA, "/dialog/"),
        (BUDI, "/dialog/{plan}/"),
        (ANI, "/dialog/{plan}/"),
        (BUDI, "/skp/{version}/"),
        (ANI, "/skp/{version}/"),
        (ANI, "/skp/"),
        (ANI, "/hasil-ukur/"),
        (ANI, "/penilaian/"),
        (ANI, "/penilaian/{appraisal}/"),
        (BUDI, "/penilaian/{appraisal}/nilai/"),
        (BUDI, "/penilaian/{appraisal}/"),
        (DEWI, "/penilaian/{appraisal}/"),
        (FAJAR, "/penilaian/{appraisal}/"),
        (CITRA, "/penilaian/{appraisal}/"),
        (DEWI, "/organisasi/"),
        (DEWI, "/organisasi/belum-cocok/"),
        (DEWI, "/impor/"),
        (DEWI, "/ukuran/"),
        (DEWI, "/pustaka-indikator/"),
        (ANI, "/pustaka-indikator/?cari=waktu"),
        (DEWI, "/hitung/"),
        (DEWI, "/periode/"),
        (DEWI, "/perencanaan/2026/"),
        (BUDI, "/perencanaan/2026/"),
        (DEWI, "/tahun/2026/penutupan/"),
        (DEWI, "/perencanaan/2026/unit/{unit}/"),
        (DEWI, "/perencanaan/2026/unit/{unit}/?kaskade=1"),
        (DEWI, "/periode/2026-Q1/"),
        (DEWI, "/periode/2026-Q1/unit/{unit}/"),
        (DEWI, "/periode/kalender/"),
        (DEWI, "/angka-keliru/"),
        (DEWI, "/keberatan/"),
        (CITRA, "/keberatan/"),
        (DEWI, "/layanan-penilaian/"),
        (ANI, "/penilaian/{appraisal}/angka/"),
        (ANI, "/penilaian/{appraisal}/percakapan/"),
        (BUDI, "/penilaian/{appraisal}/percakapan/"),
        (FAJAR, "/organisasi/pegawai/{ani}/"),
        (DEWI, "/organisasi/pegawai/{ani}/"),
        (DEWI, "/organisasi/pegawai/{ani}/riwayat/"),
        (DEWI, "/organisasi/pegawai/{ani}/pindah/"),
        (DEWI, "/organisasi/unit/{unit}/jabatan/"),
        (DEWI, "/organisasi/unit/{unit}/pegawai-baru/"),
        (FAJAR, "/organisasi/pegawai/{ani}/masa-kerja/"),
        (FAJAR, "/organisasi/tidak-bertugas/"),
        (FAJAR, "/organisasi/kontrak/"),
        (FAJAR, "/organisasi/capaian/"),
        (FAJAR, "/periode-tidak-penuh/"),
        (ANI, "/penilaian/{appraisal}/mandiri/"),
        (EKO, "/survei-perilaku/"),
        (ANI, "/umpan-balik/"),
        (BUDI, "/umpan-balik/"),
        (BUDI, "/umpan-balik/tulis/{plan}/"),
        (ANI, "/umpan-balik/minta/{plan}/"),
        (ANI, "/umpan-balik/{feedback}/"),
        (BUDI, "/penilaian/{appraisal}/survei-perilaku/"),
        (ANI, "/pengembangan/"),
        (BUDI, "/pengembangan/{ani}/"),
        (CITRA, "/pengembangan/{ani}/"),
        (DEWI, "/pengembangan/katalog/"),
        (DEWI, "/pengembangan/dampak/"),
        (CITRA, "/pengembangan/dampak/"),
        (ANI, "/talenta/"),
        (CITRA, "/talenta/{ani}/"),
        (DEWI, "/talenta/keberatan/"),
        (BUDI, "/cermin/"),
        (BUDI, "/kasus/"),
        (BUDI, "/kasus/{case}/"),
        (DEWI, "/kasus/kelola/"),
        (DEWI, "/kasus/kelola/{case}/"),
        (DEWI, "/objektivitas/?periode=2026-Q1"),
        (DEWI, "/objektivitas/panel/"),
        (DEWI, "/temuan/"),
        (EKO, "/temuan/"),
        (EKO, "/temuan/{finding}/"),
        (DEWI, "/objektivitas/unit/"),
        (CITRA, "/objektivitas/unit/"),
    ],
)
def test_every_page_stays_within_its_budget(everybody, client, who, page):
    version = PlanVersion.objects.get(plan__assignment__employee__number=ANI)
    ensure_cases(acting=acting(COMMAND, AFTER))
    asked(version.plan, EKO)
    address = page.format(
        appraisal=appraisal_of(ANI),
        ani=employee(ANI).pk,
        unit=unit("SEKSI"),
        version=version.pk,
        plan=version.plan_id,
        feedback=said(version.plan).pk,
        case=Case.objects.first().pk,
        finding=found_and_named(),
    )
    assert statements(client, who, address) <= BUDGET


def test_the_basis_of_an_appraisal_stays_within_its_budget(db, client):
    appraisal = index_example.worked_case()
    index_example.run_of("2026", index_example.TOO_HIGH)
    page = f"/penilaian/{appraisal.pk}/dasar/"
    counted = {who: statements(client, who, page) for who in (ANI, BUDI, CITRA, DEWI, FAJAR)}
    assert max(counted.values()) <= BUDGET, counted
