"""What was made of a file, for the person who loads it: what is read, in words, and what is left out."""

from dataclasses import dataclass, field
from decimal import Decimal

from terukur.notation.numbers import display
from terukur.tables.arranging import LeftOut
from terukur.tables.questions import Question
from terukur.tables.reading import Table

_TOLD = 12


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one row will be stored as, in words: whose or what it is, for when, and how much."""

    line: int
    subject: str
    period: str
    value: str


@dataclass(slots=True)
class Understood:
    """The first rows in words, rows and sheets left out, columns that nobody reads, sums compared, questions.

    ``sums`` are sentences on the file's own sums beside what was read ("JUMLAH 14 orang: 14 terbaca").
    """

    meanings: list[Meaning] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def note(self, table: Table) -> None:
        """Add what a table left out, and ask where another sheet has the same columns."""
        self.left_out += table.left_out
        self.unused += [header for header in table.unused if header not in self.unused]
        if table.alike:
            self.questions.append(
                Question(
                    "other-sheet",
                    0,
                    "",
                    ", ".join(table.alike),
                    f"Dibaca lembar “{table.sheet}”. Lembar lain punya kolom yang sama dan tidak dibaca: "
                    f"{', '.join(table.alike)}. Memang hanya “{table.sheet}”? Bila tidak, simpan lembar "
                    "yang lain sebagai berkas sendiri.",
                )
            )

    def add(self, other: "Understood") -> None:
        """Add what a reader understood that was not told of the file."""
        self.left_out += other.left_out
        self.unused += other.unused
        self.sums += other.sums
        self.questions += other.questions

    def compares(self, line: int, words: str, told: Decimal, read: Decimal) -> None:
        """Add a sum of the file beside what was read, and ask where they differ."""
        here = f"Baris {line}, {words}" if line else words
        sentence = f"{here}: {display(told)} di berkas, {display(read)} terbaca"
        self.sums.append(sentence)
        if told != read:
            self.questions.append(
                Question("sum", line, words, f"{told:f}", f"{sentence}. Ada baris yang kurang atau salah?")
            )

    def means(self, line: int, subject: str, period: str, value: str) -> None:
        """Add what a row will be stored as; only the first rows are told."""
        if len(self.meanings) < _TOLD:
            self.meanings.append(Meaning(line, subject, period, value))
