"""Daily progress documents work: it is kept once, corrected by versions, and never counts."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import Error

from terukur.appraisal.models import Appraisal
from terukur.jobs.clock import today
from terukur.measurement.daily import (
    DailyDraft,
    daily_entry,
    ekinerja_rows,
    entries_between,
    record_daily,
    usual,
    week_of,
    withdraw_daily,
)
from terukur.measurement.models import DailyProgress
from terukur.measurement.operations import EvidenceDraft, MeasurementRefused, PersonalDataFound
from terukur.planning.models import PlannedResult
from tests.support import cast, quarter
from tests.support.cast import ANI, BUDI, EKO, acting, employee, sign_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)


def draft(**changes: object) -> DailyDraft:
    told = DailyDraft(
        key=uuid4(),
        thread=PlannedResult.objects.get(number=1).thread,
        day=MONDAY,
        starts=time(8),
        ends=time(9, 30),
        activity="Melayani  permohonan\nKTP",
        amount=12,
        unit="berkas",
        evidence=EvidenceDraft(address="https://contoh.go.id/buku"),
    )
    return replace(told, **changes)


def write(told: DailyDraft, number: str = ANI, on: date = MONDAY) -> DailyProgress:
    return record_daily(employee=employee(ANI), draft=told, acting=acting(employee(number).user, on))


def test_a_draft_that_comes_twice_counts_once(version):
    told = draft()
    assert write(told) == write(told)
    assert DailyProgress.objects.count() == 1


def test_a_correction_is_a_version_and_the_first_one_stays(version):
    told = draft()
    write(told)
    write(replace(told, amount=13))
    assert [entry.amount for entry in DailyProgress.objects.order_by("version")] == [12, 13]
    assert [entry.amount for entry in entries_between(employee(ANI), MONDAY, MONDAY)] == [13]


def test_what_was_written_cannot_be_changed_in_the_database(version):
    entry = write(draft())
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE measurement_dailyprogress SET amount = 99 WHERE id = %s", [entry.pk])


def test_what_was_withdrawn_is_gone_from_the_week_and_frees_its_hours(version):
    told = draft()
    write(told)
    withdraw_daily(employee=employee(ANI), key=told.key, acting=acting(employee(ANI).user, MONDAY))
    assert daily_entry(employee(ANI), told.key) is None
    write(draft())
    assert len(week_of(employee(ANI), MONDAY).entries) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": MONDAY + timedelta(days=1)}, "belum tiba"),
        ({"day": date(2025, 12, 31)}, "periksa tanggalnya"),
        ({"thread": UUID(int=0)}, "Pilih hasil kerja"),
        ({"ends": time(8)}, "sesudah jam mulai"),
        ({"activity": "  "}, "Tulis kegiatannya"),
        ({"amount": -1}, "bilangan bulat"),
        ({"evidence": EvidenceDraft("bukti.svg", b"<svg onload='x'></svg>")}, "SVG"),
    ],
)
def test_what_cannot_be_is_refused_with_a_remedy(version, changes, words):
    with pytest.raises(MeasurementRefused, match=words):
        write(draft(**changes))
    assert not DailyProgress.objects.exists()


def test_two_activities_do_not_fill_the_same_hour(version):
    write(draft())
    with pytest.raises(MeasurementRefused, match="bertumpang tindih"):
        write(draft(starts=time(9), ends=time(10)))
    write(draft(starts=time(9, 30), ends=time(10)))


def test_nobody_writes_for_another(version):
    with pytest.raises(MeasurementRefused):
        write(draft(), number=BUDI)


def test_a_file_with_citizens_numbers_is_asked_about(version):
    listed = EvidenceDraft("daftar.csv", b"nama;nik\nSiti;1671014505900001\n")
    with pytest.raises(PersonalDataFound):
        write(draft(evidence=listed))
    entry = write(draft(evidence=replace(listed, personal_data_checked=True)))
    assert write(draft(key=entry.key, amount=3)).file == entry.file


def test_the_week_tells_hours_by_result_and_how_late_it_was_written(version):
    write(draft(), on=MONDAY + timedelta(days=3))
    week = week_of(employee(ANI), MONDAY + timedelta(days=6))
    assert (week.monday, week.minutes) == (MONDAY, [("Masyarakat terlayani", 90)])
    assert week.entries[0].days_late == 3


def test_lines_for_ekinerja_hold_its_fields_in_its_order(version):
    assert ekinerja_rows([write(draft())]) == [
        (
            "Masyarakat terlayani",
            "09-03-2026",
            "08:00",
            "09:30",
            "Melayani permohonan KTP",
            "12",
            "berkas",
            "https://contoh.go.id/buku",
        )
    ]


def test_what_is_written_often_is_offered_first(version):
    for hour in (8, 10, 12):
        write(draft(activity="Loket", starts=time(hour), ends=time(hour + 1)))
    write(draft(activity="Rapat", starts=time(14), ends=time(15)))
    assert [entry.activity for entry in usual(employee(ANI))] == ["Loket", "Rapat"]


def test_hours_and_activities_never_move_a_figure(appraisal):
    before = appraisal.computation.inputs
    for hour in range(7, 17):
        write(draft(starts=time(hour), ends=time(hour + 1), amount=1000))
    quarter.computed()
    assert Appraisal.objects.get().computation.inputs == before


def test_the_form_is_filled_in_so_that_two_taps_do(client):
    cast.load_people()
    cast.load_plan(year=today().year)
    sign_in(client, ANI)
    write(draft(day=today(), starts=time(0), ends=time(0, 5)), on=today())
    key = DailyProgress.objects.get().key
    page = client.get(f"/harian/?seperti={key}")
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name not in ("file", "checked")}
    sent["key"] = str(sent["key"])
    answer = client.post("/harian/", sent, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"kept": True})
    amounts = DailyProgress.objects.filter(activity="Melayani permohonan KTP").order_by("pk")
    assert [entry.amount for entry in amounts] == [12, None]


def test_the_script_is_told_what_is_wrong(version, client):
    sign_in(client, ANI)
    answer = client.post("/harian/", {"key": str(uuid4())}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_week_is_read_by_those_above_and_by_nobody_else(version, client):
    entry = write(draft(evidence=EvidenceDraft("foto.txt", b"foto")))
    for number, status in ((BUDI, 200), (EKO, 404)):
        sign_in(client, number)
        own = employee(ANI).pk
        assert client.get(f"/harian/pegawai/{own}/?minggu=2026-03-09").status_code == status
        assert client.get(f"/harian/berkas/{entry.pk}/").status_code == status
        assert client.get(f"/harian/{entry.key}/").status_code == 404


def test_the_page_kept_on_a_phone_names_nobody(version, client):
    sign_in(client, ANI)
    page = client.get("/harian/luring/").content.decode()
    assert "Ani" not in page
    assert "csrf" not in page
