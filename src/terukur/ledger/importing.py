"""The protocol of importers: how a kind of file is read, what loading it would change, and the load itself.

An area registers its importers in modules called ``NAME_import.py``. The page of imports, the commands
``terukur import NAME`` and the history list what is registered, so a new importer is one new module.
"""

import io
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, BinaryIO, Generic, TypeVar

from django.apps import apps
from django.db import DataError, Error, IntegrityError, transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import ImportCounts, record_import
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.meaning import Column, by_meaning, known_headers
from terukur.tables.names import normalize_header
from terukur.tables.questions import NOTHING, Confirmed
from terukur.tables.reading import Table, read_table, read_tables
from terukur.tables.templates import TemplateColumn
from terukur.tables.understanding import Understood

T = TypeVar("T")
_LAST = 99


@dataclass(frozen=True, slots=True)
class ImportKind:
    """What the record of an import calls the content of its file; several importers may share one."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFile:
    """A file that is being loaded: its bytes and name, who loads it, and when.

    ``written`` gives the header in the file of each of our columns, normalized.
    """

    stream: BinaryIO
    filename: str
    kind: ImportKind
    acting: Acting[Actor]
    understood: Understood = field(default_factory=Understood)
    written: dict[str, str] = field(default_factory=dict)

    def table(self, columns: Sequence[Column], *, sheet: int | None = None) -> Table:
        """Return the table of the file with the columns under our names; what is left out is noted.

        :raises UnreadableTable: where it is no table.
        """
        table = by_meaning(
            read_table(
                self.content, filename=self.filename, known_headers=known_headers(columns), sheet=sheet
            ),
            columns,
        )
        self.note(table)
        return table

    def tables(self, columns: Sequence[Column], *, least: int) -> list[Table]:
        """Return every sheet that holds at least so many of the columns, as ``table`` does.

        :raises UnreadableTable: where there is no table.
        """
        found = read_tables(
            self.content, filename=self.filename, known_headers=known_headers(columns), least=least
        )
        tables = [by_meaning(table, columns) for table in found]
        for table in tables:
            self.note(table)
        return tables

    def note(self, table: Table) -> None:
        """Note what a table left out, and the headers that it gives our columns."""
        self.understood.note(table)
        for row in table.rows[:1]:
            self.written.update(row.written)

    def as_written(self, error: CellError) -> CellError:
        """Return an error that names the header of the file where it names our column."""
        own = normalize_header(error.column)
        if own not in self.written or own in map(normalize_header, self.written.values()):
            return error
        return replace(error, column=self.written[own])

    @property
    def content(self) -> bytes:
        """All bytes of the file."""
        self.stream.seek(0)
        return self.stream.read()

    def keep(self, counts: ImportCounts, *, subject: str = "", period: str = "") -> ImportRecord:
        """Store the file and the record of its import.

        :raises ImportNotAllowed: for somebody without the right.
        :raises Unanswered: while questions of the import wait for a person.
        """
        if self.kind.key not in {importer.kind.key for importer in importers()}:
            raise LookupError(f"no importer registered the kind {self.kind.key!r}")
        return record_import(
            kind=self.kind.key,
            stream=self.stream,
            name=self.filename,
            counts=counts,
            subject=subject,
            period=period,
            acting=self.acting,
        )


@dataclass(frozen=True, slots=True)
class ImportPlan(Generic[T]):
    """What loading a file would change, as people are told it and as ``apply`` writes it."""

    counts: ImportCounts
    to_write: T


@dataclass(frozen=True, slots=True)
class CommandOption:
    """An option of an importer's command, by the name of what ``plan`` takes; a flag has no value."""

    name: str
    type: Callable[[str], object]
    metavar: str
    help: str
    is_flag: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Importer(Generic[T]):
    """One kind of file that can be loaded; call it to load one, all rows or none.

    ``plan`` reads the file and says what would change; it may write, because a dry run takes all of it back.
    ``apply`` writes the rest, keeps the file by ``ImportFile.keep`` and records the acts. ``columns`` are
    the headers by which the table is found; ``needs`` names what ``plan`` must be told beside the file,
    ``may_tell`` what it may be told. ``takes_folders`` says that a folder of files is one load.
    An importer with ``reads_in_pieces`` takes a file of any length. One with ``help`` has a command
    ``terukur import KEY FILE``, for which ``summary`` stands in the list of all commands. ``template`` are
    the columns of an empty table to fill in, which people may download.
    """

    key: str
    label: str
    kind: ImportKind
    columns: tuple[str, ...]
    plan: Callable[..., ImportPlan[T]]
    apply: Callable[[ImportPlan[T], ImportFile], object]
    needs: tuple[str, ...] = ()
    may_tell: tuple[str, ...] = ()
    takes_folders: bool = False
    reads_in_pieces: bool = False
    page_place: int = _LAST
    summary: str = ""
    help: str = ""
    options: tuple[CommandOption, ...] = ()
    template: tuple[TemplateColumn, ...] = ()
    command_place: int = _LAST

    def __call__(
        self,
        *,
        filename: str,
        acting: Acting[Actor],
        content: bytes = b"",
        stream: BinaryIO | None = None,
        dry_run: bool = False,
        confirmed: Confirmed = NOTHING,
        **told: Any,
    ) -> ImportCounts:
        """Load a file, or with ``dry_run`` say what would change.

        The plan says what is wrong by line before the database does. Where another act at the same moment,
        or a rule that the plan forgot, makes the database refuse, that is a sentence and nothing is stored.

        :raises UnreadableTable, ImportRefused: nothing is stored then.
        """
        file = ImportFile(
            stream=stream or io.BytesIO(content), filename=filename, kind=self.kind, acting=acting
        )
        try:
            with transaction.atomic():
                plan = self.plan(file, **told)
                plan.counts.confirmed = confirmed
                plan.counts.understood = file.understood
                plan.counts.questions += file.understood.questions
                if dry_run:
                    transaction.set_rollback(True)
                else:
                    self.apply(plan, file)
        except Unanswered:
            raise
        except ImportRefused as refusal:
            refusal.errors = [file.as_written(error) for error in refusal.errors]
            raise
        except (IntegrityError, DataError) as error:
            raise ImportRefused([CellError(0, "", "", _sentence(error))]) from error
        return plan.counts


Registered = TypeVar("Registered", bound=Importer[Any])
_registered: dict[str, Importer[Any]] = {}


def register(importer: Registered) -> Registered:
    """Return the importer, which the page and the commands list from now on."""
    _registered[importer.key] = importer
    return importer


def importers() -> list[Importer[Any]]:
    """Return all registered importers in the order of the page."""
    return sorted(_registered.values(), key=lambda importer: importer.page_place)


def importer_named(key: str) -> Importer[Any]:
    """Return the importer with a key.

    :raises KeyError: where there is none.
    """
    return _registered[key]


def kind_label(kind: str) -> str:
    """Return what people call a stored kind of import."""
    return next((importer.kind.label for importer in importers() if importer.kind.key == kind), kind)


def load_importers() -> None:
    """Import every module called ``NAME_import`` of every area, so that its importers are registered."""
    for config in apps.get_app_configs():
        if config.name.startswith("terukur."):
            for module in pkgutil.iter_modules(import_module(config.name).__path__):
                if module.name.endswith("_import"):
                    import_module(f"{config.name}.{module.name}")


def _sentence(error: Error) -> str:
    told = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rule = f" (aturan “{told}”)" if told else ""
    return (
        "Isi berkas ini bertentangan dengan data yang sudah ada atau dengan baris lain di berkas yang "
        f"sama{rule}, sehingga tidak ada yang disimpan. Coba sekali lagi; bila tetap ditolak, muat sebagian "
        "barisnya untuk menemukan yang salah, dan laporkan kepada pengelola server."
    )
