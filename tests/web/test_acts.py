"""Carrying out an act for a page: one place tells what it came to, and every refusal finds its place."""

import inspect
import pkgutil
import re
from importlib import import_module

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

import terukur
from terukur.confined.refusal import FileRefused
from terukur.regulation.decision import Refused, RuleFinding
from terukur.tables.cells import ImportRefused
from terukur.web.acts import carry_out

WORDS = "Tidak dapat. Tulis alasannya."


class Kept(BaseStorage):
    """Messages that live as long as the request."""

    def _get(self, *_args, **_kwargs):
        return [], True

    def _store(self, messages, *_args, **_kwargs):
        return messages


class ReasonForm(forms.Form):
    """A form with one field, and the question about citizens."""

    reason = forms.CharField(required=False, max_length=8)
    asks = False

    def ask_about_personal_data(self):
        self.asks = True


class AboutCitizens(Refused):
    """A refusal that the user may answer."""

    asks_about_personal_data = True


def refusing(error):
    def act():
        raise error

    return act


@pytest.fixture
def request_(rf: RequestFactory):
    request = rf.post("/")
    request._messages = Kept(request)
    return request


def told(request) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def sent() -> ReasonForm:
    form = ReasonForm({"reason": "x"})
    assert form.is_valid()
    return form


def test_what_was_done_is_told_and_given_back(request_):
    assert carry_out(request_, lambda: 3, "Tersimpan.").result == 3
    assert carry_out(request_, lambda: 3, lambda number: f"{number} orang.").result == 3
    assert carry_out(request_, lambda: None, "")
    assert told(request_) == [("success", "Tersimpan."), ("success", "3 orang.")]


@pytest.mark.parametrize(
    ("method", "data"), [("GET", {"reason": "x"}), ("POST", {"reason": "x" * 9}), ("POST", {})]
)
def test_nothing_is_done_before_the_form_was_sent_and_is_valid(rf, method, data):
    request = rf.generic(method, "/")
    request._messages = Kept(request)
    form = ReasonForm(data or None)
    assert carry_out(request, refusing(AssertionError("done")), "Tersimpan.", form=form) is None
    assert told(request) == []


def test_a_refusal_becomes_a_message(request_):
    assert carry_out(request_, refusing(Refused(WORDS)), "Tersimpan.") is None
    assert told(request_) == [("error", WORDS)]


@pytest.mark.parametrize(
    ("own", "usual", "place"),
    [
        ("", None, "__all__"),
        ("", "reason", "reason"),
        ("reason", None, "reason"),
        ("jabatan", None, "__all__"),
        ("jabatan", "reason", "__all__"),
    ],
)
def test_a_refusal_becomes_an_error_at_its_field(request_, own, usual, place):
    form = sent()
    act = refusing(Refused(WORDS, field=own))
    assert carry_out(request_, act, "Tersimpan.", form=form, field=usual) is None
    assert form.errors == {place: [WORDS]}
    assert not form.asks
    assert told(request_) == []


def test_a_file_that_seems_to_name_citizens_is_asked_about(request_):
    form = sent()
    carry_out(request_, refusing(AboutCitizens(WORDS, field="reason")), "", form=form)
    assert form.errors == {"reason": [WORDS]}
    assert form.asks


def test_a_page_that_shows_the_refusal_itself_gets_its_findings(request_):
    finding = RuleFinding("reason", "Alasan", "Kosong.", "Isi.")
    page: dict[str, object] = {"plan": 1}
    carry_out(request_, refusing(Refused(WORDS, [finding])), "", page=page)
    assert page == {"plan": 1, "refusal": WORDS, "findings": [finding]}
    assert told(request_) == []


def test_what_is_no_refusal_is_not_swallowed(request_):
    with pytest.raises(KeyError):
        carry_out(request_, refusing(KeyError("x")), "Tersimpan.", form=sent())


@given(st.text(max_size=40), st.text(max_size=10))
def test_a_refusal_says_its_message_and_nothing_else(message, field):
    refusal = Refused(message, field=field)
    assert (str(refusal), refusal.field, refusal.findings) == (message, field, [])


def test_every_refusal_of_an_act_has_the_one_base():
    found = set()
    for module in pkgutil.walk_packages(terukur.__path__, "terukur."):
        # The settings answer requests; migrations and the readers of foreign bytes run elsewhere.
        if re.search(r"\.(config|migrations|foreign|static)\b", module.name):
            continue
        for name, one in inspect.getmembers(import_module(module.name), inspect.isclass):
            if name.endswith("Refused") and one.__module__.startswith("terukur."):
                found.add(one)
    assert len(found) > 25
    # Files are read below the law, and say for each cell what is wrong.
    assert [one for one in found if not issubclass(one, (Refused, FileRefused, ImportRefused))] == []
