"""Home says what helps today: one thing going well, one that needs attention, one next step."""

from datetime import date

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.highlights import NextStep, highlights_of
from terukur.coaching.standing import standings_of
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from tests.support import cast
from tests.support.cast import ANI, acting, sign_in

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 5)


def told(version, each_month: str):
    months = {f"2026-{month:02d}": each_month for month in range(1, 10)}
    cast.load_values(months, period="2026")
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, OCTOBER))
    appraisal = Appraisal.objects.get(period="2026-Q3")
    return highlights_of(standings_of(appraisal.tree, plan=appraisal.plan, on=OCTOBER))


def test_who_is_behind_reads_what_a_week_would_take(version):
    found = told(version, "20")
    assert found.good == ""
    assert found.attention == (
        "Permohonan selesai: 180 berkas, seharusnya 300 berkas (Januari–September), "
        "belum sampai yang diharapkan."
    )
    assert found.next_step == ("220 berkas lagi sampai 31 Desember (18 per minggu selama 12½ minggu).")
    assert found.step is NextStep.PACE


def test_who_is_ahead_reads_that_first_and_is_asked_for_nothing(version):
    found = told(version, "40")
    assert found.good.startswith("Permohonan selesai: 360 berkas, seharusnya 300 berkas")
    assert found.attention == (
        "Dari yang terukur tidak ada yang tertinggal. Pengaduan dijawab: belum ada data; "
        "Januari–September belum diisi."
    )
    assert found.step is NextStep.FEEDBACK


def test_nothing_is_said_before_anything_is_measured(version):
    assert highlights_of([]) is None


def test_it_stands_on_the_home_page(appraisal, client):
    sign_in(client, ANI)
    page = client.get("/").content.decode()
    assert "Berjalan baik" in page
    assert "Langkah berikut" in page
