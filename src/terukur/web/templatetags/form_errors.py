"""Errors in the forms of a page, listed once at its top with a link to each field."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorList
from django.template.context import RequestContext

register = template.Library()


@register.inclusion_tag("web/_error_summary.html", takes_context=True)
def error_summary(context: RequestContext) -> dict[str, Any]:
    """Return every error of every form that the page was given, with the place of its field."""
    values = context.flatten()
    lines = [line for form in _forms(values) for line in _lines(form)]
    return {"lines": lines, "refusal": "" if values.get("findings") else values.get("refusal", "")}


def _forms(values: dict[Any, Any]) -> Iterator[BaseForm]:
    # By its type alone: to look into a lazy value would set the cookie of forms on pages without one.
    forms = [value for value in values.values() if issubclass(type(value), BaseForm)]
    found = {id(form): form for form in forms if form.is_bound and form.errors}
    return iter(found.values())


def _lines(form: BaseForm) -> Iterator[dict[str, Any]]:
    for message in form.non_field_errors():
        yield {"message": message}
    for field in form:
        for message in field.errors if isinstance(field.errors, ErrorList) else ():
            yield {"label": field.label, "message": message, "place": place_of(field)}


def place_of(field: BoundField) -> str:
    """Return the id that a link to a field leads to: of a group of choices, its first one."""
    if field.is_hidden:
        return ""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)
