"""The report of a satisfaction survey as PDF."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from terukur.documents.rendering import render_pdf
from terukur.measurement.models import SurveyPoint
from terukur.measurement.survey_report import Rows, SurveyReport
from terukur.notation.numbers import display
from terukur.regulation.periods import Period
from terukur.tables.writing import Out


def survey_pdf(report: SurveyReport, *, point: SurveyPoint, period: Period, at: datetime) -> bytes:
    """Return the report on paper, with the fields of PermenPANRB 14/2017."""
    sections = (
        ("Perkembangan", report.trend),
        ("Nilai tiap unsur", report.elements),
        ("Rencana tindak lanjut", report.follow_up),
    )
    return render_pdf(
        "survey",
        {
            "title": "Laporan Survei Kepuasan Masyarakat",
            "subtitle": f"{point.unit.name}, {period.label}",
            "footer": f"{point.unit.name} · {point.service} · {period.label}",
            "facts": _texts(report.facts),
            "sections": [{"title": title, "rows": _texts(rows), "small": False} for title, rows in sections],
            "annex": {
                "title": "Lampiran: jawaban tiap responden",
                "rows": _texts(_with_short_headings(report.answers)),
                "small": True,
            },
            "legend": "; ".join(
                f"U{place} {label}" for place, label in enumerate(report.answers[0][1:], start=1)
            ),
            "comments": list(report.comments),
        },
        at=at,
    )


def _with_short_headings(answers: Rows) -> Rows:
    """Return the answers with the nine elements headed by number, in the order of the table of elements."""
    head, *rows = answers
    return [["No.", *(f"U{place}" for place in range(1, len(head)))], *rows]


def _texts(rows: Rows) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: Out) -> str:
    if isinstance(cell, Decimal | int):
        return display(Fraction(cell), 4)
    return cell or ""
