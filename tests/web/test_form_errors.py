"""Every form of every page posted empty: each error leads to its field, in Indonesian."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

import terukur.web
from tests.support.every_page import as_needed, client_of, pages_of
from tests.support.page_forms import Control, Page, PageForm
from tests.web.test_access import ROLES, addresses

__all__ = ["addresses"]
pytestmark = pytest.mark.django_db
WEB = Path(terukur.web.__path__[0])
ENGLISH = re.compile(r"This field|Enter a|Select a valid|Ensure this|Please|is required|may not be", re.I)
# What a form may leave empty: the act is done, and no error is told.
LEAST_WITH_ERRORS = 25


def pages(addresses: dict[str, str]) -> Iterator[tuple[Client, str, str, Page]]:
    """Return every page of every role with its forms."""
    for role in ROLES:
        client = client_of(role)
        for name, path, page in pages_of(client, role, addresses):
            yield client, name, path, page


def emptied(form: PageForm) -> dict[str, list[str]]:
    filled = {control.name for control in form.fillable}
    kept = {name: sent for name, sent in form.values.items() if name not in filled}
    return {**kept, "csrfmiddlewaretoken": ["x"]}


def posted(client: Client, name: str, path: str, data: dict[str, list[str]]) -> Page | None:
    """Return the page that tells what came of it, and undo what was done."""
    with as_needed(name):
        got = client.post(path, data, follow=True)
    if not got.get("Content-Type", "").startswith("text/html"):
        return None
    return Page(got.text)


def marked_in(page: Page) -> list[Control]:
    return [
        control
        for form in page.forms
        for control in form.fillable
        if control.attrs.get("aria-invalid") == "true"
    ]


def faults(page: Page) -> Iterator[str]:
    """Return what is wrong in how the page tells its errors: each is told, linked and unfolded."""
    places = set(page.anchors)
    for control in marked_in(page):
        group = re.sub(r"_\d+$", "", control.attrs.get("id", ""))
        if control.in_closed_details:
            yield f"{control.name} is folded away"
        if not {control.attrs.get("id"), f"{group}_0"} & places:
            yield f"{control.name} is not linked"
        if not page.texts.get(f"{group}_error", "").strip():
            yield f"{control.name} has no words beside it"
    for place in places - {"isi", "catat"}:
        if page.ids.count(place) > 1:
            yield f"#{place} stands twice"
    for text in page.texts.values():
        if ENGLISH.search(text):
            yield f"English: {text}"


def test_every_error_leads_to_its_field_and_none_is_told_by_the_browser(addresses):
    """A browser's bubble speaks the browser's language. Both in one look at all pages: they are many."""
    with_errors, wrong, silent, tried, told_by_browser = set(), set(), set(), set(), set()
    for client, name, path, page in pages(addresses):
        for form in page.forms:
            if not form.is_post or not form.fillable:
                continue
            if "novalidate" not in form.attrs:
                told_by_browser.add(f"{path} {form.attrs.get('action', '')}")
            to = form.attrs.get("action", "").split("#")[0] or path
            shape = (to, *sorted({one.name for one in form.fillable}))
            if shape in tried:
                continue
            tried.add(shape)
            told = posted(client, name, to, emptied(form))
            if told is None:
                continue
            wrong |= {f"{path} to {to}: {fault}" for fault in faults(told)}
            if marked_in(told):
                with_errors.add(re.sub(r"[0-9a-f-]*\d[0-9a-f-]*", "N", to))
            elif "notice" not in told.classes:
                silent.add(f"{path} to {to}")
    assert told_by_browser == set()
    assert wrong == set()
    assert silent == set()
    assert len(with_errors) >= LEAST_WITH_ERRORS, sorted(with_errors)


def test_every_template_asks_for_no_bubbles():
    """Also forms that no page of the sweep happens to show."""
    filled = re.compile(
        r'as_div|as_field_group|<textarea|<select|<input(?![^>]*type="hidden")(?=[^>]*required)'
    )
    found = []
    for template in WEB.rglob("*.html"):
        text = template.read_text()
        for start in re.finditer(r"<form\b", text):
            whole = text[start.start() : text.find("</form>", start.start())]
            if filled.search(whole) and "novalidate" not in whole and 'method="get"' not in whole:
                found.append(f"{template.name}: {whole[:60]}")
    assert [line for line in found if "offline" not in line] == []
