"""Surveys of citizens: opening points, taking answers, and collecting them into a kept file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import get_random_string

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, ImportCounts, record
from terukur.measurement.models import SurveyAnswer, SurveyMinute, SurveyPoint
from terukur.measurement.satisfaction_import import import_satisfaction
from terukur.measurement.satisfaction_sheet import HEADERS
from terukur.organization.access import is_performance_team
from terukur.regulation.decision import Refused
from terukur.regulation.disclosure import Least, at_least, held_back, may_show
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period, quarters
from terukur.regulation.sample_size import sample_size
from terukur.regulation.satisfaction import ElementScore, Satisfaction, add_scores, satisfaction
from terukur.regulation.scales import ServiceElement
from terukur.tables.writing import to_csv

_COUNT_MINUTE = """
INSERT INTO measurement_surveyminute (point_id, minute, count) VALUES (%s, date_trunc('minute', %s), 1)
ON CONFLICT (point_id, minute) DO UPDATE SET count = measurement_surveyminute.count + 1
RETURNING count
"""
_COMMENT = 500


class SurveyRefused(Refused):
    """The answer or act is not possible; the message says why and what to do."""


class TooMany(SurveyRefused):
    """More answers in one minute than a counter can have."""


@transaction.atomic
def open_point(*, point: SurveyPoint, acting: Acting[User]) -> SurveyPoint:
    """Store a new place where citizens are asked, with an address that cannot be guessed.

    :raises SurveyRefused: for anybody but the performance team, or an officer of another unit.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise SurveyRefused("Hanya pengelola kinerja yang membuka titik survei.")
    point.token = get_random_string(20)
    point.save()
    record(
        Act(f"survey/{point.pk}", "opened", after={"unit": point.unit_id, "service": point.service}), acting
    )
    return point


@transaction.atomic
def take_answer(
    *, point: SurveyPoint, nonce: str, scores: Mapping[str, int], comment: str, at: datetime, on: date
) -> bool:
    """Store one citizen's answer; return False where this form was sent already.

    :raises SurveyRefused: for a closed point or scores that are not 1 to 4 of known elements.
    :raises TooMany: above the parameter ``survey.answers_a_minute``; nothing is kept then.
    """
    if not point.is_open:
        raise SurveyRefused("Survei di loket ini sudah ditutup. Terima kasih.")
    known = {element.value for element in ServiceElement}
    if not scores or not set(scores) <= known or not set(scores.values()) <= {1, 2, 3, 4}:
        raise SurveyRefused("Pilih satu wajah untuk setiap pertanyaan.")
    answer = {"point": point, "day": on, "scores": dict(scores), "comment": comment.strip()[:_COMMENT]}
    if not SurveyAnswer.objects.get_or_create(nonce=nonce, defaults=answer)[1]:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_MINUTE, [point.pk, at])
        count = cursor.fetchone()[0]
    if count > number("survey.answers_a_minute", on=on):
        raise TooMany("Loket ini sedang menerima banyak jawaban. Coba lagi satu menit lagi.")
    return True


def answers_file(period: Period) -> tuple[str, bytes]:
    """Return the answers of a period as the file that measures are computed from: without days or order."""
    answers = (
        SurveyAnswer.objects.filter(day__gte=period.starts, day__lte=period.ends)
        .select_related("point__unit", "point__officer")
        .order_by("point__unit__code", "point_id", "nonce")
    )
    rows = [
        [
            answer.point.unit.code,
            answer.point.officer.number if answer.point.officer else "",
            *(answer.scores.get(element.value, "") for element in ServiceElement),
        ]
        for answer in answers.iterator(2000)
    ]
    return f"jawaban-survei-{period}.csv".lower(), to_csv(HEADERS, rows)


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """The result of a point's answers of a period; ``outcome`` is None below the least number."""

    answers: int
    least: int
    needed: int | None
    outcome: Satisfaction | None
    scores: Mapping[str, ElementScore]
    steps: tuple[str, ...]
    lowest: tuple[tuple[str, Fraction], ...]
    comments: tuple[str, ...]


def answers_of(point: SurveyPoint, period: Period, *, on: date) -> list[SurveyAnswer]:
    """Return the answers of a point that may be read on a day, in an order without meaning.

    Of a running quarter only whole blocks count, so that a daily reader never sees one person's answer.
    """
    shown: list[SurveyAnswer] = []
    for quarter in quarters(period.year):
        if period.contains(quarter):
            found = point.answers.filter(day__gte=quarter.starts, day__lte=quarter.ends)
            shown += _whole_blocks(found, quarter) if on <= quarter.ends else found
    return sorted(shown, key=lambda answer: answer.nonce)


def _whole_blocks(found: QuerySet[SurveyAnswer], quarter: Period) -> QuerySet[SurveyAnswer]:
    least = at_least(Least.ANSWERS_FOR_UNIT, on=quarter.starts)
    return found.order_by("day", "nonce")[: held_back(found.count(), least=least)]


def survey_result(point: SurveyPoint, *, period: Period, on: date) -> SurveyResult:
    """Return the index of one point in a quarter or longer, beside the sample that its population needs.

    Comments are shown together with the figures only, not in the order of coming.
    """
    answers = answers_of(point, period, on=on)
    least = at_least(Least.ANSWERS_FOR_UNIT, on=period.starts)
    needed = sample_size(population=point.population).result if point.population else None

    def count(part: Period) -> int:
        return sum(part.starts <= answer.day <= part.ends for answer in answers)

    if not may_show(period, count, least=least):
        return SurveyResult(len(answers), least, needed, None, {}, (), (), ())
    scores = add_scores(answer.scores for answer in answers)
    decision = satisfaction(scores)
    outcome = decision.result
    return SurveyResult(
        len(answers),
        least,
        needed,
        outcome,
        scores,
        decision.steps,
        tuple((ServiceElement(key).label, outcome.means[key]) for key in outcome.lowest),
        tuple(answer.comment for answer in answers if answer.comment),
    )


@transaction.atomic
def collect_answers(*, period: Period, acting: Acting[Actor]) -> ImportCounts:
    """Turn the answers of a period into observations of units and officers, through a kept file.

    :raises SurveyRefused: where there are no answers.
    :raises ImportRefused: where the measures are in use for another purpose.
    """
    SurveyMinute.objects.filter(minute__lt=acting.at - timedelta(days=1)).delete()
    name, content = answers_file(period)
    if content.count(b"\n") < 2:
        raise SurveyRefused(f"Belum ada jawaban survei pada {period.label}.")
    return import_satisfaction(content=content, filename=name, period=period, acting=acting)
