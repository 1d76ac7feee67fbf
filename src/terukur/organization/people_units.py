"""The units that a people file names: found by code or by name and parent, or made; never merged."""

import hashlib
from collections.abc import Sequence

from terukur.organization.identities import UnitWords, plain
from terukur.organization.models import Agency, Unit
from terukur.organization.people_table import Person
from terukur.tables.cells import CellError
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question

_CODE = 40
_SEAL = 6


class FileUnits:
    """The unit of each row, by its line; ``errors`` and ``questions`` say what does not fit."""

    def __init__(self, people: Sequence[Person], agency: Agency) -> None:
        self.errors: list[CellError] = []
        self.questions: list[Question] = []
        self.of_line: dict[int, Unit] = {}
        self.zones: dict[int, str] = {}
        self._agency = agency
        units = list(Unit.objects.filter(agency=agency).order_by("pk"))
        self._stored = {unit.pk for unit in units}
        self._words = UnitWords(units)
        self._by_key = {unit.siasn_id: unit for unit in units if unit.siasn_id}
        self._top = units[0] if units else None
        self._made: dict[tuple[str, str], Unit] = {}
        self._said: dict[str, tuple[int, str]] = {}
        for person in people:
            try:
                self.of_line[person.line] = self._unit(person)
            except CellError as error:
                self.errors.append(error)
        for person in people:
            if person.line in self.of_line:
                self._place(person, self.of_line[person.line])
        self.errors += self._circles(people)

    def _unit(self, person: Person) -> Unit:
        key = person.unit_siasn_id
        if key and key in self._by_key:
            return self._by_key[key]
        unit = self._by_words(person)
        if key and unit.siasn_id not in ("", key):
            unit = self._second(person, unit)
        if key and not unit.siasn_id:
            unit.siasn_id = key
            unit.save(update_fields=["siasn_id"])
        if key:
            self._by_key[key] = unit
        return unit

    def _second(self, person: Person, named: Unit) -> Unit:
        """Return another unit of the same name: the national system knows it by a key of its own."""
        self._ask_about_second(person, [named])
        code = self._code((person.unit_siasn_id,), person.unit_name)
        return self._create(code, person.unit_name, person.unit_siasn_id)

    def _by_words(self, person: Person) -> Unit:
        if not person.unit_code:
            return self._by_name(person)
        unit = self._words.coded(person.unit_code)
        if unit is None:
            name = person.unit_name or person.unit_code
            unit = self._create(person.unit_code, name, person.unit_siasn_id)
        self._ask_about_name(person, unit)
        return unit

    def _by_name(self, person: Person) -> Unit:
        key = (plain(person.unit_name), plain(person.parent_code))
        if key in self._made:
            return self._made[key]
        named = list(self._words.meant(person.unit_name))
        wanted = self._words.meant(person.parent_code) if person.parent_code else ()
        if person.parent_code:
            under = [unit for unit in named if unit.parent_id in {parent.pk for parent in wanted}]
            before = [unit for unit in named if unit.pk in self._stored]
            if before and not under:
                self._ask_about_second(person, before)
            named = under
        if len(named) > 1:
            raise CellError(
                person.line,
                "UNIT KERJA",
                person.unit_name,
                f"ada {len(named)} unit bernama ini; isi KODE UNIT atau UNIT INDUK: "
                f"{self._words.told_apart(named)}.",
            )
        if named:
            unit = named[0]
        else:
            code, parent = self._code(key, person.unit_name), wanted[0] if wanted else self._top
            unit = self._create(code, person.unit_name, person.unit_siasn_id, parent)
        self._made[key] = unit
        return unit

    def _create(self, code: str, name: str, siasn_id: str = "", parent: Unit | None = None) -> Unit:
        """Return a new unit, at the top where no parent is told yet."""
        unit = Unit.objects.create(
            agency=self._agency, code=code, name=name, parent=parent or self._top, siasn_id=siasn_id
        )
        self._words.add(unit)
        return unit

    def _code(self, key: tuple[str, ...], name: str) -> str:
        """Return a code from the name; with a hash of name and parent where it would be cut or is taken."""
        code = normalize_header(name).replace(" ", "-")
        if code and len(code) <= _CODE and self._words.coded(code) is None:
            return code
        seal = hashlib.sha256("\0".join(key).encode()).hexdigest()[:_SEAL]
        return f"{code[: _CODE - _SEAL - 1]}-{seal}"

    def _ask_about_name(self, person: Person, unit: Unit) -> None:
        """Ask about one code under two names: two units that became one, or a new name."""
        if not person.unit_name:
            return
        line, name = self._said.setdefault(person.unit_code, (person.line, person.unit_name))
        if plain(name) != plain(person.unit_name):
            self.errors.append(
                CellError(
                    person.line,
                    "UNIT KERJA",
                    person.unit_name,
                    f"kode {person.unit_code} bernama “{name}” di baris {line}; satu kode satu unit.",
                )
            )
        elif line == person.line and plain(unit.name) != plain(person.unit_name):
            self.questions.append(
                Question(
                    "other-unit-name",
                    person.line,
                    "UNIT KERJA",
                    person.unit_name,
                    f"Kode {person.unit_code} adalah “{unit.name}”, sedangkan berkas menulis "
                    f"“{person.unit_name}”. Benar unit itu? Namanya tetap “{unit.name}”.",
                )
            )

    def _ask_about_second(self, person: Person, named: Sequence[Unit]) -> None:
        self.questions.append(
            Question(
                "second-unit",
                person.line,
                "UNIT KERJA",
                person.unit_name,
                f"Sudah ada unit bernama ini: {self._words.told_apart(named)}. Berkas menyebutnya di bawah "
                f"“{person.parent_code}”, jadi akan dibuat sebagai unit lain. Benar?",
            )
        )

    def _place(self, person: Person, unit: Unit) -> None:
        """Store the parent and the time zone of the unit that the row names."""
        if person.zone and self.zones.setdefault(unit.pk, person.zone) != person.zone:
            self.errors.append(
                CellError(
                    person.line,
                    "ZONA WAKTU",
                    person.zone,
                    f"baris lain menulis {self.zones[unit.pk]} untuk {unit.name}; satu unit satu zona.",
                )
            )
        if not person.parent_code:
            return
        found = self._words.meant(person.parent_code)
        if not found and plain(person.parent_code) == plain(self._agency.name):
            return
        if not found and not person.unit_code:
            # A file that names units names those above them too; they may have nobody of their own.
            code = self._code((plain(person.parent_code), ""), person.parent_code)
            found = (self._create(code, person.parent_code),)
        if len(found) == 1:
            self._move(unit, found[0])
            return
        self.errors.append(
            CellError(
                person.line,
                "UNIT INDUK",
                person.parent_code,
                "bukan kode unit yang dikenal; isi dengan KODE UNIT dari unit di atasnya."
                if not found
                else f"ada {len(found)} unit bernama ini; tulis kodenya: {self._words.told_apart(found)}.",
            )
        )

    def _move(self, unit: Unit, parent: Unit) -> None:
        if unit.parent_id != parent.pk and unit.pk != parent.pk:
            unit.parent = parent
            unit.save(update_fields=["parent"])

    def _circles(self, people: Sequence[Person]) -> list[CellError]:
        parents = dict(Unit.objects.values_list("pk", "parent"))
        errors = []
        for person in people:
            if person.line not in self.of_line:
                continue
            start = self.of_line[person.line].pk
            current, steps = parents.get(start), 0
            while current is not None and current != start and steps <= len(parents):
                current, steps = parents.get(current), steps + 1
            if current is not None:
                errors.append(
                    CellError(
                        person.line,
                        "UNIT INDUK",
                        person.parent_code,
                        "membuat susunan unit berputar; periksa unit induknya.",
                    )
                )
        return errors
