"""The pages of the activation of many: the file stands on the page once, and nowhere else."""

import base64
import csv
import io
import re

import pytest

from terukur.accounts.models import ActivationCode
from terukur.accounts.operations import activate
from terukur.organization.models import CodeMailing, Unit
from terukur.tables.reading import read_table
from tests.support import cast
from tests.support.cast import ANI, DEWI, FAJAR, employee, sign_in
from tests.support.check_pages import confirmed, mark_in
from tests.support.papers import pages_of

pytestmark = pytest.mark.django_db
ADDRESS = "/organisasi/aktivasi/kode/"


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def asked(way="slips", unit="SEKSI", people="fresh"):
    key = Unit.objects.get(code=unit).pk if unit else ""
    return {"unit": key, "people": people, "way": way}


def file_in(page) -> bytes:
    return base64.b64decode(re.search(r'href="data:[^"]*;base64,([^"]+)"', page.content.decode())[1])


def test_the_check_says_for_whom_and_makes_nothing(client):
    sign_in(client, DEWI)
    page = client.post(ADDRESS, asked(unit=""))
    text = page.content.decode()
    assert mark_in(page)
    assert "4 orang" in text
    assert "2 pemegang peran khusus" in text
    assert not ActivationCode.objects.exists()


@pytest.mark.parametrize("way", ["slips", "xlsx", "csv"])
def test_the_file_holds_a_code_that_opens_the_account(client, way):
    sign_in(client, DEWI)
    page = confirmed(client, ADDRESS, asked(way))
    assert page["Cache-Control"] == "no-store"
    content = file_in(page)
    if way == "slips":
        (text,) = pages_of(content)
        assert text.index("Ani") < text.index("Budi")
        code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", text.replace("\ufffe", "-"))[0]
    else:
        table = read_table(content, filename=f"kode.{way}", known_headers=("NAMA", "KODE"))
        row = next(row for row in table.rows if str(row.cells["nama"]) == "Ani")
        code = str(row.cells["kode"])
        assert ANI not in str(table.rows)
    activate(username=ANI, code=code, password="terukur-sekali-9", at=cast.timezone.now())


def test_pressing_again_makes_no_second_code(client):
    sign_in(client, DEWI)
    first = client.post(ADDRESS, asked())
    again = {**asked(), "confirmed": mark_in(first)}
    assert client.post(ADDRESS, again).status_code == 200
    kept = list(ActivationCode.objects.values_list("code_hash", flat=True))
    page = client.post(ADDRESS, again)
    assert "Ada yang berubah" in page.content.decode()
    assert list(ActivationCode.objects.values_list("code_hash", flat=True)) == kept


def test_the_list_leads_down_the_tree_and_marks_who_holds_a_code(client):
    sign_in(client, DEWI)
    confirmed(client, ADDRESS, asked("csv"))
    whole = client.get("/organisasi/aktivasi/").content.decode()
    assert "0 dari 6 pegawai sudah masuk" in whole
    assert "6 belum: 2 memegang kode yang berlaku, 4 tanpa kode." in whole
    unit = Unit.objects.get(code="SEKSI")
    part = client.get(f"/organisasi/aktivasi/?unit={unit.pk}").content.decode()
    assert "0 dari 2 pegawai sudah masuk" in part
    assert part.count("memegang kode</span>") == 2
    assert "Citra" not in part


@pytest.mark.parametrize("unit", ["x", "0", "9" * 30, "-1", "١"])
def test_an_unknown_unit_is_not_found(client, unit):
    sign_in(client, DEWI)
    assert client.get("/organisasi/aktivasi/", {"unit": unit}).status_code == 404


def test_the_auditor_reads_and_is_offered_no_codes(client):
    sign_in(client, FAJAR)
    page = client.get("/organisasi/aktivasi/").content.decode()
    assert "0 dari 6" in page
    assert "Buat kode" not in page
    assert client.post(ADDRESS, asked()).status_code == 404


def test_mail_needs_addresses_and_is_done_by_the_worker(client):
    sign_in(client, DEWI)
    assert "Tidak ada alamat surel" in confirmed(client, ADDRESS, asked("mail"), follow=True).content.decode()
    user = employee(ANI).user
    user.email = "ani@contoh.go.id"
    user.save()
    page = confirmed(client, ADDRESS, asked("mail"), follow=True).content.decode()
    assert "0 dari 1 terkirim; sedang dikirim" in page
    assert CodeMailing.objects.get().total == 1
    assert not ActivationCode.objects.exists()


def test_a_name_that_looks_like_a_formula_stays_a_name(client):
    assigned = employee(ANI)
    assigned.name = "=HYPERLINK(1)"
    assigned.save()
    sign_in(client, DEWI)
    rows = list(
        csv.reader(io.StringIO(file_in(confirmed(client, ADDRESS, asked("csv"))).decode("utf-8-sig")))
    )
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]
