"""Shared parts of the commands that analyse a file: reading or refusing it, a page, JSON, a report."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Generic, TypeVar

from rich.console import Console

from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.management.output import console
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable

R = TypeVar("R")


class NotAnalysed(ValueError):
    """The file was read, but no result may be shown; the message says why."""


class AnalysisCommand(TerukurCommand, ABC, Generic[R]):
    """A command that reads one file and reports on it, without a database."""

    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        self.add_options(parser)
        parser.add_argument("--html", type=Path, metavar="OUT", help="write a page as well")
        self.add_json(parser)

    @abstractmethod
    def add_options(self, parser: Any) -> None:
        """Add the options of this analysis alone."""

    @abstractmethod
    def analyse(self, file: Path, **given: Any) -> R:
        """Return the result of the file's analysis.

        :raises UnreadableTable, ImportRefused, OSError: where it cannot be read.
        :raises NotAnalysed: where there is no result.
        """

    @abstractmethod
    def data(self, found: R) -> Any:
        """Return the result for JSON."""

    @abstractmethod
    def page(self, found: R) -> str:
        """Return the result as a page of HTML."""

    @abstractmethod
    def tell(self, found: R, console: Console, **given: Any) -> None:
        """Print the result."""

    def handle(self, *, file: Path, json: bool, html: Path | None, **given: Any) -> None:
        try:
            found = self.analyse(file, **given)
            if html is not None:
                html.write_text(self.page(found), encoding="utf-8")
        except (ImportRefused, UnreadableTable, NotAnalysed, OSError) as error:
            self.refuse_file(error, as_json=json)
        else:
            if json:
                self.emit(self.data(found))
            else:
                self.tell(found, console(), **given)
