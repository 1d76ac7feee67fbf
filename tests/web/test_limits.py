"""What is open to everybody is limited or cheap, and wrong passwords lock nobody out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver

from terukur.accounts.allowances import forget_ended, take
from terukur.accounts.models import Allowance
from terukur.jobs.clock import now
from terukur.web import limits
from terukur.web.client_address import client_address, client_key
from tests.support import cast
from tests.support.cast import ANI

PASSWORD = "rahasia-ani-2026"


def open_to_everybody() -> set[str]:
    """The names of all addresses without sign-in."""
    found = set()
    for pattern in _patterns(get_resolver()):
        if not getattr(pattern.callback, "login_required", True):
            found.add(pattern.name)
    return found


def _patterns(resolver):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern)
        else:
            yield pattern


def test_every_open_address_is_limited_or_known_to_be_cheap():
    known = set(limits.LIMITS) | limits.CHEAP
    assert open_to_everybody() == known


@pytest.fixture
def ani(db):
    cast.load_people()
    user = cast.employee(ANI).user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """A clock that stands still until a test moves it."""
    start = now()
    moved = [timedelta()]
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: start + moved[0])
    monkeypatch.setattr(limits.time, "monotonic", lambda: moved[0].total_seconds())
    return moved


def tried(client: Client, password: str, **how):
    return client.post("/masuk/", {"username": ANI, "password": password}, **how)


def test_eight_wrong_passwords_of_a_stranger_cost_the_owner_a_second_at_most(ani, client, _clock):
    stranger = Client()
    for _ in range(8):
        assert tried(stranger, "salah").status_code == 200
    refused = tried(client, PASSWORD)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "2"
    _clock[0] += timedelta(seconds=2)
    assert tried(client, PASSWORD).status_code == 302


def test_a_device_that_is_known_never_waits_for_a_stranger(ani, client, _clock):
    assert tried(client, PASSWORD).status_code == 302
    client.post("/keluar/")
    stranger = Client()
    for _ in range(30):
        tried(stranger, "salah")
        _clock[0] += timedelta(seconds=61)
    tried(stranger, "salah")
    assert tried(stranger, PASSWORD).status_code == 429
    assert tried(client, PASSWORD).status_code == 302


def test_waits_grow_to_a_minute_and_no_further(ani, _clock):
    stranger, waited = Client(), []
    for _ in range(20):
        answer = tried(stranger, "salah")
        if answer.status_code == 429:
            waited.append(int(answer["Retry-After"]))
            _clock[0] += timedelta(seconds=waited[-1])
    assert waited == sorted(waited)
    assert 2 <= waited[0] <= 3
    assert max(waited) <= 61


def test_a_stranger_elsewhere_is_another_address_behind_a_proxy(ani, client, settings):
    settings.PROXIES = ["10.0.0.0/8"]
    through = {"REMOTE_ADDR": "10.0.0.7"}
    for _ in range(12):
        tried(Client(), "salah", HTTP_X_FORWARDED_FOR="203.0.113.5", **through)
    owner = {"HTTP_X_FORWARDED_FOR": "198.51.100.9", **through}
    assert tried(client, PASSWORD, **owner).status_code == 302


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("203.0.113.5", "1.2.3.4", [], "203.0.113.5"),
        ("10.0.0.7", "1.2.3.4", [], "10.0.0.7"),
        ("10.0.0.7", "1.2.3.4", ["10.0.0.7"], "1.2.3.4"),
        ("10.0.0.7", "6.6.6.6, 1.2.3.4", ["10.0.0.7"], "1.2.3.4"),
        ("10.0.0.7", "6.6.6.6, 1.2.3.4, 10.0.0.8", ["10.0.0.0/8"], "1.2.3.4"),
        ("10.0.0.7", "bukan alamat", ["10.0.0.7"], "10.0.0.7"),
        ("10.0.0.7", "", ["10.0.0.7"], "10.0.0.7"),
        ("::ffff:203.0.113.5", "", [], "203.0.113.5"),
        ("", "", [], "0.0.0.0"),  # noqa: S104
    ],
)
def test_the_address_is_believed_only_from_named_proxies(rf, settings, remote, forwarded, proxies, address):
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


def test_one_customer_s_ipv6_network_is_one_client(rf):
    keys = {client_key(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in range(1, 9)}
    assert len(keys) == 1


def test_activation_has_a_limit_per_address_and_in_total(db, client, _clock, monkeypatch):
    most = limits.LIMITS["activate"]
    asked = {"number": ANI, "code": "x"}
    for _ in range(most.per_address):
        assert client.post("/aktivasi/", asked).status_code == 200
    assert client.post("/aktivasi/", asked).status_code == 429
    assert client.get("/aktivasi/").status_code == 200
    statuses = [
        client.post("/aktivasi/", asked, REMOTE_ADDR=f"203.0.113.{n}").status_code
        for n in range(most.in_total)
    ]
    assert statuses.count(200) == most.in_total - most.per_address
    _clock[0] += timedelta(seconds=61)
    assert client.post("/aktivasi/", asked).status_code == 200


def test_what_is_refused_costs_no_statement(db, client, django_assert_num_queries):
    for _ in range(limits.LIMITS["activate"].per_address + 1):
        client.post("/aktivasi/", {})
    with django_assert_num_queries(0):
        assert client.post("/aktivasi/", {}).status_code == 429


def test_counts_are_one_for_all_and_forgotten_in_time(db):
    at = now()
    assert [take("x", at=at, within=timedelta(minutes=1)).times for _ in range(3)] == [1, 2, 3]
    later = at + timedelta(minutes=1)
    assert take("x", at=later, within=timedelta(minutes=1)).times == 1
    forget_ended(at=later + timedelta(minutes=2))
    assert not Allowance.objects.exists()


def test_a_count_names_nobody(ani, client):
    tried(client, "salah")
    assert not Allowance.objects.filter(key__contains=ANI).exists()
