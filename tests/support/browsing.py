"""A click that asks for another page ends when that page has come.

Playwright returns as soon as the browser turns to the next page, which may have no content yet: on a busy
machine what a test did next met an empty page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Locator


def wait_for_pages() -> None:
    """Make clicks and keys wait for the page that they ask for."""
    for name in ("click", "press"):
        act = getattr(Locator, name)
        if not hasattr(act, "__wrapped__"):
            setattr(Locator, name, _then_wait(act))


def _then_wait(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def acted(locator: Locator, *given: Any, **named: Any) -> Any:
        page = locator.page
        result = act(locator, *given, **named)
        if not page.is_closed():
            page.wait_for_load_state()
        return result

    return acted
