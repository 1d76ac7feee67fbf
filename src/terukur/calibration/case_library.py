"""The library of calibration cases: the performance team writes, rewrites and retires them.

Appraisers' answers are shown as counts only, and only where there are enough.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.utils.text import slugify

from terukur.accounts.models import User
from terukur.calibration.case_text import CaseRefused, CaseText, shipped_cases, text_of
from terukur.calibration.models import Case, CaseVersion
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team, oversees
from terukur.organization.queries import lock_agency
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.scales import Rating

_NOT_YOURS = "Kasus kalibrasi ditulis oleh pengelola kinerja."

# Whole portions in the order of arrival: two looks never differ by a single answer.
_COUNTS = """
WITH numbered AS (
    SELECT version_id, results, behavior,
        row_number() OVER (PARTITION BY version_id ORDER BY at, id) AS place,
        count(*) OVER (PARTITION BY version_id) AS size
    FROM calibration_caseanswer WHERE attempt = 'first' AND NOT informed
)
SELECT version_id, results, behavior, count(*)
FROM numbered WHERE place <= size - size %% %s GROUP BY version_id, results, behavior
"""


@transaction.atomic
def ensure_cases(*, acting: Acting[Actor]) -> int:
    """Add the missing cases of the file, and higher editions of those that were not rewritten here.

    Return how many cases were added or renewed; a second call changes nothing.
    """
    lock_agency()
    newest = {version.case.key: version for version in _newest()}
    changed = 0
    for shipped in shipped_cases():
        last = newest.get(shipped.key)
        if last is None:
            case = Case.objects.create(key=shipped.key)
            _add(case, shipped.text, 1, edition=shipped.edition, user=None, acting=acting)
        elif last.edition is not None and last.edition < shipped.edition:
            _add(last.case, shipped.text, last.number + 1, edition=shipped.edition, user=None, acting=acting)
        else:
            continue
        changed += 1
    return changed


@transaction.atomic
def load_shipped(*, acting: Acting[User]) -> int:
    """Add the shipped cases on request of the performance team.

    :raises CaseRefused: for anybody else.
    """
    _refuse_others(acting)
    return ensure_cases(acting=acting)


@transaction.atomic
def save_case(*, case: Case | None, text: CaseText, seen: int, acting: Acting[User]) -> CaseVersion:
    """Store a case (``case`` None), or a further version of one; ``seen`` is the version it began from.

    :raises CaseRefused: for anybody but the performance team, for a text that is not fit, without a change,
        or where another person has written a version in between.
    """
    _refuse_others(acting)
    text.check()
    if case is None:
        lock_agency()
        created = Case.objects.create(key=_free_key(text.title))
        return _add(created, text, 1, edition=None, user=acting.by, acting=acting)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    last = locked.versions.latest("number")
    if last.number != seen:
        raise CaseRefused("Kasus ini baru diubah orang lain. Buka lagi, lalu ulangi perubahan Anda.")
    if text_of(last) == text:
        raise CaseRefused("Tidak ada yang berubah.")
    return _add(locked, text, last.number + 1, edition=None, user=acting.by, acting=acting)


@transaction.atomic
def retire_case(*, case: Case, retired: bool, reason: str, acting: Acting[User]) -> None:
    """Take a case out of use, or into use again. Its answers stay.

    :raises CaseRefused: for anybody but the performance team, where it is so already, or without a reason.
    """
    _refuse_others(acting)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.is_retired == retired:
        raise CaseRefused("Sudah begitu; muat ulang halaman ini.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise CaseRefused("Tulis singkat alasannya.")
    locked.is_retired = retired
    locked.save(update_fields=["is_retired"])
    act = Act(
        locked.chain,
        "case-retired" if retired else "case-restored",
        reason=reason.strip()[:500],
        rows=fingerprints(locked),
    )
    record(act, acting)


def _refuse_others(acting: Acting[User]) -> None:
    if not is_performance_team(acting.by, on=acting.on):
        raise CaseRefused(_NOT_YOURS)


def _free_key(title: str) -> str:
    stem = slugify(title)[:50].strip("-") or "kasus"
    taken = set(Case.objects.filter(key__startswith=stem).values_list("key", flat=True))
    free, count = stem, 2
    while free in taken:
        free, count = f"{stem}-{count}", count + 1
    return free


def _add(
    case: Case, text: CaseText, version: int, *, edition: int | None, user: User | None, acting: Acting[Actor]
) -> CaseVersion:
    added = CaseVersion.objects.create(
        case=case, number=version, edition=edition, by=user, at=acting.at, **text.fields()
    )
    act = Act(
        case.chain,
        "case-saved",
        after={"version": version, "title": text.title},
        rows=fingerprints(case, added),
    )
    record(act, acting)
    return added


def _newest() -> list[CaseVersion]:
    """Return the newest version of every case, in the order in which cases were made."""
    newest = CaseVersion.objects.order_by("case_id", "-number").distinct("case_id")
    return list(newest.select_related("case"))


@dataclass(frozen=True, slots=True)
class Share:
    """The number of answers with one rating, beside the panel's rating."""

    rating: Rating
    count: int
    percent: int
    is_panel: bool


@dataclass(frozen=True, slots=True)
class ShelfVersion:
    """First answers to a version by rating; empty below ``Least.PEOPLE`` answers."""

    version: CaseVersion
    counted: int
    results: list[Share]
    behavior: list[Share]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A case in the library: its newest version, and older ones with enough answers."""

    newest: ShelfVersion
    older: list[ShelfVersion] = field(default_factory=list)


def library(user: User, *, on: date) -> list[Shelf] | None:
    """Return all cases with the counts of first answers; None for a user without oversight."""
    if not oversees(user, on=on):
        return None
    given: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [at_least(Least.PEOPLE, on=on)])
        for version, results, behavior, count in cursor.fetchall():
            given[version].append((results, behavior, count))
    shelves: dict[int, Shelf] = {}
    versions = CaseVersion.objects.select_related("case")
    for version in versions.order_by("case__is_retired", "case_id", "-number"):
        shown = _shelf_version(version, given[version.pk])
        if version.case_id not in shelves:
            shelves[version.case_id] = Shelf(shown)
        elif shown.counted:
            shelves[version.case_id].older.append(shown)
    return list(shelves.values())


def _shelf_version(version: CaseVersion, given: list[tuple[str, str, int]]) -> ShelfVersion:
    counted = sum(count for _, _, count in given)

    def shares(place: int, panel: str) -> list[Share]:
        counts = {rating: sum(row[2] for row in given if row[place] == rating) for rating in Rating}
        return [
            Share(rating, counts[rating], round(100 * counts[rating] / counted), rating == panel)
            for rating in reversed(Rating)
        ]

    if not counted:
        return ShelfVersion(version, 0, [], [])
    return ShelfVersion(version, counted, shares(0, version.results), shares(1, version.behavior))


def version_to_edit(user: User, pk: int, *, on: date) -> CaseVersion | None:
    """Return the newest version of a case, for the performance team."""
    if not is_performance_team(user, on=on):
        return None
    versions = CaseVersion.objects.filter(case=pk).select_related("case")
    return versions.order_by("-number").first()
