"""How a drawing of ``web.plots`` comes onto a page."""

from typing import Protocol

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


class Plot(Protocol):
    """Anything that knows the template which writes it down."""

    @property
    def template(self) -> str:
        """Path of the template."""


@register.simple_tag
def draw(plot: Plot | None) -> SafeString:
    """The drawing with its sentence and its table; nothing where there is none."""
    return render_to_string(plot.template, {"plot": plot}) if plot else SafeString("")
