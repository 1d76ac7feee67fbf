"""Statements of calibrators: an opinion of one's own first, then notes and recommendations."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.calibration.models import Calibrator, Opinion, Remark, Round, RoundRow
from terukur.calibration.rounds import RoundRefused, locked_round, refuse_outside_calendar
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record, record_all
from terukur.organization.access import people_above
from terukur.organization.models import Employee
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.scales import Rating

_PERSON = "appraisal__plan__assignment__employee"


@dataclass(frozen=True, slots=True)
class OpinionDraft:
    """Two ratings, or none where the calibrator cannot judge, and the reason."""

    results: Rating | None
    behavior: Rating | None
    ground: str

    @property
    def judges(self) -> bool:
        """Return whether it has a rating."""
        return self.results is not None and self.behavior is not None


def visible_rows(round_: Round, user: User, *, as_calibrator: bool, on: date) -> QuerySet[RoundRow]:
    """Return the rows that a user may see: never one's own, and for a calibrator none above them."""
    rows = RoundRow.objects.filter(round=round_)
    viewer = getattr(user, "employee", None)
    if viewer is None:
        return rows
    rows = rows.exclude(**{_PERSON: viewer.pk})
    if as_calibrator:
        rows = rows.exclude(**{f"{_PERSON}__in": people_above(viewer.pk, on=on)})
    return rows


def rows_to_judge(calibrator: Calibrator, user: User, *, on: date) -> QuerySet[RoundRow]:
    """Return the rows that still wait for this calibrator's own opinion.

    People whom the calibrator rates are not among them: that rating is the opinion already.
    """
    return (
        visible_rows(calibrator.round, user, as_calibrator=True, on=on)
        .exclude(appraiser=calibrator.employee_id)
        .exclude(opinions__by=calibrator)
    )


def seat_of(user: User, round_: Round) -> Calibrator | None:
    """Return the user's seat in a round."""
    return (
        Calibrator.objects.select_related("round", "employee")
        .filter(round=round_, employee__user=user.pk)
        .first()
    )


def silent_seats_of(employee: Employee) -> QuerySet[Calibrator]:
    """Return the seats in running rounds without any opinion yet."""
    seats = Calibrator.objects.filter(employee=employee, round__closed_at__isnull=True)
    return seats.exclude(Exists(Opinion.objects.filter(by=OuterRef("pk"))))


@transaction.atomic
def give_opinion(*, row: RoundRow, draft: OpinionDraft, acting: Acting[User]) -> Opinion:
    """Store one's own opinion about a person; it cannot be changed once others' can be read.

    :raises RoundRefused: from a user who does not sit in the round, for a row that does not wait for theirs,
        with one rating only, or without a reason.
    """
    locked_round(row.round_id)
    calibrator = _seated(acting.by, row.round)
    if (draft.results is None) != (draft.behavior is None):
        raise RoundRefused("Pilih kedua rating, atau “tidak dapat menilai”.")
    ground = _worded(draft.ground, "Tulis singkat apa dasarnya.")
    if not rows_to_judge(calibrator, acting.by, on=acting.on).filter(pk=row.pk).exists():
        raise RoundRefused("Baris ini tidak menunggu pendapat Anda, atau sudah Anda isi.")
    opinion = Opinion.objects.create(
        row=row,
        by=calibrator,
        results=draft.results or "",
        behavior=draft.behavior or "",
        ground=ground[:500],
        at=acting.at,
    )
    record(_handed_in(opinion, draft.judges), acting)
    return opinion


@transaction.atomic
def cannot_judge_rest(*, round_: Round, ground: str, acting: Acting[User]) -> int:
    """Store "cannot judge" for all that still wait, with the reason; return how many.

    :raises RoundRefused: from a user who does not sit in the round, or without a reason.
    """
    locked = locked_round(round_.pk)
    calibrator = _seated(acting.by, locked)
    words = _worded(ground, "Tulis mengapa Anda tidak dapat menilai selebihnya.")
    rows = list(rows_to_judge(calibrator, acting.by, on=acting.on))
    opinions = Opinion.objects.bulk_create(
        Opinion(row=row, by=calibrator, ground=words[:500], at=acting.at) for row in rows
    )
    record_all([_handed_in(opinion, False) for opinion in opinions], acting)
    return len(rows)


def _handed_in(opinion: Opinion, judges: bool) -> Act:
    return Act(
        f"round/{opinion.row.round_id}",
        "opinion-given",
        after={"row": opinion.row.number, "judges": judges},
        rows=fingerprints(opinion),
    )


@transaction.atomic
def discuss(*, row: RoundRow, text: str, acting: Acting[User]) -> Remark:
    """Mark a row as discussed, with a note of the discussion.

    :raises RoundRefused: from a user who does not sit in the round or has not given all opinions, or without
        a note.
    """
    _open_to(row, acting)
    words = _worded(text, "Tulis apa yang dibahas.")
    return _remark(row, Remark.Kind.DISCUSSED, words, acting=acting)


@transaction.atomic
def recommend(*, row: RoundRow, results: Rating, behavior: Rating, why: str, acting: Acting[User]) -> Remark:
    """Recommend other ratings to the appraiser, who re-rates in the ordinary form or says why not.

    :raises RoundRefused: from a user who does not sit in the round or has not given all opinions, from the
        appraiser, without a reason, for the same ratings, twice, outside the calendar, and unless the rating
        was given and not yet delivered.
    """
    _open_to(row, acting)
    appraisal = row.appraisal
    refuse_outside_calendar(appraisal.period, acting.on)
    if row.appraiser.user_id == acting.by.pk:
        raise RoundRefused("Rating ini Anda sendiri yang memberi; ubah lewat formulirnya.")
    if appraisal.status != Appraisal.Status.RATED:
        raise RoundRefused(
            "Belum dinilai; penilainya menilai dahulu."
            if appraisal.status == Appraisal.Status.OPEN
            else "Sudah disampaikan; sejak itu hanya keberatan pegawai yang dapat mengubahnya."
        )
    if (results, behavior) == (appraisal.result_rating, appraisal.behavior_rating):
        raise RoundRefused("Rating itu sudah demikian; tidak ada yang diusulkan.")
    if Remark.objects.filter(
        row=row,
        kind=Remark.Kind.RECOMMENDED,
        by=acting.by,
        results=results,
        behavior=behavior,
        at__gte=appraisal.rated_at,
        answer__isnull=True,
    ).exists():
        raise RoundRefused("Usulan yang sama sudah Anda kirim dan menunggu penilainya.")
    words = _worded(why, "Tulis alasannya; penilai membacanya, dan pegawai bila rating berubah.")
    return _remark(row, Remark.Kind.RECOMMENDED, words, acting=acting, results=results, behavior=behavior)


@transaction.atomic
def keep(*, recommendation: Remark, why: str, acting: Acting[User]) -> Remark:
    """Keep the rating against a recommendation, with the appraiser's reason.

    :raises RoundRefused: from anybody else, a second time, or without a reason.
    """
    locked_round(recommendation.round_id)
    row = recommendation.row
    if row is None or row.appraiser.user_id != acting.by.pk:
        raise RoundRefused("Usulan ini dijawab oleh pejabat penilainya.")
    if Remark.objects.filter(answers=recommendation).exists():
        raise RoundRefused("Usulan ini sudah dijawab.")
    words = _worded(why, "Tulis mengapa rating tetap; yang menyarankan membacanya.")
    return _remark(row, Remark.Kind.KEPT, words, acting=acting, answers=recommendation)


def _remark(
    row: RoundRow,
    kind: Remark.Kind,
    text: str,
    *,
    acting: Acting[User],
    results: Rating | None = None,
    behavior: Rating | None = None,
    answers: Remark | None = None,
) -> Remark:
    remark = Remark.objects.create(
        round_id=row.round_id,
        row=row,
        kind=kind,
        text=text[:2000],
        results=results or "",
        behavior=behavior or "",
        answers=answers,
        by=acting.by,
        at=acting.at,
    )
    after: dict[str, object] = {"row": row.number, "appraisal": row.appraisal_id}
    if results and behavior:
        after |= {"results": results.value, "behavior": behavior.value}
    chain = f"round/{row.round_id}"
    rows = fingerprints(remark)
    acts = {
        Remark.Kind.DISCUSSED: Act(chain, "round-discussed", after=after, reason=text, rows=rows),
        Remark.Kind.RECOMMENDED: Act(chain, "rating-recommended", after=after, reason=text, rows=rows),
        Remark.Kind.KEPT: Act(chain, "recommendation-declined", after=after, reason=text, rows=rows),
    }
    record(acts[kind], acting)
    return remark


def _seated(by: User, round_: Round) -> Calibrator:
    calibrator = seat_of(by, round_)
    if calibrator is None:
        raise RoundRefused("Hanya yang duduk dalam kalibrasi ini.")
    return calibrator


def _open_to(row: RoundRow, acting: Acting[User]) -> None:
    """Refuse unless the user sits in the round, may see the row, and has given all opinions.

    :raises RoundRefused: where one of these does not hold.
    """
    locked_round(row.round_id)
    calibrator = _seated(acting.by, row.round)
    if rows_to_judge(calibrator, acting.by, on=acting.on).exists():
        raise RoundRefused(
            "Serahkan dahulu pendapat Anda sendiri tentang semua orang; sesudah itu dibahas bersama."
        )
    if not visible_rows(row.round, acting.by, as_calibrator=True, on=acting.on).filter(pk=row.pk).exists():
        raise RoundRefused("Baris ini tidak Anda kalibrasi.")


def _worded(text: str, message: str) -> str:
    words = text.strip()
    if not has_letters(words, PHRASE_LETTERS):
        raise RoundRefused(f"{message} Paling sedikit {PHRASE_LETTERS} huruf.")
    return words
