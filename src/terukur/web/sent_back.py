"""Forms that stand on one page and post to another address: when refused, they come back as typed."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

F = TypeVar("F", bound=forms.BaseForm)
_KEPT = "sent-back"
_LONGEST = 20_000


def send_back(request: HttpRequest, form: forms.BaseForm, to: str, *args: object) -> HttpResponse:
    """Return the way to the page of a refused form, which will show it with its errors."""
    there = redirect(to, *args)
    written = request.POST.urlencode()[:_LONGEST]
    request.session[_KEPT] = {"form": _name(type(form)), "page": there.url, "data": written}
    return there


def sent_back(request: HttpRequest, form: type[F], **kwargs: Any) -> F:
    """Return the form as it was refused for this page just now, else a fresh one."""
    kept = request.session.get(_KEPT)
    if not kept or kept["form"] != _name(form) or kept["page"] != request.path:
        return form(**kwargs)
    del request.session[_KEPT]
    return form(QueryDict(kept["data"]), **kwargs)


def _name(form: type[forms.BaseForm]) -> str:
    return f"{form.__module__}.{form.__qualname__}"
