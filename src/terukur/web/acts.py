"""Acts that pages carry out: in this one place the user is told that it is done, or why it was refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from terukur.regulation.decision import Refused

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What an act that was carried out gave back."""

    result: Result


def carry_out(
    request: HttpRequest,
    act: Callable[[], Result],
    words: str | Callable[[Result], str],
    *,
    form: BaseForm | None = None,
    field: str | None = None,
    page: dict[str, object] | None = None,
) -> Done[Result] | None:
    """Carry out an act and tell the user that it is done; return None where it was refused.

    With a form nothing is done, and nothing told, before it was sent and is valid. ``words`` tell what was
    done, made of what the act gave back where they are a function; empty where the next page shows it.

    A refusal becomes an error of the form, at the field that it names or at
    ``field``; or the ``refusal`` and its ``findings`` in the context of the page; else a message.
    """
    if form is not None and not (request.method == "POST" and form.is_valid()):
        return None
    try:
        result = act()
    except Refused as refusal:
        if page is not None:
            page.update(refusal=str(refusal), findings=refusal.findings)
        elif form is not None:
            _add_error(form, refusal, field)
        else:
            messages.error(request, str(refusal))
        return None
    told = words if isinstance(words, str) else words(result)
    if told:
        messages.success(request, told)
    return Done(result)


def _add_error(form: BaseForm, refusal: Refused, field: str | None) -> None:
    place = refusal.field or field
    form.add_error(place if place in form.fields else None, str(refusal))
    if refusal.asks_about_personal_data:
        form.ask_about_personal_data()  # type: ignore[attr-defined]
