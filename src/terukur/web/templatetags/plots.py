"""The template tag for drawings of ``web.plots``."""

from typing import Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


class Plot(Protocol):
    """A drawing that names its template."""

    @property
    def template(self) -> str:
        """The path of the template."""


@register.simple_tag
def draw(plot: Plot | None) -> SafeString:
    """Return the drawing with its sentence and its table; empty where there is none."""
    return render_to_string(plot.template, {"plot": plot}) if plot else SafeString("")
