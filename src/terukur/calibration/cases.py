"""Answers of appraisers to calibration cases, as the model of rater effects reads them.

Everybody rates the same material, so that a strict appraiser can be told from a weak team. The ledger records
who answered which case and when, never how: answers are training, and private.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.calibration.case_text import CaseRefused
from terukur.calibration.models import Case, CaseAnswer, CaseVersion
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import oversees
from terukur.organization.models import Employee
from terukur.organization.queries import standing_of
from terukur.regulation.behaviors import BEHAVIOR_CODES, BEHAVIOR_NAMES
from terukur.regulation.scales import Rating

Attempt = CaseAnswer.Attempt


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """Two ratings, and marks of values by their code."""

    results: Rating | None
    behavior: Rating | None
    marks: Mapping[str, Rating]


@transaction.atomic
def answer_case(
    *, version: CaseVersion, attempt: Attempt, draft: AnswerDraft, acting: Acting[User]
) -> CaseAnswer:
    """Store one's rating of a case: once before the panel's reasons are read, once after.

    An appraiser who has read the reasons of one version does not answer a later one: it would be no first
    answer.

    :raises CaseRefused: from a user who appraises nobody, for a retired case, a second time, out of order, or
        without both ratings and a mark for every value that the case shows.
    """
    case = Case.objects.select_for_update().get(pk=version.case_id)
    appraiser = standing_of(acting.by, on=acting.on).employee
    if appraiser is None:
        raise CaseRefused("Kasus kalibrasi dinilai oleh pejabat penilai.")
    given = {
        answer.attempt: answer.version_id
        for answer in CaseAnswer.objects.filter(version__case=case, appraiser=appraiser)
    }
    if attempt in given:
        raise CaseRefused("Kasus ini sudah Anda nilai.")
    if attempt == Attempt.FIRST:
        _refuse_first(case, acting)
    elif given.get(Attempt.FIRST) != version.pk:
        raise CaseRefused("Nilai kasus ini dahulu, lalu baca alasan panel.")
    answer = CaseAnswer.objects.create(
        version=version,
        appraiser=appraiser,
        attempt=attempt,
        informed=oversees(acting.by, on=acting.on),
        at=acting.at,
        salt=secrets.token_hex(16),
        **_complete(draft, version),
    )
    told = {"version": version.number, "attempt": str(attempt)}
    act = Act(case.chain, "case-answered", after=told, rows=fingerprints(answer))
    record(act, acting)
    return answer


def _refuse_first(case: Case, acting: Acting[User]) -> None:
    if not standing_of(acting.by, on=acting.on).has_team:
        raise CaseRefused("Kasus kalibrasi dinilai oleh pejabat penilai.")
    if case.is_retired:
        raise CaseRefused("Kasus ini baru saja dipensiunkan; kasus lain menunggu.")


def _complete(draft: AnswerDraft, version: CaseVersion) -> dict[str, object]:
    if draft.results is None or draft.behavior is None:
        raise CaseRefused("Pilih rating hasil kerja dan rating perilaku kerja.")
    missing = [
        name for code, name in BEHAVIOR_NAMES.items() if code in version.marks and code not in draft.marks
    ]
    if missing:
        raise CaseRefused(f"Pilih juga nilai yang terlihat dalam kasus ini: {', '.join(missing)}.")
    marks = {code: str(draft.marks[code]) for code in BEHAVIOR_CODES if code in draft.marks}
    return {"results": str(draft.results), "behavior": str(draft.behavior), "marks": marks}


@dataclass(frozen=True, slots=True)
class CaseRating:
    """One first answer: the appraiser's key, the version of the case, and the score from 1 to 3."""

    rater: int
    case: str
    score: Fraction


def first_answers(*, until: date) -> list[CaseRating]:
    """Return all first answers up to a day that were given without having read the panel's marks.

    The score is the mean of results, behavior and the values that the version shows, below = 1, meets = 2,
    above = 3. A mark that the version did not ask for is left out: all answers to a version are then compared
    on the same items. ``case`` is ``KEY/NUMBER``, so that a rewritten case is another one.
    """
    versions = CaseVersion.objects.select_related("case").only("case__key", "number", "marks")
    items = {v.pk: (f"{v.case.key}/{v.number}", tuple(v.marks)) for v in versions}
    rows = CaseAnswer.objects.filter(attempt=Attempt.FIRST, informed=False, at__date__lte=until)
    return [
        CaseRating(rater, items[version][0], _score([results, behavior], marks, items[version][1]))
        for rater, version, results, behavior, marks in rows.order_by("pk").values_list(
            "appraiser", "version", "results", "behavior", "marks"
        )
    ]


def _score(ratings: list[str], marks: Mapping[str, str], shown: tuple[str, ...]) -> Fraction:
    given = [*ratings, *(marks[code] for code in shown)]
    return Fraction(sum(Rating(rating).position + 1 for rating in given), len(given))


def waiting_cases(employee: Employee) -> QuerySet[Case]:
    """Return the cases that wait for this appraiser's first answer."""
    seen = CaseAnswer.objects.filter(appraiser=employee).values("version__case")
    return Case.objects.filter(is_retired=False).exclude(pk__in=seen)
