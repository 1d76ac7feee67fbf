"""The one writer of drawings: on a page, and in a report that stands alone."""

from typing import Protocol

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

STYLE = "drawings/drawings.css"


class Drawing(Protocol):
    """A drawing that names its template."""

    @property
    def template(self) -> str:
        """The path of the template."""


def written_drawing(plot: Drawing) -> SafeString:
    """Return the drawing as HTML, with its sentence and its table."""
    return render_to_string(plot.template, {"plot": plot})


def drawing_style() -> str:
    """Return the rules of style for drawings, for a document that can load nothing."""
    with open(str(finders.find(STYLE)), encoding="utf-8") as stream:
        return stream.read()
