"""The report of one survey point: figures, trend, matrix of answers, words, follow-up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey import SurveyRefused, SurveyResult, answers_of, survey_result
from terukur.notation.numbers import rounded
from terukur.regulation.periods import Period
from terukur.regulation.satisfaction import Satisfaction
from terukur.regulation.scales import ServiceElement
from terukur.tables.writing import Out, to_workbook

_PERIODS_BEFORE = 4
Rows = list[Sequence[Out]]


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """The tables of a report; the first row of each but ``facts`` holds its headings."""

    facts: Rows
    trend: Rows
    elements: Rows
    answers: Rows
    comments: Sequence[str]
    follow_up: Rows


def survey_report(point: SurveyPoint, *, period: Period, on: date) -> SurveyReport:
    """Return the report that PermenPANRB 14/2017 asks for.

    It has no profile of the respondents, because the survey does not ask who answers. The follow-up plan
    holds the three lowest elements, to be filled in by the unit.

    :raises SurveyRefused: below the least number of answers, where people could be recognised.
    """
    result = survey_result(point, period=period, on=on)
    if result.outcome is None:
        raise SurveyRefused(
            f"Laporan dapat dibuat mulai {result.least} jawaban yang dapat ditampilkan; sekarang "
            f"{result.answers}."
        )
    trend = [
        ["Periode", "Responden", "IKM", "Mutu pelayanan"],
        *_earlier(point, period, on),
        _in_trend(period, result),
    ]
    return SurveyReport(
        facts=_facts(point, period, result, result.outcome),
        trend=trend,
        elements=_elements(result, result.outcome),
        answers=_matrix(point, period, on),
        comments=result.comments,
        follow_up=_follow_up(result),
    )


def as_workbook(report: SurveyReport) -> bytes:
    """Return the report as XLSX."""
    return to_workbook(
        {
            "Laporan": [*report.facts, [], *report.trend],
            "Unsur": report.elements,
            "Jawaban": report.answers,
            "Saran": [["Saran dan keluhan"], *([comment] for comment in report.comments)],
            "Tindak lanjut": report.follow_up,
        }
    )


def _facts(point: SurveyPoint, period: Period, result: SurveyResult, outcome: Satisfaction) -> Rows:
    return [
        ["Unit", point.unit.name],
        ["Layanan", point.service],
        ["Periode", period.label],
        ["Cara", "Halaman publik dari kode QR di loket, tanpa nama"],
        ["Profil responden", "Tidak ditanyakan, supaya jawaban tidak dapat dikenali"],
        ["Pengguna layanan setahun", point.population or "Belum diisi"],
        ["Responden yang diperlukan (Krejcie-Morgan)", result.needed or "Belum dapat dihitung"],
        ["Responden", result.answers],
        ["Indeks", rounded(outcome.index, 4)],
        ["IKM", rounded(outcome.ikm_rounded, 2)],
        ["Mutu pelayanan", outcome.quality.label],
    ]


def _earlier(point: SurveyPoint, period: Period, on: date) -> Rows:
    """Return the earlier periods with answers, the oldest first."""
    rows: Rows = []
    for _ in range(_PERIODS_BEFORE):
        period = period.previous
        result = survey_result(point, period=period, on=on)
        if result.answers:
            rows.insert(0, _in_trend(period, result))
    return rows


def _in_trend(period: Period, result: SurveyResult) -> Sequence[Out]:
    """Return one period; with too few answers it has no figure, so that nobody can be recognised."""
    if result.outcome is None:
        return [period.label, result.answers, "Terlalu sedikit jawaban", ""]
    outcome = result.outcome
    return [period.label, result.answers, rounded(outcome.ikm_rounded, 2), outcome.quality.label]


def _elements(result: SurveyResult, outcome: Satisfaction) -> Rows:
    """Return sum, mean (NRR) and weighted mean of each element, best first, with its rank."""
    ranked = sorted(outcome.means, key=lambda key: outcome.means[key], reverse=True)
    rows: Rows = [["Unsur", "Jumlah nilai", "Jawaban", "NRR", "NRR tertimbang", "Peringkat"]]
    for rank, key in enumerate(ranked, start=1):
        score, mean = result.scores[key], outcome.means[key]
        rows.append(
            [
                ServiceElement(key).label,
                rounded(score.total, 0),
                score.answers,
                rounded(mean, 4),
                rounded(mean * outcome.weight, 4),
                rank,
            ]
        )
    return rows


def _matrix(point: SurveyPoint, period: Period, on: date) -> Rows:
    rows: Rows = [["Responden", *(element.label for element in ServiceElement)]]
    for number, answer in enumerate(answers_of(point, period, on=on), start=1):
        rows.append([number, *(answer.scores.get(element.value) for element in ServiceElement)])
    return rows


def _follow_up(result: SurveyResult) -> Rows:
    rows: Rows = [["Unsur", "NRR", "Kegiatan", "Waktu", "Penanggung jawab", "Selesai?"]]
    rows.extend([label, rounded(mean, 4)] for label, mean in result.lowest)
    return rows
