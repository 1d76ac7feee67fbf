"""Questions of an import that a person has to settle: readable and possible, but probably wrong.

An error is refused, a question is asked: nothing is stored until a person has confirmed it. A key stands for
the whole question, so that another file or other known data are asked about again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# More of one kind are asked about together: nobody reads the hundredth of them.
_ASKED_ONE_BY_ONE = 25
_LINES_NAMED = 15


@dataclass(frozen=True, slots=True)
class Question:
    """One question to settle: its place, the value that was read, and what speaks against it.

    ``topic`` names the kind (``above-whole``); ``message`` says what is known and what is asked.
    """

    topic: str
    line: int
    column: str
    value: str
    message: str

    @property
    def key(self) -> str:
        """The short name by which a person confirms exactly this question."""
        told = "\0".join((self.topic, str(self.line), self.column, self.value, self.message))
        return hashlib.sha256(told.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The confirmations of a person: questions by their keys, or all that the file raises."""

    keys: frozenset[str] = frozenset()
    everything: bool = False

    def covers(self, question: Question) -> bool:
        """Return whether this question was confirmed."""
        return self.everything or question.key in self.keys


NOTHING = Confirmed()
EVERYTHING = Confirmed(everything=True)


def gathered(questions: Iterable[Question]) -> list[Question]:
    """Return the questions in the order of their lines, each once; many of one kind become one."""
    by_topic: dict[str, list[Question]] = {}
    for question in dict.fromkeys(questions):
        by_topic.setdefault(question.topic, []).append(question)
    asked: list[Question] = []
    for topic, found in by_topic.items():
        found.sort(key=lambda question: question.line)
        asked += found if len(found) <= _ASKED_ONE_BY_ONE else [_together(topic, found)]
    return sorted(asked, key=lambda question: question.line)


def _together(topic: str, found: Sequence[Question]) -> Question:
    lines = ", ".join(str(question.line) for question in found[:_LINES_NAMED])
    rest = len(found) - _LINES_NAMED
    seal = hashlib.sha256("".join(question.key for question in found).encode()).hexdigest()[:6]
    return Question(
        topic,
        found[0].line,
        found[0].column,
        found[0].value,
        f"{len(found)} baris dengan pertanyaan yang sama (baris {lines}, dan {rest} lagi; tanda {seal}). "
        f"Yang pertama: {found[0].message}",
    )
