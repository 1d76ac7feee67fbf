"""All errors and all questions of a file in one round: a step does not hide errors of the next."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.questions import Question


class Refusals:
    """Errors collected from the steps of an import; ``settle`` refuses the file where there are any."""

    def __init__(self, errors: Iterable[CellError] = ()) -> None:
        self.errors = list(errors)

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Collect the refusals of a step, and go on after it."""
        try:
            yield
        except ImportRefused as refusal:
            self.errors += refusal.errors
        except CellError as error:
            self.errors.append(error)

    def add(self, errors: Iterable[CellError]) -> None:
        """Add errors of another step."""
        self.errors += errors

    def settle(self) -> None:
        """Refuse the file where any step refused it.

        :raises ImportRefused: naming everything, in the order of the lines.
        """
        if self.errors:
            raise ImportRefused(self.errors)


class Unanswered(ImportRefused):
    """Nothing was stored, because ``questions`` still wait for a person."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = list(questions)
        super().__init__(
            [
                CellError(
                    question.line,
                    question.column,
                    question.value,
                    f"{question.message} [konfirmasi {question.key}]",
                )
                for question in questions
            ]
        )
        self.args = (f"{len(questions)} hal ditanyakan. Yang pertama: {questions[0].message}",)
