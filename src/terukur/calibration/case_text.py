"""The parts of a calibration case, the conditions for rating it, and the cases of the program."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from terukur.calibration.models import CaseVersion
from terukur.regulation.behaviors import BEHAVIOR_CODES, BEHAVIOR_NAMES
from terukur.regulation.decision import Refused
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.scales import Rating

MOST_WORDS = 250
_LEAST_WORDS = 60
_LEAST_MARKS = 2
_READ = ("position", "expected", "measured", "observed", "evidence")


class CaseRefused(Refused):
    """The act is not possible; the message says why."""


@dataclass(frozen=True, slots=True)
class PanelMark:
    """The panel's mark of one value, and the evidence it names."""

    mark: Rating
    reason: str


@dataclass(frozen=True, slots=True)
class CaseText:
    """A case as it is written: the text that an appraiser reads first, and the panel's comments."""

    title: str
    position: str
    expected: str
    measured: str
    observed: str
    evidence: str
    results: Rating
    results_reason: str
    behavior: Rating
    behavior_reason: str
    marks: Mapping[str, PanelMark]
    lesson: str

    def fields(self) -> dict[str, Any]:
        """Return the columns of a version."""
        words = {name: value for name, value in asdict(self).items() if name != "marks"}
        marks = {code: {"mark": str(m.mark), "reason": m.reason} for code, m in self.marks.items()}
        return {**words, "marks": {code: marks[code] for code in BEHAVIOR_CODES if code in marks}}

    def check(self) -> None:
        """Refuse a case that cannot be read in a minute or two, or ratings of the panel without evidence.

        :raises CaseRefused: naming the error.
        """
        words = sum(len(str(getattr(self, name)).split()) for name in _READ)
        if not all(str(getattr(self, name)).strip() for name in (*_READ, "title", "lesson")):
            raise CaseRefused("Isi semua bagian kasus.")
        if not _LEAST_WORDS <= words <= MOST_WORDS:
            raise CaseRefused(
                f"Kasus ini {words} kata. Antara {_LEAST_WORDS} dan {MOST_WORDS} kata: cukup untuk "
                "dinilai, dan terbaca dalam satu-dua menit."
            )
        if len(self.marks) < _LEAST_MARKS:
            raise CaseRefused(
                f"Paling sedikit {_LEAST_MARKS} nilai perilaku ditunjukkan oleh kasus dan dinilai panel."
            )
        reasons = {
            "hasil kerja": self.results_reason,
            "perilaku kerja": self.behavior_reason,
            **{BEHAVIOR_NAMES[code]: mark.reason for code, mark in self.marks.items()},
        }
        for item, reason in reasons.items():
            if not has_letters(reason, SENTENCE_LETTERS):
                raise CaseRefused(f"Alasan panel untuk {item}: sebutkan buktinya dalam kasus.")


@dataclass(frozen=True, slots=True)
class ShippedCase:
    """A case of the file, by its key; a higher edition replaces one that was not rewritten here."""

    key: str
    edition: int
    text: CaseText


@cache
def shipped_cases() -> tuple[ShippedCase, ...]:
    """Return the cases that come with the program."""
    content = files("terukur.calibration").joinpath("data/cases.yaml").read_text("utf-8")
    return tuple(_shipped(entry) for entry in yaml.safe_load(content))


def _shipped(entry: dict[str, Any]) -> ShippedCase:
    key, edition = entry.pop("key"), entry.pop("edition")
    marks = _marks(entry.pop("marks"))
    ratings = {name: Rating(entry.pop(name)) for name in ("results", "behavior")}
    words: dict[str, Any] = {name: str(value).strip() for name, value in entry.items()}
    return ShippedCase(key, edition, CaseText(marks=marks, **ratings, **words))


def _marks(said: Mapping[str, Mapping[str, str]]) -> dict[str, PanelMark]:
    return {code: PanelMark(Rating(one["mark"]), one["reason"]) for code, one in said.items()}


def text_of(version: CaseVersion) -> CaseText:
    """Return a stored version as it was written."""
    words: dict[str, Any] = {
        name: getattr(version, name)
        for name in (*_READ, "title", "results_reason", "behavior_reason", "lesson")
    }
    return CaseText(
        results=Rating(version.results),
        behavior=Rating(version.behavior),
        marks=_marks(version.marks),
        **words,
    )
