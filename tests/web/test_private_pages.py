"""No browser keeps a person's page, and who is away too long signs in again without losing words."""

import re
import time

import pytest
from django.contrib.auth import hashers
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from terukur.accounts.models import User
from terukur.accounts.operations import ActivationRefused, activate, issue_activation_code
from terukur.config.guarding import idle_minutes, refuse_open_debugging, strong_key
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.ledger.verification import check_rows
from terukur.web.private_pages import SEEN
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, FAJAR, acting, employee, moment, sign_in
from tests.web.test_access import MAY, addresses

pytestmark = pytest.mark.django_db
__all__ = ["addresses"]
# Pages for everybody: they name nobody, so a browser may keep them while nobody is signed in.
PUBLIC = {name for name, who in MAY.items() if "nobody" in who}
PASSWORD = "cukup panjang 7"


@pytest.mark.parametrize("number", [ANI, DEWI])
def test_no_page_of_a_signed_in_person_is_kept(addresses, client, number):
    sign_in(client, number)
    kept = [
        name
        for name, address in addresses.items()
        if name != "sign-out" and client.get(address).get("Cache-Control") != "no-store"
    ]
    assert kept == []


def test_without_sign_in_only_public_pages_may_be_kept(addresses, client):
    kept = {
        name for name, address in addresses.items() if client.get(address).get("Cache-Control") != "no-store"
    }
    assert kept <= PUBLIC


def test_a_page_that_is_not_there_is_not_kept_and_its_title_names_nobody(version, client):
    sign_in(client, ANI)
    answer = client.get("/tidak-ada/")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"
    (title,) = re.findall("<title>(.*?)</title>", answer.content.decode())
    assert "Ani" not in title
    assert not re.search(r"\d{8}", title)


def test_addresses_leave_with_nothing_but_the_own_host(client, version):
    sign_in(client, ANI)
    answer = client.get("/")
    assert answer["Referrer-Policy"] == "same-origin"
    mark = client.cookies[SEEN]
    assert mark["httponly"]
    assert mark["samesite"] == "Lax"


@pytest.fixture
def clock(monkeypatch):
    """Move the time by which sessions are measured."""
    moved = {"by": 0.0}
    real = time.time
    monkeypatch.setattr("terukur.web.private_pages.time.time", lambda: real() + moved["by"])

    def forward(minutes: float) -> None:
        moved["by"] += minutes * 60

    return forward


def test_who_works_stays_signed_in_and_who_is_away_is_not(version, client, clock):
    sign_in(client, ANI)
    for _ in range(4):
        clock(20)
        assert client.get("/").status_code == 200
    clock(31)
    answer = client.get("/skp/?tahun=2026")
    assert answer.status_code == 302
    assert answer["Location"] == "/masuk/?next=/skp/%3Ftahun%3D2026&berakhir=1"
    page = client.get(answer["Location"]).content.decode()
    assert "30 menit" in page
    assert "kembali.js" in page
    assert "data-berakhir" in page


def test_twelve_hours_are_the_most(version, client, clock):
    sign_in(client, ANI)
    for _ in range(35):
        clock(20)
        assert client.get("/").status_code == 200
    clock(25)
    assert client.get("/")["Location"].startswith("/masuk/")


def test_a_session_without_the_mark_of_having_been_seen_is_over(version, client, clock):
    sign_in(client, ANI)
    client.get("/")
    clock(31)
    del client.cookies[SEEN]
    assert client.get("/")["Location"].startswith("/masuk/")


def test_the_mark_of_another_session_is_worth_nothing(version, client, clock):
    sign_in(client, BUDI)
    clock(40)
    other = client.__class__()
    sign_in(other, ANI)
    other.get("/")
    client.cookies[SEEN] = other.cookies[SEEN].value
    assert client.get("/")["Location"].startswith("/masuk/")


@pytest.mark.parametrize(
    ("headers", "page"),
    [
        ({"Referer": "http://testserver/kata-sandi/"}, "/kata-sandi/"),
        ({"Referer": "https://jahat.example/x"}, "/"),
        ({}, "/"),
    ],
)
def test_a_form_that_was_sent_too_late_leads_back_to_its_page(version, client, clock, headers, page):
    sign_in(client, ANI)
    clock(31)
    answer = client.post("/pemberitahuan/", {"email": "a@contoh.go.id"}, headers=headers)
    assert answer["Location"] == f"/masuk/?next={page}&berakhir=1"
    assert employee(ANI).user.email == ""


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(version, client, clock):
    sign_in(client, ANI)
    clock(31)
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/skp/"}
    answer = client.get("/skp/", headers=headers)
    assert answer["HX-Redirect"] == "/masuk/?next=/skp/&berakhir=1"


def test_the_offline_form_keeps_its_draft_where_the_session_is_over(version, client, clock):
    """Its script takes a redirect for “not now”: the draft waits, and goes out after sign-in."""
    sign_in(client, ANI)
    clock(31)
    headers = {"Accept": "application/json", "Referer": "http://testserver/harian/"}
    answer = client.post("/harian/", {"activity": "x"}, headers=headers)
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=/harian/&berakhir=1")


def test_signing_out_makes_the_browser_forget(version, client):
    sign_in(client, ANI)
    answer = client.post("/keluar/")
    assert answer["Clear-Site-Data"] == '"cache"'
    offline = client.get(reverse("daily-offline")).content.decode()
    assert "Ani" not in offline
    assert ANI not in offline


@pytest.fixture
def hashes(monkeypatch):
    """How many hashes were computed."""
    done = []
    for name in ("encode", "verify"):
        real = getattr(hashers.MD5PasswordHasher, name)

        def counting(self, *args, _real=real, _name=name, **kwargs):
            done.append(_name)
            # Verifying calls encode itself.
            found = _real(self, *args, **kwargs)
            if _name == "verify":
                del done[-1]
            return found

        monkeypatch.setattr(hashers.MD5PasswordHasher, name, counting)
    return done


def test_a_wrong_code_costs_the_same_whoever_is_named(version, hashes):
    issue_activation_code(user=employee(EKO).user, acting=acting(COMMAND, AFTER))
    User.objects.filter(username=FAJAR).update(is_active=False)
    counts = {}
    for number in (EKO, ANI, FAJAR, "199999999999999999"):
        hashes.clear()
        with pytest.raises(ActivationRefused):
            activate(username=number, code="SALAH", password=PASSWORD, at=moment(AFTER))
        counts[number] = len(hashes)
    assert set(counts.values()) == {1}


def test_a_wrong_password_costs_the_same_whoever_is_named(version, client, hashes):
    user = employee(ANI).user
    user.set_password(PASSWORD)
    user.save()
    User.objects.filter(username=FAJAR).update(is_active=False)
    counts = {}
    for number in (ANI, BUDI, FAJAR, "199999999999999999"):
        hashes.clear()
        answer = client.post("/masuk/", {"username": number, "password": "salah"})
        assert answer.status_code == 200
        counts[number] = len(hashes)
    assert set(counts.values()) == {1}


def test_a_changed_password_stands_in_the_ledger(version, client):
    user = employee(ANI).user
    user.set_password(PASSWORD)
    user.save()
    client.post("/masuk/", {"username": ANI, "password": PASSWORD})
    new = {"old_password": PASSWORD, "new_password1": "lain sama sekali 8"}
    answer = client.post("/kata-sandi/", {**new, "new_password2": new["new_password1"]})
    assert answer.status_code == 302
    assert client.get("/").status_code == 200
    last = Entry.objects.filter(chain=f"user/{user.pk}").latest("number")
    assert last.act == "password-changed"
    assert f"accounts.user:{user.pk}" in last.rows
    assert check_rows().broken is None


def test_a_hash_that_is_made_stronger_at_sign_in_stands_in_the_ledger(version, client):
    user = employee(ANI).user
    user.password = hashers.make_password(PASSWORD, salt="x")
    user.save()
    client.post("/masuk/", {"username": ANI, "password": PASSWORD})
    assert Entry.objects.filter(chain=f"user/{user.pk}", act="password-rehashed").exists()


def test_a_log_names_nobody_who_could_not_sign_in(version, client, caplog):
    for _ in range(10):
        client.post("/masuk/", {"username": ANI, "password": "salah"})
    assert ANI not in caplog.text


class TestEnvironment:
    def test_running_tests_weakens_nothing(self, settings):
        from terukur.config import settings as product

        assert product.PASSWORD_HASHERS == ["terukur.accounts.hashing.OneLaneArgon2"]
        assert "testserver" not in product.ALLOWED_HOSTS
        assert "Manifest" in product.STORAGES["staticfiles"]["BACKEND"]

    def test_debugging_is_refused_where_others_come_in(self):
        refuse_open_debugging(debug=True, hosts=["localhost"])
        refuse_open_debugging(debug=False, hosts=["terukur.contoh.go.id"])
        with pytest.raises(ImproperlyConfigured, match="TERUKUR_DEBUG"):
            refuse_open_debugging(debug=True, hosts=["localhost", "terukur.contoh.go.id"])
        with pytest.raises(ImproperlyConfigured, match="TERUKUR_HOSTS"):
            refuse_open_debugging(debug=False, hosts=["*"])

    def test_a_key_that_can_be_guessed_is_refused(self):
        with pytest.raises(ImproperlyConfigured, match="TERUKUR_SECRET_KEY"):
            strong_key("rahasia")

    @pytest.mark.parametrize("written", ["", "0", "4", "721", "-30", "x", "٣٠"])
    def test_an_idle_time_that_is_none_is_refused(self, written):
        with pytest.raises(ImproperlyConfigured, match="TERUKUR_IDLE_MINUTES"):
            idle_minutes(written)
