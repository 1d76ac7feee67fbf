"""Corrections by a people file: another rank or TMT of a person, another kind or level of a position."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from terukur.ledger.acting import Acting, Actor
from terukur.organization.models import Employee, Position, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.people_table import Person
from terukur.organization.positions import correct_position
from terukur.organization.ranks import hold_rank
from terukur.regulation.scales import FormFamily, PositionKind
from terukur.tables.cells import CellError
from terukur.tables.questions import Question

_REASON = "Data pegawai"


def rank_changed(employee: Employee, person: Person, acting: Acting[Actor]) -> bool:
    """Change the rank of a known employee, not yet saved, as a row tells it; the one before is kept.

    :raises CellError: for a TMT to come, or one that does not follow the rank before.
    """
    if not person.rank or (person.rank == employee.rank and person.rank_since in (None, employee.rank_since)):
        return False
    try:
        return hold_rank(employee, person.rank, person.rank_since, on=acting.on)
    except OrganizationRefused as refusal:
        raise CellError(person.line, "TMT GOLONGAN", str(person.rank_since or ""), str(refusal)) from refusal


@dataclass(frozen=True, slots=True)
class PositionCorrection:
    """Another kind, level or form that a row writes for a position that exists."""

    line: int
    position: Position
    kind: PositionKind
    level: str
    form: FormFamily

    @property
    def words(self) -> str:
        """The change in words, from what to what."""
        before, after = (
            ", ".join(filter(None, (kind.label, level)))
            for kind, level in (
                (PositionKind(self.position.kind), self.position.level),
                (self.kind, self.level),
            )
        )
        form = "" if self.form == self.position.form_family else f", formulir {self.form.label}"
        return f"{self.position.title} di {self.position.unit.name}: dari {before} menjadi {after}{form}"


class PositionCorrections:
    """The corrections of a file, each position once; ``errors`` are rows that disagree with one another."""

    def __init__(self, people: Iterable[Person], units: Mapping[int, Unit]) -> None:
        self.errors: list[CellError] = []
        self.found: list[PositionCorrection] = []
        rows = [person for person in people if person.tells_position]
        positions = {
            (position.unit_id, position.title): position
            for position in Position.objects.filter(
                unit__in={units[person.line].pk for person in rows}
            ).select_related("unit")
        }
        told: dict[int, PositionCorrection] = {}
        for person in rows:
            position = positions.get((units[person.line].pk, person.title))
            if position is None:
                continue
            wanted = PositionCorrection(
                person.line, position, person.position_kind, person.level or position.level, person.form
            )
            first = told.setdefault(position.pk, wanted)
            if (first.kind, first.level, first.form) != (wanted.kind, wanted.level, wanted.form):
                self.errors.append(
                    CellError(
                        person.line,
                        "JENIS JABATAN",
                        person.position_kind.label,
                        f"“{person.title}” di {position.unit.name} ditulis lain di baris {first.line}; satu "
                        "jabatan satu jenis dan jenjang.",
                    )
                )
        self.found = [one for one in told.values() if _differs(one)]

    def questions(self) -> Sequence[Question]:
        """Return what is asked: a correction holds for everybody who holds or held the position."""
        return [
            Question(
                "position-corrected",
                one.line,
                "JENIS JABATAN",
                one.position.title,
                f"{one.words}. Berlaku untuk semua yang memegangnya, juga yang dahulu. Perbaiki jabatannya?",
            )
            for one in self.found
        ]

    def carry_out(self, acting: Acting[Actor]) -> list[str]:
        """Correct the positions; return what was done in words."""
        for one in self.found:
            correct_position(
                position=one.position,
                title=one.position.title,
                kind=one.kind,
                level=one.level,
                form=one.form,
                reason=_REASON,
                acting=acting,
            )
        return [f"Jabatan diperbaiki: {one.words}" for one in self.found]


def _differs(one: PositionCorrection) -> bool:
    position = one.position
    return (one.kind.value, one.level, one.form.value) != (
        position.kind,
        position.level,
        position.form_family,
    )
