"""Marks of expectations in words: the appraiser gives one to each result of the qualitative form."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_rate
from terukur.appraisal.models import Appraisal, ExpectationMark
from terukur.appraisal.ratable import why_rating_is_shut
from terukur.appraisal.tree import ComputedResult
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.regulation.decision import Refused
from terukur.regulation.qualitative import ExpectationMarkDraft, check_expectation_marks
from terukur.regulation.scales import Rating


class MarkingRefused(Refused):
    """The marks cannot be stored; ``findings`` names what is missing."""


def expectations_of(appraisal: Appraisal) -> list[ComputedResult]:
    """Return the computed results in the qualitative form."""
    tree = appraisal.tree
    return [result for result in tree.results if result.expectation is not None] if tree else []


def markable(appraisal: Appraisal) -> list[ComputedResult]:
    """Return the results in words that have an account in the period; without one nothing is marked."""
    return [
        result for result in expectations_of(appraisal) if result.expectation and result.expectation.accounts
    ]


def ratings_marked(appraisal: Appraisal) -> list[Rating]:
    """Return the marks of what the present computation holds."""
    threads = {result.thread for result in markable(appraisal)}
    if not threads:
        return []
    return [Rating(one.mark) for one in appraisal.expectation_marks.all() if str(one.thread) in threads]


def why_unmarked(appraisal: Appraisal) -> str:
    """Return that expectations wait for their mark, before the whole can be rated; empty where none does."""
    threads = {result.thread for result in markable(appraisal)}
    if not threads:
        return ""
    open_ones = threads - {str(one.thread) for one in appraisal.expectation_marks.all()}
    if not open_ones:
        return ""
    return f"{len(open_ones)} ekspektasi kualitatif belum dinilai. Nilai satu per satu lebih dahulu."


@transaction.atomic
def mark_expectations(
    *, appraisal: Appraisal, marks: Mapping[str, ExpectationMarkDraft], acting: Acting[User]
) -> None:
    """Store the appraiser's mark of each expectation with an account, by the thread of its result.

    :raises MarkingRefused: for anybody but the appraiser, before rating opens, after delivery, where there is
        nothing to mark, or with what is missing.
    """
    locked = (
        Appraisal.objects.select_for_update(of=("self",))
        .select_related("plan__assignment__employee", "plan__assignment__position__unit", "computation")
        .get(pk=appraisal.pk)
    )
    if not may_rate(acting.by, locked, on=acting.on):
        raise MarkingRefused("Ekspektasi dinilai oleh pejabat penilai, sebelum hasilnya disampaikan.")
    if shut := why_rating_is_shut(locked, on=acting.on):
        raise MarkingRefused(shut)
    titles = {result.thread: result.title for result in markable(locked)}
    if not titles:
        raise MarkingRefused("Belum ada realisasi dengan uraian pada periode ini; tidak ada yang dinilai.")
    findings = check_expectation_marks(
        titles, marks, period_starts=locked.starts, on=min(acting.on, locked.ends)
    )
    if findings:
        raise MarkingRefused(f"Belum dapat disimpan: {len(findings)} isian kurang.", findings)
    before = _state(locked)
    locked.expectation_marks.all().delete()
    ExpectationMark.objects.bulk_create(
        [
            ExpectationMark(
                appraisal=locked,
                thread=thread,
                mark=given.mark,
                reason=given.reason.strip(),
                example_on=given.example_on,
            )
            for thread, given in marks.items()
            if thread in titles and given.mark is not None and given.example_on is not None
        ]
    )
    after = {"expectation_marks": _state(locked)}
    record(
        Act(
            f"appraisal/{locked.pk}", "expectations-marked", before={"expectation_marks": before}, after=after
        ),
        acting,
    )


def _state(appraisal: Appraisal) -> dict[str, Any]:
    return {
        str(one.thread): [one.mark, one.reason, str(one.example_on)]
        for one in ExpectationMark.objects.filter(appraisal=appraisal)
    }
