"""How strong the basis of one appraisal is: who reads it, what it says, and what it never says."""

from datetime import date

import pytest

from terukur.appraisal.models import Appraisal
from terukur.objectivity.index import current_weights
from terukur.objectivity.strength import BANDS, LABELS, strength_of
from tests.support import cast, index_example
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, employee, sign_in
from tests.support.index_example import GIVEN_ON, TOO_HIGH, found_about, run_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraisal(db) -> Appraisal:
    return index_example.worked_case()


def strength(appraisal, reader=ANI, on=GIVEN_ON):
    fresh = Appraisal.objects.get(pk=appraisal.pk)
    return strength_of(fresh, reader=employee(reader).user, on=on)


def line(found, name):
    return next(line for line in found.lines if line.name == name)


def test_every_component_and_band_has_its_words():
    weights = current_weights()
    assert set(LABELS) == set(weights.weights)
    assert set(BANDS) == {*weights.bands, "D"}


def test_the_worked_case_in_words(appraisal):
    run_of("2026", TOO_HIGH)
    found = strength(appraisal)
    assert (found.band, found.word, found.total, found.applying) == ("B", "Cukup kuat", "62", 100)
    assert [line.percent for line in found.lines] == [70, 68, 52, 50, 67, 65, 60]
    told = {line.name: (line.fact, line.stronger) for line in found.lines}
    assert told["measured_share"] == (
        "70 % dari bobot terukur dari data atau diperiksa orang lain: 2 dari 4 indikator.",
        "Pilih ukuran yang datanya ada untuk “Sosialisasi”.",
    )
    assert told["verified_evidence"] == (
        "Dari bobotnya, 40 % dari data yang dimuat, 30 % diperiksa pihak ketiga, 20 % buktinya "
        "dilampirkan, belum diperiksa, dan 10 % tanpa bukti.",
        "Isi realisasi “Arsip ditata” dengan buktinya.",
    )
    assert told["continuity"][0] == (
        "Ada catatan bertanggal pada 8 dari 12 bulan; 6 dari 16 catatan baru ditulis menjelang atau "
        "sesudah akhir periode."
    )
    assert "Rata-rata tujuh tanda 2,43 " in told["consistency"][0]
    assert "di antara 1,37 dan 1,63" in told["consistency"][0]
    assert told["justification"][0].startswith("2 dari 3 tanda")
    assert told["panel_agreement"][0].startswith("Rata-rata pandangan 5 rekan berjarak 0,6")
    assert told["calibration"][0].startswith("Penilai belum menilai semua kasus standar")


def test_without_a_run_the_comparison_does_not_apply_and_the_page_says_so(appraisal):
    found = strength(appraisal)
    assert line(found, "consistency").percent is None
    assert line(found, "consistency").fact.startswith("Belum ada pembanding")
    assert found.applying == 85


def test_the_newest_run_of_the_period_is_the_one_that_counts(appraisal):
    run_of("2026", None, at=cast.moment(date(2027, 1, 5)))
    run_of("2026-Q4", None)
    run_of("2026", TOO_HIGH)
    assert line(strength(appraisal), "consistency").percent == 50


@pytest.mark.parametrize(("reader", "reads"), [(ANI, True), (BUDI, True), (CITRA, False), (DEWI, False)])
def test_what_colleagues_think_is_read_by_employee_and_appraiser(appraisal, reader, reads):
    """Nor does it follow from a total."""
    found = strength(appraisal, reader)
    panel = line(found, "panel_agreement")
    assert (panel.percent == 65) == (found.total != "") == reads
    assert panel.is_withheld != reads
    assert ("0,6" in panel.fact) == reads


def test_full_components_need_nothing_stronger(appraisal):
    assert line(strength(appraisal), "measured_share").stronger
    assert not [line for line in strength(appraisal).lines if line.percent == 100 and line.stronger]


PAGE = "/penilaian/{}/dasar/"


def test_whoever_may_read_the_appraisal_reads_its_basis(appraisal, client):
    for who in (ANI, BUDI, CITRA, DEWI, FAJAR):
        sign_in(client, who)
        answer = client.get(PAGE.format(appraisal.pk))
        assert answer.status_code == 200
        assert "Cukup kuat" in answer.content.decode()
    sign_in(client, EKO)
    assert client.get(PAGE.format(appraisal.pk)).status_code == 404


def test_before_delivery_and_for_a_trial_there_is_none(appraisal, client):
    sign_in(client, BUDI)
    open_one = Appraisal.objects.create(
        plan=appraisal.plan, period="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)
    )
    trial = Appraisal.objects.create(
        plan=appraisal.plan, period="2026-Q3", starts=date(2026, 7, 1), ends=date(2026, 9, 30), is_trial=True
    )
    index_example.handed_over(trial)
    for one in (open_one, trial):
        assert client.get(PAGE.format(one.pk)).status_code == 404
        assert PAGE.format(one.pk) not in client.get(f"/penilaian/{one.pk}/").content.decode()
    shown = client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    assert PAGE.format(appraisal.pk) in shown


def test_a_visit_from_outside_the_line_is_recorded(appraisal, client):
    sign_in(client, FAJAR)
    client.get(PAGE.format(appraisal.pk))
    sign_in(client, ANI)
    assert "Fajar" in client.get(f"/penilaian/{appraisal.pk}/riwayat/").content.decode()


def test_the_page_judges_nobody_and_corrects_nothing(appraisal, client):
    run_of("2026", TOO_HIGH)
    found_about(BUDI, "open")
    sign_in(client, ANI)
    shown = client.get(PAGE.format(appraisal.pk)).content.decode().lower()
    for word in ("temuan", "bias", "tidak adil", "objektif", "seharusnya", "severitas", "keketatan"):
        assert word not in shown
    assert "bukan pegawai dan bukan penilainya" in shown
