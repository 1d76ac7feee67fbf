"""``terukur import KEY FILE`` for every registered importer that has a text for its command."""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.ledger.importing import CommandText, Importer, importer_named, importers


class FileImportCommand(ImportCommand):
    """The command of one importer, with the help and the options that the importer gives it."""

    def __init__(self, importer: Importer[Any], text: CommandText) -> None:
        super().__init__()
        self.importer = importer
        self.help = text.help
        self.options = text.options

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)
        for option in self.options:
            flag = f"--{option.name.replace('_', '-')}"
            parser.add_argument(flag, type=option.type, metavar=option.metavar, help=option.help)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **given: Any) -> None:
        self.load(
            self.importer,
            file=file,
            as_json=json,
            dry_run=dry_run,
            confirmed=self.confirmed(confirm),
            **{option.name: given[option.name] for option in self.options},
        )


def file_import_command(key: str) -> FileImportCommand | None:
    """Return a new command for an importer, None where it has none of its own."""
    importer = importer_named(key)
    if importer is None or importer.command is None:
        return None
    return FileImportCommand(importer, importer.command)


def import_texts() -> dict[str, CommandText]:
    """Return the text of each importer that has a command of its own, by key."""
    return {importer.key: importer.command for importer in importers() if importer.command is not None}
