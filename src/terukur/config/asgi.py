"""The web application as ``terukur serve`` loads it."""

from terukur.config.gate import Gate, RequestLimits
from terukur.config.wsgi import application as pages
from terukur.jobs.service.lifeline import end_with_parent, is_served, show_life

if is_served():
    end_with_parent()

# These addresses hash a password at each attempt.
_COSTLY = frozenset({"/masuk/", "/aktivasi/", "/kata-sandi/"})
application = Gate(pages, RequestLimits(), costly=_COSTLY, beat=show_life if is_served() else None)
