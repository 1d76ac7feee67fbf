"""The mapping of a table of unknown form: which column is what, and whom a written name means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import ImportFile
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, record
from terukur.measurement.models import MappedImport, SourceMapping
from terukur.regulation.employee_number import normalize_employee_number


@dataclass(frozen=True, slots=True)
class Role:
    """What a column can be, as the page of mappings asks for it; ``names`` are its usual ones."""

    key: str
    label: str
    required: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of a table of unknown form.

    ``columns`` gives the header of each role (subject, period, value, numerator, denominator; a source has
    roles of its own). ``aliases`` gives the number or code of a subject as the table writes it; blank leaves
    its rows out, as those of totals. A mapping with the one role ``dhis2`` names the data element of an
    answer of DHIS2 analytics instead; its aliases are by the keys of DHIS2.
    """

    columns: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    sheet: int = 0
    header_line: int | None = None

    def subject(self, written: str) -> str | None:
        """Return the subject of a written name; None where its row is to be left out."""
        meant = self.alias(written)
        if meant is not None:
            return meant or None
        number = normalize_employee_number(written)
        return number if number.isdigit() else written

    def alias(self, written: str) -> str | None:
        """Return the word that a person gave for a written one; None where nobody did."""
        return next(
            (meant for known, meant in self.aliases.items() if known.casefold() == written.casefold()), None
        )


def note_mapping(mapping: SourceMapping | None, source: ImportRecord, file: ImportFile) -> None:
    """Record by which mapping a file was read, where it was read by one."""
    if mapping is None:
        return
    used = MappedImport.objects.create(source=source, mapping=mapping)
    record(Act(f"import/{source.pk}", "mapping-used", rows=fingerprints(used)), file.acting)


def read_by(row: SourceMapping | None) -> TableMapping | None:
    """Return the mapping by which a file is read, where it is read by one."""
    return None if row is None else mapping_of(row)


def mapping_of(row: SourceMapping) -> TableMapping:
    """Return a stored mapping in the form of the reader."""
    return TableMapping(row.columns, row.aliases, row.sheet, row.header_line)
