"""One person of a round: the evidence always, the judgement once one's own opinions are given."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.calibration.evidence import JudgedEvidence, evidence_of, names_in, with_evidence
from terukur.calibration.models import Remark, RoundRow
from terukur.calibration.moves import moves_since
from terukur.calibration.opinions import rows_to_judge, visible_rows
from terukur.calibration.round_lines import (
    SOMEBODY,
    Curtain,
    RoundLine,
    add_judgement,
    add_talk,
    line_of,
    move_of,
    thought_of,
)
from terukur.calibration.round_view import Seat, opinions_for, seat_in


@dataclass(frozen=True, slots=True)
class RowView:
    """One person for one reader; ``row`` is for acts alone and is not shown."""

    row: RoundRow
    seat: Seat
    line: RoundLine
    evidence: JudgedEvidence
    is_revealed: bool

    @property
    def is_open(self) -> bool:
        """Return whether anything can still be written."""
        return self.seat.round.closed_at is None


def row_view(user: User, pk: int, number: int, *, on: date) -> RowView | None:
    """Return one row of a round; None where the reader may not see it."""
    seat = seat_in(user, pk, on=on)
    if seat is None:
        return None
    found = visible_rows(seat.round, user, as_calibrator=seat.own is not None, on=on)
    row = _with_everything(found, seat, user, on).filter(number=number).first()
    if row is None:
        return None
    revealed = not row.i_wait
    curtain = Curtain(
        seat.calibrators,
        [row],
        shown=revealed and not seat.round.names_hidden,
        known=names_in(row.appraisal)[1],
        others={
            one["name"]: f"Pegawai {one['number']}" if one["seen"] else SOMEBODY for one in row.all_rated
        },
    )
    opinions = opinions_for(seat, user, [row], on=on)[row.pk]
    own = seat.own
    waits = (
        own is not None
        and row.appraiser_id != own.employee_id
        and all(opinion.by_id != own.pk for opinion in opinions)
    )
    line = line_of(row, curtain, own, opinions, waits)
    if revealed:
        _reveal(line, row, seat, curtain)
        line.thoughts = [thought_of(o, curtain) for o in opinions if own is None or o.by_id != own.pk]
    return RowView(row, seat, line, _evidence(row, curtain), revealed)


def _with_everything(rows: Any, seat: Seat, user: User, on: date) -> Any:
    waiting = rows_to_judge(seat.own, user, on=on) if seat.own else RoundRow.objects.none()
    head_grade = UnitGrade.objects.filter(
        unit=OuterRef("appraisal__plan__assignment__position__unit"),
        starts=OuterRef("appraisal__starts"),
        ends=OuterRef("appraisal__ends"),
    ).order_by("-version")
    return rows.select_related(
        "appraiser",
        "appraisal__computation",
        "appraisal__unit_grade",
        "appraisal__appraiser",
        "appraisal__plan__assignment__employee",
        "appraisal__plan__assignment__position__unit",
    ).annotate(
        i_wait=Exists(waiting),
        all_rated=ArraySubquery(
            RoundRow.objects.filter(round=seat.round).values(
                json=JSONObject(
                    name="appraisal__plan__assignment__employee__name",
                    number="number",
                    seen=Exists(rows.filter(pk=OuterRef("pk"))),
                )
            )
        ),
        heads_unit=KeyTextTransform("heads_unit", "appraisal__computation__body"),
        head_grade=Subquery(head_grade.values("grade")[:1]),
        **with_evidence("appraisal"),
    )


def _reveal(line: RoundLine, row: Any, seat: Seat, curtain: Curtain) -> None:
    add_judgement(line, row, row.head_grade, curtain)
    remarks = Remark.objects.filter(row=row).select_related("by", "answer")
    add_talk(line, row, list(remarks), curtain)
    appraisal = row.appraisal
    if appraisal.rated_at != appraisal.first_rated_at:
        found = moves_since({appraisal.pk: seat.round.opened_at}).get(appraisal.pk, [])
        line.moves = [move_of(move, curtain) for move in found]
    line.can_recommend = (
        seat.round.closed_at is None
        and seat.own is not None
        and not line.is_mine
        and appraisal.status == Appraisal.Status.RATED
    )


def _evidence(row: Any, curtain: Curtain) -> JudgedEvidence:
    return evidence_of(
        row.appraisal, examples=row.seen_examples, feedback=row.seen_feedback, text=curtain.text
    )
