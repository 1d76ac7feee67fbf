"""``terukur import KEY FILE`` for every registered importer that has a help for it."""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.ledger.importing import Importer, importers


class FileImportCommand(ImportCommand):
    """The command of one importer, with the help and the options that the importer gives it."""

    def __init__(self, importer: Importer[Any]) -> None:
        super().__init__()
        self.importer = importer
        self.help = importer.help

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)
        for option in self.importer.options:
            flag = f"--{option.name.replace('_', '-')}"
            if option.is_flag:
                parser.add_argument(flag, action="store_true", help=option.help)
            else:
                parser.add_argument(flag, type=option.type, metavar=option.metavar, help=option.help)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **given: Any) -> None:
        self.load(
            self.importer,
            file=file,
            as_json=json,
            dry_run=dry_run,
            confirmed=self.confirmed(confirm),
            **{option.name: given[option.name] for option in self.importer.options},
        )


def with_command() -> dict[str, Importer[Any]]:
    """Return the importers that have a command of their own, by its name in Django, in their order."""
    found = sorted(importers(), key=lambda importer: importer.command_place)
    return {f"import_{importer.key}": importer for importer in found if importer.help}
