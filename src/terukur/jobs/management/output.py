"""Consoles on which commands print trees and tables for people."""

import sys

from rich.console import Console

_WITHOUT_END = 100_000


def console(*, on_stderr: bool = False) -> Console:
    """Return a console as wide as the terminal; in a pipe or a file it breaks and cuts no line."""
    stream = sys.stderr if on_stderr else sys.stdout
    width = None if stream.isatty() else _WITHOUT_END
    return Console(file=stream, highlight=False, width=width, soft_wrap=not stream.isatty())
