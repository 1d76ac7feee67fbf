"""Requirements of a rating before it may be stored: marks, examples, reasons.

PermenPANRB 6/2022: one rating for results, one for behavior. The reasons and examples are house
rules that carry out PP 30/2019 Pasal 4 (objektif, akuntabel).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terukur.notation.dates import written_day
from terukur.regulation.annual import QuarterRatings, is_outside
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.citations import cite
from terukur.regulation.decision import RuleFinding
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.qualitative import beyond_marks
from terukur.regulation.scales import Rating


@dataclass(frozen=True, slots=True)
class BehaviorMarkDraft:
    """The mark of one behavior value with the example that was observed."""

    mark: Rating | None
    example: str = ""
    example_on: date | None = None


@dataclass(frozen=True, slots=True)
class RatingDraft:
    """Everything the appraiser decides on one form."""

    results: Rating | None
    results_reason: str
    behavior: Rating | None
    behavior_reason: str
    marks: Mapping[str, BehaviorMarkDraft]


def results_reason_needed(
    rating: Rating | None,
    suggested: Rating | None,
    quarters: Sequence[QuarterRatings] = (),
    marks: Sequence[Rating] = (),
) -> str | None:
    """Return why a written reason is needed for the results rating, or None where it is not.

    ``marks`` are those of the expectations in words.
    """
    if rating is None:
        return None
    if is_outside(rating, [quarter.results for quarter in quarters]):
        return _outside(rating)
    if beyond_marks(rating, marks, suggested):
        return f"Tidak satu pun ekspektasi kualitatif dinilai {rating.label.lower()}."
    if suggested is not None and rating is not suggested:
        return f"Rating berbeda dari saran ({suggested.label})."
    if rating is not Rating.MEETS:
        return f"Rating {rating.label.lower()} meninggalkan nilai tengah."
    return None


def behavior_reason_needed(
    rating: Rating | None, marks: Mapping[str, BehaviorMarkDraft], quarters: Sequence[QuarterRatings] = ()
) -> str | None:
    """Return why a written reason is needed for the behavior rating, or None where it is not."""
    if rating is None:
        return None
    if is_outside(rating, [quarter.behavior for quarter in quarters]):
        return _outside(rating)
    if rating is not Rating.MEETS:
        return f"Rating {rating.label.lower()} meninggalkan nilai tengah."
    given = [entry.mark for entry in marks.values() if entry.mark is not None]
    if given and rating not in given:
        return "Rating perilaku tidak sama dengan satu pun tanda pada tujuh nilai."
    return None


def check_rating(
    draft: RatingDraft,
    *,
    suggested: Rating | None,
    period_starts: date,
    on: date,
    quarters: Sequence[QuarterRatings] = (),
    expectation_marks: Sequence[Rating] = (),
) -> list[RuleFinding]:
    """Return what is missing before this rating may be stored; empty where nothing is missing.

    ``quarters`` are those of a year that is rated, ``suggested`` is the expected rating, and
    ``expectation_marks`` are the marks of expectations in words.

    Nothing has a default: each of the seven values needs its own mark, and a mark away from the
    middle needs an example with its date inside the period.
    """
    findings: list[RuleFinding] = []
    if draft.results is None:
        findings.append(_missing("results", "Rating hasil kerja", "belum dipilih."))
    if draft.behavior is None:
        findings.append(_missing("behavior", "Rating perilaku kerja", "belum dipilih."))
    why = results_reason_needed(draft.results, suggested, quarters, expectation_marks)
    if why and not _is_reason(draft.results_reason):
        findings.append(_reason_missing("results_reason", "Alasan rating hasil kerja", why))
    why = behavior_reason_needed(draft.behavior, draft.marks, quarters)
    if why and not _is_reason(draft.behavior_reason):
        findings.append(_reason_missing("behavior_reason", "Alasan rating perilaku", why))
    for value in BEHAVIOR_VALUES:
        entry = draft.marks.get(value.code, BehaviorMarkDraft(None))
        findings.extend(_check_mark(value.code, value.name, entry, period_starts, on))
    return findings


def _check_mark(
    code: str, name: str, entry: BehaviorMarkDraft, period_starts: date, on: date
) -> list[RuleFinding]:
    if entry.mark is None:
        return [_missing(f"mark_{code}", name, "belum diberi tanda.")]
    if entry.mark is Rating.MEETS and entry.example_on is None:
        return []
    findings = []
    if entry.mark is not Rating.MEETS and not _is_reason(entry.example):
        findings.append(
            RuleFinding(
                f"example_{code}",
                name,
                f"Tanda {entry.mark.label.lower()} memerlukan contoh yang diamati.",
                f"Tulis apa yang terlihat, paling sedikit {SENTENCE_LETTERS} huruf.",
                cite("principles")[0],
            )
        )
    if entry.example_on is None or not period_starts <= entry.example_on <= on:
        findings.append(
            RuleFinding(
                f"example_on_{code}",
                name,
                "Contoh memerlukan tanggal di dalam periode.",
                f"Isi tanggal antara {written_day(period_starts)} dan {written_day(on)}.",
                cite("principles")[0],
            )
        )
    return findings


def _outside(rating: Rating) -> str:
    return f"Tidak satu pun periodenya {rating.label.lower()}."


def _is_reason(text: str) -> bool:
    return has_letters(text, SENTENCE_LETTERS)


def _missing(code: str, where: str, message: str) -> RuleFinding:
    return RuleFinding(code, where, message, "Pilih salah satu dari tiga.", cite("ratings")[0])


def _reason_missing(code: str, where: str, why: str) -> RuleFinding:
    return RuleFinding(
        code,
        where,
        why,
        f"Tulis alasannya, paling sedikit {SENTENCE_LETTERS} huruf; pegawai membacanya.",
        cite("principles")[0],
    )
