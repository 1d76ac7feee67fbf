"""The result of an act, shown on the next page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest


def told(request: HttpRequest, act: Callable[[], object], done: str, *, refused: type[Exception]) -> None:
    """Carry out an act; show that it is done, or why it was refused."""
    try:
        act()
    except refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
