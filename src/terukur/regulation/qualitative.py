"""Results in the qualitative form: an expectation and what became of it, both in words.

PermenPANRB 6/2022 has a form for results with numbers and one for results with words; both are for leaders
and for administrators and functional officers. No number is ever made of words: the appraiser marks each
expectation, with a reason, and the class of its evidence is declared or verified, never measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terukur.notation.dates import written_day
from terukur.regulation import parameters
from terukur.regulation.annual import is_outside
from terukur.regulation.citations import cite
from terukur.regulation.decision import RuleFinding
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.scales import FormFamily, Origin, PlanApproach, Rating


@dataclass(frozen=True, slots=True)
class AccountState:
    """One realization in words: whether another person accepted its evidence, and a third one disagreed."""

    accepted: bool
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class ExpectationMarkDraft:
    """The appraiser's mark of one expectation, with the reason and the day of the example that it names."""

    mark: Rating | None
    reason: str = ""
    example_on: date | None = None


def approach_of(*, has_numbers: bool, has_words: bool) -> PlanApproach | None:
    """Return the approach of a plan; None for one without indicators and expectations so far."""
    if has_numbers and has_words:
        return PlanApproach.MIXED
    if has_words:
        return PlanApproach.QUALITATIVE
    return PlanApproach.QUANTITATIVE if has_numbers else None


def may_be_qualitative(family: FormFamily, *, on: date) -> bool:
    """Return whether officials of this form may have results in words (PermenPANRB 6/2022, annex)."""
    allowed = parameters.parameter("plan.qualitative_for", on=on).value
    return allowed in ("all", family.value)


def evidence_class(accounts: Sequence[AccountState]) -> Origin:
    """Return the class of evidence of an expectation: the lowest of its accounts, and never measured."""
    if not accounts:
        return Origin.NONE
    is_verified = all(one.accepted and not one.disputed for one in accounts)
    return Origin.VERIFIED if is_verified else Origin.DECLARED


def beyond_marks(rating: Rating, marks: Sequence[Rating], suggested: Rating | None) -> bool:
    """Return whether a rating of results lies above or below every mark, and the suggestion beside them."""
    return bool(marks) and is_outside(rating, [*marks, *([suggested] if suggested else [])])


def check_expectation_marks(
    titles: Mapping[str, str], marks: Mapping[str, ExpectationMarkDraft], *, period_starts: date, on: date
) -> list[RuleFinding]:
    """Return what is missing before marks may be stored; ``titles`` are the expectations with an account.

    Each needs its own mark, a reason, and the day of the example inside the period; nothing has a default.
    """
    findings = []
    for thread, title in titles.items():
        given = marks.get(thread, ExpectationMarkDraft(None))
        if given.mark is None:
            findings.append(
                _finding(f"mark_{thread}", title, "belum dinilai.", "Pilih salah satu dari tiga.", "ratings")
            )
        if not has_letters(given.reason, SENTENCE_LETTERS):
            findings.append(
                _finding(
                    f"reason_{thread}",
                    title,
                    "belum ada alasan dengan contohnya.",
                    f"Tulis apa yang terlihat, paling sedikit {SENTENCE_LETTERS} huruf; pegawai membacanya.",
                    "principles",
                )
            )
        if given.example_on is None or not period_starts <= given.example_on <= on:
            findings.append(
                _finding(
                    f"example_on_{thread}",
                    title,
                    "Contoh memerlukan tanggal di dalam periode.",
                    f"Isi tanggal antara {written_day(period_starts)} dan {written_day(on)}.",
                    "principles",
                )
            )
    return findings


def _finding(code: str, where: str, message: str, remedy: str, basis: str) -> RuleFinding:
    return RuleFinding(code, where, message, remedy, cite(basis)[0])
