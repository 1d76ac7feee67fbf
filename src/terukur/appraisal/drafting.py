"""Drafts of ratings: kept as typed, so that no lost connection and no second tab costs a sentence.

A draft rates nobody. It becomes a rating by ``rate_draft`` alone, which checks the same as
``operations.rate``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_rate
from terukur.appraisal.marks import RatingMark, draft_mark, mark_of
from terukur.appraisal.models import Appraisal, AppraisalDraft
from terukur.appraisal.operations import locked_appraisal, rate
from terukur.appraisal.queries import own_drafts
from terukur.ledger.acting import Acting
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.decision import Refused
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft
from terukur.regulation.scales import Rating

CHOICES = ("results", *(f"mark_{code}" for code in BEHAVIOR_CODES), "behavior")
TEXTS = ("results_reason", "behavior_reason", *(f"example_{code}" for code in BEHAVIOR_CODES))
DAYS = tuple(f"example_on_{code}" for code in BEHAVIOR_CODES)
FIELDS = (*CHOICES, *TEXTS, *DAYS)
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class HeldRating:
    """The row of one person on the server: the draft, else the rating given, else nothing.

    ``mark`` is what a page gives back with its next save (``marks.draft_mark``).
    """

    fields: Mapping[str, str]
    mark: str
    seen_computation: int | None
    saved_at: datetime | None = None
    is_draft: bool = False


class DraftRefused(Refused):
    """The draft cannot be kept."""


class DraftOutdated(DraftRefused):
    """Another page saved since; ``held`` is the present content."""

    def __init__(self, held: HeldRating) -> None:
        self.held = held
        super().__init__(
            "Baris ini berubah di tab atau perangkat lain sejak halaman ini dibuka. Bandingkan, lalu "
            "pilih yang dipakai; isian Anda belum menggantikannya."
        )


def held_of(appraisal: Appraisal, draft: AppraisalDraft | None) -> HeldRating:
    """Return the stored row of an appraisal for its appraiser, whose own draft this is."""
    mark = draft_mark(appraisal, draft)
    if draft is not None:
        fields = {name: str(draft.fields.get(name, "")) for name in FIELDS}
        return HeldRating(fields, mark, draft.seen_computation_id, draft.saved_at, is_draft=True)
    given = {
        "results": str(appraisal.result_rating),
        "results_reason": appraisal.result_reason,
        "behavior": str(appraisal.behavior_rating),
        "behavior_reason": appraisal.behavior_reason,
    }
    for row in appraisal.marks.all():
        given |= {
            f"mark_{row.value}": str(row.mark),
            f"example_{row.value}": row.example,
            f"example_on_{row.value}": row.example_on.isoformat() if row.example_on else "",
        }
    fields = {name: given.get(name, "") for name in FIELDS}
    return HeldRating(fields, mark, appraisal.computation_id, appraisal.rated_at)


def as_rating(fields: Mapping[str, str]) -> RatingDraft:
    """Return a draft as the rules read it; a half-typed day is none."""

    def rating(name: str) -> Rating | None:
        return Rating(fields[name]) if fields.get(name) else None

    return RatingDraft(
        results=rating("results"),
        results_reason=fields.get("results_reason", ""),
        behavior=rating("behavior"),
        behavior_reason=fields.get("behavior_reason", ""),
        marks={
            code: BehaviorMarkDraft(
                rating(f"mark_{code}"),
                fields.get(f"example_{code}", ""),
                _day(fields.get(f"example_on_{code}", "")),
            )
            for code in BEHAVIOR_CODES
        },
    )


@transaction.atomic
def save_draft(
    *,
    appraisal: Appraisal,
    fields: Mapping[str, str],
    seen: str,
    seen_computation: int | None,
    acting: Acting[User],
    tab: str = "",
) -> HeldRating:
    """Store a draft as typed; it rates nobody, and nobody else reads it.

    ``seen`` is the mark of the content that the page showed. A page that saved last itself may have missed
    the response, so its own ``tab`` counts as seen.

    :raises DraftOutdated: where another page saved since, with the present content.
    :raises DraftRefused: for anybody but the appraiser, after delivery, or for an invalid draft.
    """
    locked = locked_appraisal(appraisal.pk)
    if not may_rate(acting.by, locked, on=acting.on) or locked.computation_id is None:
        raise DraftRefused(
            "Penilaian ini hanya dapat diisi oleh pejabat penilai, setelah dihitung dan sebelum disampaikan."
        )
    kept = _checked(fields)
    shown = locked.computations.filter(pk=seen_computation or 0).first()
    if shown is None:
        raise DraftRefused("Hasil ukur yang ditampilkan tidak dikenal. Muat ulang halaman.")
    draft = own_drafts(acting.by.employee, [locked]).get(locked.pk)
    held = held_of(locked, draft)
    if seen != held.mark and not _saved_by(tab, seen, locked, draft):
        if {**held.fields} == kept:
            return held
        raise DraftOutdated(held)
    stored, _ = AppraisalDraft.objects.update_or_create(
        appraisal=locked,
        defaults={
            "author": acting.by.employee,
            "version": (draft.version if draft else 0) + 1,
            "tab": tab[:36],
            "fields": kept,
            "seen_computation": shown,
            "saved_at": acting.at,
        },
    )
    return held_of(locked, stored)


def rate_draft(*, appraisal: Appraisal, seen: str, acting: Acting[User]) -> None:
    """Store the draft as the rating, if it is the one that the page showed.

    :raises AppraisalRefused: as ``operations.rate``; the draft then stays.
    :raises DraftRefused: where there is none.
    """
    draft = own_drafts(acting.by.employee, [appraisal]).get(appraisal.pk)
    if draft is None:
        raise DraftRefused("Belum ada isian yang tersimpan untuk orang ini.")
    stands, shown = mark_of(appraisal, draft), RatingMark.parse(seen)
    if shown.rated != stands.rated:
        # A draft over another rating is another draft, though its number may be the same.
        shown = stands._replace(draft=seen)
    rate(
        appraisal=appraisal,
        draft=as_rating(draft.fields),
        acting=acting,
        seen=shown._replace(computation=str(draft.seen_computation_id)),
    )


def _saved_by(tab: str, seen: str, appraisal: Appraisal, draft: AppraisalDraft | None) -> bool:
    standing = mark_of(appraisal, draft).rated
    return bool(tab) and draft is not None and draft.tab == tab and RatingMark.parse(seen).rated == standing


def _checked(fields: Mapping[str, str]) -> dict[str, str]:
    kept = {name: fields.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    known = {"", *(rating.value for rating in Rating)}
    if any(kept[name] not in known for name in CHOICES):
        raise DraftRefused("Pilihan rating tidak dikenal. Muat ulang halaman.")
    long = next((name for name in FIELDS if len(kept[name]) > LONGEST), None)
    if long is not None:
        raise DraftRefused(f"Teksnya terlalu panjang: paling banyak {LONGEST} huruf per isian.")
    return kept


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
