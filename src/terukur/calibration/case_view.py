"""An appraiser's own cases: those that wait, the panel's answers beside one's own, and the lessons.

Everything here is of the viewer alone. It contains nothing of the panel before the first answer.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from terukur.accounts.models import User
from terukur.calibration.models import CaseAnswer, CaseVersion
from terukur.organization.models import Employee
from terukur.organization.queries import standing_of
from terukur.regulation.behaviors import BEHAVIOR_CODES, BEHAVIOR_NAMES

_NAMES = {"results": "Hasil kerja", "behavior": "Perilaku kerja", **BEHAVIOR_NAMES}
_PARTS = {
    "expected": "Yang diharapkan",
    "measured": "Yang terukur",
    "observed": "Yang diamati",
    "evidence": "Bukti dan asalnya",
}
_SECONDS_PER_CASE = 100
_Answers = dict[str, CaseAnswer]


@dataclass(frozen=True, slots=True)
class Compared:
    """One item: the appraiser's answer and the panel's, which is "" where the case does not show the item."""

    name: str
    first: str
    second: str
    panel: str
    reason: str

    @property
    def was_equal(self) -> bool:
        """Return whether the first answer is the panel's."""
        return self.first == self.panel

    @property
    def is_equal(self) -> bool:
        """Return whether the second answer is the panel's."""
        return self.second == self.panel


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case as its appraiser has it; ``number`` counts from 1 in the appraiser's own order."""

    version: CaseVersion
    number: int
    answers: _Answers

    @property
    def key(self) -> int:
        """The key of the case in addresses."""
        return self.version.case_id

    @property
    def is_answered(self) -> bool:
        """Return whether the first answer was given."""
        return CaseAnswer.Attempt.FIRST in self.answers

    @property
    def is_rated_again(self) -> bool:
        """Return whether the second answer was given."""
        return CaseAnswer.Attempt.SECOND in self.answers

    @property
    def waits(self) -> bool:
        """Return whether an answer is still missing; a retired case needs none."""
        return not (self.is_rated_again or (self.is_answered and self.version.case.is_retired))

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """The text of the case: headings with their lines."""
        told = [(title, getattr(self.version, name)) for name, title in _PARTS.items()]
        return [(title, [line for line in text.splitlines() if line]) for title, text in told]

    @property
    def shown(self) -> list[str]:
        """The codes of the values that it shows, in their usual order."""
        return [code for code in BEHAVIOR_CODES if code in self.version.marks]

    @property
    def compared(self) -> list[Compared]:
        """The comparison item by item; empty before the first answer."""
        if not self.is_answered:
            return []
        first, second = (self._items(attempt) for attempt in CaseAnswer.Attempt)
        panel = self.version.panel
        return [
            Compared(name, first.get(code, ""), second.get(code, ""), *panel.get(code, ("", "")))
            for code, name in _NAMES.items()
            if code in panel or code in first or code in second
        ]

    def _items(self, attempt: str) -> dict[str, str]:
        answer = self.answers.get(attempt)
        return answer.items if answer else {}


@dataclass(frozen=True, slots=True)
class Learned:
    """The lessons of a person's two rounds of answers; counts of items, no score."""

    items: int
    equal_before: int
    equal_after: int
    differing: list[tuple[str, int]]
    unseen: int
    lessons: list[str]


@dataclass(frozen=True, slots=True)
class CaseBook:
    """All cases of an appraiser in the order drawn for them."""

    cases: list[OwnCase] = field(default_factory=list)

    @property
    def done(self) -> int:
        """The number of cases that need nothing more."""
        return sum(not case.waits for case in self.cases)

    @property
    def waiting(self) -> OwnCase | None:
        """The next one."""
        return next((case for case in self.cases if case.waits), None)

    @property
    def minutes(self) -> int:
        """The minutes that the rest takes, about."""
        return ceil((len(self.cases) - self.done) * _SECONDS_PER_CASE / 60)

    @property
    def learned(self) -> Learned | None:
        """The lessons, once nothing waits any more."""
        finished = [case for case in self.cases if case.is_rated_again]
        return learned(finished) if finished and self.waiting is None else None


def learned(finished: Iterable[OwnCase]) -> Learned:
    """Return how often the answers equal the panel's before and after, where they differ, and the lessons."""
    items, unseen, lessons = [], 0, []
    for case in finished:
        rated = [item for item in case.compared if item.panel]
        items += rated
        unseen += len([item for item in case.compared if not item.panel and item.first])
        if not all(item.was_equal for item in rated):
            lessons.append(case.version.lesson)
    differing = Counter(item.name for item in items if not item.was_equal)
    return Learned(
        len(items),
        sum(item.was_equal for item in items),
        sum(item.is_equal for item in items),
        differing.most_common(),
        unseen,
        lessons,
    )


def own_cases(user: User, *, on: date) -> CaseBook | None:
    """Return the viewer's cases; None for a user who appraises nobody and has answered nothing."""
    held = standing_of(user, on=on)
    if held.employee is None:
        return None
    answered: dict[int, _Answers] = {}
    versions: dict[int, CaseVersion] = {}
    mine = CaseAnswer.objects.filter(appraiser=held.employee).select_related("version__case")
    for answer in mine:
        answered.setdefault(answer.version.case_id, {})[answer.attempt] = answer
        versions[answer.version.case_id] = answer.version
    if not (held.has_team or answered):
        return None
    if held.has_team:
        in_use = CaseVersion.objects.filter(case__is_retired=False).select_related("case")
        for version in in_use.order_by("case_id", "-number").distinct("case_id"):
            versions.setdefault(version.case_id, version)
    drawn = sorted(versions.values(), key=lambda version: _place(held.employee, version))
    return CaseBook(
        [OwnCase(v, number, answered.get(v.case_id, {})) for number, v in enumerate(drawn, start=1)]
    )


def _place(employee: Employee | None, version: CaseVersion) -> str:
    """Return a sort key of the appraiser's own order, so that the effect of first and last averages out.

    By a hash and not by a shuffle: a case that is added moves no other.
    """
    drawn_by = f"{employee.pk if employee else 0}/{version.case.key}"
    return hashlib.sha256(drawn_by.encode()).hexdigest()


def own_case(book: CaseBook, pk: int, *, version: int | None = None) -> OwnCase | None:
    """Return one case; for a first answer to a case rewritten since, in the version that was read."""
    found = next((case for case in book.cases if case.key == pk), None)
    if found is None or version in (None, found.version.pk) or found.is_answered:
        return found
    read = CaseVersion.objects.filter(case=pk, pk=version).select_related("case").first()
    return OwnCase(read, found.number, {}) if read else found
