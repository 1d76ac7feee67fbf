"""The template tag for drawings of ``terukur.drawings``."""

from django import template
from django.utils.safestring import SafeString

from terukur.drawings.writing import Drawing, written_drawing

register = template.Library()


@register.simple_tag
def draw(plot: Drawing | None) -> SafeString:
    """Return the drawing with its sentence and its table; empty where there is none."""
    return written_drawing(plot) if plot else SafeString("")
