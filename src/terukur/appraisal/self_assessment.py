"""The employee's own view of the period: optional, written before the appraiser rates, and shown after.

Neither side sees the other's view before entering its own; so the own view must be closed to everybody
else until then, and must not change afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, SelfAssessment
from terukur.appraisal.operations import locked_appraisal
from terukur.appraisal.tree import ComputationTree
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.planning.access import is_owner
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.decision import Refused
from terukur.regulation.scales import Rating

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class OwnView:
    """The entries of the employee; every part may be left out."""

    results: Rating | None = None
    behavior: Rating | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was entered."""
        return self.results is None and self.behavior is None and not self.written

    @property
    def written(self) -> dict[str, str]:
        """The texts that are not empty."""
        return {key: text.strip() for key, text in self.words.items() if text.strip()}


class SelfAssessmentRefused(Refused):
    """The own view cannot be stored now."""


def subjects_of(tree: ComputationTree | None) -> dict[str, str]:
    """Return the subjects to write about: each planned result by thread, each behavior value by code."""
    results = {result.thread: result.title for result in tree.results} if tree else {}
    return {**results, **{value.code: value.name for value in BEHAVIOR_VALUES}}


@transaction.atomic
def save_self_assessment(*, appraisal: Appraisal, view: OwnView, seen: int, acting: Acting[User]) -> None:
    """Store the employee's own view; an empty one withdraws it. The ledger records that, not the content.

    ``seen`` is the version that the page showed, 0 for none.

    :raises SelfAssessmentRefused: for anybody else, once the appraiser has rated, for a text that is too
        long, or where another page saved since.
    """
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(acting.by, locked.plan):
        raise SelfAssessmentRefused("Pandangan sendiri hanya ditulis oleh pegawai yang dinilai.")
    if locked.status != Appraisal.Status.OPEN:
        raise SelfAssessmentRefused(
            "Penilai sudah memberi rating, jadi pandangan Anda tidak dapat ditulis atau diubah lagi. "
            "Yang ingin Anda tambahkan dapat dibicarakan dalam percakapan hasil."
        )
    if any(len(text) > LONGEST for text in view.written.values()):
        raise SelfAssessmentRefused(f"Paling banyak {LONGEST} huruf per isian.")
    kept = SelfAssessment.objects.filter(appraisal=locked).first()
    if (kept.version if kept else 0) != seen:
        raise SelfAssessmentRefused(
            "Pandangan Anda berubah di tab atau perangkat lain. Isian Anda masih di bawah; simpan lagi "
            "bila isian ini yang benar."
        )
    if kept is not None and view.is_empty:
        kept.delete()
    elif view.is_empty:
        raise SelfAssessmentRefused("Belum ada yang ditulis. Tidak mengisi sama sekali juga boleh.")
    else:
        SelfAssessment.objects.update_or_create(
            appraisal=locked,
            defaults={
                "by": acting.by,
                "version": seen + 1,
                "result_rating": view.results or "",
                "behavior_rating": view.behavior or "",
                "words": view.written,
                "saved_at": acting.at,
            },
        )
    record(
        Act(f"appraisal/{locked.pk}", "self-assessment-withdrawn" if view.is_empty else "self-assessed"),
        acting,
    )


@dataclass(frozen=True, slots=True)
class Views:
    """The employee's view for the page beside the appraiser's."""

    stored: SelfAssessment
    texts: tuple[tuple[str, str], ...]


def views_of(seen: SelfAssessment | None, tree: ComputationTree | None) -> Views | None:
    """Return the own view with the names of its subjects, as far as ``queries.appraisal_for`` shows it."""
    if seen is None:
        return None
    names = subjects_of(tree)
    texts = [
        (names.get(key, "Hasil kerja dari SKP sebelumnya"), seen.words[key])
        for key in sorted(seen.words, key=[*names, *seen.words].index)
    ]
    return Views(seen, tuple(texts))
