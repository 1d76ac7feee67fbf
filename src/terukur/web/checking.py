"""Check pages: the effect of an act is shown first, and the act is done once it was confirmed.

A view declares a ``Check`` with the effect of the act at that time. The page is shown until the reader
confirms exactly that: where it changed in between, it is shown again. The filled-in form is kept.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from terukur.regulation.decision import Refused

_CONFIRMED = "confirmed"
_NOT_KEPT = {_CONFIRMED, "csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Check:
    """The effect of an act: the facts, their meaning, the way back, and the page if it is not done."""

    title: str
    facts: Sequence[tuple[str, str]]
    consequence: str
    way_back: str
    button: str
    back: str
    remarks: Sequence[str] = ()

    @property
    def mark(self) -> str:
        """Return the mark that distinguishes one effect from another."""
        told = repr((self.title, list(self.facts), self.consequence, list(self.remarks)))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def is_confirmed(request: HttpRequest, check: Check) -> bool:
    """Return whether the reader has confirmed exactly this outcome."""
    return request.method == "POST" and request.POST.get(_CONFIRMED) == check.mark


def check_page(request: HttpRequest, check: Check) -> HttpResponse:
    """Return the page that shows the effect; it posts the filled-in form again, with the confirmation."""
    kept = [
        (name, value) for name, values in request.POST.lists() if name not in _NOT_KEPT for value in values
    ]
    return render(
        request, "web/check.html", {"check": check, "kept": kept, "was_outdated": _CONFIRMED in request.POST}
    )


class _TakenBack(Exception):
    """Ends a trial; nothing of it stays."""


def is_possible(act: Callable[[], object]) -> bool:
    """Return whether an act would be carried out, found by doing it and taking all of it back.

    So a check page is never shown for an act that is refused once it was confirmed.
    """
    try:
        with transaction.atomic():
            act()
            raise _TakenBack
    except _TakenBack:
        return True
    except Refused:
        return False
