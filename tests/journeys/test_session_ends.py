"""Somebody types, is called away, and sends after the session has ended: the words come back."""

import time

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import ANI, employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "cukup panjang 7"


def test_words_that_were_sent_too_late_come_back(browser: Browser, live_server, monkeypatch):
    cast.load_people()
    user = employee(ANI).user
    user.set_password(PASSWORD)
    user.save()
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/pemberitahuan/")
    ani.get_by_label("Surel").fill("ani@contoh.go.id")

    real = time.time
    monkeypatch.setattr("terukur.web.private_pages.time.time", lambda: real() + 31 * 60)
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.locator("main")).to_contain_text("selama 30 menit")
    accessible(ani)
    monkeypatch.undo()

    ani.get_by_label("NIP").fill(ANI)
    ani.get_by_label("Kata sandi").fill(PASSWORD)
    ani.get_by_role("button", name="Masuk").click()
    expect(ani.get_by_label("Surel")).to_have_value("ani@contoh.go.id")
    expect(ani.get_by_role("status")).to_contain_text("belum tersimpan")
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.get_by_role("status")).to_contain_text("Tersimpan")
    assert employee(ANI).user.email == "ani@contoh.go.id"
