"""No request is a server error: a seeded part here, ``make fuzz`` for 20,000 and more."""

import io
import sys
import traceback
from itertools import islice

import pytest
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client

from terukur.planning.models import PlanVersion
from tests.support.every_page import client_of, pages_of, undone
from tests.support.hostile_requests import Attacker, Case
from tests.support.page_forms import Page
from tests.web.test_access import DRAFT, ROLES, addresses, turn_into

__all__ = ["addresses"]
pytestmark = pytest.mark.django_db


def reachable(client: Client, role: str, addresses: dict[str, str]) -> dict[str, Page]:
    """Return every address with its page; one that shows nothing is an address all the same."""
    found = {path: Page("") for path in addresses.values()}
    return found | {path: page for _name, path, page in pages_of(client, role, addresses)}


def send(client: Client, case: Case) -> int:
    headers = {"Accept": "application/json"} if case.as_json else {}
    if case.method == "GET":
        return client.get(case.path, headers=headers).status_code
    if case.raw is not None:
        kind = "application/x-www-form-urlencoded"
        return client.generic("POST", case.path, case.raw, kind).status_code
    data = {**case.data, "csrfmiddlewaretoken": ["x"]}
    if case.upload:
        stream = io.BytesIO(case.upload.encode("utf-8", "surrogatepass"))
        stream.name = "berkas.csv"
        data["file"] = stream
    return client.post(case.path, data, headers=headers).status_code


def test_no_request_is_a_server_error(addresses, request):
    wanted, seed = request.config.getoption("fuzz_cases"), request.config.getoption("fuzz_seed")
    errors: dict[str, str] = {}
    raised: list[str] = []

    def note(sender: object, **_kwargs: object) -> None:
        frames = traceback.extract_tb(sys.exc_info()[2])
        own = [frame for frame in frames if "/terukur/" in frame.filename] or frames
        raised.append(f"{sys.exc_info()[1]!r:.300} at {own[-1].filename}:{own[-1].lineno}")

    got_request_exception.connect(note)
    tried = 0
    try:
        for turn, role in enumerate(sorted(ROLES)):
            client = client_of(role)
            attacker = Attacker(seed + turn, reachable(client, role, addresses))
            for case in islice(attacker.cases(), -(-wanted // len(ROLES))):
                raised.clear()
                with undone():
                    if any(case.path.startswith(addresses[name]) for name in DRAFT):
                        turn_into(PlanVersion.objects.all(), "draft")
                    status = send(client, case)
                    # What was put off to the end of the act is part of it.
                    if not connection.needs_rollback:
                        connection.check_constraints()
                tried += 1
                # Without a worker the service says that it is not ready: that is its answer.
                if status >= 500 and not case.path.startswith(addresses["readyz"]):
                    what = raised[-1] if raised else "?"
                    if what not in errors:
                        print(f"{what}\n  {role}: {case}", flush=True)
                    errors.setdefault(what, f"{role}: {case}")
    finally:
        got_request_exception.disconnect(note)
    print(f"{tried} requests, {len(errors)} kinds of server errors")
    assert errors == {}, "\n\n".join(f"{error}\n  {case}" for error, case in errors.items())
