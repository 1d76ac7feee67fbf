"""Every page of every role of the cast, as a browser gets it; drafts are looked at as drafts."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client

from terukur.planning.models import PlanVersion
from tests.support.cast import ANI, sign_in
from tests.support.page_forms import Page
from tests.web.test_access import DRAFT, MAY, POST_ONLY, ROLES, turn_into


def client_of(role: str) -> Client:
    """Return a browser of one of the cast, signed in; 500 is an answer, not an exception."""
    client = Client(raise_request_exception=False)
    if number := ROLES[role]:
        sign_in(client, number)
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever a request did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def as_needed(name: str) -> Iterator[None]:
    """Have Ani's plan as a draft for the pages that change one."""
    own = PlanVersion.objects.filter(plan__assignment__employee__number=ANI)
    with undone():
        if name in DRAFT:
            turn_into(own, "draft")
        yield


def pages_of(client: Client, role: str, addresses: dict[str, str]) -> Iterator[tuple[str, str, Page]]:
    """Return name, address and page of whatever this client, one of the cast, is shown."""
    for name, path in addresses.items():
        if role not in MAY[name] or name in POST_ONLY:
            continue
        with as_needed(name):
            got = client.get(path)
        if got.status_code == 200 and got["Content-Type"].startswith("text/html"):
            yield name, path, Page(got.text)
