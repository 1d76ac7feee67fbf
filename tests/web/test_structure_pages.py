"""The pages on which people and units are changed: effects first, refusals at their field, ways back."""

import pytest

from terukur.jobs.clock import today
from terukur.organization.models import Assignment, Employee, Position, Unit
from terukur.organization.queries import assignment_on
from terukur.planning.models import Plan
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, employee, sign_in
from tests.support.check_pages import confirmed, mark_in

pytestmark = pytest.mark.django_db
SK = "SK mutasi 800/12/2026"
NEW = "199506062019032001"


@pytest.fixture
def dewi(client):
    cast.load_people()
    sign_in(client, DEWI)
    return client


def unit(code="SEKSI"):
    return Unit.objects.get(code=code)


def address(number, act=""):
    return f"/organisasi/pegawai/{employee(number).pk}/{act}"


def moved(**given):
    return {"unit": "kecamatan", "title": "Petugas", "since": f"{today()}", "reason": SK} | given


def test_a_transfer_is_shown_before_it_happens_and_taken_back_after(dewi):
    cast.load_plan(year=today().year)
    told = dewi.post(address(ANI, "pindah/"), moved()).content.decode()
    assert "Petugas, Seksi Pelayanan di bawah Kecamatan (Pelaksana), sampai" in told
    assert "Petugas, Kecamatan di bawah Kota Contoh (Pelaksana), mulai" in told
    assert f"<dt>SKP {today().year}</dt>" in told
    assert "<dt>Penilai sesudahnya</dt><dd>Citra</dd>" in told
    assert assignment_on(employee(ANI).pk, today()).position.unit == unit()
    page = confirmed(dewi, address(ANI, "pindah/"), moved(), follow=True).content.decode()
    assert "Berikutnya ia menyusun SKP" in page
    assert assignment_on(employee(ANI).pk, today()).position.unit == unit("KEC")
    assert "Batalkan kepindahan terakhir" in page
    confirmed(dewi, address(ANI, "pindah/batal/"))
    assert assignment_on(employee(ANI).pk, today()).position.unit == unit()
    assert Plan.objects.get().closed_on is None


def test_after_a_transfer_the_plan_of_the_new_position_is_offered_and_then_no_way_back(dewi, client):
    cast.load_plan(year=today().year)
    confirmed(dewi, address(ANI, "pindah/"), moved())
    sign_in(client, ANI)
    assert "Mulai SKP di jabatan baru" in client.get("/skp/").content.decode()
    client.post("/skp/mulai/")
    assert Plan.objects.filter(assignment__ends=None).get().starts == today()
    assert "Mulai SKP" not in client.get("/skp/").content.decode()
    sign_in(client, DEWI)
    assert "Batalkan kepindahan" not in client.get(address(ANI)).content.decode()


def test_last_years_plan_does_not_stand_in_the_way_of_this_years(dewi, client):
    cast.load_plan(year=today().year - 1)
    sign_in(client, ANI)
    page = client.get("/skp/").content.decode()
    assert f"Susun SKP {today().year}" in page
    assert "jabatan baru" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"unit": "Tidak Ada"}, "Tidak ada unit dengan nama lengkap atau kode itu"),
        ({"title": "Bidan"}, "pilih jenis jabatannya"),
        ({"unit": "SEKSI"}, "sudah menjabat Petugas"),
        ({"since": "2025-01-01"}, "isi tanggal sesudahnya"),
        ({"reason": "SK"}, "Tulis alasannya"),
    ],
)
def test_what_is_refused_is_told_on_the_form_and_no_check_page_comes(dewi, given, told):
    page = dewi.post(address(ANI, "pindah/"), moved(**given))
    assert not mark_in(page)
    assert told in page.content.decode()
    assert not Position.objects.filter(title="Bidan").exists()


def test_one_name_under_two_parents_is_asked_for_its_code(dewi):
    for code in ("KEC", "KOTA"):
        dewi.post(f"/organisasi/unit/{unit(code).pk}/unit-baru/", {"name": "Sekretariat"})
    assert Unit.objects.filter(name="Sekretariat").count() == 2
    page = dewi.post(address(ANI, "pindah/"), moved(unit="Sekretariat")).content.decode()
    assert "tulis kodenya: sekretariat (di bawah Kecamatan); sekretariat-" in page


def test_a_person_is_added_with_the_head_as_appraiser(dewi):
    fields = {
        "number": "19950606 201903 2 001",
        "name": "Gita",
        "rank": "iii/a",
        "rank_since": "1 April 2023",
        "title": "Petugas",
        "since": f"{today()}",
    }
    page = dewi.post(f"/organisasi/unit/{unit().pk}/pegawai-baru/", fields, follow=True).content.decode()
    assert "Penata Muda, III/a sejak 1 April 2023" in page
    assert "Penilai Budi" in page
    gita = Employee.objects.get(number=NEW)
    told = dewi.get(f"/organisasi/pegawai/{gita.pk}/riwayat/").content.decode()
    assert "Pegawai ditambahkan" in told
    assert "Jabatan: Petugas, Seksi Pelayanan" in told
    again = dewi.post(f"/organisasi/unit/{unit().pk}/pegawai-baru/", fields).content.decode()
    assert "sudah milik Gita" in again


def test_a_promotion_keeps_the_rank_before_and_is_taken_back(dewi):
    def promote(rank, since):
        fields = {"name": "Ani", "kind": "pns", "rank": rank, "rank_since": since, "reason": SK}
        return dewi.post(address(ANI, "data/"), fields, follow=True).content.decode()

    promote("II/c", "2020-04-01")
    page = promote("II/d", "2024-04-01")
    assert "Pengatur Tk. I, II/d sejak 1 April 2024" in page
    assert "1 April 2020 – 31 Maret 2024" in page
    told = dewi.get(address(ANI, "riwayat/")).content.decode()
    assert "Pangkat: Pengatur, II/c menjadi Pengatur Tk. I, II/d" in told
    page = dewi.post(address(ANI, "pangkat/kembalikan/"), follow=True).content.decode()
    assert "Pengatur, II/c sejak 1 April 2020" in page
    assert "Pangkat sebelumnya</h2>" not in page


def test_who_left_is_found_and_brought_back(dewi):
    gone = {"last_day": "2026-06-30", "why": "Pensiun", "note": "SK 88/2026"}
    told = dewi.post(address(BUDI, "berhenti/"), gone).content.decode()
    assert "Ia memimpin Seksi Pelayanan" in told
    assert "Ia menilai 1 orang: Ani" in told
    page = confirmed(dewi, address(BUDI, "berhenti/"), gone, follow=True).content.decode()
    assert "Tunjuk kepala baru di halaman Seksi Pelayanan." in page
    found = dewi.get("/organisasi/?cari=budi").content.decode()
    assert "berhenti 30 Juni 2026" in found
    page = dewi.get(address(BUDI)).content.decode()
    assert "Pensiun: SK 88/2026" in page
    assert "Batalkan berhenti" in page
    back = moved(unit="SEKSI", title="Kepala Seksi", reason="SK aktif kembali 9/2026")
    confirmed(dewi, address(BUDI, "kembali/"), back)
    budi = Employee.objects.get(number=BUDI)
    assert budi.left_on is None
    assert Assignment.objects.filter(employee=budi).count() == 2


def test_a_leaving_by_mistake_is_taken_back(dewi):
    gone = {"last_day": f"{today()}", "why": "Pensiun", "note": "SK 88/2026"}
    confirmed(dewi, address(ANI, "berhenti/"), gone)
    confirmed(dewi, address(ANI, "berhenti/batal/"))
    own = assignment_on(employee(ANI).pk, today())
    assert (own.ends, own.reporting_lines.get().ends) == (None, None)


def test_a_position_is_corrected_for_all_who_hold_it(dewi):
    own = assignment_on(employee(ANI).pk, today()).position
    fields = {
        "title": "Petugas Loket",
        "kind": "functional",
        "level": "Ahli Muda",
        "form_family": "ja-jf",
        "reason": "Salah ketik di berkas",
    }
    told = dewi.post(f"/organisasi/jabatan/{own.pk}/", fields).content.decode()
    assert "Petugas menjadi Petugas Loket" in told
    assert "Pelaksana menjadi Fungsional" in told
    assert "– menjadi Ahli Muda" in told
    assert "Dijabat (1 orang)" in told
    confirmed(dewi, f"/organisasi/jabatan/{own.pk}/", fields)
    listed = dewi.get(f"/organisasi/unit/{unit().pk}/jabatan/").content.decode()
    assert "Fungsional, Ahli Muda" in listed


def test_a_position_is_added_closed_and_opened(dewi):
    listed = f"/organisasi/unit/{unit().pk}/jabatan/"
    dewi.post(listed, {"title": "Penjaga", "kind": "implementer"})
    made = Position.objects.get(title="Penjaga")
    assert "ditutup" in dewi.post(f"/organisasi/jabatan/{made.pk}/tutup/", follow=True).content.decode()
    dewi.post(f"/organisasi/jabatan/{made.pk}/buka/")
    made.refresh_from_db()
    assert made.closed_on is None
    held = assignment_on(employee(ANI).pk, today()).position
    page = dewi.post(f"/organisasi/jabatan/{held.pk}/tutup/", follow=True).content.decode()
    assert "Masih dijabat Ani" in page


def test_a_unit_is_renamed_moved_closed_and_opened(dewi):
    at = f"/organisasi/unit/{unit().pk}/"
    dewi.post(f"{at}nama/", {"name": "Seksi Layanan", "since": f"{today()}", "reason": "Perda 3/2026"})
    assert unit().name == "Seksi Layanan"
    told = dewi.post(f"{at}induk/", {"parent": "KOTA", "reason": "Perda 3/2026"}).content.decode()
    assert "0 unit di bawahnya, 2 orang" in told
    confirmed(dewi, f"{at}induk/", {"parent": "KOTA", "reason": "Perda 3/2026"})
    assert unit().parent == unit("KOTA")
    page = dewi.post(f"{at}tutup/", {"last_day": f"{today()}", "reason": "Perda 3/2026"}).content.decode()
    assert "masih ada 2 orang" in page
    dewi.post(f"{at}unit-baru/", {"name": "Subseksi"})
    below = Unit.objects.get(name="Subseksi")
    at = f"/organisasi/unit/{below.pk}/"
    confirmed(dewi, f"{at}tutup/", {"last_day": f"{today()}", "reason": "Perda 3/2026"})
    assert "ditutup" in dewi.get(at).content.decode()
    assert "Tambah pegawai" not in dewi.get(at).content.decode()
    dewi.post(f"{at}buka/")
    below.refresh_from_db()
    assert below.closed_on is None
