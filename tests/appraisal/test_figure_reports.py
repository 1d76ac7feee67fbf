"""The small door: one figure is wrong. Its owner answers; a correction is new data, never a typed number."""

from datetime import date
from uuid import uuid4

import pytest

from terukur.appraisal.figure_reports import ReportRefused, answer_report, report_figure, waiting_reports
from terukur.appraisal.models import Appraisal, FigureReport
from terukur.ledger.models import Entry
from terukur.measurement.measurements_import import import_measurements
from terukur.planning.models import Indicator, Measure
from tests.support import cast
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    QUARTER,
    acting,
    employee,
    let_load,
    sign_in,
)
from tests.support.quarter import VALUES, computed, declare, hand_over

pytestmark = pytest.mark.django_db
WRONG = "Februari 44 berkas, bukan 34; lihat buku register."
CHECKED = "Register diperiksa; berkas Februari dimuat ulang."
BETTER = VALUES | {"2026-02": "44"}


def thread() -> object:
    return Indicator.objects.get(measure__isnull=False).thread


def report(appraisal, by=ANI, text=WRONG, of=None) -> FigureReport:
    return report_figure(
        appraisal=appraisal, thread=of or thread(), text=text, acting=acting(employee(by).user, AFTER)
    )


def answer(found, *, corrected: bool, by=DEWI, text=CHECKED):
    return answer_report(
        report=found, is_corrected=corrected, text=text, acting=acting(employee(by).user, AFTER)
    )


def test_a_report_has_three_working_days(appraisal):
    assert report(appraisal).answer_by == date(2026, 4, 9)


def test_a_correction_is_new_data_and_moves_the_suggestion(appraisal):
    found = report(appraisal)
    cast.load_values(BETTER)
    done = answer(found, corrected=True)
    assert (found.figures["realization"], done.figures["realization"]) == ("96", "106")
    fresh = Appraisal.objects.get()
    assert fresh.computation_id != appraisal.computation_id
    assert Entry.objects.get(act="figure-corrected").reason == CHECKED


def test_corrected_is_not_said_while_the_figure_is_the_same(appraisal):
    found = report(appraisal)
    with pytest.raises(ReportRefused, match="masih sama"):
        answer(found, corrected=True)
    assert not hasattr(FigureReport.objects.get(), "answer")
    assert not answer(found, corrected=False).is_corrected


def test_under_a_delivered_rating_the_change_waits_for_a_third_person(appraisal):
    hand_over(appraisal)
    found = report(appraisal)
    cast.load_values(BETTER)
    assert answer(found, corrected=True).figures["realization"] == "106"
    delivered = Appraisal.objects.get()
    assert (delivered.computation_id, delivered.result_rating) == (appraisal.computation_id, "meets")
    assert delivered.changes.count() == 1


def test_who_loaded_the_file_owns_its_figures(version):
    let_load(CITRA)
    loader = employee(CITRA).user
    declare(version)
    import_measurements(
        content=b"NIP;BULAN;NILAI\n" + f"{ANI};2026-01;30\n".encode(),
        filename="nilai.csv",
        measure=Measure.objects.get(key="permohonan"),
        period=QUARTER,
        acting=acting(loader, AFTER),
    )
    found = report(computed())
    assert found.owner == loader
    assert list(waiting_reports(loader, is_team=False)) == [found]
    for number in (ANI, BUDI, EKO):
        assert not waiting_reports(employee(number).user, is_team=False).exists()
    assert not answer(found, corrected=False, by=CITRA).is_corrected


@pytest.mark.parametrize("by", [ANI, BUDI, CITRA, EKO, FAJAR])
def test_only_the_owner_of_the_data_or_the_team_answers(appraisal, by):
    found = report(appraisal)
    with pytest.raises(ReportRefused, match="pemilik datanya"):
        answer(found, corrected=False, by=by)


@pytest.mark.parametrize("by", [BUDI, CITRA, DEWI, EKO, FAJAR])
def test_only_the_employee_reports(appraisal, by):
    with pytest.raises(ReportRefused, match="pegawai yang dinilai"):
        report(appraisal, by=by)


def test_a_report_names_a_figure_says_what_and_waits_for_its_answer(appraisal):
    with pytest.raises(ReportRefused, match="tidak ada"):
        report(appraisal, of=uuid4())
    with pytest.raises(ReportRefused, match="Tulis apa yang keliru"):
        report(appraisal, text="salah")
    first = report(appraisal)
    with pytest.raises(ReportRefused, match="sedang diperiksa"):
        report(appraisal)
    with pytest.raises(ReportRefused, match="Tulis apa yang Anda periksa"):
        answer(first, corrected=False, text="ok")
    answer(first, corrected=False)
    with pytest.raises(ReportRefused, match="sudah dijawab"):
        answer(first, corrected=False)
    assert report(appraisal).pk != first.pk


def test_on_the_pages(appraisal, client):
    page = f"/penilaian/{appraisal.pk}/angka/"
    sign_in(client, ANI)
    assert "Angka ini keliru?" in client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    assert "Pilih angka" in client.post(page, {"thread": "x", "text": WRONG}).content.decode()
    client.post(page, {"thread": str(thread()), "text": WRONG})
    assert "paling lambat" in client.get(page).content.decode()
    sign_in(client, BUDI)
    assert WRONG in client.get(page).content.decode()
    assert client.post(page, {"thread": str(thread()), "text": WRONG}).status_code == 404
    sign_in(client, DEWI)
    assert WRONG in client.get("/angka-keliru/").content.decode()
    key = FigureReport.objects.get().pk
    client.post(f"/angka-keliru/{key}/jawab/", {"outcome": "stands", "text": CHECKED})
    assert "Tidak ada yang menunggu" in client.get("/angka-keliru/").content.decode()
